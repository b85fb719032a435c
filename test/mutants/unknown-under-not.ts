// Mutant: what is not known stays unknown under not. Without it a lookup that fails lets in whoever was to be left out.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a rule that leaves people out lets everybody in while it cannot be asked",
  edits: [
    {
      in: "src/domain/rule.ts",
      from: 'return verdict === "unavailable" ? verdict : !verdict;',
      to: "return verdict !== true;",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/domain/rule.test.ts",
    test: "a yes or a no is what every world that fits what is known would say",
  },
  threats: ["T21"],
} satisfies Mutant;

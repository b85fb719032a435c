// Mutant: a Target is one of those that were offered. Without it a name that the form never had gives access.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a Target that the form did not offer is taken for one that it did",
  edits: [
    {
      in: "src/domain/answers.ts",
      from: 'return offered === undefined ? bad("Choose something from the list.") : good(offered);',
      to: "return good(offered ?? flow.targets[0] ?? null);",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/flows/answers.test.ts",
    test: "an option, a Target or a duration that the form did not offer is refused",
  },
  threats: ["T10"],
} satisfies Mutant;

// Mutant: a target that ends access by itself is told when the end has moved. Without it a second grant ends with the first.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a target that was told an older end is told again",
  edits: [
    {
      in: "src/domain/native-expiry.ts",
      from: "return until !== null && until !== (s.toldUntil ?? null);",
      to: "return until !== null && s.toldUntil === undefined;",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/crash/credential.test.ts",
    test: "told again where that moves either way",
  },
  threats: ["T91"],
} satisfies Mutant;

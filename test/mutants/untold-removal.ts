// Mutant: that nobody goes of whom the operators have not heard. Without it whoever was added by hand a moment ago, or by another
// deployment, is taken away unannounced.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "others are taken away without the operators having heard of them",
  edits: [
    {
      in: "src/domain/drift-finding.ts",
      from: "toldAt !== null && toldAt + KNOWN_FOR_MS <= now;",
      to: "(toldAt ?? 0) <= now;",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/crash/drift.test.ts",
    test: "somebody whom the operators have not heard of stays, however long",
  },
  threats: ["T98"],
} satisfies Mutant;

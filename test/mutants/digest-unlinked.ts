// Mutant: the link between digests. Without it a run of them can be taken out, and each that is left is right by itself.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a digest of the record follows the newest one, or the table refuses it",
  edits: [
    {
      in: "src/engine/roll-up.ts",
      from: '    previous: newest?.hash ?? "",\n',
      to: '    previous: "",\n',
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/engine/audit.test.ts",
    test: "a digest is made every hour",
  },
  threats: ["T68"],
} satisfies Mutant;

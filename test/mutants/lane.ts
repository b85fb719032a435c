// Mutant: one change of a list at a time. Without it two that overlap undo each other where a target only lets the whole list be
// replaced: what has ended is there again, and what is held is gone.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "changes of one list wait for each other",
  edits: [
    {
      in: "src/engine/passage.ts",
      from: "return strategy?.lane?.(settings) ?? null;",
      to: "return strategy === null ? String(settings) : null;",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/crash/lanes.test.ts",
    test: "two changes at once do not undo each other",
  },
  threats: ["T80"],
} satisfies Mutant;

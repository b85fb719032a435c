// Mutant: the event's key as the lock. Without it two clicks at once both decide, as far as those who clicked can tell.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a change that finds its event's key taken counts as committed",
  edits: [
    {
      in: "src/store/commit.ts",
      from: 'if (isConflict(error)) return "conflict";',
      to: 'if (isConflict(error)) return "committed";',
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "workers",
    file: "test/workers/store/migrations.test.ts",
    test: "the event's key alone is the lock",
  },
  threats: ["T28"],
} satisfies Mutant;

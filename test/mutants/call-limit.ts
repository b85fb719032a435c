// Mutant: the time limit of every call. Without it a target that accepts a call and never answers holds its slot, and its place
// at the gate, for ever.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a call to a target may take as long as it likes",
  edits: [
    {
      in: "src/engine/target-call.ts",
      from: "world.clock.within(CALL_LIMIT_MS, work);",
      to: "world.clock.within(CALL_LIMIT_MS * 1e5, work);",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "workers",
    file: "test/workers/strategies/bad-targets.test.ts",
    test: "while one target hangs another's access ends",
  },
  threats: ["T73"],
} satisfies Mutant;

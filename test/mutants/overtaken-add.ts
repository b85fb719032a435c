// Mutant: a weaker call in doubt. Without it a grant that an older call of ours lowers is called removed by others, and lost.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "an add for less that may still land is forgotten when more is asked for",
  edits: [
    {
      in: "src/domain/entitlement-answers.ts",
      from: "const overtakes = s.doubt !== null && !again && rank > Math.max(1, believed ?? 0);",
      to: "const overtakes = s.doubt !== null && !again && rank > traits.levels.length;",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/crash/targets.test.ts",
    test: "an add for less that lands after a stronger one",
  },
  threats: ["T37"],
} satisfies Mutant;

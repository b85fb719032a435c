// Mutant: that whatever of ours a list lacks is asked for by itself. Without it a list that was cut short makes live access count as
// gone.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "what a list lacks counts as missing, and nobody asks the target whether it is there",
  edits: [
    {
      in: "src/engine/comparison.ts",
      from: "there.push(...some.filter((_, at) => looks[at] === true));",
      to: "there.push(...some.filter((_, at) => looks[at] === null));",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/crash/drift.test.ts",
    test: "a list that is cut short takes nobody away, and nobody counts as missing",
  },
  threats: ["T97"],
} satisfies Mutant;

// Mutant: a lane that forgot who is in it. Without asking it again at the end, whoever was in it believes to have been alone.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "whoever leaves a lane is told whether nobody else came in meanwhile",
  edits: [{ in: "src/engine/passage.ts", from: "return alone && sure;", to: "return sure;" }],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/crash/lanes.test.ts",
    test: "what was changed in a lane that forgot about it meanwhile is looked for again",
  },
  threats: ["T80"],
} satisfies Mutant;

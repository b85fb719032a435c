// Mutant: a submission is one request. Without it whoever presses twice, or is copied, asks twice.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a form that comes again is not known for the request that it made",
  edits: [
    {
      in: "src/engine/submit.ts",
      from: "if (before.submitted) {",
      to: "if (before.submitted && before.submitted.viewId !== ask.viewId) {",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/crash/races.test.ts",
    test: "the same form sent twice at once is one request",
  },
  threats: ["T02", "T18"],
} satisfies Mutant;

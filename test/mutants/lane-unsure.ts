// Mutant: what was changed while a lost change of the same list may still land is looked for again. Without it an end that the late
// one undoes stays undone.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a change that another one may yet undo leaves doubt",
  edits: [
    {
      in: "src/domain/entitlement-answers.ts",
      from: "const doubt = unseen || !sure ? {",
      to: "const doubt = unseen || (!sure && unseen) ? {",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/crash/lanes.test.ts",
    test: "what was given while a lost change might still land is given again where that undoes it",
  },
  threats: ["T80"],
} satisfies Mutant;

// Mutant: the version that a form was drawn from. Without it a Flow that was narrowed is asked for as it was before.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a form is taken whatever version of the Flow it was drawn from",
  edits: [
    {
      in: "src/engine/submit.ts",
      from: 'if (current.hash !== ask.flow.hash) return refused({ kind: "form_changed" });',
      to: 'if (current.flow.name !== ask.flow.flow.name) return refused({ kind: "form_changed" });',
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/engine/wrong-people.test.ts",
    test: "whatever becomes of a Flow while its form is open",
  },
  threats: ["T13"],
} satisfies Mutant;

// Mutant: what is answered to a question that is not asked is dropped. Without it a form that was tampered with says things that
// nobody who decides was meant to weigh, and a binding hears a field that the form never showed.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "an answer to a question that was not asked counts",
  edits: [
    {
      in: "src/domain/answers.ts",
      from: "shown.has(field) ? checkAnswer(field, given(field.name)) : good(null)",
      to: "shown.has(field) || given(field.name) !== null ? checkAnswer(field, given(field.name)) : good(null)",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/flows/answers.test.ts",
    test: "what is said to a question that is not asked is dropped",
  },
  threats: ["T100"],
} satisfies Mutant;

// Mutant: a duration is one of those that were offered. Without it whoever asks says for how long.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "any number is taken for a duration",
  edits: [
    {
      in: "src/domain/asked-duration.ts",
      from: ": bad(NOT_LISTED);",
      to: ": good(Number(durationMs));",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/flows/answers.test.ts",
    test: "an option, a Target or a duration that the form did not offer is refused",
  },
  threats: ["T11"],
} satisfies Mutant;

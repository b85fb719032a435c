// Mutant: the version that a button was drawn at. Without it a card that somebody looked at is not the one that they decide about.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a decision is taken whatever version of the card its button belongs to",
  edits: [
    {
      in: "src/engine/commands.ts",
      from: "if (pending && click.seq !== null && click.seq !== now_.request.seq)",
      to: "if (pending && click.seq !== null && now_.request.seq < 0)",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/engine/wrong-people.test.ts",
    test: "a button of another version of the card decides nothing",
  },
  threats: ["T30"],
} satisfies Mutant;

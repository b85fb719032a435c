// Mutant: the version that a button was drawn at. Without it a card that somebody looked at is not the one that they decide about.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a decision is taken whatever version of the card its button belongs to",
  edits: [
    {
      in: "src/engine/approve-or-deny.ts",
      from: "seq === null || (seq <= request.seq",
      to: "seq === null || request.seq > 0 || (seq <= request.seq",
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

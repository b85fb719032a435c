// Mutant: ids with their length in a slot's key. Without it one slot can be spelt as another.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "the ids of a slot are put together without their length",
  edits: [
    {
      in: "src/domain/access.ts",
      from: "id.length}:",
      to: "id.slice(0, 0)}",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/domain/slot-key.test.ts",
    test: "no choice of ids spells the key of other ids",
  },
  threats: ["T12", "T76"],
} satisfies Mutant;

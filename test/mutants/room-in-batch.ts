// Mutant: the room that is asked of the record in the batch itself. Without it many at once all find it free.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "how much one person may ask for is only looked at before, and not again in the batch that writes",
  edits: [
    {
      in: "src/store/commit.ts",
      from: "...(room ?? ANY_ROOM)",
      to: "...(room ? ANY_ROOM : ANY_ROOM)",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "workers",
    file: "test/workers/store/d1.test.ts",
    test: "of twenty at once only as many get in",
  },
  threats: ["T19"],
} satisfies Mutant;

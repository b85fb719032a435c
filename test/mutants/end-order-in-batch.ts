// Mutant: the revoke-all, looked at in the batch that approves. Without it an approval on its way past the order still grants.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "an approval that is on its way past a revoke-all is committed",
  edits: [
    {
      in: "src/store/commit.ts",
      from: ", isNotToEnd);",
      to: ");",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "workers",
    file: "test/workers/store/d1.test.ts",
    test: "what an order is to end cannot be approved",
  },
  threats: ["T78"],
} satisfies Mutant;

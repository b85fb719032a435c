// Mutant: the order to end everything, looked at in the batch that writes a submission. Without it a form that was on its way becomes a
// request that no order is about.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a form that was sent before a revoke-all is taken behind it",
  edits: [
    {
      in: "src/store/commit.ts",
      from: "sentAt: room?.sentAt ?? null",
      to: "sentAt: null",
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

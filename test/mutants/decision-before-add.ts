// Mutant: the decision, read in the record before an add. Without it an order that somebody made up gives access.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "an Entitlement believes whoever tells it to hold",
  edits: [
    {
      in: "src/engine/entitlement-record.ts",
      from: "if (!decided) return",
      to: 'if (!decided && hold.level === "") return',
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/crash/forged-orders.test.ts",
    test: "gives nothing",
  },
  threats: ["T78"],
} satisfies Mutant;

// Mutant: the order to end everything, read before an add. Without it what was approved a moment before is still given.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "an Entitlement does not ask whether an admin has ordered an end",
  edits: [
    {
      in: "src/engine/entitlement-record.ts",
      from: "endOrdered.includes(hold.requestId) ?",
      to: "endOrdered.includes(hold.level) ?",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/crash/revoke-all.test.ts",
    test: "a revoke-all reaches what a target did not take",
  },
  threats: ["T78"],
} satisfies Mutant;

// Mutant: the tombstone of a released hold. Without it a hold that arrives late revives what was taken away.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a hold is accepted again after its release, if it only arrives late enough",
  edits: [
    {
      in: "src/domain/entitlement.ts",
      from: "  if ((s.released[order.requestId] ?? 0) >= order.sequence) return s;\n",
      to: "",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/domain/entitlement.test.ts",
    test: "nor once it is proven gone",
  },
  threats: ["T57"],
} satisfies Mutant;

// Mutant: the freeze that does not lie in the record. Without it a record that was put back to before an end gives what has ended
// once more.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "an Entitlement does not hear of a freeze from outside the record",
  edits: [
    {
      in: "src/store/frozen-store.ts",
      from: "claims: async (key) => ({ ...(await store.claims(key)), frozen: true }),",
      to: "claims: (key) => store.claims(key),",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "journeys",
    file: "test/journeys/restored-record.test.ts",
    test: "what had ended before a restore is not given again",
  },
  threats: ["T56"],
} satisfies Mutant;

// Mutant: a system outside that says nothing has not said yes. Without it everybody decides while PagerDuty is down.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a list outside that cannot be had names whoever is asked about",
  edits: [
    {
      in: "src/sources/sources.ts",
      from: "throw new TransientError(error.message,",
      to: 'if (error.class !== "bug") return true;\n        throw new TransientError(error.message,',
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/sources/on-call.test.ts",
    test: "nobody can say who is on call",
  },
  threats: ["T96"],
} satisfies Mutant;

// Mutant: the class of a 404. Without it a target that does not know the parent counts as one where the access is gone.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "an HTTP target that answers 404, whatever it did not find, has done what it was asked",
  edits: [
    {
      in: "src/strategies/outbound-status.ts",
      from: "  if (status >= 200 && status < 300) return null;\n",
      to: "  if ((status >= 200 && status < 300) || status === 404) return null;\n",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/strategies/outbound.test.ts",
    test: "every status has one class",
  },
  threats: ["T43"],
} satisfies Mutant;

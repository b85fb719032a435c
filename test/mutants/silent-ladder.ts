// Mutant: the rung of whoever is on call. Without it an end that does not come is known to a channel that nobody may be reading.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "an overdue end is said on the card, and neither operators nor whoever is on call hear of it",
  edits: [
    {
      in: "src/domain/ladder.ts",
      from: "    operators: crossed(OPERATORS_AFTER_MS) || again,\n    onCall: crossed(ON_CALL_AFTER_MS) || again,\n",
      to: "    operators: false && again && crossed(OPERATORS_AFTER_MS),\n    onCall: false && crossed(ON_CALL_AFTER_MS),\n",
    },
  ],
  caughtBy: { by: "simulate", profile: "normal", seed: 46, breaks: "I8" },
  threats: ["T35"],
} satisfies Mutant;

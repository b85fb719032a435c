// Mutant: the second look after a delete of unknown outcome. Without it a delete that lands late cuts the next grant.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "while access is held nobody looks again whether a removal of unknown outcome landed late and cut it",
  edits: [
    {
      in: "src/domain/decide.ts",
      from: "  if (s.doubt !== null && now >= s.doubt.until)\n",
      to: "  if (s.doubt !== null && now >= s.doubt.until && live.length === 0)\n",
    },
  ],
  caughtBy: { by: "simulate", profile: "normal", seed: 1806, breaks: "I4" },
  threats: ["T37"],
} satisfies Mutant;

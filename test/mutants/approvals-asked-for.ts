// Mutant: so many approvals as the Flow asks for. Without it one person gives what it took two to give.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "one approval is enough, however many the Flow asks for",
  edits: [
    {
      in: "src/domain/stages.ts",
      from: "const missing = needed - valid",
      to: "const missing = Math.min(needed, 1) - valid",
    },
  ],
  caughtBy: { by: "simulate", profile: "normal", seed: 7, breaks: "I1" },
  threats: ["T27"],
} satisfies Mutant;

// Mutant: ends without the gate. Without it a gate that does not answer holds up every end at its target.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "where the gate does not answer, everything waits, and not only what adds",
  edits: [
    {
      in: "src/engine/turns.ts",
      from: "return mayWait(ask) ? (now) => held(now, s, waitMs, clock.now()) : null;",
      to: "return (now) => held(now, s, waitMs, clock.now());",
    },
  ],
  caughtBy: { by: "simulate", profile: "normal", seed: 922, breaks: "I2" },
  threats: ["T35"],
} satisfies Mutant;

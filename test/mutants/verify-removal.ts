// Mutant: a removal is proven by reading back. Without it a target that says yes and does nothing keeps what has ended.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "what a target says that it did counts as done, and is not read back",
  edits: [
    {
      in: "src/domain/entitlement.ts",
      from: 'if (s.have.kind === "said" && !traits.readable) return s.have.level;',
      to: 'if (s.have.kind === "said") return s.have.level;',
    },
  ],
  caughtBy: { by: "simulate", profile: "normal", seed: 40, breaks: "I2" },
  threats: ["T36"],
} satisfies Mutant;

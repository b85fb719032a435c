// Mutant: intent first. Without it a handler that dies behind its call leaves access that nothing knows of.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "the intent of a change is stored with its answer, not before the call",
  edits: [
    {
      in: "src/engine/entitlement.ts",
      from: "  memory.write(began, startedAt + SAFETY_MS);\n",
      to: "",
    },
    {
      in: "src/engine/entitlement.ts",
      from: "update(memory, (s) => setAccepted(s, traits, startedAt, world.clock.now(), sure));",
      to: "update(memory, (s) => setAccepted({ ...began, holds: s.holds, released: s.released }, traits, startedAt, world.clock.now(), sure));",
    },
  ],
  caughtBy: { by: "simulate", profile: "normal", seed: 51, breaks: "I7" },
  threats: ["T36", "T39"],
} satisfies Mutant;

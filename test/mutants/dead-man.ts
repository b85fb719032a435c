// Mutant: the dead man's switch. Without it a handler that dies takes its object's only wake-up with it.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "an Entitlement's alarm books no wake-up before it works",
  edits: [
    { in: "src/engine/entitlement.ts", from: "    memory.arm(now + SAFETY_MS);\n", to: "" },
    {
      in: "src/engine/entitlement.ts",
      from: "      memory.write(state, now + SAFETY_MS);\n",
      to: "      memory.replace(state);\n",
    },
    {
      in: "src/engine/entitlement.ts",
      from: "    memory.write(began, now + SAFETY_MS);\n",
      to: "    memory.replace(began);\n",
    },
    {
      in: "src/engine/entitlement.ts",
      from: "  memory.write(began, startedAt + SAFETY_MS);\n",
      to: "  memory.replace(began);\n",
    },
  ],
  caughtBy: { by: "simulate", profile: "normal", seed: 51, breaks: "I6" },
  threats: ["T34"],
} satisfies Mutant;

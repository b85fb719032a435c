// Mutant: the sweep. Without it an object whose alarm the platform lost sleeps for ever.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "the sweep finds nothing: whatever is late stays late",
  edits: [
    {
      in: "src/engine/sweep.ts",
      from: "export async function sweep(world: World): Promise<Swept> {\n",
      to: "export async function sweep(world: World): Promise<Swept> {\n  if (world !== null) return { rung: 0, rescued: 0, whole: true };\n",
    },
  ],
  caughtBy: { by: "simulate", profile: "normal", seed: 12, breaks: "I6" },
  threats: ["T34"],
} satisfies Mutant;

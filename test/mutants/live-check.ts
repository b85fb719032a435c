// Mutant: the live check before the grant. Without it somebody who left since the click still gives, or gets.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "the rules are not asked again between the approval and the grant",
  edits: [
    {
      in: "src/engine/deliver-access.ts",
      from: "  const no = await stillAllowed(world, snapshot);\n",
      to: "  const no = world === null ? await stillAllowed(world, snapshot) : null;\n",
    },
  ],
  caughtBy: { by: "simulate", profile: "normal", seed: 133, breaks: "I1" },
  threats: ["T08", "T26"],
} satisfies Mutant;

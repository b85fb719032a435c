// Mutant: where a digest begins. One that begins a line late leaves that line to nobody: whoever takes it away is not found out.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a digest is made over the lines since the one before it, from the first on",
  edits: [
    {
      in: "src/engine/roll-up.ts",
      from: "  let to = after;\n",
      to: "  let to = newest === null ? after : after + 1;\n",
    },
  ],
  caughtBy: { by: "simulate", profile: "normal", seed: 8, breaks: "I7" },
  threats: ["T68"],
} satisfies Mutant;

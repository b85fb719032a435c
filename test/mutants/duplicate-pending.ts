// Mutant: one request waits for one access. Without it whoever floods the approvers hears that it is not known, and tries again.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "what waits already is not looked for when the same access is asked for again",
  edits: [
    {
      in: "src/engine/submit.ts",
      from: "    if (duplicate !== null)\n      return",
      to: "    if (duplicate !== null && duplicate.request.id === id)\n      return",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/crash/races.test.ts",
    test: "the same access asked for again while it waits is refused",
  },
  threats: ["T19"],
} satisfies Mutant;

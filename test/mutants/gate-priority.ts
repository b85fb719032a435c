// Mutant: the order at a target with published limits. Without it grants take the turns of ends that are overdue.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "grants get their turn before looks, ends and overdue ends",
  edits: [
    {
      in: "src/domain/turn.ts",
      from: '["overdue", "end", "look", "grant"] as const',
      to: '["grant", "look", "end", "overdue"] as const',
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/domain/gate.test.ts",
    test: "overdue ends go first",
  },
  threats: ["T47"],
} satisfies Mutant;

// Mutant: that drift only tells. Without it the daily look takes away what others gave after a grant had ended.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "whatever is found in a closed slot is taken for ours, and removed",
  edits: [
    {
      in: "src/engine/drift.ts",
      from: '  last !== null && last.outcome === "closed_by_hand" && last.removed === null ? last : null;\n',
      to: "  last;\n",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/crash/overdue.test.ts",
    test: "others' access where a grant has ended",
  },
  threats: ["T53"],
} satisfies Mutant;

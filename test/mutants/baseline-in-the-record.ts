// Mutant: the baseline in the record. Without it an object that comes up empty takes away what was there before Sym.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "an object that lost its memory takes nothing for what was there before",
  edits: [
    {
      in: "src/domain/entitlement-recall.ts",
      from: "    baseline: row.baseline,\n    openedAt: row.openedAt,\n    ids: row.ids,\n    recalled: true,",
      to: '    baseline: row.baseline === "unknown" ? row.baseline : { level: null, inherited: null },\n    openedAt: row.openedAt,\n    ids: row.ids,\n    recalled: true,',
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/crash/outages.test.ts",
    test: "an entitlement that lost its memory knows from the record what was there before",
  },
  threats: ["T77"],
} satisfies Mutant;

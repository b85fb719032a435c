// Mutant: what only a newer Sym can do holds up nothing. Without it one such effect keeps a request from being drained at all.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway:
    "an effect that this version cannot read makes everything unreadable that is owed for its request, ends among it",
  edits: [
    {
      in: "src/store/rows.ts",
      from: "const { read, unreadable } = readEach(rows, pendingEffectFrom);",
      to: "const { read, unreadable } = { read: rows.map(pendingEffectFrom), unreadable: [] };",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/crash/versions.test.ts",
    test: "an end is asked for while a newer Sym is rolled back",
  },
  threats: ["T50"],
} satisfies Mutant;

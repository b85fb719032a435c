// Mutant: lists that look empty. Without it a group that hides its members proves every end.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "the list of a group that hides its members is believed",
  edits: [
    {
      in: "src/strategies/entra-group/strategy.ts",
      from: "    if (hidesMembers(group)) throw hidden();\n    if ((await",
      to: "    if ((await",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/strategies/entra-group.test.ts",
    test: "the empty list of a group that hides its members proves no end",
  },
  threats: ["T92"],
} satisfies Mutant;

// Mutant: an empty list names nobody. Without it a list that somebody forgot to fill lets everybody approve.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a rule with an empty list of people names everybody",
  edits: [
    {
      in: "src/domain/rule.ts",
      from: "return rule.ids.includes(userIdOf(key));",
      to: "return rule.ids.length === 0 || rule.ids.includes(userIdOf(key));",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/domain/rule.test.ts",
    test: "an empty list of people names nobody",
  },
  threats: ["T31"],
} satisfies Mutant;

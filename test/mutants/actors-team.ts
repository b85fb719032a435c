// Mutant: the team of whoever acts, against those that Slack lists. Without it the same user id in another workspace decides here.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "whoever has the user id of somebody here is taken for them, from whatever team they act",
  edits: [
    {
      in: "src/engine/facts.ts",
      from: 'if (person === "unavailable" || person.key === personKey(teamId, userId)) return person;',
      to: 'if (person === "unavailable" || person.key !== personKey(teamId, "")) return person;',
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/engine/wrong-people.test.ts",
    test: "approve by the same user id in another workspace",
  },
  threats: ["T05", "T06"],
} satisfies Mutant;

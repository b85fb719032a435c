// Mutant: lookups under way are shared. Without it a crowd at one card uses up what Slack allows, and nobody can be looked up.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "every click looks the group up for itself",
  edits: [
    {
      in: "src/shared-lookup.ts",
      from: "if (other !== undefined && clock.now() - other.since < limitMs) return",
      to: "if (other !== undefined && other.since > clock.now()) return",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/slack-front/directory.test.ts",
    test: "many clicks at once ask about a group once",
  },
  threats: ["T82"],
} satisfies Mutant;

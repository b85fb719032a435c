// Mutant: nobody acts as somebody of another team. Without it a guest who may decide is whoever has the same user id.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "where guests may decide, so may somebody of another organisation under a user id of this one",
  edits: [
    {
      in: "src/domain/policy.ts",
      from: "person.elsewhere || (person.stranger && !guestsToo)",
      to: "person.stranger && !guestsToo",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/domain/policy.test.ts",
    test: "whoever acts under a team that Slack does not know them by never decides",
  },
  threats: ["T05"],
} satisfies Mutant;

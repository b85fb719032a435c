// Mutant: what is still under way. Without it an assignment counts as made, or as taken away, as soon as AWS says that it will be.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a change that AWS has only begun is done",
  edits: [
    {
      in: "src/strategies/aws-identity-center/assignments.ts",
      from: 'now.Status === "IN_PROGRESS"; wait',
      to: "false; wait",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/strategies/aws-identity-center.test.ts",
    test: "a change that takes its time is waited for, ever more rarely, until AWS says that it is done",
  },
  threats: ["T85"],
} satisfies Mutant;

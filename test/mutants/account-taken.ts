// Mutant: whose account it is, asked in the batch. Without it two who are found one account at once both have it.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "that an account is somebody else's is only looked at before, and not again in the batch that writes",
  edits: [
    {
      in: "src/store/commit.ts",
      from: 'note?.kind === "found"\n        ? insertUnlessTaken',
      to: 'note?.kind === "found" && note.link.realm === ""\n        ? insertUnlessTaken',
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "workers",
    file: "test/workers/store/d1.test.ts",
    test: "of ten who find one account at once",
  },
  threats: ["T87"],
} satisfies Mutant;

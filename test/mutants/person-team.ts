// Mutant: the team of whoever acts. Without it an outsider in a shared channel is somebody of this workspace.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a person's team is the one that the payload came through, not their own",
  edits: [
    {
      in: "src/slack/payload.ts",
      from: "payload.user.team_id ?? payload.team?.id;",
      to: "payload.team?.id ?? payload.user.team_id;",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/slack-front/hostile.test.ts",
    test: "who is asking is the person's own team",
  },
  threats: ["T05"],
} satisfies Mutant;

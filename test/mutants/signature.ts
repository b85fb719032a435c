// Mutant: the signature. Without it whoever knows the address is Slack.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a request with any well-formed signature and a fresh timestamp is taken for Slack's",
  edits: [
    {
      in: "src/slack/verify.ts",
      from: "return genuine ? { kind",
      to: "return genuine || body.length > 0 ? { kind",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/slack-front/verify.test.ts",
    test: "no change of a signed request gets through",
  },
  threats: ["T01"],
} satisfies Mutant;

// Mutant: what people typed is escaped. Without it a reason can mention everybody, or link to anywhere.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "text that is put into mrkdwn keeps its brackets",
  edits: [
    {
      in: "src/slack/words/escape.ts",
      from: 'text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");',
      to: 'text.replaceAll("&", "&amp;");',
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/slack-views/words.test.ts",
    test: "escapes what is put into it, and nothing twice",
  },
  threats: ["T15"],
} satisfies Mutant;

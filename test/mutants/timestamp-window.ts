// Mutant: the age of a request. Without it what was caught once can be sent again for ever.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a signed request is admitted however old it is, or how far ahead",
  edits: [
    {
      in: "src/slack/verify.ts",
      from: 'if (Math.abs(clock.now() / 1_000 - Number(timestamp)) > CLOCK_SKEW_MAX_S) return refuse(401, "age");',
      to: 'if (clock.now() < 0) return refuse(401, "age");',
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/slack-front/verify.test.ts",
    test: "301 s ahead",
  },
  threats: ["T03"],
} satisfies Mutant;

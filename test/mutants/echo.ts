// Mutant: a look may be older than our own change. Without it a cached read-back is taken for somebody else's doing.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a look right after a change of ours is believed, whatever it shows",
  edits: [
    {
      in: "src/domain/entitlement-answers.ts",
      from: "const echo = s.wroteAt !== null && now < s.wroteAt + ECHO_MS;",
      to: "const echo = s.wroteAt !== null && now < s.wroteAt + ECHO_MS - ECHO_MS;",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/domain/entitlement.test.ts",
    test: "that finds less, soon after our own change, may be older than that",
  },
  threats: ["T79"],
} satisfies Mutant;

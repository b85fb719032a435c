// Mutant: redirects are not followed. Without it a public address leads to one inside.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a call follows wherever the target sends it",
  edits: [
    {
      in: "src/strategies/outbound.ts",
      from: 'redirect: "manual"',
      to: 'redirect: "follow"',
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/strategies/outbound.test.ts",
    test: "a redirect is not followed",
  },
  threats: ["T58"],
} satisfies Mutant;

// Mutant: errors in our own words. Without it what a target answers, secrets and all, is in the record and on the card.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a refusal of the target is told in the target's words",
  edits: [
    {
      in: "src/strategies/outbound.ts",
      from: "  await response.body?.cancel();\n  throw trouble;",
      to: "  throw new PermanentError(await response.text());",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/strategies/webhook.test.ts",
    test: "no error holds a secret or a word of the target's, however it is printed",
  },
  threats: ["T63"],
} satisfies Mutant;

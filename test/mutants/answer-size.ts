// Mutant: the size of an answer. Without it a target that never stops talking fills the memory that all slots share.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a target's answer is read whole, however long it is",
  edits: [
    {
      in: "src/strategies/outbound.ts",
      from: "    if (bytes > maxBytes) throw tooLong(maxBytes, effect);\n",
      to: "    if (bytes > Number.MAX_SAFE_INTEGER) throw tooLong(maxBytes, effect);\n",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "workers",
    file: "test/workers/strategies/bad-targets.test.ts",
    test: "webhook, inspect: an answer without an end",
  },
  threats: ["T73"],
} satisfies Mutant;

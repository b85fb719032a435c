// Mutant: the end of belief in a gate. Without it one that is wrong keeps an end waiting for ever.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "an end waits for whatever a gate says, however long it has let nobody go",
  edits: [
    {
      in: "src/engine/turns.ts",
      from: "if (mayWait(ask) || isCredible(answer, s, clock.now()))\n",
      to: "if (ask !== null)\n",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/crash/gates.test.ts",
    test: "a gate that has let nobody go for long",
  },
  threats: ["T35"],
} satisfies Mutant;

// Mutant: compare and set after the await. Without it an order that came while the target was asked is forgotten.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway:
    "what the target or the record answers is applied to the state from before the question, over whatever was told meanwhile",
  edits: [
    {
      in: "src/engine/entitlement.ts",
      from: "update(memory, (s) => seen(s, traits, look, startedAt, world.clock.now()));",
      to: "update(memory, () => seen(state, traits, look, startedAt, world.clock.now()));",
    },
    {
      in: "src/engine/entitlement.ts",
      from: "update(memory, (s) => setAccepted(s, traits, startedAt, world.clock.now(), sure));",
      to: "update(memory, () => setAccepted(began, traits, startedAt, world.clock.now(), sure));",
    },
    {
      in: "src/engine/record-step.ts",
      from: "update(memory, (s) => consulted(s, traits, answer, world.clock.now()));",
      to: "update(memory, () => consulted(state, traits, answer, world.clock.now()));",
    },
    {
      in: "src/engine/record-step.ts",
      from: "update(memory, (s) => opened(s, kept, baseline));",
      to: "update(memory, () => opened(state, kept, baseline));",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/crash/meanwhile.test.ts",
    test: "an end that comes during",
  },
  threats: ["T28"],
} satisfies Mutant;

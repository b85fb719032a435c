// Mutant: the freeze, read before an add. Without it what was approved a moment before a freeze is still given.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "an Entitlement does not ask whether new grants are frozen",
  edits: [
    {
      in: "src/engine/entitlement-record.ts",
      from: 'return frozen ? "new grants are frozen" : null;',
      to: 'return frozen && hold.level === "" ? "new grants are frozen" : null;',
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/crash/targets.test.ts",
    test: "a freeze while a slow target is still being asked",
  },
  threats: ["T78"],
} satisfies Mutant;

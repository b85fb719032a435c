// Mutant: what an older version did not remember of a hold means "not yet". Without it ours reckons with a time that is none.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a hold that was cleared is taken to know when, though the version that cleared it kept no such thing",
  edits: [
    {
      in: "src/domain/entitlement-rungs.ts",
      from: "granted || clearedAt === null ? null : (beganAt ?? null);",
      to: "granted || clearedAt === null ? null : (beganAt as number);",
    },
  ],
  caughtBy: { by: "simulate", profile: "normal", seed: 7868, breaks: "a handler failed: an" },
  threats: ["T50"],
} satisfies Mutant;

// Mutant: the ledger of holds. Without it the end of one grant takes what another still covers.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "an Entitlement keeps what its newest hold wants, whatever other live grants cover",
  edits: [
    {
      in: "src/domain/entitlement.ts",
      from: "const levels = s.holds.filter((hold) => hold.end === null && hold.clearedAt !== null).map((hold) => hold.level);",
      to: "const levels = s.holds.slice(-1).filter((hold) => hold.end === null && hold.clearedAt !== null).map((hold) => hold.level);",
    },
  ],
  caughtBy: { by: "simulate", profile: "normal", seed: 122, breaks: "I4" },
  threats: ["T40"],
} satisfies Mutant;

// Mutant: the second look after an add of unknown outcome. Without it an add that lands late stays for ever.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "an add whose outcome was never learnt leaves no doubt behind: nobody looks again whether it landed late",
  edits: [
    {
      in: "src/domain/entitlement-answers.ts",
      from: "doubt: { until: now + LONGEST_DOUBT_MS, removing: removing || (doubtBefore?.removing ?? false) },\n    inFlight",
      to: "doubt: level !== null ? s.doubt : { until: now + LONGEST_DOUBT_MS, removing: removing || (doubtBefore?.removing ?? false) },\n    inFlight",
    },
  ],
  caughtBy: { by: "simulate", profile: "normal", seed: 2169, breaks: "I2" },
  threats: ["T37"],
} satisfies Mutant;

// Mutant: the baseline. Without it an end also takes what was there before Sym came.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "what an account had before the first hold is remembered as nothing",
  edits: [
    {
      in: "src/domain/entitlement-answers.ts",
      from: 'if (!s.recalled || s.have.kind !== "untouched") return s;\n    const baseline: Baseline = { level: traits.onlyOurs === true ? null : look.level, inherited: look.inherited };',
      to: 'if (!s.recalled || s.have.kind !== "untouched") return s;\n    const baseline: Baseline = { level: null, inherited: look.inherited };',
    },
  ],
  caughtBy: { by: "simulate", profile: "normal", seed: 52, breaks: "I3" },
  threats: ["T41"],
} satisfies Mutant;

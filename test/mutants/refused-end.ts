// Mutant: the class of an answer to an end. Without it a target that refuses for good counts as one that let go.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a removal that the target refuses for good (401, 403, a parent that is not found) counts as a removal",
  edits: [
    {
      in: "src/domain/entitlement-answers.ts",
      from: "  if (!trouble.permanent || level === null) return rest;\n",
      to: "  if (trouble.permanent && level === null) return setAccepted(s, traits, startedAt, now);\n  if (!trouble.permanent || level === null) return rest;\n",
    },
  ],
  caughtBy: { by: "simulate", profile: "normal", seed: 923, breaks: "I2" },
  threats: ["T43", "T45"],
} satisfies Mutant;

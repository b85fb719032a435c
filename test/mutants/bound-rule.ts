// Mutant: what a field says of a Target is judged by the Target's own rule. Without it whatever a list offers is given, and a rule that
// was tightened binds nobody.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a setting that a field says is taken whatever the rule of the Target allows",
  edits: [
    {
      in: "src/domain/bound-target.ts",
      from: "return value !== null && admits(allow, value) ? value : null;",
      to: 'return value !== null && (admits(allow, value) || value !== "") ? value : null;',
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/flows/bound-targets.test.ts",
    test: "an answer of a list is one that is offered and allowed, both",
  },
  threats: ["T100"],
} satisfies Mutant;

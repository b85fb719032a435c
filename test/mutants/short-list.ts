// Mutant: that a list is believed only as far as it shows what is known to be there. Without it one that was cut short takes
// somebody away.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a list that lacks somebody who is there is believed all the same",
  edits: [
    {
      in: "src/domain/drift-finding.ts",
      from: '  if (finding.contradicted > 0) return "disbelieved";\n',
      to: "",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/crash/drift.test.ts",
    test: "a list that is cut short takes nobody away, and nobody counts as missing",
  },
  threats: ["T97"],
} satisfies Mutant;

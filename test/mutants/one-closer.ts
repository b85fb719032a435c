// Mutant: the second person of an end by hand. Without it one admin alone makes access that is still there disappear from view.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "whoever proposed an end by hand may also confirm it",
  edits: [
    {
      in: "src/domain/policy.ts",
      from: '  if (step === "confirm" && proposed !== undefined && samePerson(key, proposed))\n    return refused({ kind: "second_person_needed", why: "proposer" });\n',
      to: "",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/crash/overdue.test.ts",
    test: "one person closes nothing by hand",
  },
  threats: ["T75"],
} satisfies Mutant;

// Mutant: that the write which takes somebody away asks once more who holds it. Without it a decision that came meanwhile loses its
// access.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a slot is opened to be emptied although somebody holds it",
  edits: [
    {
      in: "src/store/drift.ts",
      from: "AND NOT EXISTS (SELECT 1 FROM requests WHERE ",
      to: "AND NOT EXISTS (SELECT 1 FROM requests WHERE 0 AND ",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "workers",
    file: "test/workers/store/d1.test.ts",
    test: "a slot is opened to be emptied where nobody holds it, under any of its names, and nothing stood there",
  },
  threats: ["T98"],
} satisfies Mutant;

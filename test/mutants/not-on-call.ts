// Mutant: only whoever is on the list now is named by it. Without it a rule over who is on call lets anybody decide.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "whoever a system outside answers about is named, on its list or not",
  edits: [
    {
      in: "src/sources/sources.ts",
      from: "return named.has(address);",
      to: "return named.has(address) || named.size > 0;",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/sources/on-call.test.ts",
    test: "whoever is on call in the schedule now is named, and nobody who is on call elsewhere",
  },
  threats: ["T96"],
} satisfies Mutant;

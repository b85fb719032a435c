// Mutant: names are quoted. Without it the name of a role can be a statement.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a quotation mark inside a name ends it",
  edits: [
    {
      in: "src/strategies/postgres/names.ts",
      from: `.replaceAll('"', '""')`,
      to: "",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/strategies/postgres-names.test.ts",
    test: "only names that the catalogue lists reach SQL, one statement each",
  },
  threats: ["T59"],
} satisfies Mutant;

// Mutant: names of accounts and roles are quoted at MySQL and MariaDB. Without it the name of an account can be a statement.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a backtick inside a name ends it",
  edits: [
    {
      in: "src/strategies/mysql/names.ts",
      from: '.replaceAll("`", "``")',
      to: "",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/strategies/mysql-names.test.ts",
    test: "only names that the server lists reach a change",
  },
  threats: ["T59"],
} satisfies Mutant;

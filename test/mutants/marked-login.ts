// Mutant: a login is ours only where it bears our mark. Without it somebody else's login is taken over, and dropped at the end.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a login that bears the name and not the mark is left alone",
  edits: [
    {
      in: "src/strategies/postgres-user/statements.ts",
      from: "coalesce(shobj_description(login.oid, 'pg_authid') = $2, false) as is_ours",
      to: "true or coalesce(shobj_description(login.oid, 'pg_authid') = $2, false) as is_ours",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/strategies/postgres-user.test.ts",
    test: "a login that bears the name and not the mark is never touched",
  },
  threats: ["T90"],
} satisfies Mutant;

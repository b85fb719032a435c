// What docs/targets says of `postgres_user`. Never imported by what the Worker is made of.
import type { TargetFacts } from "../target-facts.ts";
import type { PostgresUserSettings } from "./settings.ts";

export const facts: TargetFacts = {
  gives: "a temporary login at PostgreSQL, with a password that is shown once",
  grade: "behaves",
  oracle: "PostgreSQL 15, and 18 as PGlite",
  suite: "test/postgres/postgres-user.test.ts",
  example: {
    cluster: "orders",
    url: "ORDERS_DB_URL",
    roles: ["orders_reader"],
    address: { host: "db.example.com", database: "orders" },
  } satisfies PostgresUserSettings,
  nativeExpiry: "new sign-ins, with `VALID UNTIL`",
  endsSessions: "always",
};

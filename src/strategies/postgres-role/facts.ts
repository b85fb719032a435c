// What docs/targets says of `postgres_role`. Never imported by what the Worker is made of.
import type { TargetFacts } from "../target-facts.ts";
import type { PostgresRoleSettings } from "./settings.ts";

export const facts: TargetFacts = {
  gives: "membership of a PostgreSQL role",
  grade: "behaves",
  oracle: "PostgreSQL 15, and 18 as PGlite",
  suite: "test/postgres/postgres-role.test.ts",
  example: { cluster: "orders", url: "ORDERS_DB_URL", role: "orders_reader" } satisfies PostgresRoleSettings,
  nativeExpiry: null,
  endsSessions: "with `endSessions`",
};

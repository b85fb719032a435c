// What docs/targets says of `mysql_role`. Never imported by what the Worker is made of.
import type { TargetFacts } from "../target-facts.ts";
import type { MysqlRoleSettings } from "./settings.ts";

export const facts: TargetFacts = {
  gives: "membership of a role of MariaDB or MySQL",
  grade: "behaves",
  oracle: "MariaDB 10.11",
  suite: "test/mysql/mysql-role.test.ts",
  example: { cluster: "shop", url: "SHOP_DB_URL", role: "orders_reader" } satisfies MysqlRoleSettings,
  nativeExpiry: null,
  endsSessions: "always, unless `endSessions` is off",
};

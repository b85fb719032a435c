// What docs/targets says of `mysql_user`. Never imported by what the Worker is made of.
import type { TargetFacts } from "../target-facts.ts";
import type { MysqlUserSettings } from "./settings.ts";

export const facts: TargetFacts = {
  gives: "a temporary login at MariaDB, with a password that is shown once",
  grade: "behaves",
  oracle: "MariaDB 10.11",
  suite: "test/mysql/mysql-user.test.ts",
  example: {
    cluster: "shop",
    url: "SHOP_DB_URL",
    role: "orders_reader",
    address: { host: "db.example.com", database: "shop" },
  } satisfies MysqlUserSettings,
  nativeExpiry: null,
  endsSessions: "always",
};

// A world for the suite of `mysql_user` on a real MariaDB server: a role made for one test, a fault proxy in front, and eyes of its own
// on the tables. Never leaves an account behind.
import type { Connection } from "mysql2/promise";
import { slotOf } from "../../src/strategies/mysql-user/naming.ts";
import { settings } from "../../src/strategies/mysql-user/settings.ts";
import { mysqlUser } from "../../src/strategies/mysql-user/strategy.ts";
import type { StrategyWorld } from "../contracts/strategy.ts";
import { nodeConnect } from "../pure/strategies/node-sockets.ts";
import { FaultProxy } from "./fault-proxy.ts";
import type { Mariadb } from "./mariadb.ts";
import { SYM } from "./on-mariadb.ts";
import { faultsOf } from "./role-world.ts";

export interface UserWorld extends StrategyWorld {
  readonly proxy: FaultProxy;
  /** What the login of this account is called. */
  loginOf(accountId: string): string;
}

let made = 0;

export async function userWorld({ root, port: to }: Mariadb, more: object = {}): Promise<UserWorld> {
  made += 1;
  const role = `orders_readers-${made}`;
  const says = "server-says-canary";
  const proxy = new FaultProxy({ to, says });
  const port = await proxy.listen();
  await root.query(`create role \`${role}\`; grant \`${role}\` to sym@'%' with admin option`);
  const given = {
    cluster: "shop",
    url: "SHOP_DB_URL",
    role,
    address: { host: "127.0.0.1", port: to, database: "shop" },
    prefix: `t${made}_`,
    ...more,
  };
  const loginOf = (accountId: string): string => slotOf(settings.parse(given), accountId)[1] ?? "";
  return {
    proxy,
    loginOf,
    strategy: mysqlUser(nodeConnect()),
    settings: given,
    people: [
      { id: `ana.${made} T1/U1`, label: "Ana" },
      { id: `ana.${made} T1/U2`, label: "another Ana" },
    ],
    secrets: { SHOP_DB_URL: `mysql://${SYM}@127.0.0.1:${port}` },
    targetSays: says,
    levelOf: async (id) => ((await namesLike(root, loginOf(id))).length > 0 ? "login" : null),
    removeParent: async () => void (await root.query(`drop role \`${role}\``)),
    removeAccount: async (id) => void (await root.query(`drop user \`${loginOf(id)}\`@'%'`)),
    allClosed: () => proxy.allClosed(),
    faults: faultsOf(proxy, {
      grant: /^(?:set statement|alter user .* using) /,
      revoke: /^drop user /,
      inspect: /^\nselect\n {2}u\.User/,
    }),
    async close() {
      await proxy.close();
      for (const name of await namesLike(root, `t${made}_`)) await root.query(`drop user \`${name}\`@'%'`);
      for (const mark of await namesLike(root, "made_by_sym_")) await root.query(`drop role \`${mark}\``);
      await root.query(`drop role if exists \`${role}\``);
    },
  };
}

/** Accounts and roles whose names begin so, asked for by walking the whole table. */
export async function namesLike(root: Connection, beginning: string): Promise<readonly string[]> {
  const [rows] = await root.query("select User from mysql.global_priv");
  return (rows as { User: string }[]).map(({ User }) => User).filter((name) => name.startsWith(beginning));
}

// A world for the suite on a real MariaDB server: a role and accounts made for one test, a fault proxy in front, and eyes of its own on
// the table of memberships. Never leaves an account behind.
import type { Connection } from "mysql2/promise";
import { mysqlRole } from "../../src/strategies/mysql-role/strategy.ts";
import type { Faults, StrategyWorld, Verb } from "../contracts/strategy-world.ts";
import { nodeConnect } from "../pure/strategies/node-sockets.ts";
import { FaultProxy } from "./fault-proxy.ts";
import type { Mariadb } from "./mariadb.ts";
import { SYM } from "./on-mariadb.ts";

export interface RoleWorld extends StrategyWorld {
  readonly proxy: FaultProxy;
  readonly role: string;
}

let made = 0;

/** Written a second time, so that a fault in the strategy's own is not shared. */
export const ident = (name: string): string => `\`${name.split("`").join("``")}\``;

export async function roleWorld({ root, port: to }: Mariadb, more: object = {}): Promise<RoleWorld> {
  made += 1;
  const role = `orders \`"readers" ${made}`;
  const people = [
    { id: `ana.${made}@example.com`, label: "Ana" },
    { id: `ben.${made}@example.com`, label: "Ben" },
  ] as const;
  const says = "server-says-canary";
  const proxy = new FaultProxy({ to, says });
  const port = await proxy.listen();
  await root.query(`create role ${ident(role)}; grant ${ident(role)} to sym@'%' with admin option`);
  for (const { id } of people) await root.query(`create user ${ident(id)}@'%' identified by 'their-own'`);
  return {
    proxy,
    role,
    strategy: mysqlRole(nodeConnect()),
    settings: { cluster: "shop", url: "SHOP_DB_URL", role, ...more },
    people,
    secrets: { SHOP_DB_URL: `mysql://${SYM}@127.0.0.1:${port}` },
    targetSays: says,
    levelOf: (id) => memberOf(root, role, id),
    removeParent: async () => void (await root.query(`drop role ${ident(role)}`)),
    removeAccount: async (id) => void (await root.query(`drop user ${ident(id)}@'%'`)),
    allClosed: () => proxy.allClosed(),
    faults: faultsOf(proxy, { grant: /^grant /, revoke: /^revoke /, inspect: /^\nwith recursive/ }),
    async close() {
      await proxy.close();
      await root.query(`drop role if exists ${ident(role)}`);
      for (const { id } of people) await root.query(`drop user if exists ${ident(id)}@'%'`);
    },
  };
}

/** `statements`: the one of each verb that matters. */
export function faultsOf(proxy: FaultProxy, statements: Readonly<Record<Verb, RegExp>>): Faults {
  const at = (on: Verb): RegExp => statements[on];
  return {
    busy: { arrange: () => proxy.greet({ kind: "refuses", code: 1040 }), retryAfterMs: null },
    broken: () => proxy.greet({ kind: "refuses", code: 1053 }),
    answerLost: (on) => proxy.fail(at(on), { kind: "answer_lost" }),
    silent: (on) => ({ reached: new Promise((reached) => proxy.fail(at(on), { kind: "silent", reached })) }),
    unauthenticated: () => proxy.greet({ kind: "refuses", code: 1045 }),
    forbidden: (on) => proxy.fail(at(on), { kind: "answers", code: 1142 }),
    missing: () => proxy.greet({ kind: "refuses", code: 1049 }),
  };
}

/** Asked by walking the whole table, with no name in the question. */
export async function memberOf(root: Connection, role: string, user: string): Promise<string | null> {
  const [rows] = await root.query("select User, Host, Role from mysql.roles_mapping");
  const all = rows as { User: string; Host: string; Role: string }[];
  return all.some((row) => row.Role === role && row.User === user && row.Host === "%") ? "member" : null;
}

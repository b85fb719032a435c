// A world for the suite of `postgres_user` on any PostgreSQL server: a role made for one test, a fault proxy in front, and
// eyes of its own on the catalogue. Never leaves a role behind.
import { loginName } from "../../../src/strategies/login-name.ts";
import { settings } from "../../../src/strategies/postgres-user/settings.ts";
import { postgresUser } from "../../../src/strategies/postgres-user/strategy.ts";
import type { StrategyWorld } from "../../contracts/strategy.ts";
import { FaultProxy } from "./fault-proxy.ts";
import { nodeConnect } from "./node-sockets.ts";
import { type Admin, faultsOf, ident } from "./postgres-world.ts";

let made = 0;

export interface UserWorld extends StrategyWorld {
  readonly proxy: FaultProxy;
  readonly role: string;
  /** What the login of this account is called. */
  loginOf(accountId: string): string;
}

export async function postgresUserWorld(admin: Admin, more: object = {}): Promise<UserWorld> {
  made += 1;
  const role = `orders "readers" of users ${made}`;
  const says = "server-says-canary";
  const proxy = new FaultProxy({ to: admin.port, says });
  const port = await proxy.listen();
  await admin.query(`create role ${ident(role)}`);
  await admin.allow(role);
  const given = {
    cluster: "orders",
    url: "ORDERS_DB_URL",
    roles: [role],
    address: { host: "127.0.0.1", port: admin.port, database: "postgres" },
    prefix: `t${made}_`,
    ...more,
  };
  const loginOf = (accountId: string): string => loginName(settings.parse(given), accountId);
  return {
    proxy,
    role,
    loginOf,
    strategy: postgresUser(nodeConnect()),
    settings: given,
    people: [
      { id: `ana.${made} T1/U1`, label: "Ana" },
      { id: `ana.${made} T1/U2`, label: "another Ana" },
    ],
    secrets: { ORDERS_DB_URL: `postgres://${admin.credential}@127.0.0.1:${port}/postgres` },
    targetSays: says,
    levelOf: (id) => levelOf(admin, loginOf(id)),
    removeParent: async () => void (await admin.query(`drop role ${ident(role)}`)),
    removeAccount: async (id) => void (await admin.query(`drop role ${ident(loginOf(id))}`)),
    allClosed: () => proxy.allClosed(),
    faults: faultsOf(proxy),
    async close() {
      await proxy.close();
      const left = await admin.query("select rolname::text as name from pg_roles");
      for (const { name } of left)
        if (String(name).startsWith(`t${made}_`)) await admin.query(`drop role ${ident(String(name))}`);
      await admin.query(`drop role if exists ${ident(role)}`);
    },
  };
}

/** Asked by walking the whole catalogue, with no name in the question: may it log in, or is it a member of anything? */
export async function levelOf(admin: Admin, login: string): Promise<string | null> {
  const rows = await admin.query(`
    select l.rolname::text as login, l.rolcanlogin as can, exists (select from pg_auth_members m where m.member = l.oid) as member
    from pg_roles l`);
  const found = rows.find((row) => row["login"] === login);
  return found !== undefined && (found["can"] === true || found["member"] === true) ? "login" : null;
}

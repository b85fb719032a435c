// A world for the suite on any PostgreSQL server: roles made for one test, a fault proxy in front, and eyes of its own on
// the catalogue. Never leaves a role behind.
import { onTestFinished } from "vitest";
import { PermanentError } from "../../../src/ports.ts";
import { postgresRole } from "../../../src/strategies/postgres-role/strategy.ts";
import type { StrategyWorld } from "../../contracts/strategy.ts";
import { type Caller, callerOf, type Faults } from "../../contracts/strategy-world.ts";
import { FaultProxy } from "./fault-proxy.ts";
import { nodeConnect } from "./node-sockets.ts";

export interface Admin {
  /** As the superuser, beside the strategy. */
  query(text: string, parameters?: readonly string[]): Promise<readonly Record<string, unknown>[]>;
  readonly port: number;
  /** Login and password of the strategy, for the connection URL. */
  readonly credential: string;
  /** What the strategy's login needs to hand out this role; nothing where it is a superuser. */
  allow(role: string): Promise<void>;
}

/** A delimited identifier, written a second time so that a fault in the strategy's own is not shared. */
export const ident = (name: string): string =>
  `"${[...name].map((letter) => (letter === '"' ? '""' : letter)).join("")}"`;

/** As this server makes them, by its SQLSTATEs. */
export function faultsOf(proxy: FaultProxy): Faults {
  const refuse = (state: string) => () => proxy.fail({ kind: "refuses", state });
  return {
    busy: { arrange: refuse("53300"), retryAfterMs: null },
    broken: refuse("57P03"),
    answerLost: () => proxy.fail({ kind: "dies_after_commit" }),
    silent: () => ({ reached: new Promise((reached) => proxy.fail({ kind: "hangs", reached })) }),
    unauthenticated: refuse("28P01"),
    forbidden: refuse("42501"),
    missing: refuse("3D000"),
  };
}

let made = 0;

export async function postgresWorld(
  admin: Admin,
  more: object = {},
): Promise<StrategyWorld & { proxy: FaultProxy; role: string }> {
  made += 1;
  const role = `orders "readers" ${made}`;
  const people = [1, 2].map((n) => ({ id: `ana${n}.${made}@example.com`, label: `Ana ${n}` }));
  const [ana, ben] = people;
  if (!ana || !ben) throw new PermanentError("unreachable");
  const says = "server-says-canary";
  const proxy = new FaultProxy({ to: admin.port, says });
  const port = await proxy.listen();
  await admin.query(`create role ${ident(role)}`);
  for (const { id } of people) await admin.query(`create role ${ident(id)} login`);
  await admin.allow(role);
  return {
    proxy,
    role,
    strategy: postgresRole(nodeConnect()),
    settings: { cluster: "orders", url: "ORDERS_DB_URL", role, ...more },
    people: [ana, ben],
    secrets: { ORDERS_DB_URL: `postgres://${admin.credential}@127.0.0.1:${port}/postgres` },
    targetSays: says,
    levelOf: (id) => memberOf(admin, role, id),
    removeParent: async () => void (await admin.query(`drop role ${ident(role)}`)),
    removeAccount: async (id) => void (await admin.query(`drop role ${ident(id)}`)),
    allClosed: () => proxy.allClosed(),
    faults: faultsOf(proxy),
    async close() {
      await proxy.close();
      for (const name of [role, ana.id, ben.id]) await admin.query(`drop role if exists ${ident(name)}`);
    },
  };
}

/** Asked by walking the whole catalogue, with no name in the question. */
export async function memberOf(admin: Admin, role: string, login: string): Promise<string | null> {
  const rows = await admin.query(`
    select r.rolname::text as role, l.rolname::text as login
    from pg_auth_members m join pg_roles r on r.oid = m.roleid join pg_roles l on l.oid = m.member`);
  return rows.some((row) => row["role"] === role && row["login"] === login) ? "member" : null;
}

/** A role for one test, made by the superuser. */
export async function roleFor(admin: Admin, name: string, is = "nologin"): Promise<string> {
  await admin.query(`create role ${ident(name)} ${is}`);
  onTestFinished(async () => void (await admin.query(`drop role if exists ${ident(name)}`)));
  return name;
}

/** A world that goes with the test, and its caller. */
export function withTest<W extends StrategyWorld>(world: W): W & Caller {
  onTestFinished(async () => {
    await world.allClosed?.();
    await world.close?.();
  });
  return { ...world, ...callerOf(world) };
}

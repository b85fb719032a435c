// The postgres_user strategy against a real PostgreSQL server: set up with the very SQL of its page in docs/targets, judged by
// the suite of all strategies and by what somebody who signs in can and cannot do.
import type postgres from "postgres";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { NATIVE_EXPIRY_AFTER_MS } from "../../src/domain/native-expiry.ts";
import { PermanentError } from "../../src/ports.ts";
import { postgresUser } from "../../src/strategies/postgres-user/strategy.ts";
import { strategyContract } from "../contracts/strategy.ts";
import { callerOf } from "../contracts/strategy-world.ts";
import { nodeConnect } from "../pure/strategies/node-sockets.ts";
import { postgresUserWorld } from "../pure/strategies/postgres-user-world.ts";
import { ident } from "../pure/strategies/postgres-world.ts";
import { type Prepared, preparedFor } from "./prepared.ts";

let prepared: Prepared;
let server: Prepared["server"];
let root: Prepared["root"];
let admin: Prepared["admin"];
let url: Prepared["url"];
const ana = { id: "ana T1/U1", label: "Ana" };

beforeAll(async () => {
  prepared = await preparedFor("postgres_user");
  ({ server, root, admin, url } = prepared);
});
afterAll(() => prepared?.stop());

strategyContract("postgres_user on a real server", {
  world: () => postgresUserWorld(admin),
  hostileNames: 100,
  badSettings: [],
});

const settings = {
  cluster: "orders",
  url: "ORDERS_DB_URL",
  roles: ["orders_reader"],
  address: { host: "127.0.0.1", database: "postgres" },
};
const orders = (more: object = {}) =>
  callerOf({
    strategy: postgresUser(nodeConnect()),
    settings: { ...settings, ...more },
    secrets: { ORDERS_DB_URL: url },
  });
type Orders = ReturnType<typeof orders>;

const shownAs = (lines: Awaited<ReturnType<Orders["credential"]>>, label: string): string =>
  lines.find((line) => line.label === label)?.value ?? "";

/** As somebody who was shown this, with whatever they are told to sign in with. */
function signIn(lines: Awaited<ReturnType<Orders["credential"]>>, onclose?: () => void): postgres.Sql {
  const sql = server.login(shownAs(lines, "User"), shownAs(lines, "Password"), onclose);
  onTestFinished(() => sql.end({ timeout: 1 }));
  return sql;
}
/** How many orders a session can read, or the SQLSTATE of its refusal. */
const count = async (sql: postgres.Sql): Promise<unknown> => {
  try {
    return (await sql`select count(*)::int as n from orders`)[0]?.["n"];
  } catch (error) {
    return (error as postgres.PostgresError).code;
  }
};
const roleOf = async (login: string): Promise<Record<string, unknown> | undefined> =>
  (
    await root`
      select rolcanlogin as can, rolvaliduntil as until, rolpassword as password,
        shobj_description(oid, 'pg_authid') as mark,
        exists (select from pg_auth_members m where m.member = a.oid or (m.roleid = a.oid and not m.admin_option)) as tied
      from pg_authid a where rolname = ${login}`
  )[0];
const ended = async (at: Orders): Promise<void> => {
  await at.call("revoke", ana);
  for (const { name } of await root`select rolname::text as name from pg_roles where rolname like 'sym\\_ana%'`) {
    await root.unsafe(`drop owned by ${ident(String(name))}`);
    await root.unsafe(`drop role ${ident(String(name))}`);
  }
};

test("whoever has access signs in with what they were shown, reads what the role reads, and is put out at the end", async () => {
  const at = orders();
  onTestFinished(() => ended(at));
  await at.call("grant", ana, { until: Date.UTC(2030, 0, 1) });
  const lines = await at.credential(ana);
  let closed = (): void => undefined;
  const isOut = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const session = signIn(lines, () => closed());
  expect(await count(session)).toBe(2);
  expect((await at.inspect(ana)).level).toBe("login");
  const [before] = await root`select pg_backend_pid() as pid`;
  await at.call("revoke", ana);
  await isOut;
  expect(await count(signIn(lines))).toBe("28P01");
  expect(await roleOf(shownAs(lines, "User"))).toBeUndefined();
  expect((await at.inspect(ana)).level).toBeNull();
  const [after] = await root`select pg_backend_pid() as pid`;
  expect(after).toEqual(before);
});

test("nobody can sign in before a password was shown, and of two only the newer one works", async () => {
  const at = orders();
  onTestFinished(() => ended(at));
  await at.call("grant", ana);
  const [made] =
    await root`select rolname::text as name, rolpassword as password from pg_authid where rolname like 'sym\\_ana%'`;
  expect(made).toMatchObject({ password: null });
  const [first, second] = [await at.credential(ana), await at.credential(ana)];
  expect(await count(signIn(first))).toBe("28P01");
  expect(await count(signIn(second))).toBe(2);
  // Granting it again, as the engine may at any time, locks nobody out.
  await at.call("grant", ana);
  expect(await count(signIn(second))).toBe(2);
});

test("a password reaches the server only as what checks it, and its log does not have it", async () => {
  const at = orders();
  onTestFinished(() => ended(at));
  await at.call("grant", ana);
  await root.unsafe("alter system set log_statement = 'all'");
  await root.unsafe("select pg_reload_conf()");
  onTestFinished(async () => {
    await root.unsafe("alter system reset log_statement");
    await root.unsafe("select pg_reload_conf()");
  });
  const lines = await at.credential(ana);
  expect(await count(signIn(lines))).toBe(2);
  const role = await roleOf(shownAs(lines, "User"));
  expect(server.log()).toContain(`alter role "${shownAs(lines, "User")}" password 'SCRAM-SHA-256$4096:`);
  expect(server.log()).not.toContain(shownAs(lines, "Password"));
  expect(String(role?.["password"])).toMatch(/^SCRAM-SHA-256\$4096:[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+$/);
  expect(shownAs(lines, "Password")).toMatch(/^[A-Za-z0-9_-]{32}$/);
  expect(JSON.stringify(lines.filter(({ label }) => label !== "Password"))).not.toContain(shownAs(lines, "Password"));
});

test("the server itself refuses new sign-ins a little after our end, and later where the end has moved", async () => {
  const at = orders();
  onTestFinished(() => ended(at));
  const now = Date.now();
  await at.call("grant", ana, { until: now - NATIVE_EXPIRY_AFTER_MS - 1_000 });
  const lines = await at.credential(ana);
  expect(await count(signIn(lines))).toBe("28P01");
  await at.call("grant", ana, { until: now });
  expect(await count(signIn(lines))).toBe(2);
  const role = await roleOf(shownAs(lines, "User"));
  expect(role).toMatchObject({ until: new Date(now + NATIVE_EXPIRY_AFTER_MS) });
  // Told nothing, it stays at what it was told.
  await at.call("grant", ana);
  expect((await roleOf(shownAs(lines, "User")))?.["until"]).toEqual(role?.["until"]);
});

test("what the person made keeps their login, which nobody can use, and which is theirs again with the next access", async () => {
  const at = orders();
  onTestFinished(() => ended(at));
  await root.unsafe("grant create on schema public to orders_reader");
  onTestFinished(async () => void (await root.unsafe("revoke create on schema public from orders_reader")));
  await at.call("grant", ana);
  const lines = await at.credential(ana);
  await signIn(lines)`create table anas_notes as select 1 as n`;
  await at.call("revoke", ana);
  const login = shownAs(lines, "User");
  expect(await roleOf(login)).toMatchObject({ can: false, password: null, tied: false });
  expect(await count(signIn(lines))).toBe("28P01");
  expect((await at.inspect(ana)).level).toBeNull();
  await at.call("revoke", ana);
  await at.call("grant", ana);
  expect(await count(signIn(lines))).toBe("28P01");
  expect(await signIn(await at.credential(ana))`select n from anas_notes`).toEqual([{ n: 1 }]);
});

test("where the Target names an owner, what the person made is handed over and the login is gone", async () => {
  await root.unsafe(
    "create role orders_owner nologin; grant orders_owner to sym; grant create on schema public to orders_reader",
  );
  const at = orders({ ownedBy: "orders_owner" });
  onTestFinished(async () => {
    await ended(at);
    await root.unsafe(
      "drop owned by orders_owner; drop role orders_owner; revoke create on schema public from orders_reader",
    );
  });
  await at.call("grant", ana);
  const lines = await at.credential(ana);
  await signIn(lines)`create table handed_over as select 1 as n`;
  await at.call("revoke", ana);
  expect(await roleOf(shownAs(lines, "User"))).toBeUndefined();
  const [table] = await root`select relowner::regrole::text as owner from pg_class where relname = 'handed_over'`;
  expect(table).toEqual({ owner: "orders_owner" });
  const [members] = await root`select count(*)::int as n from pg_auth_members where roleid = 'orders_owner'::regrole`;
  expect(members).toEqual({ n: 1 });
});

test("an owner that cannot be had holds up no end: the login stays, and nobody can use it", async () => {
  await root.unsafe("grant create on schema public to orders_reader");
  const at = orders({ ownedBy: "no_such_role" });
  onTestFinished(async () => {
    await ended(at);
    await root.unsafe("revoke create on schema public from orders_reader");
  });
  await at.call("grant", ana);
  const lines = await at.credential(ana);
  await signIn(lines)`create table left_behind as select 1 as n`;
  await at.call("revoke", ana);
  expect(await roleOf(shownAs(lines, "User"))).toMatchObject({ can: false, password: null, tied: false });
  expect((await at.inspect(ana)).level).toBeNull();
});

test("sessions of others go on, also of somebody else with a login of Sym's", async () => {
  const at = orders();
  const ben = { id: "ben T1/U2", label: "Ben" };
  onTestFinished(() => ended(at));
  await at.call("grant", ana);
  await at.call("grant", ben);
  const bens = signIn(await at.credential(ben));
  expect(await count(bens)).toBe(2);
  expect(await count(signIn(await at.credential(ana)))).toBe(2);
  await at.call("revoke", ana);
  expect(await count(bens)).toBe(2);
  await at.call("revoke", ben);
});

test("Sym's own login is no member of a login that it ended, nor of any that it has made", async () => {
  const at = orders();
  onTestFinished(() => ended(at));
  await at.call("grant", ana);
  expect(await count(signIn(await at.credential(ana)))).toBe(2);
  await at.call("revoke", ana);
  const rows =
    await root`select roleid::regrole::text as role from pg_auth_members where member = 'sym'::regrole and roleid::regrole::text like 'sym%'`;
  expect([...rows]).toEqual([]);
});

test("a wrong password is refused for good, and a right that Sym's login lacks is named", async () => {
  await root.unsafe("alter role sym nocreaterole");
  onTestFinished(async () => void (await root.unsafe("alter role sym createrole")));
  const thrown = await orders()
    .call("grant", ana)
    .catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(PermanentError);
  expect(thrown).toMatchObject({ class: "auth" });
  expect(String(thrown)).toContain("CREATEROLE");
});

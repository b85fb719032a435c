// The postgres_role strategy against PostgreSQL 18 in this process (PGlite behind its socket server): the suite of all
// strategies, and who gave a membership, what is renamed, what may never be handed out. No logins: see test/postgres.
import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { PermanentError, type StrategyContext, TransientError } from "../../../src/ports.ts";
import { MAX_SAID_BYTES } from "../../../src/strategies/driver-socket.ts";
import { checkRights } from "../../../src/strategies/postgres-role/rights.ts";
import { postgresRole } from "../../../src/strategies/postgres-role/strategy.ts";
import { strategyContract } from "../../contracts/strategy.ts";
import { callerOf } from "../../contracts/strategy-world.ts";
import { nodeConnect } from "./node-sockets.ts";
import { type Admin, ident, memberOf, postgresWorld, roleFor, withTest } from "./postgres-world.ts";

let db: PGlite;
let server: PGLiteSocketServer;
let admin: Admin;
/** PGlite is one session for everybody: what a call leaves behind would be here for the next. */
const settingsNow = () => admin.query("select name, setting from pg_settings order by name");
let settingsAtStart: Awaited<ReturnType<typeof settingsNow>>;

beforeAll(async () => {
  db = await PGlite.create();
  server = new PGLiteSocketServer({ db, port: 0, maxConnections: 4 });
  await server.start();
  const port = Number(server.getServerConn().split(":").at(-1));
  admin = {
    port,
    credential: "postgres:planted-Pa55%2Fword",
    query: async (text, parameters = []) => (await db.query<Record<string, unknown>>(text, [...parameters])).rows,
    // The only login of PGlite is its superuser.
    allow: async () => undefined,
  };
  settingsAtStart = await settingsNow();
}, 60_000);

afterAll(async () => {
  await server.stop();
  await db.close();
});

const good = { cluster: "orders", url: "ORDERS_DB_URL", role: "orders_reader" };

strategyContract("postgres_role on PGlite", {
  world: () => postgresWorld(admin),
  hostileNames: 100,
  badSettings: [
    { settings: { ...good, cluster: "Orders DB" }, path: ["cluster"] },
    { settings: { ...good, url: "postgres://sym:secret@db.example.com/orders" }, path: ["url"] },
    { settings: { ...good, role: "" }, path: ["role"] },
    { settings: { ...good, role: "pg_read_all_data" }, path: ["role"] },
    { settings: { ...good, role: "é".repeat(32) }, path: ["role"] },
    { settings: { ...good, role: "a\u0000b" }, path: ["role"] },
    { settings: { ...good, role: "\uD800" }, path: ["role"] },
    { settings: { ...good, account: "nickname" }, path: ["account"] },
    { settings: { ...good, account: "email_local_part" }, path: ["emailDomain"] },
    { settings: { ...good, password: "x" }, path: [] },
  ],
});

const fresh = async (more: object = {}) => {
  const world = withTest(await postgresWorld(admin, more));
  return { ...world, ana: world.people[0] };
};

const role = (name: string, is?: string): Promise<string> => roleFor(admin, name, is);

test("what another role granted is told apart, and outlives our revoke", async () => {
  const dba = await role("dba");
  const at = await fresh();
  await admin.query(`grant ${ident(at.role)} to ${dba} with admin option`);
  await admin.query(`grant ${ident(at.role)} to ${ident(at.ana.id)} granted by ${dba}`);
  expect(await at.inspect(at.ana)).toMatchObject({ level: null, inherited: "granted by another role" });
  await at.call("grant", at.ana);
  expect(await at.inspect(at.ana)).toMatchObject({ level: "member", inherited: "granted by another role" });
  await at.call("revoke", at.ana);
  expect(await at.inspect(at.ana)).toMatchObject({ level: null, inherited: "granted by another role" });
  expect(await memberOf(admin, at.role, at.ana.id)).toBe("member");
});

test("access through another role, or of a superuser, is seen and left alone", async () => {
  const at = await fresh();
  const team = await role("team");
  await admin.query(`grant ${ident(at.role)} to ${team}; `.trim());
  await admin.query(`grant ${team} to ${ident(at.ana.id)}`);
  expect(await at.inspect(at.ana)).toMatchObject({ level: null, inherited: "through another role" });
  const root = await role("root.ana@example.com", "superuser login");
  expect(await at.inspect({ id: root, label: root })).toMatchObject({ level: null, inherited: "is a superuser" });
});

test("a role and a login that are renamed while access is held lose it all the same", async () => {
  const at = await fresh();
  const { ids } = await at.inspect(at.ana);
  await at.call("grant", at.ana, { ids });
  const [newRole, newLogin] = ['orders "archive', "ana.married@example.com"];
  await admin.query(`alter role ${ident(at.role)} rename to ${ident(newRole)}`);
  await admin.query(`alter role ${ident(at.ana.id)} rename to ${ident(newLogin)}`);
  onTestFinished(async () => void (await admin.query(`drop role ${ident(newRole)}, ${ident(newLogin)}`)));
  expect((await at.inspect(at.ana, { ids })).level).toBe("member");
  await at.call("revoke", at.ana, { ids });
  expect(await memberOf(admin, newRole, newLogin)).toBeNull();
});

test("on a server restored elsewhere the ids are other people's, and the end finds the access by name alone", async () => {
  const at = await fresh();
  const ben = at.people[1];
  const [bens] = await admin.query("select oid::text from pg_roles where rolname = $1", [ben.id]);
  const { ids } = await at.inspect(at.ana);
  for (const account of [at.ana, ben]) await at.call("grant", account);
  const of = (server: object) => ({ role: ids["role"] ?? "", login: String(bens?.["oid"]), ...server });
  for (const elsewhere of [of({ server: "1234567890" }), of({ server: "" }), of({})]) {
    await at.call("grant", at.ana);
    expect((await at.inspect(at.ana, { ids: elsewhere })).level).toBe("member");
    await at.call("revoke", at.ana, { ids: elsewhere });
    expect(await at.levelOf(at.ana.id)).toBeNull();
    expect((await at.inspect(at.ana, { ids: elsewhere })).level).toBeNull();
    expect(await at.levelOf(ben.id)).toBe("member");
  }
});

test("nothing is given to what only bears the name of the role or the login that was asked for", async () => {
  const at = await fresh();
  const { ids } = await at.inspect(at.ana);
  await admin.query(`drop role ${ident(at.role)}`);
  await role(at.role);
  await expect(at.call("grant", at.ana, { ids })).rejects.toThrow("replaced by another of the same name");
});

test.each([
  ["a superuser", "superuser"],
  ["a maker of roles", "createrole"],
  ["a replica", "replication"],
])("%s is never handed out, nor a role that can become one", async (_, is) => {
  const powerful = await role("powerful", is);
  const harmless = await role("harmless");
  await admin.query(`grant ${powerful} to ${harmless}`);
  for (const name of [powerful, harmless]) {
    const at = await fresh({ role: name });
    await expect(at.call("grant", at.ana)).rejects.toThrow(PermanentError);
    expect(await memberOf(admin, name, at.ana.id)).toBeNull();
    await at.call("revoke", at.ana);
  }
});

test("a role that reads all data may be handed out, one that reaches the server's own account may not", async () => {
  const [reader, runner] = [await role("all_reader"), await role("runner")];
  await admin.query(`grant pg_read_all_data to ${reader}`);
  await admin.query(`grant pg_execute_server_program to ${runner}`);
  const at = await fresh({ role: reader });
  await at.call("grant", at.ana);
  expect(await memberOf(admin, reader, at.ana.id)).toBe("member");
  await at.call("revoke", at.ana);
  const other = await fresh({ role: runner });
  await expect(other.call("grant", other.ana)).rejects.toThrow(PermanentError);
});

test("a group or Sym's own login is never taken for a person", async () => {
  const at = await fresh();
  const group = await role("engineering");
  for (const id of [group, "postgres", "pg_monitor", "nobody.there@example.com"]) {
    await expect(at.call("grant", { id, label: id }), id).rejects.toThrow(PermanentError);
    expect(await at.levelOf(id), id).toBeNull();
  }
});

test("an end is not hindered by anything that would refuse a grant", async () => {
  const at = await fresh();
  await at.call("grant", at.ana);
  await admin.query(`alter role ${ident(at.role)} createrole`);
  await admin.query(`alter role ${ident(at.ana.id)} nologin`);
  await at.call("revoke", at.ana);
  expect(await at.levelOf(at.ana.id)).toBeNull();
});

test("names of any shape are quoted, and mean themselves", async () => {
  const names = [
    '"; drop role postgres; --',
    'a"b""c',
    "Ana",
    "ana ",
    "select",
    "current_user",
    "public role",
    "🦄é",
    "x".repeat(63),
    "a\nb",
    "$1",
    "\\",
  ];
  for (const name of names) {
    const at = await fresh({ role: await role(name) });
    const login = await role(`${name.slice(0, 40)}.login`, "login");
    await at.call("grant", { id: login, label: login });
    expect(await memberOf(admin, name, login), name).toBe("member");
    expect((await at.inspect({ id: login, label: login })).level, name).toBe("member");
    await at.call("revoke", { id: login, label: login });
    expect(await memberOf(admin, name, login), name).toBeNull();
  }
});

test("a name that the server would cut short is another name", async () => {
  const at = await fresh();
  const login = await role("y".repeat(63), "login");
  await expect(at.call("grant", { id: `${login}y`, label: "" })).rejects.toThrow("does not exist");
  await expect(at.call("grant", { id: `${login}\u0000`, label: "" })).rejects.toThrow("does not exist");
  expect(await at.levelOf(login)).toBeNull();
});

test("a check says what Sym's login lacks, and changes nothing", async () => {
  const at = await fresh();
  const check = (more: object = {}, outside: Partial<StrategyContext> = {}) =>
    at.strategy.check?.(
      { ...good, role: at.role, ...more },
      {
        secret: (name) => at.secrets[name] ?? "",
        fetch: () => expect.unreachable(),
        signal: new AbortController().signal,
        now: () => 0,
        ...outside,
      },
    );
  await check();
  await check({ endSessions: true });
  await expect(check({ role: "no such role" })).rejects.toThrow("the role does not exist");
  await expect(check({}, { signal: AbortSignal.abort() })).rejects.toThrow(TransientError);
  expect(at.proxy.accepted).toBe(3);
});

test.each([
  [{ role_exists: false, may_administer: false, may_end_sessions: true }, false, "does not exist"],
  [{ role_exists: true, may_administer: false, may_end_sessions: true }, false, "lacks ADMIN OPTION"],
  [{ role_exists: true, may_administer: true, may_end_sessions: false }, true, "lacks pg_signal_backend"],
  [{ role_exists: true }, false, "not of the form"],
])("a login that may %j is told so", async (row, endSessions, words) => {
  const transaction = { read: async () => [row], write: () => expect.unreachable() };
  await expect(checkRights(transaction, { role: "r", endSessions })).rejects.toThrow(words);
});

test("a server that closes at once is tried once, not in a circle", async () => {
  const at = await fresh();
  at.proxy.fail({ kind: "slams" });
  await expect(at.call("grant", at.ana)).rejects.toMatchObject({ name: "TransientError", effect: "no" });
  expect(at.proxy.accepted).toBe(1);
});

test("a server that answers byte by byte is let go of when the time is up, and its connection closed", async () => {
  for (const verb of ["grant", "revoke", "inspect"] as const) {
    const at = await fresh();
    const clock = new AbortController();
    const reached = new Promise<void>((resolve) => at.proxy.fail({ kind: "dribbles", reached: resolve }));
    const call = { signal: clock.signal };
    const pending = verb === "inspect" ? at.inspect(at.ana, call) : at.call(verb, at.ana, call);
    const thrown = expect(pending, verb).rejects.toMatchObject({ name: "TransientError", effect: "no" });
    await reached;
    clock.abort();
    await thrown;
    await at.proxy.allClosed();
  }
});

test("a server that never stops talking is let go of at a size, whatever time there is", async () => {
  for (const verb of ["grant", "revoke", "inspect"] as const) {
    const at = await fresh();
    at.proxy.fail({ kind: "pours", reached: () => undefined });
    const pending = verb === "inspect" ? at.inspect(at.ana) : at.call(verb, at.ana);
    await expect(pending, verb).rejects.toMatchObject({ name: "TransientError", effect: "no" });
    await at.proxy.allClosed();
    // What is sent and not read is the network's.
    expect(at.proxy.talked).toBeLessThan(MAX_SAID_BYTES + 32 * 1024 * 1024);
  }
});

test("a call is one connection, and leaves no setting behind", async () => {
  const at = await fresh();
  await at.call("grant", at.ana);
  await at.inspect(at.ana);
  await at.call("revoke", at.ana);
  expect(at.proxy.accepted).toBe(3);
  expect(await settingsNow()).toEqual(settingsAtStart);
});

test("a server that does not offer TLS is told nothing, wherever a network is crossed", async () => {
  const at = await fresh();
  const reach = nodeConnect({ reach: "127.0.0.1" });
  const ORDERS_DB_URL = (at.secrets["ORDERS_DB_URL"] ?? "").replace("127.0.0.1", "db.example.com");
  const caller = callerOf({ ...at, strategy: postgresRole(reach), secrets: { ORDERS_DB_URL } });
  await expect(caller.call("grant", at.ana)).rejects.toThrow("does not offer TLS");
});

test("nothing listens at the address: trouble that passes, certainly without effect", async () => {
  const at = await fresh();
  await at.proxy.close();
  const thrown = await at.call("grant", at.ana).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(TransientError);
  expect(thrown).toMatchObject({ effect: "no" });
});

const facts = {
  key: "T1/U1",
  name: "Ana",
  tz: "UTC",
  deactivated: false,
  guest: false,
  stranger: false,
  bot: false,
} as const;

test.each([
  [{}, "Ana.Maria@Example.com", "ana.maria@example.com"],
  [{ emailDomain: "example.com" }, "ana@example.com", "ana@example.com"],
  [{ emailDomain: "example.com", account: "email_local_part" }, "ana@example.com", "ana"],
  [{ emailDomain: "example.com", account: "email_local_part" }, "ana@evil.example.com", null],
  [{ emailDomain: "example.com" }, "ana@example.com.evil.example", null],
  [{ emailDomain: "example.com", account: "email_local_part" }, "@example.com", null],
  [{}, null, null],
])("%j: the account of %j is %j", async (more, email, id) => {
  const identified = postgresRole().identify?.({ ...good, ...more }, { ...facts, email });
  if (id === null) await expect(identified).rejects.toThrow(PermanentError);
  else expect(await identified).toEqual({ id, label: id });
});

// The postgres_user strategy against PostgreSQL 18 in this process (PGlite behind its socket server): the suite of all
// strategies, names, marks, and what may never be handed out. No sign-ins: see test/postgres.
import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { NATIVE_EXPIRY_AFTER_MS } from "../../../src/domain/native-expiry.ts";
import { PermanentError } from "../../../src/ports.ts";
import { loginName } from "../../../src/strategies/login-name.ts";
import type { Row, Session } from "../../../src/strategies/postgres/session.ts";
import { give, take } from "../../../src/strategies/postgres-user/login.ts";
import { markOf } from "../../../src/strategies/postgres-user/naming.ts";
import { checkRights } from "../../../src/strategies/postgres-user/rights.ts";
import { settings } from "../../../src/strategies/postgres-user/settings.ts";
import { linesOf, setPassword } from "../../../src/strategies/postgres-user/sign-in.ts";
import { becoming, END_SESSIONS, noLonger } from "../../../src/strategies/postgres-user/statements.ts";
import { postgresUser } from "../../../src/strategies/postgres-user/strategy.ts";
import { scramVerifier } from "../../../src/strategies/postgres-user/verifier.ts";
import { strategyContract } from "../../contracts/strategy.ts";
import { postgresUserWorld } from "./postgres-user-world.ts";
import { type Admin, ident, memberOf, roleFor, withTest } from "./postgres-world.ts";

let db: PGlite;
let server: PGLiteSocketServer;
let admin: Admin;

beforeAll(async () => {
  db = await PGlite.create();
  server = new PGLiteSocketServer({ db, port: 0, maxConnections: 4 });
  await server.start();
  admin = {
    port: Number(server.getServerConn().split(":").at(-1)),
    credential: "postgres:planted-Pa55%2Fword",
    query: async (text, parameters = []) => (await db.query<Record<string, unknown>>(text, [...parameters])).rows,
    allow: async () => undefined,
  };
}, 60_000);

afterAll(async () => {
  await server.stop();
  await db.close();
});

const good = {
  cluster: "orders",
  url: "ORDERS_DB_URL",
  roles: ["orders_reader"],
  address: { host: "db.example.com", database: "orders" },
};

strategyContract("postgres_user on PGlite", {
  world: () => postgresUserWorld(admin),
  hostileNames: 100,
  badSettings: [
    { settings: { ...good, cluster: "Orders DB" }, path: ["cluster"] },
    { settings: { ...good, url: "postgres://sym:secret@db.example.com/orders" }, path: ["url"] },
    { settings: { ...good, roles: [] }, path: ["roles"] },
    { settings: { ...good, roles: ["a", "a"] }, path: ["roles"] },
    { settings: { ...good, roles: ["pg_read_all_data"] }, path: ["roles", 0] },
    { settings: { ...good, roles: ["a\u0000b"] }, path: ["roles", 0] },
    { settings: { ...good, address: { host: "db' x", database: "orders" } }, path: ["address", "host"] },
    { settings: { ...good, address: { host: "db", database: "orders'" } }, path: ["address", "database"] },
    { settings: { ...good, prefix: "Sym-" }, path: ["prefix"] },
    { settings: { ...good, prefix: "pg_" }, path: ["prefix"] },
    { settings: { ...good, ownedBy: "pg_monitor" }, path: ["ownedBy"] },
    { settings: { ...good, password: "x" }, path: [] },
  ],
});

const fresh = async (more: object = {}) => {
  const world = withTest(await postgresUserWorld(admin, more));
  const [ana, ben] = world.people;
  return { ...world, ana, ben, login: world.loginOf(ana.id) };
};
const role = (name: string, is?: string): Promise<string> => roleFor(admin, name, is);
const shown = async (login: string) =>
  (
    await admin.query(
      `select rolcanlogin as can, rolpassword as password, (extract(epoch from rolvaliduntil) * 1000)::bigint::text as until, shobj_description(oid, 'pg_authid') as mark
      from pg_authid where rolname = '${login}'`,
    )
  )[0];

test("a login that bears the name and not the mark is never touched: not given, not taken, not signed in to", async () => {
  const at = await fresh();
  await role(at.login, "login password 'their-own' valid until '2040-01-01'");
  for (const mark of ["''", "'Temporary login, made and ended by Sym; this comment is how it knows it: 00'"]) {
    await admin.query(`comment on role ${at.login} is ${mark}`);
    const before = await shown(at.login);
    await expect(at.call("grant", at.ana)).rejects.toMatchObject({ name: "PermanentError", class: "impossible" });
    await expect(at.credential(at.ana)).rejects.toMatchObject({ name: "PermanentError", class: "impossible" });
    expect(await at.inspect(at.ana)).toEqual({
      level: null,
      inherited: "a login of this name that Sym did not make",
      ids: {},
    });
    await at.call("revoke", at.ana);
    expect(await shown(at.login)).toEqual(before);
    expect(await memberOf(admin, at.role, at.login)).toBeNull();
  }
});

test("a login of Sym's that was renamed is still ended, and is not given again", async () => {
  const at = await fresh();
  await at.call("grant", at.ana);
  await admin.query(`alter role ${at.login} rename to ${ident("ana's")}`);
  onTestFinished(async () => void (await admin.query(`drop role if exists ${ident("ana's")}`)));
  expect((await at.inspect(at.ana)).level).toBe("login");
  await expect(at.call("grant", at.ana)).rejects.toThrow("another name");
  await expect(at.credential(at.ana)).rejects.toThrow("another name");
  await at.call("revoke", at.ana);
  expect((await at.inspect(at.ana)).level).toBeNull();
  expect((await admin.query(`select from pg_roles where rolname = 'ana''s'`)).length).toBe(0);
});

test("a role that is renamed while access is held is taken all the same", async () => {
  const at = await fresh();
  await at.call("grant", at.ana);
  await admin.query(`alter role ${ident(at.role)} rename to ${ident('readers "of old"')}`);
  onTestFinished(async () => void (await admin.query(`drop role ${ident('readers "of old"')}`)));
  await at.call("revoke", at.ana);
  expect(await at.levelOf(at.ana.id)).toBeNull();
});

test("a login that somebody gave powers over the server gets no sign-in and no access, and is ended", async () => {
  const at = await fresh();
  await at.call("grant", at.ana);
  await admin.query(`alter role ${at.login} createrole`);
  await expect(at.call("grant", at.ana)).rejects.toMatchObject({ class: "impossible" });
  await expect(at.credential(at.ana)).rejects.toMatchObject({ class: "impossible" });
  await at.call("revoke", at.ana);
  expect(await shown(at.login)).toBeUndefined();
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
    const at = await fresh({ roles: [name] });
    await expect(at.call("grant", at.ana)).rejects.toMatchObject({ class: "impossible" });
    expect(await shown(at.login)).toBeUndefined();
  }
});

test("of several roles all are given, or none and no login", async () => {
  const [one, two] = [await role("one"), await role('two "three"')];
  const at = await fresh({ roles: [one, two] });
  await at.call("grant", at.ana);
  expect([await memberOf(admin, one, at.login), await memberOf(admin, two, at.login)]).toEqual(["member", "member"]);
  await at.call("revoke", at.ana);
  const half = await fresh({ roles: [one, "not there"] });
  await expect(half.call("grant", half.ana)).rejects.toThrow("does not exist");
  expect(await shown(half.login)).toBeUndefined();
});

test("when it ends by itself is set with the first grant, moved with the next, and left where nobody says", async () => {
  const at = await fresh();
  const until = Date.UTC(2030, 0, 1);
  await at.call("grant", at.ana, { until });
  const told = async () => Number((await shown(at.login))?.["until"]);
  expect(await told()).toBe(until + NATIVE_EXPIRY_AFTER_MS);
  for (const moved of [until + 1_000, until - 1_000]) {
    await at.call("grant", at.ana, { until: moved });
    expect(await told()).toBe(moved + NATIVE_EXPIRY_AFTER_MS);
  }
  await at.call("grant", at.ana);
  expect(await told()).toBe(until - 1_000 + NATIVE_EXPIRY_AFTER_MS);
});

test("from 16 on a maker of roles that is no superuser has all the rights that it needs, and keeps none over a login that is gone", async () => {
  const maker = await role("maker", "noinherit createrole login");
  const [reader, owner] = [await role("reader"), await role("owner")];
  await admin.query(`grant ${reader} to ${maker} with admin option`);
  await admin.query(`grant ${owner} to ${maker}`);
  await admin.query(`grant create on schema public to ${owner}, ${reader}`);
  onTestFinished(async () => void (await admin.query(`drop owned by ${owner}, ${reader}`)));
  const login = "sym_made_by_maker";
  const wanted = { login, mark: markOf("orders", login), roles: [reader], ownedBy: owner, until: Date.UTC(2030, 0, 1) };
  /** The statements of the strategy, said by that login. */
  const session: Session = {
    async transaction(work) {
      await db.query(`set session authorization ${maker}`);
      try {
        return await db.transaction((inside) =>
          work({
            read: async (text, parameters) => (await inside.query<Row>(text, [...parameters])).rows,
            write: async (text) => void (await inside.query(text)),
          }),
        );
      } finally {
        await db.query("set session authorization postgres");
      }
    },
  };
  await session.transaction((inside) => checkRights(inside, { roles: [reader], ownedBy: owner }));
  await session.transaction((inside) => give(inside, wanted));
  expect(await memberOf(admin, reader, login)).toBe("member");
  await session.transaction((inside) =>
    setPassword(inside, wanted, "a password", (count) => new Uint8Array(count).fill(1)),
  );
  expect(String((await shown(login))?.["password"])).toMatch(/^SCRAM-SHA-256\$/);
  await session.transaction(async (inside) => {
    for (const text of becoming(login)) await inside.write(text);
    expect(await inside.read(END_SESSIONS, ["0"])).toEqual([]);
    for (const text of noLonger(login)) await inside.write(text);
  });
  await admin.query("create table of_theirs (n int)");
  onTestFinished(async () => void (await admin.query("drop table if exists of_theirs")));
  await admin.query(`alter table of_theirs owner to ${login}`);
  await take(session, wanted);
  expect(await shown(login)).toBeUndefined();
  expect(
    await admin.query("select relowner::regrole::text as owner from pg_class where relname = 'of_theirs'"),
  ).toEqual([{ owner }]);
  expect(
    await admin.query(
      `select roleid::regrole::text as role from pg_auth_members where member = '${maker}'::regrole order by 1`,
    ),
  ).toEqual([{ role: owner }, { role: reader }]);
});

test("one call is one connection, and Sym's session is itself again afterwards", async () => {
  const at = await fresh();
  await at.call("grant", at.ana);
  await at.credential(at.ana);
  await at.inspect(at.ana);
  await at.call("revoke", at.ana);
  expect(at.proxy.accepted).toBe(4);
  expect(await admin.query("select current_user::text as who")).toEqual([{ who: "postgres" }]);
});

test("a check says what Sym's login lacks, and changes nothing", async () => {
  const at = await fresh();
  const check = (more: object = {}) =>
    at.strategy.check?.(
      { ...(at.settings as object), ...more },
      {
        secret: (name) => at.secrets[name] ?? "",
        fetch: () => expect.unreachable(),
        signal: new AbortController().signal,
        now: () => 0,
      },
    );
  await check();
  await expect(check({ roles: ["no such role"] })).rejects.toThrow("does not exist");
  await expect(check({ ownedBy: "no such role" })).rejects.toThrow("ownedBy");
});

test.each([
  [{ may_make: true, roles_exist: false, may_administer: true, may_hand_over: true }, "does not exist"],
  [{ may_make: false, roles_exist: true, may_administer: true, may_hand_over: true }, "lacks CREATEROLE"],
  [{ may_make: true, roles_exist: true, may_administer: false, may_hand_over: true }, "lacks ADMIN OPTION"],
  [{ may_make: true, roles_exist: true, may_administer: true, may_hand_over: false }, "ownedBy"],
  [{ may_make: true }, "not of the form"],
])("a login that may %j is told so", async (row, words) => {
  const transaction = { read: async () => [row], write: () => expect.unreachable() };
  await expect(checkRights(transaction, { roles: ["r"], ownedBy: "o" })).rejects.toThrow(words);
});

const target = settings.parse(good);

test("the name of a login is that of the person and the roles, in letters that mean nothing anywhere", () => {
  const names = [
    "ana T1/U1",
    "ana T1/U2",
    "ana@example.com",
    "Ana@example.com",
    "",
    "'; drop role postgres; --",
    "\uD800",
    "\uD801",
  ];
  const logins = names.map((name) => loginName(target, name));
  expect(new Set(logins).size).toBe(names.length);
  for (const login of logins) expect(login).toMatch(/^sym_(?:[a-z0-9]+(?:_[a-z0-9]+)*_)?[0-9a-f]{16}$/);
  expect(loginName(target, "ana.maria T1/U1")).toMatch(/^sym_ana_maria_[0-9a-f]{16}$/);
  const other = { ...target, roles: ["orders_writer"] };
  expect(loginName(other, "ana T1/U1")).not.toBe(loginName(target, "ana T1/U1"));
  const [ab, ba] = [
    ["a", "b"],
    ["b", "a"],
  ].map((roles) => loginName({ ...target, roles }, "ana"));
  expect(ab).toBe(ba);
  expect(loginName({ ...target, prefix: "a".repeat(16) }, "x".repeat(200)).length).toBeLessThanOrEqual(63);
});

test("a mark is of one slot: another person, other roles or another server have another", () => {
  const login = loginName(target, "ana T1/U1");
  expect(markOf("orders", login)).not.toBe(markOf("reports", login));
  expect(markOf("orders", login)).not.toBe(markOf("orders", loginName(target, "ana T1/U2")));
  expect(markOf("orders", login)).not.toMatch(/['\\]/);
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
  [{}, "Ana.Maria@Example.com", "ana.maria T1/U1"],
  [{}, '"a b@c"@example.com', '"a_b_c" T1/U1'],
  [{}, null, "T1/U1"],
  [{ emailDomain: "example.com" }, "ana@example.com", "ana T1/U1"],
  [{ emailDomain: "example.com" }, "ana@evil.example", null],
  [{ emailDomain: "example.com" }, null, null],
])("%j: whoever has the address %j has the account %j, and the card shows their login", async (more, email, id) => {
  const identified = postgresUser().identify?.({ ...good, ...more }, { ...facts, email });
  if (id === null) return expect(identified).rejects.toThrow(PermanentError);
  expect(await identified).toEqual({ id, label: loginName(target, id) });
});

test("two people who had one address one after the other never have one login", async () => {
  const address = { ...facts, email: "ana@example.com" };
  const first = await postgresUser().identify?.(good, { ...address, key: "T1/U1" });
  const second = await postgresUser().identify?.(good, { ...address, key: "T1/U2" });
  expect(first?.label).not.toBe(second?.label);
});

test("a verifier is the one of RFC 7677's example", async () => {
  const salt = new Uint8Array(Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64"));
  expect(await scramVerifier("pencil", salt)).toBe(
    "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
  );
});

test("what is shown is copied as it stands: no quotation mark, no password in the line for a terminal", () => {
  const lines = (host: string) =>
    linesOf(settings.parse({ ...good, address: { host, database: "orders" } }), "sym_a_0", "pw");
  expect(lines("db.example.com").at(-1)?.value).toBe(
    "psql 'postgresql://sym_a_0@db.example.com:5432/orders?sslmode=require'",
  );
  expect(lines("::1").at(-1)?.value).toBe("psql 'postgresql://sym_a_0@[::1]:5432/orders'");
  expect(lines("db.example.com").map(({ value }) => value)).toContain("pw");
});

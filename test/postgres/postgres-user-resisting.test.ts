// Somebody with a login of Sym's who does not want to let go of it: what they can lock, open and leave behind while they have it,
// and what of that may never hold up the end or outgrow the access that they had.
import type postgres from "postgres";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { postgresUser } from "../../src/strategies/postgres-user/strategy.ts";
import { callerOf } from "../contracts/strategy-world.ts";
import { nodeConnect } from "../pure/strategies/node-sockets.ts";
import { type Prepared, preparedFor } from "./prepared.ts";

let prepared: Prepared;
let server: Prepared["server"];
let root: Prepared["root"];
let url: Prepared["url"];
const ana = { id: "ana T1/U1", label: "Ana" };

beforeAll(async () => {
  prepared = await preparedFor("postgres_user");
  ({ server, root, url } = prepared);
  await root.unsafe("grant create on schema public to orders_reader");
});
afterAll(() => prepared?.stop());

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

/** Somebody who has it, in a session of their own, and how their login is called. */
async function signedIn(at: ReturnType<typeof orders>): Promise<{ session: postgres.Sql; login: string }> {
  await at.call("grant", ana);
  const lines = await at.credential(ana);
  const shown = (label: string): string => lines.find((line) => line.label === label)?.value ?? "";
  const session = server.login(shown("User"), shown("Password"));
  onTestFinished(() => session.end({ timeout: 1 }));
  return { session, login: shown("User") };
}
/** `done`, or the SQLSTATE that it was refused with. */
const outcomeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "done",
    (error: unknown) => (error as postgres.PostgresError).code ?? error,
  );

test("a transaction that is left open over one's own password, with others in line behind it, holds up no end", async () => {
  const at = orders();
  const first = await signedIn(at);
  // Whoever is in stays in when a newer password is shown.
  await first.session.unsafe("select 1");
  const second = await signedIn(at);
  await second.session.unsafe("begin");
  await second.session.unsafe(`alter role ${second.login} password 'my-own'`);
  const waiting = outcomeOf(first.session.unsafe(`alter role ${first.login} password 'my-other-one'`));
  await at.call("revoke", ana);
  expect(await waiting).not.toBe("done");
  expect((await at.inspect(ana)).level).toBeNull();
  expect([...(await root`select from pg_roles where rolname = ${first.login}`)]).toEqual([]);
});

test("one login cannot take all the connections that the server has, and with them the end", async () => {
  const at = orders();
  const { login } = await signedIn(at);
  const [password] = (await at.credential(ana)).filter(({ label }) => label === "Password");
  const many = Array.from({ length: 30 }, () => server.login(login, password?.value ?? ""));
  onTestFinished(async () => void (await Promise.all(many.map((one) => one.end({ timeout: 1 })))));
  const outcomes = await Promise.all(many.map((one) => outcomeOf(one.unsafe("select 1"))));
  expect(outcomes).toContain("53300");
  await at.call("revoke", ana);
  expect((await at.inspect(ana)).level).toBeNull();
});

const SALARIES = `create role orders_owner nologin; grant orders_owner to sym; grant create on schema public to orders_owner;
  create table salaries (n int); insert into salaries values (7); alter table salaries owner to orders_owner`;

test.for([
  ["a view", "create view trap as select * from salaries; grant select on trap to public"],
  [
    "a function",
    "create function trap() returns int security definer language sql begin atomic select n from salaries; end",
  ],
  [
    "a rule",
    "create table trap (n int); create rule r as on insert to trap do also delete from salaries; grant insert on trap to public",
  ],
  ["an index over an expression", "create table trap (n int); create index on trap (abs(n))"],
] as const)("%s is not handed over, to run with the rights of its new owner", async ([, trap]) => {
  await root.unsafe(SALARIES);
  const at = orders({ ownedBy: "orders_owner" });
  const { session, login } = await signedIn(at);
  onTestFinished(async () => {
    await root.unsafe(`drop owned by ${login} cascade; drop role ${login}`);
    await root.unsafe("drop owned by orders_owner cascade; drop role orders_owner");
  });
  await session.unsafe(trap);
  await at.call("revoke", ana);
  expect((await at.inspect(ana)).level).toBeNull();
  const owned = await root`select objid from pg_shdepend where deptype = 'o' and refobjid = ${login}::regrole`;
  expect(owned.length).toBeGreaterThan(0);
  const [handed] =
    await root`select count(*)::int as n from pg_class where relname = 'trap' and relowner = 'orders_owner'::regrole`;
  expect(handed).toEqual({ n: 0 });
});

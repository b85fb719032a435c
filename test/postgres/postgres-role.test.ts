// The postgres_role strategy against a real PostgreSQL server, with logins and passwords: set up with the very SQL of its
// page in docs/targets, judged by the suite of all strategies and by what a person's own login can and cannot read.
import type postgres from "postgres";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { PermanentError } from "../../src/ports.ts";
import { postgresRole } from "../../src/strategies/postgres-role/strategy.ts";
import { strategyContract } from "../contracts/strategy.ts";
import { callerOf } from "../contracts/strategy-world.ts";
import { nodeConnect } from "../pure/strategies/node-sockets.ts";
import { ident, memberOf, postgresWorld } from "../pure/strategies/postgres-world.ts";
import { type Prepared, preparedFor } from "./prepared.ts";

let prepared: Prepared;
let server: Prepared["server"];
let root: Prepared["root"];
let admin: Prepared["admin"];
const ana = { id: "ana@example.com", label: "Ana" };

beforeAll(async () => {
  prepared = await preparedFor("postgres_role");
  ({ server, root, admin } = prepared);
  await root.unsafe(`create role "ana@example.com" login password 'anas-own'`);
});
afterAll(() => prepared?.stop());

strategyContract("postgres_role on a real server", {
  world: () => postgresWorld(admin),
  hostileNames: 100,
  badSettings: [],
});

const orders = (more: object = {}, options: Parameters<typeof nodeConnect>[0] = {}, url = prepared.url) =>
  callerOf({
    strategy: postgresRole(nodeConnect(options)),
    settings: { cluster: "orders", url: "ORDERS_DB_URL", role: "orders_reader", ...more },
    secrets: { ORDERS_DB_URL: url },
  });

const loginOfAna = (onclose?: () => void): postgres.Sql => {
  const sql = server.login(ana.id, "anas-own", onclose);
  onTestFinished(() => sql.end({ timeout: 1 }));
  return sql;
};
/** How many orders a session can read, or the SQLSTATE of its refusal. */
const count = async (sql: postgres.Sql): Promise<unknown> => {
  try {
    return (await sql`select count(*)::int as n from orders`)[0]?.["n"];
  } catch (error) {
    return (error as postgres.PostgresError).code;
  }
};

/** As the page says for `endSessions`; each version has a way of its own. */
const mayEndSessions = async (): Promise<void> => {
  await root.unsafe(
    server.perGrantor
      ? "grant pg_signal_backend to sym with inherit true"
      : "alter role sym inherit; grant pg_signal_backend to sym",
  );
  onTestFinished(async () => void (await root.unsafe("revoke pg_signal_backend from sym; alter role sym noinherit")));
};

test("a person's own login is refused before, reads the table while access is held, and is refused after", async () => {
  const at = orders();
  expect(await count(loginOfAna())).toBe("42501");
  await at.call("grant", ana);
  expect(await count(loginOfAna())).toBe(2);
  expect((await at.inspect(ana)).level).toBe("member");
  await at.call("revoke", ana);
  expect(await count(loginOfAna())).toBe("42501");
  expect((await at.inspect(ana)).level).toBeNull();
});

test("an open session loses the rights at its next statement, but not a role that it switched to", async () => {
  const at = orders();
  await at.call("grant", ana);
  const [open, switched] = [loginOfAna(), loginOfAna()];
  expect(await count(open)).toBe(2);
  await switched`set role orders_reader`;
  await at.call("revoke", ana);
  expect([await count(open), await count(switched)]).toEqual(["42501", 2]);
  const settings = { cluster: "orders", url: "ORDERS_URL", role: "orders_reader" };
  expect(postgresRole().outlives(settings)).toContain("SET ROLE");
  expect(postgresRole().outlives({ ...settings, endSessions: true })).toBeNull();
});

test("where the Target says so, open sessions end with the access, and only those of that person", async () => {
  await mayEndSessions();
  const at = orders({ endSessions: true });
  await at.call("grant", ana);
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  await loginOfAna(resolve)`set role orders_reader`;
  const [before] = await root`select pg_backend_pid() as pid`;
  await at.call("revoke", ana);
  await ended;
  const [after] = await root`select pg_backend_pid() as pid`;
  expect(after).toEqual(before);
  await at.call("revoke", ana);
});

test("sessions go on where the person still has the role in another way", async () => {
  await mayEndSessions();
  await root.unsafe("create role team nologin; grant orders_reader to team");
  onTestFinished(async () => void (await root.unsafe("drop role team")));
  const at = orders({ endSessions: true });
  await at.call("grant", ana);
  await root.unsafe(`grant team to ${ident(ana.id)}`);
  const session = loginOfAna();
  expect(await count(session)).toBe(2);
  await at.call("revoke", ana);
  expect(await count(session)).toBe(2);
  expect(await at.inspect(ana)).toMatchObject({ level: null, inherited: "through another role" });
});

test("sessions that may not be ended are trouble to be tried again, with the access gone", async () => {
  const at = orders({ endSessions: true });
  await at.call("grant", ana);
  const session = loginOfAna();
  expect(await count(session)).toBe(2);
  await expect(at.call("revoke", ana)).rejects.toMatchObject({ name: "TransientError", effect: "unknown" });
  expect(await count(session)).toBe("42501");
});

test("membership from before is seen as what the server says it is", async () => {
  await root.unsafe(`grant orders_reader to ${ident(ana.id)}`);
  onTestFinished(async () => void (await root.unsafe(`revoke orders_reader from ${ident(ana.id)}`)));
  const told = { level: null, inherited: "granted by another role" };
  expect(await orders().inspect(ana)).toMatchObject(server.perGrantor ? told : { level: "member", inherited: null });
});

test("Sym's own login may ask which server it is, and follows a rename only there", async () => {
  const at = orders();
  const { ids } = await at.inspect(ana);
  const [asked] = await root`select system_identifier::text as server from pg_control_system()`;
  expect(ids).toMatchObject(asked ?? {});
  await at.call("grant", ana, { ids });
  await root.unsafe(`alter role ${ident(ana.id)} rename to "ana.married@example.com"`);
  onTestFinished(
    async () => void (await root.unsafe(`alter role "ana.married@example.com" rename to ${ident(ana.id)}`)),
  );
  await at.call("revoke", ana, { ids: { ...ids, server: "1" } });
  expect(await memberOf(admin, "orders_reader", "ana.married@example.com")).toBe("member");
  await at.call("revoke", ana, { ids });
  expect(await memberOf(admin, "orders_reader", "ana.married@example.com")).toBeNull();
});

test("where it may not ask, ids are kept without their server; ends go by name, and no other of that name is added", async () => {
  const at = orders();
  const { ids } = await at.inspect(ana);
  await root.unsafe("revoke execute on function pg_control_system() from public");
  onTestFinished(async () => void (await root.unsafe("grant execute on function pg_control_system() to public")));
  expect((await at.inspect(ana)).ids).toEqual({ ...ids, server: "" });
  await at.call("grant", ana, { ids });
  const others = { ...ids, login: "10" };
  await at.call("revoke", ana, { ids: others });
  expect(await memberOf(admin, "orders_reader", ana.id)).toBeNull();
  await expect(at.call("grant", ana, { ids: others })).rejects.toThrow("replaced by another of the same name");
});

test("a role that Sym's login was not given to hand out is refused for good", async () => {
  await root.unsafe("create role payroll nologin");
  onTestFinished(async () => void (await root.unsafe("drop role payroll")));
  await expect(orders({ role: "payroll" }).call("grant", ana)).rejects.toThrow("ADMIN OPTION");
  expect(await memberOf(admin, "payroll", ana.id)).toBeNull();
});

test("a wrong password is refused for good, and a database that is not there too", async () => {
  const url = `postgres://sym:wrong-canary@127.0.0.1:${server.port}/postgres`;
  const wrong = await orders({}, {}, url)
    .call("grant", ana)
    .catch((error: unknown) => error);
  expect(wrong).toBeInstanceOf(PermanentError);
  expect(String(wrong)).toContain("refused Sym's login");
  expect(String(wrong)).not.toContain("canary");
  await expect(
    orders({}, {}, url.replace("wrong-canary", "choose-a-long-one").replace("/postgres", "/nowhere")).call(
      "grant",
      ana,
    ),
  ).rejects.toThrow("does not exist");
});

test("over a network the connection is encrypted, and only a certificate that is vouched for is trusted", async () => {
  const url = `postgres://${admin.credential}@db.example.com:${server.port}/postgres`;
  const reach = "127.0.0.1";
  await orders({}, { reach, ca: server.ca }, url).call("grant", ana);
  expect(await memberOf(admin, "orders_reader", ana.id)).toBe("member");
  await expect(orders({}, { reach }, url).call("revoke", ana)).rejects.toMatchObject({
    name: "TransientError",
    effect: "no",
  });
  await expect(
    orders({}, { reach, ca: server.ca }, url.replace("db.", "other.")).call("revoke", ana),
  ).rejects.toMatchObject({ effect: "no" });
  expect(await memberOf(admin, "orders_reader", ana.id)).toBe("member");
  await orders({}, { reach, ca: server.ca }, url).call("revoke", ana);
  expect(await memberOf(admin, "orders_reader", ana.id)).toBeNull();
});

test("a statement that waits for another's lock gives up within its limit, without effect", async () => {
  const at = orders();
  const blocker = server.login("postgres", server.superPassword);
  onTestFinished(() => blocker.end({ timeout: 1 }));
  await blocker.unsafe("begin; lock table pg_auth_members in access exclusive mode");
  await expect(at.call("grant", ana)).rejects.toMatchObject({ name: "TransientError", effect: "no" });
  await blocker.unsafe("rollback");
  expect(await memberOf(admin, "orders_reader", ana.id)).toBeNull();
}, 30_000);

// `onelogin_role` against a OneLogin of our own: the suite of all strategies, members and admins, lists on many pages, people who are
// not who they seem, and what is asked, held to OneLogin's own description (developers.onelogin.com/api-docs/2/roles).
import { expect, test } from "vitest";
import { PermanentError } from "../../../src/ports.ts";
import { oneloginRole } from "../../../src/strategies/onelogin-role/strategy.ts";
import { everyCallFails } from "../../contracts/every-call.ts";
import { strategyContract } from "../../contracts/strategy.ts";
import { callerOf } from "../../contracts/strategy-world.ts";
import { CLIENT_ID, CLIENT_SECRET, FakeOnelogin, oneloginVerbOf, ROLE } from "./vendors/fake-onelogin.ts";
import { ana, ben, harnessOf, opened, SAYS, type Vendor, worldOf } from "./vendors/judged.ts";
import { type Recorded, recorded } from "./vendors/recorded.ts";

const good = { domain: "example.onelogin.com", role: ROLE, clientId: CLIENT_ID, clientSecret: "ONELOGIN_SECRET" };

function onelogin(): Vendor<FakeOnelogin> {
  const fake = new FakeOnelogin();
  for (const { id } of [ana, ben]) fake.addUser(id);
  return {
    fake,
    strategy: oneloginRole,
    settings: good,
    secrets: { ONELOGIN_SECRET: CLIENT_SECRET },
    levelOf: async (email) => fake.levelOf(email),
    removeParent: async () => {
      fake.role = null;
    },
    removeAccount: async (email) => fake.removeUser(email),
  };
}

const harness = harnessOf(onelogin, {
  badSettings: [
    { settings: { ...good, domain: "example.com" }, path: ["domain"] },
    { settings: { ...good, domain: "a.b.onelogin.com" }, path: ["domain"] },
    { settings: { ...good, role: "Engineers" }, path: ["role"] },
    { settings: { ...good, role: "1/../2" }, path: ["role"] },
    { settings: { ...good, clientSecret: CLIENT_SECRET }, path: ["clientSecret"] },
    { settings: { ...good, endpoint: "https://10.0.0.1" }, path: ["endpoint"] },
    { settings: { ...good, privilege_level: "admin" }, path: [] },
  ],
  verbOf: oneloginVerbOf,
});
strategyContract("onelogin_role", harness);
everyCallFails("onelogin_role", () => opened(onelogin()));

const at = () => worldOf(onelogin());

test("an admin has the role too, and an end takes both away, the admin's first", async () => {
  const { fake, call } = await at();
  await call("grant", ana, { level: "admin" });
  expect(fake.levelOf(ana.id)).toBe("admin");
  fake.asked.length = 0;
  await call("revoke", ana);
  expect(fake.asked.filter((asked) => asked.startsWith("DELETE"))).toEqual([
    `DELETE /api/2/roles/${ROLE}/admins`,
    `DELETE /api/2/roles/${ROLE}/users`,
  ]);
  expect(fake.levelOf(ana.id)).toBeNull();
});

test("an admin without the role itself has something, and loses it", async () => {
  const { fake, call, inspect } = await at();
  fake.role?.admins.add(fake.users[0]?.id ?? 0);
  expect((await inspect(ana)).level).toBe("admin");
  await call("revoke", ana);
  expect((await inspect(ana)).level).toBeNull();
});

test("a failure between two changes is not told as one without effect", async () => {
  const { fake, call } = await at();
  fake.instead = {
    call: `POST /api/2/roles/${ROLE}/admins`,
    say: () => ({ status: 403, body: SAYS }),
  };
  await expect(call("grant", ana, { level: "admin" })).rejects.toMatchObject({ effect: "unknown", class: "auth" });
  expect(fake.levelOf(ana.id)).toBe("member");
  await call("grant", ana, { level: "admin" });
  fake.instead = { call: `DELETE /api/2/roles/${ROLE}/users`, say: () => ({ status: 403, body: SAYS }) };
  await expect(call("revoke", ana)).rejects.toMatchObject({ effect: "unknown", class: "auth" });
  expect(fake.levelOf(ana.id)).toBe("member");
  await call("revoke", ana);
  expect(fake.levelOf(ana.id)).toBeNull();
});

test("a list is read to its end, and one that breaks off proves nothing", async () => {
  const { fake, call, inspect } = await at();
  for (let n = 0; n < 7; n += 1) fake.role?.users.add(fake.addUser(`u${n}@example.com`).id);
  await call("grant", ana);
  expect((await inspect(ana)).level).toBe("member");
  fake.instead = {
    call: `GET /api/2/roles/${ROLE}/users`,
    say: () => ({ status: 200, body: [{ id: 1_002 }], headers: { "total-count": "8" } }),
  };
  await expect(inspect(ana)).rejects.toMatchObject({ name: "TransientError", effect: "no" });
  await call("revoke", ana);
  expect((await inspect(ana)).level).toBeNull();
  expect(fake.role?.users.size).toBe(7);
});

test("the id is found before anything is given, and an address that is handed on moves nothing", async () => {
  const { fake, call, inspect } = await at();
  const { ids } = await inspect(ana);
  expect(ids).toEqual({ user: String(fake.users[0]?.id) });
  await call("grant", ana, { ids });
  Object.assign(fake.users[0] ?? {}, { email: "ana.lovelace@example.com" });
  fake.addUser(ana.id);
  expect((await inspect(ana, { ids })).level).toBe("member");
  expect((await inspect(ana)).level).toBeNull();
  await call("revoke", ana, { ids });
  expect(fake.role?.users.size).toBe(0);
});

test("of two users with one address nobody is chosen, and a search that finds more than was asked for finds nobody", async () => {
  const { fake, call, inspect } = await at();
  fake.instead = {
    call: "GET /api/2/users",
    say: () => ({ status: 200, body: [{ id: 1_001, email: "ana@example.com.au" }] }),
  };
  expect(await inspect(ana)).toEqual({ level: null, inherited: null, ids: {} });
  fake.addUser(ana.id);
  await expect(inspect(ana)).rejects.toThrow("more than one user");
  await expect(call("grant", ana)).rejects.toBeInstanceOf(PermanentError);
});

test("somebody suspended gets nothing new, and loses what they have", async () => {
  const { fake, call } = await at();
  await call("grant", ana);
  Object.assign(fake.users[0] ?? {}, { status: 2 });
  await expect(call("grant", ana, { level: "admin" })).rejects.toThrow("suspended");
  await call("revoke", ana);
  expect(fake.levelOf(ana.id)).toBeNull();
});

test("a role whose list is not found is gone only where the role is not found either", async () => {
  const { fake, inspect } = await at();
  const notFound = { message: SAYS, statusCode: 404, name: "NotFoundError" };
  fake.instead = { call: `GET /api/2/roles/${ROLE}/admins`, say: () => ({ status: 404, body: notFound }) };
  await expect(inspect(ana)).rejects.toMatchObject({ name: "TransientError", effect: "no" });
});

test.each(["", "ana", "ana@example.com/..", "*", "0", "-1", "1e3", "0123"])(
  "%j is refused without a call",
  async (id) => {
    const { fake, call } = await at();
    await expect(call("grant", { id, label: "" })).rejects.toMatchObject({ class: "impossible" });
    expect(fake.asked).toEqual([]);
  },
);

test("accounts can be ids of users", async () => {
  const { fake, call } = await at();
  await call("grant", { id: String(fake.users[1]?.id), label: "" });
  expect(fake.levelOf(ben.id)).toBe("member");
});

test("a token is kept, and one that was ended is replaced by another, once", async () => {
  const { fake, call, inspect } = await at();
  const tokens = () => fake.asked.filter((asked) => asked.endsWith("/token")).length;
  await call("grant", ana);
  await inspect(ana);
  expect(tokens()).toBe(1);
  fake.endTokens();
  await call("revoke", ana);
  expect(tokens()).toBe(2);
});

test("a credential that is not accepted is the operators' to mend", async () => {
  const world = await at();
  for (const secret of ["other", "né 😀"]) {
    const other = callerOf({ ...world, secrets: { ONELOGIN_SECRET: secret }, fetch: (request) => fetch(request) });
    await expect(other.call("grant", ana)).rejects.toMatchObject({ name: "PermanentError", class: "auth" });
  }
});

test("a look at the Target says whether its role is there", async () => {
  const { fake, check } = await at();
  await check();
  fake.role = null;
  await expect(check()).rejects.toThrow("does not have this role");
});

test("OneLogin is asked as it describes it", async () => {
  const world = await at();
  const sent: Recorded[] = [];
  const watched = callerOf({
    ...world,
    async fetch(request) {
      sent.push(await recorded(request));
      return fetch(request);
    },
  });
  await watched.call("grant", ana, { level: "admin" });
  await watched.call("revoke", ana);
  const origin = world.settings.endpoint;
  const id = world.fake.users[0]?.id;
  const authorization = expect.stringMatching(/^bearer \S+$/);
  const basic = `Basic ${Buffer.from(`${CLIENT_ID}:${CLIENT_SECRET}`).toString("base64")}`;
  const asked = (method: string, path: string, query: object = {}, body: unknown = null) => ({
    method,
    url: `${origin}/api/2${path}`,
    query,
    body,
    authorization,
  });
  const who = asked("GET", "/users", { email: ana.id, limit: "100" });
  const list = (of: string) => asked("GET", `/roles/${ROLE}/${of}`, { limit: "100" });
  const change = (method: string, of: string) => asked(method, `/roles/${ROLE}/${of}`, {}, [id]);
  const token = {
    method: "POST",
    url: `${origin}/auth/oauth2/v2/token`,
    query: {},
    body: { grant_type: "client_credentials" },
  };
  expect(sent).toEqual([
    { ...token, authorization: basic },
    ...[who, list("users"), list("admins"), change("POST", "users"), change("POST", "admins")],
    ...[who, list("admins"), list("users"), change("DELETE", "admins"), change("DELETE", "users")],
  ]);
});

test("all roles of one account share whose account is whose, and its pace where there is one", () => {
  expect(oneloginRole.realm?.({ ...good, role: "1" })).toBe(oneloginRole.realm?.(good));
  expect(oneloginRole.limits?.(good)).toBeNull();
  const limits = { perSecond: 5 };
  expect(oneloginRole.limits?.({ ...good, limits })).toEqual({ of: good.domain, perSecond: 1, outstanding: null });
});

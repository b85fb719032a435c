// `aptible_role` against an Aptible of our own: the suite of all strategies, memberships that are there twice, lists that go on,
// tokens, and what is asked, held to the source of Aptible's own dashboard (github.com/aptible/app-ui, src/auth/membership.ts).
import { expect, test } from "vitest";
import { aptibleRole } from "../../../src/strategies/aptible-role/strategy.ts";
import { everyCallFails } from "../../contracts/every-call.ts";
import { strategyContract } from "../../contracts/strategy.ts";
import { callerOf } from "../../contracts/strategy-world.ts";
import { aptibleVerbOf, FakeAptible, ORGANIZATION, PASSWORD, ROLE, USERNAME } from "./vendors/fake-aptible.ts";
import { ana, ben, harnessOf, opened, SAYS, type Vendor, worldOf } from "./vendors/judged.ts";
import { type Recorded, recorded } from "./vendors/recorded.ts";

const good = { organization: ORGANIZATION, role: ROLE, username: USERNAME, password: "APTIBLE_PASSWORD" };

function aptible(claims?: object): Vendor<FakeAptible> {
  const fake = new FakeAptible();
  if (claims !== undefined) fake.claims = claims;
  for (const { id } of [ana, ben]) fake.addUser(id);
  return {
    fake,
    strategy: aptibleRole,
    settings: good,
    secrets: { APTIBLE_PASSWORD: PASSWORD },
    levelOf: async (email) => fake.levelOf(email),
    removeParent: async () => {
      fake.memberships = null;
    },
    removeAccount: async (email) => fake.removeUser(email),
  };
}

const harness = harnessOf(aptible, {
  badSettings: [
    { settings: { ...good, organization: "example" }, path: ["organization"] },
    { settings: { ...good, role: "Owners" }, path: ["role"] },
    { settings: { ...good, role: `${ROLE}/..` }, path: ["role"] },
    { settings: { ...good, username: "sym" }, path: ["username"] },
    { settings: { ...good, password: PASSWORD }, path: ["password"] },
    { settings: { ...good, endpoint: "https://10.0.0.1" }, path: ["endpoint"] },
    { settings: { ...good, level: "member" }, path: [] },
  ],
  verbOf: aptibleVerbOf,
});
strategyContract("aptible_role", harness);
everyCallFails("aptible_role with a token that is kept", () => opened(aptible()));
everyCallFails("aptible_role with a token for each call", () => opened(aptible({})));

const at = (claims?: object) => worldOf(aptible(claims));
const list = `GET /roles/${ROLE}/memberships`;

test("a membership that is there twice is ended twice", async () => {
  const { fake, call, inspect } = await at();
  for (let n = 0; n < 2; n += 1) fake.addMembership(fake.users[0]?.id ?? 0);
  const bens = fake.addMembership(fake.users[1]?.id ?? 0);
  expect((await inspect(ana)).level).toBe("member");
  await call("revoke", ana);
  expect([...(fake.memberships?.keys() ?? [])]).toEqual([bens]);
});

test("a membership that is still listed after its end is no end", async () => {
  const { fake, call } = await at();
  await call("grant", ana);
  fake.instead = { call: "DELETE", say: () => ({ status: 204, body: null }) };
  await expect(call("revoke", ana)).rejects.toMatchObject({ name: "TransientError", effect: "unknown" });
  await call("revoke", ana);
  expect(fake.levelOf(ana.id)).toBeNull();
});

test("a list that goes on is not believed", async () => {
  const { fake, inspect, call } = await at();
  await call("grant", ana);
  const part = { _embedded: { memberships: [] }, _links: { next: { href: "https://auth.aptible.com/elsewhere" } } };
  fake.instead = { call: list, say: () => ({ status: 200, body: part }) };
  await expect(inspect(ana)).rejects.toMatchObject({ name: "TransientError", class: "bug" });
  expect(fake.asked.some((asked) => asked.includes("elsewhere"))).toBe(false);
});

test("a role that does not answer but is listed is not taken for gone", async () => {
  const { fake, inspect } = await at();
  fake.instead = { call: list, say: () => ({ status: 404, body: SAYS }) };
  await expect(inspect(ana)).rejects.toMatchObject({ name: "PermanentError" });
  fake.memberships = null;
  expect((await inspect(ana)).level).toBeNull();
});

test("the user's ID is found before anything is given, and an address that is handed on moves nothing", async () => {
  const { fake, call, inspect } = await at();
  const { ids } = await inspect(ana);
  expect(ids).toEqual({ user: "100" });
  await call("grant", ana, { ids });
  Object.assign(fake.users[0] ?? {}, { email: "ana.lovelace@example.com" });
  fake.addUser(ana.id);
  expect((await inspect(ana, { ids })).level).toBe("member");
  expect((await inspect(ana)).level).toBeNull();
  await call("revoke", ana, { ids });
  expect(fake.memberships?.size).toBe(0);
});

test("of two users with one address nobody is chosen", async () => {
  const { fake, inspect } = await at();
  fake.addUser("ANA@example.com");
  await expect(inspect(ana)).rejects.toThrow("more than one user");
});

test.each(["", "ana", "100", "ana@example.com/..", "../roles"])("%j is refused without a call", async (id) => {
  const { fake, call } = await at();
  await expect(call("grant", { id, label: "" })).rejects.toMatchObject({ class: "impossible" });
  expect(fake.asked).toEqual([]);
});

const tokensOf = ({ asked }: FakeAptible) => asked.filter((one) => one.endsWith("/tokens")).length;

test("a token is kept for as long as it says, and one that was ended is replaced by another, once", async () => {
  const { fake, call, inspect } = await at();
  await call("grant", ana);
  await inspect(ana);
  expect(tokensOf(fake)).toBe(1);
  fake.endTokens();
  await call("revoke", ana);
  expect(tokensOf(fake)).toBe(2);
});

test("a token that does not say when it ends is used for one call", async () => {
  const { fake, inspect } = await at({});
  await inspect(ana);
  expect(fake.asked).toHaveLength(2 * tokensOf(fake));
});

test("a password that is not accepted, or is not enough, is the operators' to mend", async () => {
  const world = await at();
  const other = callerOf({ ...world, secrets: { APTIBLE_PASSWORD: "other" }, fetch: (request) => fetch(request) });
  await expect(other.call("grant", ana)).rejects.toMatchObject({ name: "PermanentError", class: "auth" });
});

test("a look at the Target says whether its role is there, and people", async () => {
  const { fake, check } = await at();
  await check();
  fake.instead = { call: `GET /organizations/${ORGANIZATION}/users`, say: () => ({ status: 403, body: SAYS }) };
  await expect(check()).rejects.toMatchObject({ class: "auth" });
  fake.memberships = null;
  await expect(check()).rejects.toThrow("does not have this role");
});

test("Aptible is asked as its own dashboard asks", async () => {
  const world = await at();
  const sent: Recorded[] = [];
  const watched = callerOf({
    ...world,
    async fetch(request) {
      sent.push(await recorded(request));
      return fetch(request);
    },
  });
  await watched.call("grant", ana);
  const [id = ""] = world.fake.memberships?.keys() ?? [];
  await watched.call("revoke", ana);
  const origin = world.settings.endpoint;
  const authorization = expect.stringMatching(/^Bearer \S+$/);
  const asked = (method: string, path: string, body: unknown = null) => ({
    method,
    url: origin + path,
    query: {},
    body,
    authorization,
  });
  const signIn = { grant_type: "password", scope: "manage", username: USERNAME, password: PASSWORD, expires_in: 3_600 };
  const who = asked("GET", `/organizations/${ORGANIZATION}/users`);
  const look = asked("GET", `/roles/${ROLE}/memberships`);
  expect(sent).toEqual([
    { ...asked("POST", "/tokens", signIn), authorization: "" },
    ...[who, look, asked("POST", `/roles/${ROLE}/memberships`, { user_url: `${origin}/users/100` })],
    ...[who, look, asked("DELETE", `/memberships/${id}`), look],
  ]);
});

test("all roles of one organization share whose account is whose, and capitals make no other role", () => {
  expect(aptibleRole.realm?.({ ...good, role: ORGANIZATION })).toBe(aptibleRole.realm?.(good));
  expect(aptibleRole.slot({ ...good, role: ROLE.toLowerCase() }, ana)).toEqual(aptibleRole.slot(good, ana));
  expect(aptibleRole.limits?.(good)).toBeNull();
  expect(aptibleRole.limits?.({ ...good, limits: { perSecond: 3 } })).toMatchObject({ of: ORGANIZATION, perSecond: 1 });
});

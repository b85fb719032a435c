// `boundary_group` against a controller of our own: the suite of all strategies, versions that move on, users who are not who they
// seem, groups that are shown in part, and what is asked, held to Boundary's own description (developer.hashicorp.com/boundary/api-docs).
import { expect, test } from "vitest";
import { boundaryGroup } from "../../../src/strategies/boundary-group/strategy.ts";
import { everyCallFails } from "../../contracts/every-call.ts";
import { strategyContract } from "../../contracts/strategy.ts";
import { callerOf } from "../../contracts/strategy-world.ts";
import {
  AUTH_METHOD,
  boundaryVerbOf,
  FakeBoundary,
  GROUP,
  LOGIN_NAME,
  PASSWORD,
  SCOPE,
} from "./vendors/fake-boundary.ts";
import { ana, ben, harnessOf, opened, SAYS, type Vendor, worldOf } from "./vendors/judged.ts";
import { type Recorded, recorded } from "./vendors/recorded.ts";

const good = {
  url: "https://boundary.example.com",
  group: GROUP,
  scope: SCOPE,
  authMethod: AUTH_METHOD,
  loginName: LOGIN_NAME,
  password: "BOUNDARY_PASSWORD",
};

function boundary(): Vendor<FakeBoundary> {
  const fake = new FakeBoundary();
  for (const { id } of [ana, ben]) fake.addUser(id);
  return {
    fake,
    strategy: boundaryGroup,
    settings: good,
    place: "url",
    secrets: { BOUNDARY_PASSWORD: PASSWORD },
    levelOf: async (email) => fake.levelOf(email),
    removeParent: async () => {
      fake.group = null;
    },
    removeAccount: async (email) => fake.removeUser(email),
  };
}

const harness = harnessOf(boundary, {
  badSettings: [
    { settings: { ...good, url: "http://boundary.example.com" }, path: ["url"] },
    { settings: { ...good, url: "https://boundary.example.com/?x" }, path: ["url"] },
    { settings: { ...good, group: `${GROUP}:set-members` }, path: ["group"] },
    { settings: { ...good, scope: "p_1234567890" }, path: ["scope"] },
    { settings: { ...good, authMethod: "amoidc_1234567890" }, path: ["authMethod"] },
    { settings: { ...good, password: PASSWORD }, path: ["password"] },
    { settings: { ...good, match: "name" }, path: ["match"] },
  ],
  verbOf: boundaryVerbOf,
});
strategyContract("boundary_group", harness);
everyCallFails("boundary_group", () => opened(boundary()));

const at = (more: object = {}) => worldOf(boundary(), more);
/** Somebody else changes the group between our reading and our writing, so many times. */
function meanwhile(fake: FakeBoundary, times: number, change: () => void): void {
  if (times === 0) return;
  fake.instead = {
    call: `POST /v1/groups/`,
    say() {
      change();
      meanwhile(fake, times - 1, change);
      return null;
    },
  };
}

test.each([400, 404, 500])(
  "a version that moved on, which is refused with %i, is read anew and tried again",
  async (status) => {
    const { fake, call } = await at();
    fake.staleIs = status;
    meanwhile(fake, 2, () => fake.touch());
    await call("grant", ana);
    expect(fake.levelOf(ana.id)).toBe("member");
    meanwhile(fake, 1, () => fake.touch());
    await call("revoke", ana);
    expect(fake.levelOf(ana.id)).toBeNull();
  },
);

test("a group that is changed again and again is trouble without effect, that passes", async () => {
  const { fake, call } = await at();
  meanwhile(fake, 3, () => fake.touch());
  await expect(call("grant", ana)).rejects.toMatchObject({ name: "TransientError", effect: "no", class: "retryable" });
  await call("grant", ana);
  expect(fake.levelOf(ana.id)).toBe("member");
});

test("what somebody else did in the same moment is not done twice, and not undone", async () => {
  const { fake, call } = await at();
  const id = fake.users[0]?.id ?? "";
  meanwhile(fake, 1, () => {
    fake.group?.members.add(id);
    fake.touch();
  });
  await call("grant", ana);
  expect([...(fake.group?.members ?? [])]).toEqual([id]);
  meanwhile(fake, 1, () => {
    fake.group?.members.delete(id);
    fake.touch();
  });
  await call("revoke", ana);
  expect(fake.group?.members.size).toBe(0);
});

test.each([
  [400, { name: "PermanentError", class: "impossible" }],
  [404, { name: "PermanentError", class: "config" }],
  [500, { name: "TransientError", effect: "unknown" }],
])("a refusal with %i that is not for the version is told as it is", async (status, means) => {
  const { fake, call } = await at();
  fake.instead = { call: "POST /v1/groups/", say: () => ({ status, body: { kind: "Other", message: SAYS } }) };
  await expect(call("grant", ana)).rejects.toMatchObject(means);
  expect(fake.group?.version).toBe(1);
});

test("the user's ID is found before anything is given, and an address that is handed on moves nothing", async () => {
  const { fake, call, inspect } = await at();
  const id = fake.users[0]?.id ?? "";
  const { ids } = await inspect(ana);
  expect(ids).toEqual({ user: id });
  await call("grant", ana, { ids });
  Object.assign(fake.users[0] ?? {}, { email: "ana.lovelace@example.com" });
  fake.addUser(ana.id);
  expect((await inspect(ana, { ids })).level).toBe("member");
  expect((await inspect(ana)).level).toBeNull();
  await call("revoke", ana, { ids });
  expect(fake.group?.members.size).toBe(0);
});

test("of two users with one address nobody is chosen, though they are on two pages", async () => {
  const { fake, call, inspect } = await at();
  fake.addUser(ana.id);
  await expect(inspect(ana)).rejects.toThrow("more than one user");
  await expect(call("grant", ana)).rejects.toMatchObject({ name: "PermanentError" });
});

test("accounts can be login names, or users' IDs", async () => {
  const { fake, call } = await at({ match: "login_name" });
  await call("grant", { id: "ana", label: "" });
  await call("grant", { id: fake.users[1]?.id ?? "", label: "" });
  expect([fake.levelOf(ana.id), fake.levelOf(ben.id)]).toEqual(["member", "member"]);
});

test.each(["u_auth", "u_anon", "u_recovery", "", '" or "/item/email" != "', "ana", "u_../groups"])(
  "%j is refused without a call: it would stand for others",
  async (id) => {
    const { fake, call } = await at();
    await expect(call("grant", { id, label: "" })).rejects.toMatchObject({ class: "impossible" });
    expect(fake.asked).toEqual([]);
  },
);

test("a group that is shown in part is never taken for one without the person", async () => {
  const { fake, call, inspect } = await at();
  await call("grant", ana);
  fake.shown = ["id", "version", "name"];
  await expect(inspect(ana)).rejects.toMatchObject({ name: "TransientError" });
  await expect(call("revoke", ana)).rejects.toMatchObject({ name: "TransientError", effect: "no" });
  fake.shown = null;
  await call("revoke", ana);
  expect(fake.levelOf(ana.id)).toBeNull();
});

test("a look at the Target says whether Sym may give and take there", async () => {
  const { fake, check } = await at();
  await check();
  fake.actions = ["read", "add-members"];
  await expect(check()).rejects.toMatchObject({ class: "auth", message: expect.stringContaining("remove-members") });
  fake.group = null;
  await expect(check()).rejects.toThrow("does not have this group");
});

test("a token is kept, and one that was ended is replaced by another, once", async () => {
  const { fake, call, inspect } = await at();
  const tokens = () => fake.asked.filter((asked) => asked.endsWith(":authenticate")).length;
  await call("grant", ana);
  await inspect(ana);
  expect(tokens()).toBe(1);
  fake.endTokens();
  await call("revoke", ana);
  expect(tokens()).toBe(2);
});

test("an account or a password that is not accepted is the operators' to mend", async () => {
  const { call } = await at({ loginName: "somebody" });
  await expect(call("grant", ana)).rejects.toMatchObject({ name: "PermanentError", class: "auth" });
});

test("the controller is asked as Boundary describes it", async () => {
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
  await watched.call("revoke", ana);
  const base = `${world.settings.url}/v1`;
  const id = world.fake.users[0]?.id;
  const authorization = expect.stringMatching(/^Bearer at_/);
  const none = { query: {}, body: null, authorization };
  const who = { scope_id: SCOPE, filter: `"/item/email" == "${ana.id}"` };
  const attributes = { login_name: LOGIN_NAME, password: PASSWORD };
  const look = { ...none, method: "GET", url: `${base}/groups/${GROUP}` };
  const post = (what: string, body: object) => ({ ...none, method: "POST", url: `${base}/${what}`, body });
  expect(sent).toEqual([
    { ...post(`auth-methods/${AUTH_METHOD}:authenticate`, { command: "login", attributes }), authorization: "" },
    { ...none, method: "GET", url: `${base}/users`, query: who },
    look,
    post(`groups/${GROUP}:add-members`, { version: 1, member_ids: [id] }),
    { ...none, method: "GET", url: `${base}/users`, query: who },
    look,
    post(`groups/${GROUP}:remove-members`, { version: 2, member_ids: [id] }),
  ]);
});

test("all groups of a scope share whose account is whose, unless they name accounts otherwise", () => {
  const realm = (more: object) => boundaryGroup.realm?.({ ...good, ...more });
  expect(realm({ group: "g_0987654321" })).toBe(realm({}));
  expect(realm({ match: "login_name" })).not.toBe(realm({}));
  expect(boundaryGroup.limits?.({ ...good, limits: { perSecond: 6 } })).toMatchObject({ of: good.url, perSecond: 2 });
});

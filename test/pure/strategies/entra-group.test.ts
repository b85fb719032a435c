// `entra_group` against an Entra ID of our own: the suite of all strategies, names that change hands, groups that nobody may change,
// lists in pages and lists that lag, tokens, and what Microsoft's errors mean.
import { expect, onTestFinished, test } from "vitest";
import { PermanentError } from "../../../src/ports.ts";
import { entraGroup } from "../../../src/strategies/entra-group/strategy.ts";
import { everyCallFails } from "../../contracts/every-call.ts";
import { faultyHttp } from "../../contracts/faulty-http.ts";
import { strategyContract } from "../../contracts/strategy.ts";
import { callerOf, NOW } from "../../contracts/strategy-world.ts";
import {
  CERTIFICATE,
  CLIENT,
  entraVerbOf,
  FakeEntra,
  failed,
  GROUP,
  PRIVATE_KEY,
  SAYS,
  TENANT,
} from "./entra/fake-entra.ts";

const ana = { id: "ana@example.com", label: "Ana" };
const ben = { id: "ben@example.com", label: "Ben" };
const good = { tenant: TENANT, group: GROUP, clientId: CLIENT, certificate: "ENTRA_CERTIFICATE" };

async function started(more: Partial<Pick<FakeEntra, "expiresIn">> = {}) {
  const entra = Object.assign(new FakeEntra(), more);
  const { origin, close } = await entra.open();
  for (const name of [ana.id, ben.id]) entra.addUser(name);
  return {
    entra,
    strategy: entraGroup,
    settings: { ...good, endpoint: origin, allowLoopback: true },
    people: [ana, ben] as const,
    // The second is never read: it is there to be looked for.
    secrets: { ENTRA_CERTIFICATE: CERTIFICATE, INSIDE: PRIVATE_KEY },
    targetSays: SAYS,
    levelOf: async (name: string) => (entra.group !== null && entra.has(name) ? "member" : null),
    removeParent: async () => void Object.assign(entra, { group: null }),
    removeAccount: async (name: string) => entra.removeUser(name),
    close,
  };
}

strategyContract("entra_group", {
  badSettings: [
    { settings: { ...good, tenant: "example.onmicrosoft.com" }, path: ["tenant"] },
    { settings: { ...good, group: "Engineers" }, path: ["group"] },
    { settings: { ...good, group: `${GROUP}/../x` }, path: ["group"] },
    { settings: { ...good, clientId: "sym" }, path: ["clientId"] },
    { settings: { ...good, certificate: CERTIFICATE }, path: ["certificate"] },
    { settings: { ...good, cloud: "moon" }, path: ["cloud"] },
    { settings: { ...good, endpoint: "https://10.0.0.1" }, path: ["endpoint"] },
  ],
  async world() {
    return { ...(await started()), ...faultyHttp(fetch, { verbOf: entraVerbOf, says: SAYS }) };
  },
});

everyCallFails("entra_group with a token that is kept", started);
everyCallFails("entra_group with a token for each call", () => started({ expiresIn: 60 }));

async function at() {
  const world = await started();
  onTestFinished(world.close);
  const caller = callerOf({ ...world, fetch: (request) => fetch(request), now: () => world.entra.now() });
  const [anaId = "", benId = ""] = world.entra.users.map(({ id }) => id);
  return { ...world, ...caller, anaId, benId };
}

test("the object ID is found before anything is given, and a name that is changed or handed on moves nothing", async () => {
  const { entra, call, inspect, anaId } = await at();
  const { ids } = await inspect(ana);
  expect(ids).toEqual({ user: anaId });
  await call("grant", ana, { ids });
  Object.assign(entra.users[0] ?? {}, { userPrincipalName: "ana.lovelace@example.com" });
  const other = entra.addUser(ana.id);
  entra.members.add(other.id);
  expect((await inspect(ana, { ids })).level).toBe("member");
  await call("grant", ana, { ids });
  await call("revoke", ana, { ids });
  expect([...entra.members]).toEqual([other.id]);
});

test("a person who is deleted and made again under the same name is somebody else", async () => {
  const { entra, call, inspect } = await at();
  const { ids } = await inspect(ana);
  entra.removeUser(ana.id);
  entra.members.add(entra.addUser(ana.id).id);
  expect((await inspect(ana, { ids })).level).toBeNull();
  await call("revoke", ana, { ids });
  await expect(call("grant", ana, { ids })).rejects.toBeInstanceOf(PermanentError);
  expect(entra.has(ana.id)).toBe(true);
});

test("an end takes a membership away, and never the person", async () => {
  const { entra, call } = await at();
  await call("grant", ana);
  await call("revoke", ana);
  await call("revoke", ana);
  expect(entra.users.map(({ userPrincipalName }) => userPrincipalName)).toEqual([ana.id, ben.id]);
  const deletes = entra.asked.filter((asked) => asked.startsWith("DELETE"));
  expect(deletes).toHaveLength(2);
  for (const asked of deletes) expect(asked).toMatch(/\/members\/[0-9a-f-]{36}\/\$ref$/);
});

test("a list in pages is read to its end, and its own addresses are not followed", async () => {
  const { entra, inspect, call } = await at();
  for (const name of ["c", "d", "e"]) entra.members.add(entra.addUser(`${name}@example.com`).id);
  await call("grant", ana);
  expect((await inspect(ana)).level).toBe("member");
  expect((await inspect(ben)).level).toBeNull();
  const members = `GET /groups/${GROUP}/members`;
  entra.instead = {
    call: members,
    say: () => ({ status: 200, body: { value: [], "@odata.nextLink": "https://elsewhere.example.com/?$skiptoken=2" } }),
  };
  expect((await inspect(ana)).level).toBe("member");
  entra.instead = {
    call: members,
    say: () => ({ status: 200, body: { value: [], "@odata.nextLink": "https://elsewhere.example.com/" } }),
  };
  await expect(inspect(ana)).rejects.toMatchObject({ name: "TransientError", class: "bug" });
});

test("somebody who is in the group through another one has it from elsewhere, until they have it themselves", async () => {
  const { entra, call, inspect, anaId } = await at();
  entra.nested.add(anaId);
  expect(await inspect(ana)).toMatchObject({ level: null, inherited: "a group in this group" });
  await call("grant", ana);
  expect(await inspect(ana)).toMatchObject({ level: "member", inherited: null });
  await call("revoke", ana);
  expect(await inspect(ana)).toMatchObject({ level: null, inherited: "a group in this group" });
});

test.each([
  [{ groupTypes: ["DynamicMembership"] }, "a rule fills this group"],
  [{ groupTypes: ["DynamicMembership", "Unified"], mailEnabled: true }, "a rule fills this group"],
  [{ isAssignableToRole: true }, "roles of the directory"],
  [{ onPremisesSyncEnabled: true }, "on the premises"],
  [{ mailEnabled: true }, "mail-enabled"],
  [{ groupTypes: ["Unified"], mailEnabled: true, visibility: "HiddenMembership" }, "hides its members"],
])("a group that is %j is refused, and why is said", async (kind, why) => {
  const { entra, call } = await at();
  entra.group = { ...entra.group, ...kind };
  await expect(call("grant", ana)).rejects.toMatchObject({
    class: "impossible",
    message: expect.stringContaining(why),
  });
  expect(entra.asked.some((asked) => asked.startsWith("POST /groups"))).toBe(false);
});

test("a group of Microsoft 365 is as good as a security group", async () => {
  const { entra, call, inspect } = await at();
  entra.group = { groupTypes: ["Unified"], mailEnabled: true, visibility: "Private" };
  await call("grant", ana);
  expect((await inspect(ana)).level).toBe("member");
});

test("the empty list of a group that hides its members proves no end", async () => {
  const { entra, call, inspect } = await at();
  await call("grant", ana);
  entra.group = { ...entra.group, visibility: "HiddenMembership" };
  await expect(inspect(ana)).rejects.toMatchObject({ name: "PermanentError", class: "impossible" });
  await call("revoke", ana);
  expect(entra.members.size).toBe(0);
});

test("an add that finds a member looks, and does not believe what has just ended", async () => {
  const { entra, call } = await at();
  entra.instead = {
    call: `POST /groups/${GROUP}/members`,
    say: () => failed(400, "Request_BadRequest", "One or more added object references already exist for 'members'."),
  };
  await expect(call("grant", ana)).rejects.toMatchObject({ name: "TransientError", effect: "unknown" });
  await call("grant", ana);
  await call("grant", ana);
  expect(entra.has(ana.id)).toBe(true);
});

test("a member whom Entra lists and does not find is not called gone", async () => {
  const { entra, call } = await at();
  await call("grant", ana);
  entra.instead = { call: "DELETE", say: () => failed(404, "Request_ResourceNotFound") };
  await expect(call("revoke", ana)).rejects.toMatchObject({ name: "TransientError" });
  await call("revoke", ana);
  expect(entra.members.size).toBe(0);
});

test("capitals make no other account of a name, and no other slot; a guest's name is one", async () => {
  const { entra, call } = await at();
  await call("grant", { id: "ANA@Example.com", label: "" });
  expect(entra.has(ana.id)).toBe(true);
  expect(entraGroup.slot(good, { id: "ANA@Example.com", label: "" })).toEqual(entraGroup.slot(good, ana));
  const guest = { id: "eve_gmail.com#EXT#@example.onmicrosoft.com", label: "" };
  entra.addUser(guest.id);
  await call("grant", guest);
  expect(entra.has(guest.id)).toBe(true);
});

test.each([
  "",
  "ana",
  "me",
  "..",
  "ana/ben@example.com",
  "ana@example.com/$ref",
  "$count",
  "ana@exa mple.com",
  "ana?@example.com",
])("%j is refused without a call: it would mean something else in a path", async (id) => {
  const { entra, call } = await at();
  await expect(call("grant", { id, label: "" })).rejects.toMatchObject({ class: "impossible" });
  expect(entra.asked).toEqual([]);
});

test("somebody disabled gets nothing new, and loses what they have", async () => {
  const { entra, call } = await at();
  await call("grant", ana);
  Object.assign(entra.users[0] ?? {}, { accountEnabled: false });
  await expect(call("grant", ana)).rejects.toThrow("disabled");
  await call("revoke", ana);
  expect(entra.members.size).toBe(0);
});

test.each([
  [429, "TooManyRequests", SAYS, { name: "TransientError", effect: "no", class: "slow_down" }],
  [
    400,
    "Request_BadRequest",
    "One of the objects being referenced do not exist.",
    { name: "TransientError", effect: "no" },
  ],
  [400, "Request_BadRequest", SAYS, { name: "PermanentError", effect: "no", class: "impossible" }],
  [409, "Directory_ConcurrencyViolation", SAYS, { name: "TransientError", effect: "no", class: "retryable" }],
  [409, "Conflict", SAYS, { name: "TransientError", effect: "unknown", class: "retryable" }],
  [503, "ServiceUnavailable", SAYS, { name: "TransientError", effect: "unknown", class: "retryable" }],
  [403, "Authorization_RequestDenied", SAYS, { name: "PermanentError", effect: "no", class: "auth" }],
  [404, "ResourceNotFound", SAYS, { name: "PermanentError", effect: "no", class: "config" }],
] as const)("HTTP %s with %s (%s) is understood", async (status, code, message, means) => {
  const { entra, call } = await at();
  entra.instead = { call: `POST /groups/${GROUP}/members`, say: () => failed(status, code, message) };
  await expect(call("grant", ana)).rejects.toMatchObject(means);
  await call("grant", ana);
  entra.instead = { call: "DELETE", say: () => failed(status, code, message) };
  await expect(call("revoke", ana)).rejects.toMatchObject(means);
  expect(entra.has(ana.id)).toBe(true);
});

test("a group that is not yet everywhere is tried again", async () => {
  const { entra, call } = await at();
  entra.instead = { call: `POST /groups/${GROUP}/members`, say: () => failed(404, "Request_ResourceNotFound") };
  await expect(call("grant", ana)).rejects.toMatchObject({ name: "TransientError", effect: "no" });
});

test("a token is kept until shortly before its end, and one that was ended is replaced by another, once", async () => {
  const { entra, settings } = await at();
  let tokens = 0;
  const counting = callerOf({
    strategy: entraGroup,
    settings,
    secrets: { ENTRA_CERTIFICATE: CERTIFICATE },
    now: () => entra.now(),
    fetch(request) {
      if (request.url.endsWith("/token")) tokens += 1;
      return fetch(request);
    },
  });
  await counting.call("grant", ana);
  await counting.inspect(ana);
  expect(tokens).toBe(1);
  entra.now = () => NOW + 56 * 60_000;
  await counting.inspect(ana);
  expect(tokens).toBe(2);
  entra.endTokens();
  await counting.call("revoke", ana);
  expect(tokens).toBe(3);
});

test("what is wrong with the app or its certificate is the operators' to mend", async () => {
  const { settings } = await at();
  const withSecret = (ENTRA_CERTIFICATE: string, more: object = {}) =>
    callerOf({
      strategy: entraGroup,
      settings: { ...settings, ...more },
      secrets: { ENTRA_CERTIFICATE },
      fetch: (request) => fetch(request),
    });
  for (const secret of ["nonsense", PRIVATE_KEY, CERTIFICATE.replace("MII", "XII"), CERTIFICATE.replace("CERT", "")])
    await expect(withSecret(secret).call("grant", ana)).rejects.toThrow("does not hold BEGIN CERTIFICATE");
  const other = CERTIFICATE.replace(/CERTIFICATE-----\n/, "CERTIFICATE-----\nAAAA");
  await expect(withSecret(other).call("grant", ana)).rejects.toMatchObject({ name: "PermanentError", class: "auth" });
  const stranger = { clientId: TENANT };
  await expect(withSecret(CERTIFICATE, stranger).call("grant", ana)).rejects.toMatchObject({ class: "auth" });
  await withSecret(CERTIFICATE.replaceAll("\n", "\\n")).call("grant", ana);
});

test("a look at the group says whether Sym sees it and people, and what kind it is", async () => {
  const { entra, settings } = await at();
  const check = () =>
    entraGroup.check?.(settings, {
      secret: () => CERTIFICATE,
      fetch: (request) => fetch(request),
      signal: new AbortController().signal,
      now: () => NOW,
    });
  await check();
  entra.instead = { call: "GET /users", say: () => failed(403, "Authorization_RequestDenied") };
  await expect(check()).rejects.toMatchObject({ class: "auth" });
  entra.group = { ...entra.group, isAssignableToRole: true };
  await expect(check()).rejects.toMatchObject({ class: "impossible" });
  entra.group = null;
  await expect(check()).rejects.toThrow("does not have this group any more");
});

test("all groups of one tenant share whose account is whose, and those of another do not", () => {
  const realm = (more: object) => entraGroup.realm?.({ ...good, ...more });
  expect(realm({ group: TENANT })).toBe(realm({}));
  expect(realm({ tenant: GROUP })).not.toBe(realm({}));
});

test("what may be called is counted for one app in one tenant, and a grant counts its three calls", () => {
  expect(entraGroup.limits?.(good)).toBeNull();
  const limits = { perSecond: 6, outstanding: 2 };
  expect(entraGroup.limits?.({ ...good, limits })).toEqual({ of: `${TENANT}/${CLIENT}`, perSecond: 2, outstanding: 2 });
});

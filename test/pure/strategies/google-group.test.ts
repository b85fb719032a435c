// `google_group` against a Google of our own: the suite of all strategies, roles as levels, addresses that change hands, members
// through other groups, tokens, and what Google's errors mean.
import { expect, onTestFinished, test } from "vitest";
import { PermanentError } from "../../../src/ports.ts";
import { googleGroup } from "../../../src/strategies/google-group/strategy.ts";
import { everyCallFails } from "../../contracts/every-call.ts";
import { faultyHttp } from "../../contracts/faulty-http.ts";
import { strategyContract } from "../../contracts/strategy.ts";
import { callerOf, NOW } from "../../contracts/strategy-world.ts";
import { FakeGoogle, GROUP, googleVerbOf, KEY_FILE, PRIVATE_KEY, SAYS, SUBJECT } from "./google/fake-google.ts";

const ana = { id: "ana@example.com", label: "Ana" };
const ben = { id: "ben@example.com", label: "Ben" };
const good = { group: GROUP, serviceAccount: "GOOGLE_KEY", subject: SUBJECT };

async function started(more: Partial<Pick<FakeGoogle, "expiresIn">> = {}) {
  const google = Object.assign(new FakeGoogle(), more);
  const { origin, close } = await google.open();
  for (const email of [ana.id, ben.id, SUBJECT]) google.addUser(email);
  return {
    google,
    strategy: googleGroup,
    settings: { ...good, endpoint: origin, allowLoopback: true },
    people: [ana, ben] as const,
    // The second is never read: it is there to be looked for.
    secrets: { GOOGLE_KEY: KEY_FILE, INSIDE: PRIVATE_KEY },
    targetSays: SAYS,
    levelOf: async (email: string) => google.roleOf(email)?.toLowerCase() ?? null,
    removeParent: async () => void google.groups.delete(GROUP),
    removeAccount: async (email: string) => google.removeUser(email),
    close,
  };
}

strategyContract("google_group", {
  badSettings: [
    { settings: { ...good, group: "engineers@example.com" }, path: ["group"] },
    { settings: { ...good, group: "../users" }, path: ["group"] },
    { settings: { ...good, serviceAccount: KEY_FILE }, path: ["serviceAccount"] },
    { settings: { ...good, subject: "Sym" }, path: ["subject"] },
    { settings: { ...good, endpoint: "https://10.0.0.1" }, path: ["endpoint"] },
    { settings: { ...good, role: "OWNER" }, path: [] },
  ],
  async world() {
    return { ...(await started()), ...faultyHttp(fetch, { verbOf: googleVerbOf, says: SAYS }) };
  },
});

everyCallFails("google_group with a token that is kept", started);
everyCallFails("google_group with a token for each call", () => started({ expiresIn: 60 }));

async function at() {
  const world = await started();
  onTestFinished(world.close);
  const caller = callerOf({ ...world, fetch: (request) => fetch(request), now: () => world.google.now() });
  const [anaId = "", benId = ""] = world.google.users.map(({ id }) => id);
  return { ...world, ...caller, anaId, benId };
}

test("the id is found before anything is given, and an address that is changed or handed on moves nothing", async () => {
  const { google, call, inspect, anaId } = await at();
  const { ids } = await inspect(ana);
  expect(ids).toEqual({ user: anaId });
  await call("grant", ana, { ids });
  Object.assign(google.users[0] ?? {}, { primaryEmail: "ana.lovelace@example.com" });
  google.addUser(ana.id);
  expect((await inspect(ana, { ids })).level).toBe("member");
  await call("grant", ana, { ids, level: "owner" });
  expect([google.roleOf(anaId), google.roleOf(ana.id)]).toEqual(["OWNER", null]);
  await call("revoke", ana, { ids });
  expect(google.groups.get(GROUP)?.size).toBe(0);
});

test("a user who is deleted and made again with the same address is somebody else", async () => {
  const { google, call, inspect } = await at();
  const { ids } = await inspect(ana);
  google.removeUser(ana.id);
  google.addUser("filler@example.com");
  const again = google.addUser(ana.id);
  google.groups.get(GROUP)?.set(again.id, "MEMBER");
  expect((await inspect(ana, { ids })).level).toBeNull();
  await call("revoke", ana, { ids });
  await expect(call("grant", ana, { ids })).rejects.toBeInstanceOf(PermanentError);
  expect(google.roleOf(ana.id)).toBe("MEMBER");
});

test("an alias finds somebody, and is not taken for them", async () => {
  const { google, call, inspect } = await at();
  google.users[0]?.aliases.push("a@example.com");
  const alias = { id: "a@example.com", label: "" };
  for (const verb of ["grant", "revoke"] as const)
    await expect(call(verb, alias)).rejects.toThrow("not the primary address");
  await expect(inspect(alias)).rejects.toThrow("not the primary address");
});

test("an address that changes hands between two calls puts nobody else into the group", async () => {
  const { google, call } = await at();
  google.instead = {
    call: "POST",
    say() {
      Object.assign(google.users[0] ?? {}, { primaryEmail: "ana.lovelace@example.com" });
      google.addUser(ana.id);
      return null;
    },
  };
  await expect(call("grant", ana)).rejects.toMatchObject({ name: "TransientError" });
  expect(google.groups.get(GROUP)?.size).toBe(0);
});

test("somebody who is in the group through another one has it from elsewhere, until they have it themselves", async () => {
  const { google, call, inspect, anaId } = await at();
  google.nested.add(anaId);
  expect(await inspect(ana)).toMatchObject({ level: null, inherited: "a group in this group" });
  await call("grant", ana, { level: "manager" });
  expect(await inspect(ana)).toMatchObject({ level: "manager", inherited: null });
  await call("revoke", ana);
  expect(await inspect(ana)).toMatchObject({ level: null, inherited: "a group in this group" });
});

test("where Google does not tell of members through others, those of its own are read all the same", async () => {
  const { google, inspect } = await at();
  google.instead = { call: `GET /groups/${GROUP}/hasMember`, say: () => said(400, "invalid") };
  expect(await inspect(ana)).toMatchObject({ level: null, inherited: null });
});

test("capitals make no other account of an address, and no other slot", async () => {
  const { google, call } = await at();
  await call("grant", { id: "ANA@Example.com", label: "" });
  expect(google.roleOf(ana.id)).toBe("MEMBER");
  expect(googleGroup.slot(good, { id: "ANA@Example.com", label: "" })).toEqual(googleGroup.slot(good, ana));
});

test.each([
  "",
  "ana",
  "ana/ben@example.com",
  "ana@example.com/..",
  "me",
  "..",
  "ana@exa mple.com",
  "añа@example.com",
  "1?x",
])("%j is refused without a call: it would mean something else in a path", async (id) => {
  const { google, call } = await at();
  await expect(call("grant", { id, label: "" })).rejects.toMatchObject({ class: "impossible" });
  expect(google.asked).toEqual([]);
});

test.each(["suspended", "archived"] as const)("somebody %s gets nothing new, and loses what they have", async (how) => {
  const { google, call } = await at();
  await call("grant", ana);
  Object.assign(google.users[0] ?? {}, { [how]: true });
  await expect(call("grant", ana)).rejects.toThrow(how);
  await call("revoke", ana);
  expect(google.roleOf(ana.id)).toBeNull();
});

const said = (status: number, reason: string) => ({
  status,
  body: { error: { code: status, message: SAYS, errors: [{ message: SAYS, domain: "global", reason }] } },
});

test.each([
  [403, "userRateLimitExceeded", { name: "TransientError", effect: "no", class: "slow_down" }],
  [403, "quotaExceeded", { name: "TransientError", effect: "no", class: "slow_down" }],
  [429, "rateLimitExceeded", { name: "TransientError", effect: "no", class: "slow_down" }],
  [412, "conditionNotMet", { name: "TransientError", effect: "no", class: "retryable" }],
  [409, "conflict", { name: "TransientError", effect: "unknown", class: "retryable" }],
  [503, "backendError", { name: "TransientError", effect: "unknown", class: "retryable" }],
  [403, "forbidden", { name: "PermanentError", effect: "no", class: "auth" }],
  [403, "accessNotConfigured", { name: "PermanentError", effect: "no", class: "auth" }],
  [400, "invalid", { name: "PermanentError", effect: "no", class: "impossible" }],
] as const)("HTTP %s with %s is understood", async (status, reason, means) => {
  const { google, call } = await at();
  await call("revoke", ana);
  google.instead = { call: "POST", say: () => said(status, reason) };
  await expect(call("grant", ana)).rejects.toMatchObject(means);
  await call("grant", ana);
  google.instead = { call: "DELETE", say: () => said(status, reason) };
  await expect(call("revoke", ana)).rejects.toMatchObject(means);
  expect(google.roleOf(ana.id)).toBe("MEMBER");
});

test("a group that Sym may not see any more proves no end", async () => {
  const { google, call, inspect } = await at();
  await call("grant", ana);
  google.instead = { call: "DELETE", say: () => said(403, "forbidden") };
  await expect(call("revoke", ana)).rejects.toMatchObject({ class: "auth" });
  for (const call of [`GET /groups/${GROUP}/members/`, `GET /groups/${GROUP}/hasMember`]) {
    google.instead = { call, say: () => said(403, "forbidden") };
    await (call.includes("hasMember") ? expect(inspect(ben)) : expect(inspect(ana))).rejects.toMatchObject({
      class: "auth",
    });
  }
});

test("a token is kept until shortly before its end, and one that was ended is replaced by another, once", async () => {
  const { google, call, inspect, settings } = await at();
  let tokens = 0;
  const counting = callerOf({
    strategy: googleGroup,
    settings,
    secrets: { GOOGLE_KEY: KEY_FILE },
    now: () => google.now(),
    fetch(request) {
      if (request.url.endsWith("/token")) tokens += 1;
      return fetch(request);
    },
  });
  await counting.call("grant", ana);
  await counting.inspect(ana);
  expect(tokens).toBe(1);
  google.now = () => NOW + 56 * 60_000;
  await counting.inspect(ana);
  expect(tokens).toBe(2);
  google.endTokens();
  await counting.call("revoke", ana);
  expect(tokens).toBe(3);
  await call("grant", ben);
  expect((await inspect(ben)).level).toBe("member");
});

test("a key that was replaced is used at the next call", async () => {
  const { google, call, settings } = await at();
  await call("grant", ana);
  const other = callerOf({
    strategy: googleGroup,
    settings,
    secrets: { GOOGLE_KEY: KEY_FILE.replace('"key-1"', '"key-2"') },
    fetch: (request) => fetch(request),
  });
  await expect(other.call("revoke", ana)).rejects.toMatchObject({ name: "PermanentError", class: "auth" });
  expect(google.roleOf(ana.id)).toBe("MEMBER");
});

test("what is wrong with the service account is the operators' to mend, and is said", async () => {
  const { google, settings } = await at();
  const withKey = (GOOGLE_KEY: string, more: object = {}) =>
    callerOf({
      strategy: googleGroup,
      settings: { ...settings, ...more },
      secrets: { GOOGLE_KEY },
      fetch: (request) => fetch(request),
    });
  for (const key of ["nonsense", "{}", KEY_FILE.replace("MII", "XII"), PRIVATE_KEY])
    await expect(withKey(key).call("grant", ana)).rejects.toThrow("not the file that Google hands out");
  await expect(withKey(KEY_FILE, { subject: "eve@example.com" }).call("grant", ana)).rejects.toMatchObject({
    class: "auth",
  });
  google.delegated = [];
  await expect(withKey(KEY_FILE).call("grant", ana)).rejects.toThrow("not delegated");
});

test("the key's own words for where tokens are got are not believed", async () => {
  const { call, settings } = await at();
  const hosts = new Set<string>();
  const watched = callerOf({
    strategy: googleGroup,
    settings,
    secrets: { GOOGLE_KEY: KEY_FILE },
    fetch(request) {
      hosts.add(new URL(request.url).origin);
      return fetch(request);
    },
  });
  await watched.call("grant", ana);
  await call("revoke", ana);
  expect([...hosts]).toEqual([settings.endpoint]);
});

test("a look at the group says whether Sym sees it, and people", async () => {
  const { google, settings } = await at();
  const check = () =>
    googleGroup.check?.(settings, {
      secret: () => KEY_FILE,
      fetch: (request) => fetch(request),
      signal: new AbortController().signal,
      now: () => NOW,
    });
  await check();
  google.instead = { call: "GET /users", say: () => said(403, "forbidden") };
  await expect(check()).rejects.toMatchObject({ class: "auth" });
  google.groups.delete(GROUP);
  await expect(check()).rejects.toThrow("does not have this group");
});

test("the published limit is kept to where the Target says no other, by all Targets with one subject", () => {
  expect(googleGroup.limits?.(good)).toEqual({ of: SUBJECT, perSecond: 40 / 3, outstanding: null });
  expect(googleGroup.limits?.({ ...good, limits: { perSecond: 6 } })).toMatchObject({ perSecond: 2 });
});

test("all groups of one organisation share whose account is whose, and those of another do not", () => {
  const realm = (more: object) => googleGroup.realm?.({ ...good, ...more });
  expect(realm({ group: "03x8tuzt3other0", subject: "other@example.com" })).toBe(realm({}));
  expect(realm({ subject: "sym@example.org" })).not.toBe(realm({}));
});

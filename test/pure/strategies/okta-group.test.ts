// `okta_group` with an API token, against an org that others wrote behind Okta's own description: the suite of all strategies,
// and what only Okta has: ids behind logins, groups that are not ours to change, lists in pages, limits that name a second.
import { afterEach, expect, onTestFinished, test } from "vitest";
import { PermanentError } from "../../../src/ports.ts";
import { oktaGroup } from "../../../src/strategies/okta-group/strategy.ts";
import { faultyHttp } from "../../contracts/faulty-http.ts";
import { strategyContract } from "../../contracts/strategy.ts";
import { callerOf, NOW } from "../../contracts/strategy-world.ts";
import { oktaError } from "./okta-door.ts";
import { API_TOKEN, GROUP, type OktaOrg, oktaVerbOf, startOkta } from "./okta-org.ts";

const says = "okta-says-canary";
const ana = { id: "ana@example.com", label: "Ana" };
const ben = { id: "ben@example.com", label: "Ben" };
const org = "https://example.okta.com";
const good = { org, group: GROUP, apiToken: "OKTA_TOKEN" };

const orgs: OktaOrg[] = [];
afterEach(() => {
  // Whatever Okta's description does not know was never sent.
  expect(orgs.splice(0).flatMap(({ refused }) => refused)).toEqual([]);
});
async function started(): Promise<OktaOrg> {
  const at = await startOkta({ logins: [ana.id, ben.id] });
  orgs.push(at);
  return at;
}
const settingsFor = ({ url }: OktaOrg) => ({ org: url, group: GROUP, apiToken: "OKTA_TOKEN", allowLoopback: true });

strategyContract("okta_group at emulate", {
  badSettings: [
    { settings: { ...good, org: "https://10.0.0.1" }, path: ["org"] },
    { settings: { ...good, org: `${org}/admin/groups` }, path: ["org"] },
    { settings: { ...good, org: "https://example-admin.okta.com" }, path: ["org"] },
    { settings: { ...good, group: "../users/me" }, path: ["group"] },
    { settings: { ...good, group: "Deployers" }, path: ["group"] },
    { settings: { ...good, apiToken: "00aTokenItself" }, path: ["apiToken"] },
    { settings: { org, group: GROUP }, path: ["apiToken"] },
    { settings: { ...good, serviceApp: { clientId: "0oa1", privateKey: "OKTA_KEY" } }, path: ["apiToken"] },
  ],
  hostileNames: 300,
  async world() {
    const at = await started();
    return {
      strategy: oktaGroup,
      settings: settingsFor(at),
      people: [ana, ben],
      secrets: { OKTA_TOKEN: API_TOKEN },
      targetSays: says,
      levelOf: async (login) => ((await at.members()).includes(at.userIds[login] ?? "nobody") ? "member" : null),
      removeParent: at.removeGroup,
      removeAccount: at.removeUser,
      close: at.close,
      ...faultyHttp(fetch, { verbOf: oktaVerbOf, says }),
    };
  },
});

type Through = (request: Request) => Promise<Response>;

async function at(through: Through = fetch) {
  const okta = await started();
  onTestFinished(okta.close);
  const asked: string[] = [];
  const fetched: Through = (request) => {
    asked.push(`${request.method} ${new URL(request.url).pathname}${new URL(request.url).search}`);
    return through(request);
  };
  const secrets = { OKTA_TOKEN: API_TOKEN };
  return { okta, asked, ...callerOf({ strategy: oktaGroup, settings: settingsFor(okta), secrets, fetch: fetched }) };
}

test("others stay in the group where they are", async () => {
  const { okta, call } = await at();
  await okta.addMember(ben.id);
  await call("grant", ana);
  await call("revoke", ana);
  expect(await okta.members()).toEqual([okta.userIds[ben.id]]);
});

test("whoever is renamed while holding access loses it all the same", async () => {
  const { okta, call, inspect } = await at();
  const { ids } = await inspect(ana);
  await call("grant", ana, { ids });
  await okta.rename(ana.id, "ana.lovelace@example.com");
  expect((await inspect(ana, { ids })).level).toBe("member");
  await call("revoke", ana, { ids });
  expect(await okta.members()).toEqual([]);
});

test("a login that is given to somebody else never moves a hold", async () => {
  const { okta, call, inspect } = await at();
  const { ids } = await inspect(ana);
  await call("grant", ana, { ids });
  await okta.rename(ana.id, "former@example.com");
  await okta.rename(ben.id, ana.id);
  await okta.addMember(ben.id);
  await call("grant", ana, { ids });
  await call("revoke", ana, { ids });
  expect(await okta.members()).toEqual([okta.userIds[ben.id]]);
});

test("a Flow may name people by Okta's own id, and any capitals of a login are one account", async () => {
  const { okta, call } = await at();
  const byId = { id: okta.userIds[ana.id] ?? "", label: "Ana" };
  await call("grant", byId);
  expect(await okta.members()).toEqual([byId.id]);
  await call("revoke", byId);
  expect(await okta.members()).toEqual([]);
  const slot = (id: string) => oktaGroup.slot(good, { id, label: "" });
  expect(slot("Ana@Example.com")).toEqual(slot("ana@example.com"));
});

test.each(["me", "ME", "..", "ana/../ben@example.com", "ana\\ben", "ana ben@example.com", "ana\u200B@example.com", ""])(
  "%j is refused without a call: it would ask for somebody else",
  async (id) => {
    const { asked, call } = await at();
    await expect(call("grant", { id, label: "" })).rejects.toBeInstanceOf(PermanentError);
    expect(asked).toEqual([]);
  },
);

test("somebody whom Okta finds under a short or similar login is not taken for the person", async () => {
  const { okta, call } = await at(async (request) => {
    const url = new URL(request.url);
    if (url.pathname === "/api/v1/users/ana") url.pathname = "/api/v1/users/ana%40example.com";
    return fetch(new Request(url, request));
  });
  await expect(call("grant", { id: "ana", label: "" })).rejects.toBeInstanceOf(PermanentError);
  expect(await okta.members()).toEqual([]);
});

test.each(["deactivate", "suspend"] as const)(
  "who is shut out of Okta (%s) gets nothing new, and still loses what they have",
  async (how) => {
    const { okta, call } = await at();
    await okta.addMember(ana.id);
    await okta[how](ana.id);
    await expect(call("grant", ana)).rejects.toThrow(/account at Okta is (deactivated|suspended)/);
    await call("revoke", ana);
    expect(await okta.members()).toEqual([]);
  },
);

test.each(["APP_GROUP", "BUILT_IN", "A_TYPE_OF_TOMORROW"])(
  "a group of the type %s is refused, unchanged",
  async (type) => {
    const { okta, asked, call } = await at(async (request) =>
      new URL(request.url).pathname === `/api/v1/groups/${GROUP}` ? Response.json({ id: GROUP, type }) : fetch(request),
    );
    await expect(call("grant", ana)).rejects.toMatchObject({ name: "PermanentError", class: "impossible" });
    expect(asked.filter((call) => call.startsWith("PUT"))).toEqual([]);
    expect(await okta.members()).toEqual([]);
  },
);

test("somebody in more groups than a page holds is found, and only the cursor of the next address is used", async () => {
  const pages: Record<string, { readonly ids: string[]; readonly next?: string }> = {
    "": { ids: ["00gOther1"], next: "https://elsewhere.example.net/api/v1/users/x/groups?after=c1&limit=200" },
    c1: { ids: ["00gOther2"], next: "/api/v1/users/x/groups?after=c2%26x" },
    "c2&x": { ids: [GROUP] },
  };
  const { asked, okta, inspect } = await at(async (request) => {
    const url = new URL(request.url);
    if (!url.pathname.endsWith("/groups")) return fetch(request);
    const page = pages[url.searchParams.get("after") ?? ""];
    const next = page?.next && new URL(page.next, "https://example.okta.com").href;
    const link = next === undefined ? "" : `<${url.origin}/self>; rel="self", <${next}>; rel="next"`;
    return Response.json(
      page?.ids.map((id) => ({ id })),
      { headers: { link } },
    );
  });
  expect((await inspect(ana)).level).toBe("member");
  const groups = `GET /api/v1/users/${okta.userIds[ana.id]}/groups`;
  expect(asked.slice(1)).toEqual([groups, `${groups}?after=c1&limit=200`, `${groups}?after=c2%26x&limit=200`]);
});

test("a list without an end is given up, and is no proof of anything", async () => {
  const { asked, inspect } = await at(async (request) => {
    const { pathname, href } = new URL(request.url);
    if (!pathname.endsWith("/groups")) return fetch(request);
    return Response.json([], { headers: { link: `<${href.split("?")[0]}?after=again>; rel="next"` } });
  });
  await expect(inspect(ana)).rejects.toBeInstanceOf(PermanentError);
  expect(asked.length).toBe(51);
});

test("a page that says there is more, and not where, is no proof of anything", async () => {
  const { inspect } = await at(async (request) =>
    request.url.endsWith("/groups")
      ? Response.json([], { headers: { link: `<${request.url}>; rel="next"` } })
      : fetch(request),
  );
  await expect(inspect(ana)).rejects.toMatchObject({ name: "TransientError", effect: "no" });
});

test("a list goes on to its last page, and is nothing without it", async () => {
  let lost = false;
  const { okta, list } = await at(async (request) => {
    const url = new URL(request.url);
    const whole = await fetch(request);
    if (!url.pathname.endsWith(`/groups/${GROUP}/users`)) return whole;
    const everybody = (await whole.json()) as object[];
    if (url.searchParams.has("after")) return Response.json(everybody.slice(1));
    const link = `<${url.origin}${url.pathname}${lost ? "" : "?after=1"}>; rel="next"`;
    return Response.json(everybody.slice(0, 1), { headers: { link } });
  });
  await okta.addMember(ana.id);
  await okta.addMember(ben.id);
  expect((await list()).members.map(({ account, names }) => [account.id, ...names])).toEqual([
    [ana.id, okta.userIds[ana.id]],
    [ben.id, okta.userIds[ben.id]],
  ]);
  lost = true;
  await expect(list()).rejects.toMatchObject({ name: "TransientError", effect: "no" });
});

test("a limit is waited for until the second that Okta names, by Okta's own clock", async () => {
  const theirs = NOW + 7_000;
  const { call } = await at(async () =>
    oktaError(429, "E0000047", {
      date: new Date(theirs).toUTCString(),
      "x-rate-limit-limit": "600",
      "x-rate-limit-remaining": "0",
      "x-rate-limit-reset": String(theirs / 1_000 + 41),
    }),
  );
  await expect(call("grant", ana)).rejects.toMatchObject({ class: "slow_down", effect: "no", retryAfterMs: 41_000 });
});

test.each([
  [403, "E0000006", { name: "PermanentError", class: "auth" }],
  [403, "E0000038", { name: "PermanentError", class: "config" }],
  [404, "E0000008", { name: "PermanentError", class: "config" }],
  [501, "E0000060", { name: "PermanentError", class: "impossible" }],
  [503, "E0000010", { name: "TransientError", class: "retryable", effect: "unknown" }],
] as const)("an add that is answered with %i %s says who must act", async (status, code, expected) => {
  const { call } = await at(async (request) => (request.method === "PUT" ? oktaError(status, code) : fetch(request)));
  await expect(call("grant", ana)).rejects.toMatchObject(expected);
});

test("a right that is taken away from Sym is no proof of an end", async () => {
  const hidden: RegExp[] = [];
  const { okta, call, inspect } = await at(async (request) => {
    const { pathname } = new URL(request.url);
    return hidden.some((path) => path.test(pathname)) ? oktaError(404, "E0000007") : fetch(request);
  });
  const { ids } = await inspect(ana);
  await call("grant", ana, { ids });
  for (const shut of [[/\/groups\/00g\w+\/users\//], [/\/users\/00u/], [/\/users\/00u/, /\/groups\/00g/]]) {
    hidden.splice(0, hidden.length, ...shut);
    await expect(call("revoke", ana, { ids })).rejects.toMatchObject({ name: "PermanentError", class: "auth" });
  }
  hidden.splice(0, hidden.length, /\/users\/00u\w+$/, /\/users\/00u\w+\/groups/);
  expect((await inspect(ana, { ids })).level).toBe("member");
  hidden.length = 0;
  await call("revoke", ana, { ids });
  expect(await okta.members()).toEqual([]);
});

test("a token that cannot be a token is told as such, and is not sent", async () => {
  const { asked } = await at();
  const okta = await started();
  onTestFinished(okta.close);
  const settings = settingsFor(okta);
  const { call } = callerOf({ strategy: oktaGroup, settings, secrets: { OKTA_TOKEN: "two\nlines" }, fetch });
  await expect(call("grant", ana)).rejects.toMatchObject({ name: "PermanentError", class: "auth" });
  expect(asked).toEqual([]);
});

test("a check reads the group with Sym's token, and says when either is gone", async () => {
  const okta = await started();
  onTestFinished(okta.close);
  const check = (secret: string) =>
    oktaGroup.check?.(settingsFor(okta), {
      ...{ secret: () => secret, fetch: (request) => fetch(request) },
      ...{ signal: new AbortController().signal, now: () => NOW },
    });
  await check(API_TOKEN);
  await expect(check("another")).rejects.toMatchObject({ class: "auth" });
  await okta.removeGroup();
  await expect(check(API_TOKEN)).rejects.toThrow("does not have this group any more");
});

test("what the org allows is shared by its Targets, and a grant counts for its three calls", () => {
  expect(oktaGroup.limits?.(good)).toBeNull();
  expect(oktaGroup.limits?.({ ...good, limits: { perSecond: 6, outstanding: 4 } })).toEqual({
    of: org,
    perSecond: 2,
    outstanding: 4,
  });
});

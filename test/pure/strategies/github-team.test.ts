// `github_team` against GitHub as others play it: the suite of all strategies, as an App and with a token, and what only
// teams, logins and tokens with a life of their own can show.
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { PermanentError } from "../../../src/ports.ts";
import { githubTeam } from "../../../src/strategies/github-team/strategy.ts";
import { faultyHttp } from "../../contracts/faulty-http.ts";
import { type StrategyHarness, strategyContract } from "../../contracts/strategy.ts";
import { callerOf, NOW, type Verb } from "../../contracts/strategy-world.ts";
import { APP, APP_KEY, type EmulatedGithub, OWNER_TOKEN, startEmulatedGithub } from "./github/emulated-github.ts";

const says = "github-says-canary";
const ana = { id: "ana", label: "Ana" };
const ben = { id: "ben", label: "Ben" };
const secrets = { GITHUB_APP_KEY: APP_KEY, GITHUB_TOKEN: OWNER_TOKEN };

// Emulate checks the times in an App's JWT against the clock of this process; the suite's calls take place at NOW.
beforeAll(() => void vi.useFakeTimers({ toFake: ["Date"], now: NOW }));
afterAll(() => void vi.useRealTimers());

const verbOf = (request: Request): Verb =>
  request.method === "PUT" ? "grant" : request.method === "DELETE" ? "revoke" : "inspect";

const asApp = ({ organization, team, installation }: EmulatedGithub) => ({
  organization,
  team,
  app: { ...APP, installation },
});
const withToken = ({ organization, team }: EmulatedGithub) => ({ organization, team, token: "GITHUB_TOKEN" });

/** `refusals`: a token of an App's that is not accepted is replaced once; its successor has to be refused as well. */
const harness = (settingsFor: (github: EmulatedGithub) => object, refusals: number): StrategyHarness => ({
  badSettings: [
    { settings: { organization: "acme", team: 1, token: "GITHUB_TOKEN" }, path: ["organization"] },
    { settings: { organization: 1, team: "deployers", token: "GITHUB_TOKEN" }, path: ["team"] },
    { settings: { organization: 1, team: 1 }, path: ["app"] },
    { settings: { organization: 1, team: 1, token: "a secret" }, path: ["token"] },
    { settings: { organization: 1, team: 1, token: "T", apiUrl: "https://10.0.0.1" }, path: ["apiUrl"] },
    { settings: { organization: 1, team: 1, app: { id: "../x", installation: 1, key: "KEY" } }, path: ["app", "id"] },
  ],
  hostileNames: 300,
  async world() {
    const github = await startEmulatedGithub([ana.id, ben.id]);
    const { fetch, faults } = faultyHttp(github.receive, { verbOf, says });
    return {
      strategy: githubTeam,
      settings: settingsFor(github),
      people: [ana, ben],
      secrets,
      targetSays: says,
      levelOf: github.levelOf,
      removeParent: github.removeTeam,
      removeAccount: github.removeAccount,
      close: github.close,
      fetch,
      faults: {
        ...faults,
        unauthenticated(on) {
          for (let refusal = 0; refusal < refusals; refusal++) void faults.unauthenticated?.(on);
        },
      },
    };
  },
});

strategyContract("github_team as an App at emulate", harness(asApp, 2));
strategyContract("github_team with a token at emulate", harness(withToken, 1));

async function at(
  more: object = {},
  through: (github: EmulatedGithub) => EmulatedGithub["receive"] = (g) => g.receive,
) {
  const github = await startEmulatedGithub([ana.id, ben.id]);
  onTestFinished(github.close);
  const settings = { ...asApp(github), ...more };
  return { github, ...callerOf({ strategy: githubTeam, settings, secrets, fetch: through(github) }) };
}

test("whoever has a new login while holding access keeps it until the end, and then loses it", async () => {
  const { github, call, inspect } = await at();
  const { ids } = await inspect(ana);
  expect(ids).toEqual({ user: github.idOf("ana") });
  await call("grant", ana, { ids });
  github.rename("ana", "ana-lovelace");
  expect(await inspect(ana, { ids })).toMatchObject({ level: "member" });
  await call("revoke", ana, { ids });
  expect(await github.levelOf("ana-lovelace")).toBeNull();
});

test("a login that is taken by somebody else gives them nothing, and takes nothing from them", async () => {
  const { github, call, inspect } = await at();
  const { ids } = await inspect(ana);
  github.rename("ana", "ana-lovelace");
  github.rename("ben", "ana");
  await expect(call("grant", ana, { ids })).rejects.toMatchObject({ message: expect.stringContaining("changed") });
  expect(await github.levelOf("ana")).toBeNull();
  await github.put("ana", "maintainer");
  await github.put("ana-lovelace", "member");
  await call("revoke", ana, { ids });
  expect([await github.levelOf("ana"), await github.levelOf("ana-lovelace")]).toEqual(["maintainer", null]);
});

test("whoever has a new login can still be lowered to what they had before", async () => {
  const { github, call, inspect } = await at();
  await github.put("ana", "maintainer");
  const { ids } = await inspect(ana);
  github.rename("ana", "ana-lovelace");
  await call("grant", ana, { ids, level: "member" });
  expect(await github.levelOf("ana-lovelace")).toBe("member");
});

test("an invitation to the team that is still open counts as access, and an end withdraws it", async () => {
  const { github, call, inspect } = await at();
  github.stand("ana", "invited");
  await call("grant", ana, { level: "maintainer" });
  expect(await github.isPending("ana")).toBe(true);
  expect(await inspect(ana)).toMatchObject({ level: "maintainer", inherited: null });
  await call("revoke", ana);
  expect(await github.isPending("ana")).toBe(false);
  expect(await inspect(ana)).toMatchObject({ level: null });
});

test("a list has open invitations, and nobody of the teams below", async () => {
  const { github, call, list } = await at();
  await github.addTeamBelow("ben");
  github.stand("ana", "invited");
  await call("grant", ana, { level: "maintainer" });
  const user = github.idOf("ana");
  expect((await list()).members).toEqual([
    { account: { id: "ana", label: "ana" }, names: [], level: "maintainer", ids: { user } },
  ]);
});

test("an invitation that was taken up ends like any other membership", async () => {
  const { github, call } = await at();
  github.stand("ana", "invited");
  await call("grant", ana);
  await github.accept("ana");
  github.stand("ana", "member");
  await call("revoke", ana);
  expect(await github.levelOf("ana")).toBeNull();
});

test("somebody outside of the organisation is not invited into it, since no end would take them out again", async () => {
  const { github, call } = await at();
  github.stand("ana", "outside");
  await expect(call("grant", ana)).rejects.toMatchObject({ message: expect.stringContaining("not in the GitHub org") });
  expect(await github.levelOf("ana")).toBeNull();
});

test("an owner of the organisation, whom GitHub shows as a maintainer, is given nothing", async () => {
  const { github, call } = await at();
  github.stand("ana", "admin");
  await expect(call("grant", ana)).rejects.toMatchObject({ name: "PermanentError", class: "impossible" });
  expect(await github.levelOf("ana")).toBeNull();
});

test("membership by way of a team below is inherited: it is neither taken for ours nor taken away", async () => {
  const { github, call, inspect } = await at();
  await github.addTeamBelow("ana");
  expect(await inspect(ana)).toMatchObject({ level: null, inherited: "a team below this one" });
  expect(await inspect(ben)).toMatchObject({ level: null, inherited: null });
  await call("grant", ana);
  expect(await inspect(ana)).toMatchObject({ level: "member", inherited: null });
  await call("revoke", ana);
  await call("revoke", ana);
  expect(await inspect(ana)).toMatchObject({ level: null, inherited: "a team below this one" });
});

test("a team that an identity provider keeps refuses for good, in words that say so", async () => {
  const { github, call } = await at();
  github.synchronise();
  await expect(call("grant", ana)).rejects.toMatchObject({
    name: "PermanentError",
    class: "impossible",
    message: expect.stringContaining("identity provider"),
  });
  await github.put("ben", "member");
  await expect(call("revoke", ben)).rejects.toMatchObject({ class: "impossible" });
  expect(await github.levelOf("ben")).toBe("member");
});

test("a token of the App's is used for as long as it lives, and replaced when it is withdrawn", async () => {
  let minted = 0;
  const { github, call, inspect } = await at({}, ({ receive }) => (request) => {
    if (request.url.endsWith("/access_tokens")) minted += 1;
    return receive(request);
  });
  await call("grant", ana);
  await inspect(ana);
  expect(minted).toBe(1);
  github.withdrawTokens();
  await call("revoke", ana);
  expect(minted).toBe(2);
  expect(await github.levelOf("ana")).toBeNull();
});

test("a key that is no key, and a key of another App, are told as such, and without a word of them", async () => {
  for (const key of ["planted-no-key", APP_KEY.replace("RSA PRIVATE", "PRIVATE")]) {
    const github = await startEmulatedGithub([ana.id]);
    onTestFinished(github.close);
    const { call } = callerOf({
      strategy: githubTeam,
      settings: asApp(github),
      secrets: { GITHUB_APP_KEY: key },
      fetch: github.receive,
    });
    await expect(call("grant", ana)).rejects.toMatchObject({
      class: "auth",
      message: "the secret GITHUB_APP_KEY does not hold the private key of a GitHub App",
    });
  }
});

test("a team that only cannot be seen is no proof of an end", async () => {
  const hidden = (github: EmulatedGithub) => async (request: Request) =>
    /\/team\/\d+$/.test(new URL(request.url).pathname)
      ? Response.json({ message: "Not Found", documentation_url: "https://docs.github.com/rest" }, { status: 404 })
      : github.receive(request);
  const { github, call, inspect } = await at({}, hidden);
  await github.put("ana", "member");
  await expect(inspect(ana)).rejects.toMatchObject({ name: "TransientError" });
  await expect(call("revoke", ana)).rejects.toMatchObject({ name: "TransientError" });
  expect(await github.levelOf("ana")).toBe("member");
});

test("a token that may not see every team proves no team to be gone", async () => {
  const github = await startEmulatedGithub([ana.id]);
  onTestFinished(github.close);
  await github.removeTeam();
  const secrets = { GITHUB_TOKEN: github.memberToken };
  const { call } = callerOf({ strategy: githubTeam, settings: withToken(github), secrets, fetch: github.receive });
  await expect(call("revoke", ana)).rejects.toMatchObject({ name: "PermanentError", class: "auth" });
});

test("an account that only cannot be seen, while the team lists it, is no proof of an end", async () => {
  const unseen = (github: EmulatedGithub) => async (request: Request) =>
    /^\/users?\//.test(new URL(request.url).pathname)
      ? Response.json({ message: "Not Found" }, { status: 404 })
      : github.receive(request);
  const { github, call } = await at({}, unseen);
  await github.put("ana", "member");
  await expect(call("revoke", ana)).rejects.toBeInstanceOf(PermanentError);
  await expect(call("revoke", ana, { ids: { user: github.idOf("ana") } })).rejects.toBeInstanceOf(PermanentError);
  expect(await github.levelOf("ana")).toBe("member");
});

const answering = (status: number, headers: Record<string, string>, body: object) => (github: EmulatedGithub) => {
  return async (request: Request) =>
    request.method === "PUT" ? Response.json(body, { status, headers }) : github.receive(request);
};
const reset = String(NOW / 1_000 + 300);

test.each([
  {
    of: "the hour",
    status: 403,
    headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset },
    wait: 300_000,
  },
  {
    of: "the hour",
    status: 429,
    headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset },
    wait: 300_000,
  },
  { of: "the moment", status: 403, headers: { "retry-after": "45" }, wait: 45_000 },
  { of: "the moment, with no time", status: 403, headers: {}, wait: 60_000 },
])("a limit of $of that comes as $status is waited for, and is no missing right", async ({ status, headers, wait }) => {
  const body = { message: "You have exceeded a secondary rate limit. Please wait a few minutes." };
  const { call } = await at({}, answering(status, headers as Record<string, string>, body));
  await expect(call("grant", ana)).rejects.toMatchObject({
    name: "TransientError",
    class: "slow_down",
    effect: "no",
    retryAfterMs: wait,
  });
});

test("a right that is missing is no limit", async () => {
  const headers = { "x-ratelimit-remaining": "4990", "x-ratelimit-reset": reset };
  const { call } = await at({}, answering(403, headers, { message: "Resource not accessible by integration" }));
  await expect(call("grant", ana)).rejects.toMatchObject({ name: "PermanentError", class: "auth" });
});

test("an installation that lacks the permission is told by its name", async () => {
  const lacking = (github: EmulatedGithub) => async (request: Request) =>
    request.url.endsWith("/access_tokens")
      ? Response.json({ message: "The permissions requested are not granted to this installation." }, { status: 422 })
      : github.receive(request);
  const { call } = await at({}, lacking);
  await expect(call("grant", ana)).rejects.toMatchObject({
    class: "auth",
    message: "the GitHub App's installation lacks a permission: Members, write (HTTP 422)",
  });
});

test("a redirect is not followed, wherever it leads", async () => {
  const hosts: string[] = [];
  const elsewhere = (github: EmulatedGithub) => async (request: Request) => {
    hosts.push(new URL(request.url).host);
    return request.method === "PUT"
      ? new Response(null, { status: 301, headers: { location: "https://evil.example.com/" } })
      : github.receive(request);
  };
  const { call } = await at({}, elsewhere);
  await expect(call("grant", ana)).rejects.toMatchObject({ name: "TransientError", effect: "no" });
  expect(new Set(hosts)).toEqual(new Set(["api.github.com"]));
});

test("an e-mail address is refused, and so is guessing from one", async () => {
  const { call } = await at();
  const email = { id: "ana@example.com", label: "Ana" };
  await expect(call("grant", email)).rejects.toMatchObject({ message: expect.stringContaining("account function") });
  const ask = githubTeam.identify?.({}, {} as never);
  await expect(ask).rejects.toMatchObject({ message: expect.stringContaining("nobody has linked you to one") });
});

test("a check gets a token and reads the team, and says when either is not to be had", async () => {
  const github = await startEmulatedGithub([ana.id]);
  onTestFinished(github.close);
  const check = (key: string) =>
    githubTeam.check?.(asApp(github), {
      secret: () => key,
      fetch: github.receive,
      signal: new AbortController().signal,
      now: () => NOW,
    });
  await check(APP_KEY);
  await expect(check("no key")).rejects.toMatchObject({ class: "auth" });
  await github.removeTeam();
  await expect(check(APP_KEY)).rejects.toMatchObject({ class: "config" });
});

test("logins do not tell capitals apart, and neither do slots", async () => {
  const { github, call } = await at();
  await call("grant", { id: "ANA", label: "Ana" });
  expect(await github.levelOf("ana")).toBe("member");
  const slot = (id: string) => githubTeam.slot(asApp(github), { id, label: id });
  expect(slot("ANA")).toEqual(slot("ana"));
});

test("what two strategies may do at GitHub in a minute stays below its limits, of requests and of changes", () => {
  const limits = githubTeam.limits?.({ organization: 1, team: 1, app: { id: 1, installation: 7, key: "KEY" } });
  expect(limits).toMatchObject({ of: "api.github.com installation 7" });
  expect(2 * 60 * (limits?.perSecond ?? Number.NaN) * 10).toBeLessThan(900);
});

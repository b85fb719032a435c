// `github_repo` against a GitHub that we play, behind GitHub's own description of its API: the suite of all strategies, and what
// only roles, invitations and access by way of others can show.
import { expect, test } from "vitest";
import { PermanentError } from "../../../src/ports.ts";
import { githubRepo } from "../../../src/strategies/github-repo/strategy.ts";
import { faultyHttp } from "../../contracts/faulty-http.ts";
import { type StrategyHarness, strategyContract } from "../../contracts/strategy.ts";
import { callerOf, NOW, type Verb } from "../../contracts/strategy-world.ts";
import { APP, APP_KEY } from "./github/emulated-github.ts";
import { FakeRepository, ID } from "./github/fake-repository.ts";

const says = "github-says-canary";
const ana = { id: "ana", label: "Ana" };
const ben = { id: "ben", label: "Ben" };
const secrets = { GITHUB_APP_KEY: APP_KEY, GITHUB_TOKEN: "github_pat_planted" };
let installations = 1_000;
const asApp = () => ({ repository: ID, app: { ...APP, installation: ++installations } });

const verbOf = (request: Request): Verb =>
  request.method === "PUT" ? "grant" : request.method === "DELETE" ? "revoke" : "inspect";

const harness = (member: boolean): StrategyHarness => ({
  badSettings: [
    { settings: { repository: "acme/payments", token: "GITHUB_TOKEN" }, path: ["repository"] },
    { settings: { repository: ID }, path: ["app"] },
    { settings: { repository: ID, token: "T", app: { id: 1, installation: 1, key: "KEY" } }, path: ["app"] },
    { settings: { repository: ID, token: "T", apiUrl: "http://api.github.com" }, path: ["apiUrl"] },
  ],
  async world() {
    const github = new FakeRepository([ana.id, ben.id]);
    for (const { id } of [ana, ben]) github.account(id).member = member;
    const { fetch, faults } = faultyHttp(github.receive, { verbOf, says });
    return {
      strategy: githubRepo,
      settings: asApp(),
      people: [ana, ben],
      secrets,
      targetSays: says,
      levelOf: async (id) => github.levelOf(id),
      removeParent: async () => github.remove(),
      removeAccount: async (id) => github.removeAccount(id),
      fetch,
      // A token that is not accepted is replaced once: only where its successor is not accepted either is it trouble.
      faults: {
        ...faults,
        unauthenticated(on) {
          for (const _ of ["the token", "its successor"]) void faults.unauthenticated?.(on);
        },
      },
    };
  },
});

strategyContract("github_repo for members of the organisation", harness(true));
strategyContract("github_repo for people who are invited", harness(false));

function at(more: object = {}) {
  const github = new FakeRepository([ana.id, ben.id]);
  const settings = { ...asApp(), ...more };
  return { github, ...callerOf({ strategy: githubRepo, settings, secrets, fetch: github.receive }) };
}

test("an open invitation counts as access, changes its level, and is withdrawn at the end", async () => {
  const { github, call, inspect } = at();
  github.account("ana").member = false;
  await call("grant", ana);
  expect(await inspect(ana)).toMatchObject({ level: "read", inherited: null });
  await call("grant", ana, { level: "maintain" });
  expect(github.invitations()).toEqual(["ana: maintain"]);
  await call("revoke", ana);
  expect(github.invitations()).toEqual([]);
});

test("an invitation that was taken up ends as collaboration", async () => {
  const { github, call, inspect } = at();
  github.account("ana").member = false;
  await call("grant", ana, { level: "write" });
  github.accept("ana");
  expect(await inspect(ana)).toMatchObject({ level: "write" });
  await call("revoke", ana);
  expect(github.levelOf("ana")).toBeNull();
});

test("an invitation that is taken up while it is being withdrawn is not lost sight of", async () => {
  const { github, call } = at();
  github.account("ana").member = false;
  await call("grant", ana, { level: "write" });
  github.justBefore = () => github.accept("ana");
  await expect(call("revoke", ana)).rejects.toBeInstanceOf(PermanentError);
  expect(github.levelOf("ana")).toBe("write");
  await call("revoke", ana);
  expect(github.levelOf("ana")).toBeNull();
});

test("an invitation that has expired is no access, is cleared away, and does not stand in the way of a new one", async () => {
  const { github, call, inspect } = at();
  github.account("ana").member = false;
  await call("grant", ana, { level: "write" });
  github.expire("ana");
  expect(await inspect(ana)).toMatchObject({ level: null });
  await call("grant", ana, { level: "read" });
  expect(github.invitations()).toEqual(["ana: read"]);
  github.expire("ana");
  await call("revoke", ana);
  expect(github.invitations()).toEqual([]);
});

test("access by way of a team is inherited: neither taken for ours, nor hiding ours, nor taken away", async () => {
  const { github, call, inspect } = at();
  github.giveElsewhere("ana", "maintain");
  expect(await inspect(ana)).toMatchObject({
    level: null,
    inherited: "maintain, in another way than as a collaborator",
  });
  await call("grant", ana, { level: "write" });
  expect(await inspect(ana)).toMatchObject({ level: "write", inherited: null });
  await call("revoke", ana);
  await call("revoke", ana);
  expect(await inspect(ana)).toMatchObject({
    level: null,
    inherited: "maintain, in another way than as a collaborator",
  });
});

test("where access comes from is not guessed where GitHub does not tell it", async () => {
  const { github, inspect } = at();
  github.collaborate("ana", "write");
  github.tellsSources = false;
  await expect(inspect(ana)).rejects.toMatchObject({ name: "PermanentError", class: "auth" });
});

test("whoever is an admin in another way is given nothing", async () => {
  const { github, call } = at();
  github.giveElsewhere("ana", "admin");
  await expect(call("grant", ana)).rejects.toMatchObject({ class: "impossible" });
  expect(github.levelOf("ana")).toBeNull();
});

test("a role that the organisation made is neither given nor replaced", async () => {
  const { github, call, inspect } = at();
  github.collaborate("ana", "security-reviewer");
  await expect(inspect(ana)).rejects.toMatchObject({ class: "impossible" });
  await expect(call("grant", ana)).rejects.toMatchObject({ class: "impossible" });
  expect(github.levelOf("ana")).toBe("security-reviewer");
});

test("whoever has a new login loses what they have; whoever took the old one is neither given nor refused anything", async () => {
  const { github, call, inspect } = at();
  const { ids } = await inspect(ana);
  await call("grant", ana, { ids });
  github.account("ana").login = "ana-lovelace";
  github.account("ben").login = "ana";
  github.collaborate("ana", "admin");
  await expect(call("grant", ana, { ids, level: "write" })).rejects.toBeInstanceOf(PermanentError);
  await call("revoke", ana, { ids });
  expect([github.levelOf("ana"), github.levelOf("ana-lovelace")]).toEqual(["admin", null]);
});

test("an invitation that reaches somebody else, because the login changed hands just then, is withdrawn at once", async () => {
  const { github, call } = at();
  for (const { id } of [ana, ben]) github.account(id).member = false;
  github.justBefore = () => {
    github.account("ana").login = "ana-lovelace";
    github.account("ben").login = "ana";
  };
  await expect(call("grant", ana)).rejects.toMatchObject({ message: expect.stringContaining("withdrawn") });
  expect(github.invitations()).toEqual([]);
});

test("a repository that has a new name is still the one", async () => {
  const { github, call, inspect } = at();
  const { ids } = await inspect(ana);
  await call("grant", ana, { ids });
  github.renameTo("billing");
  expect(await inspect(ana, { ids })).toMatchObject({ level: "read" });
  await call("revoke", ana, { ids });
  expect(github.levelOf("ana")).toBeNull();
});

test("a repository that is renamed under our hands is no end: the redirect is not followed", async () => {
  const { github } = at();
  github.collaborate("ana", "write");
  const renaming = async (request: Request): Promise<Response> => {
    if (new URL(request.url).pathname.endsWith("/invitations")) github.renameTo("billing");
    return github.receive(request);
  };
  const { call } = callerOf({ strategy: githubRepo, settings: asApp(), secrets, fetch: renaming });
  await expect(call("revoke", ana)).rejects.toMatchObject({ name: "TransientError", effect: "no" });
  expect(github.levelOf("ana")).toBe("write");
  await call("revoke", ana);
  expect(github.levelOf("ana")).toBeNull();
});

test.each([
  { who: "an App for selected repositories", more: {} },
  { who: "a token", more: { app: undefined, token: "GITHUB_TOKEN" } },
])("$who takes no repository that it cannot see for gone", async ({ more }) => {
  const { github, call, inspect } = at(more);
  github.selection = "selected";
  github.remove();
  await expect(call("revoke", ana)).rejects.toMatchObject({ name: "PermanentError", class: "auth" });
  await expect(inspect(ana)).rejects.toMatchObject({ name: "PermanentError", class: "auth" });
});

test("a token does as well as an App", async () => {
  const { github, call, inspect } = at({ app: undefined, token: "GITHUB_TOKEN" });
  await call("grant", ana, { level: "admin" });
  expect(await inspect(ana)).toMatchObject({ level: "admin" });
  await call("revoke", ana);
  expect(github.levelOf("ana")).toBeNull();
});

test("a check gets a token and reads the repository, and says when it is gone", async () => {
  const github = new FakeRepository([]);
  const settings = asApp();
  const check = () =>
    githubRepo.check?.(settings, {
      secret: () => APP_KEY,
      fetch: github.receive,
      signal: new AbortController().signal,
      now: () => NOW,
    });
  await check();
  github.remove();
  await expect(check()).rejects.toMatchObject({ class: "config" });
});

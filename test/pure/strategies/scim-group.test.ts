// `scim_group` against a SCIM service that others wrote: the suite of all strategies, and what only groups of people with a
// life of their own can show.
import { expect, onTestFinished, test } from "vitest";
import { PermanentError } from "../../../src/ports.ts";
import { scimGroup } from "../../../src/strategies/scim-group/strategy.ts";
import { faultyHttp } from "../../contracts/faulty-http.ts";
import { strategyContract } from "../../contracts/strategy.ts";
import { callerOf, type Verb } from "../../contracts/strategy-world.ts";
import { type ScimmyServer, startScimmy } from "./scimmy-server.ts";

const token = "scim-planted-token+/==";
const says = "scim-service-says-canary";
const ana = { id: "ana@example.com", label: "Ana" };
const ben = { id: "ben@example.com", label: "Ben" };

test("a check reads the group with Sym's token, and says when either is gone", async () => {
  const server = await startScimmy(token, [ana.id]);
  onTestFinished(server.close);
  const check = (secret: string) =>
    scimGroup.check?.(settingsFor(server), {
      ...{ secret: () => secret, fetch: (request) => fetch(request) },
      ...{ signal: new AbortController().signal, now: () => 0 },
    });
  await check(token);
  await expect(check("another")).rejects.toMatchObject({ class: "auth" });
  server.removeGroup();
  await expect(check(token)).rejects.toThrow("does not have this group any more");
});

async function verbOf(request: Request): Promise<Verb> {
  if (request.method === "GET") return "inspect";
  const { Operations: operations } = (await request.json()) as { Operations: { op: string }[] };
  return operations[0]?.op.toLowerCase() === "add" ? "grant" : "revoke";
}

const settingsFor = ({ url, group }: ScimmyServer) => ({ url, group, token: "SCIM_TOKEN", allowLoopback: true });

strategyContract("scim_group at scimmy", {
  badSettings: [
    { settings: { url: "https://10.0.0.1/scim/v2", group: "g1", token: "SCIM_TOKEN" }, path: ["url"] },
    { settings: { url: "https://scim.example.com/v2?all=1", group: "g1", token: "SCIM_TOKEN" }, path: ["url"] },
    { settings: { url: "https://scim.example.com/v2", group: "../Users", token: "SCIM_TOKEN" }, path: ["group"] },
    { settings: { url: "https://scim.example.com/v2", group: "g1", token: "a secret" }, path: ["token"] },
    {
      settings: { url: "https://scim.example.com/v2", group: "g1", token: "SCIM_TOKEN", match: "password" },
      path: ["match"],
    },
  ],
  hostileNames: 300,
  async world() {
    const server = await startScimmy(token, [ana.id, ben.id]);
    const member = (id: string) => server.members().includes(server.userIds[id] ?? "nobody");
    return {
      strategy: scimGroup,
      settings: settingsFor(server),
      people: [ana, ben],
      secrets: { SCIM_TOKEN: token },
      targetSays: says,
      levelOf: async (id) => (member(id) ? "member" : null),
      removeParent: async () => server.removeGroup(),
      removeAccount: async (id) => server.removeUser(id),
      close: server.close,
      ...faultyHttp(fetch, { verbOf, says }),
    };
  },
});

async function at(more: object = {}, through: (request: Request) => Promise<Response> = fetch) {
  const server = await startScimmy(token, [ana.id, ben.id]);
  onTestFinished(server.close);
  const settings = { ...settingsFor(server), ...more };
  const secrets = { SCIM_TOKEN: token };
  return { server, ...callerOf({ strategy: scimGroup, settings, secrets, fetch: through }) };
}

test("a member is added once, however often access is given, and others stay where they are", async () => {
  const { server, call } = await at();
  server.addMember(ben.id);
  await call("grant", ana);
  await call("grant", ana);
  expect(server.members()).toEqual([server.userIds[ben.id], server.userIds[ana.id]]);
  await call("revoke", ana);
  expect(server.members()).toEqual([server.userIds[ben.id]]);
});

test("whoever is renamed while holding access loses it all the same", async () => {
  const { server, call, inspect } = await at();
  const { ids } = await inspect(ana);
  await call("grant", ana, { ids });
  server.rename(ana.id, "ana.lovelace@example.com");
  expect((await inspect(ana, { ids })).level).toBe("member");
  await call("revoke", ana, { ids });
  expect(server.members()).toEqual([]);
});

test("a login that is given to somebody else never moves a hold", async () => {
  const { server, call, inspect } = await at();
  const { ids } = await inspect(ana);
  await call("grant", ana, { ids });
  server.rename(ana.id, "former@example.com");
  server.rename(ben.id, ana.id);
  server.addMember(ben.id);
  await call("revoke", ana, { ids });
  expect(server.members()).toEqual([server.userIds[ben.id]]);
});

test("the older dialect is spoken where the settings ask for it", async () => {
  const spelt: unknown[] = [];
  const { server, call } = await at({ dialect: "entra" }, async (request) => {
    if (request.method === "PATCH")
      spelt.push(((await request.clone().json()) as { Operations: unknown[] }).Operations[0]);
    return fetch(request);
  });
  await call("grant", ana);
  await call("revoke", ana);
  const id = server.userIds[ana.id];
  expect(spelt).toEqual([
    { op: "Add", path: "members", value: [{ value: id }] },
    { op: "Remove", path: `members[value eq "${id}"]` },
  ]);
  expect(server.members()).toEqual([]);
});

test("a service that takes no notice of filters gives access to nobody else", async () => {
  const ignored = (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    url.searchParams.delete("filter");
    return fetch(new Request(url, request));
  };
  const { server, call } = await at({}, ignored);
  await call("grant", ben);
  expect(server.members()).toEqual([server.userIds[ben.id]]);
  await expect(call("grant", { id: "nobody@example.com", label: "Nobody" })).rejects.toBeInstanceOf(PermanentError);
  expect(server.members()).toEqual([server.userIds[ben.id]]);
});

test("a group that is only missing under this URL is no proof of an end", async () => {
  const { server, call } = await at({}, async (request) =>
    new URL(request.url).pathname.includes("/Groups/") && request.method === "GET"
      ? new Response("no such page", { status: 404 })
      : fetch(request),
  );
  server.addMember(ana.id);
  await expect(call("revoke", ana)).rejects.toBeInstanceOf(PermanentError);
  expect(server.members()).toEqual([server.userIds[ana.id]]);
});

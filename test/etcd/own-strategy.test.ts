// The example of a strategy of one's own (examples/own-strategy.ts), `custom` and etcd_role, against an etcd that others wrote: the
// suite of all strategies, every call failing in turn, and what only an etcd can show.
import { afterAll, beforeAll, expect, test } from "vitest";
import { etcdRole } from "../../examples/own-strategy.ts";
import { customStrategy } from "../../src/strategies/custom/strategy.ts";
import { everyCallFails } from "../contracts/every-call.ts";
import { faultyHttp } from "../contracts/faulty-http.ts";
import { strategyContract } from "../contracts/strategy.ts";
import { callerOf, type Verb } from "../contracts/strategy-world.ts";
import { describeWith, isInstalled } from "../program.ts";
import { type EtcdServer, ROOT_PASSWORD, startEtcd } from "./server.ts";

const strategy = customStrategy(etcdRole.definition);
const says = "etcd-says-canary";
const [ana, ben] = [
  { id: "ana@example.com", label: "Ana" },
  { id: "ben@example.com", label: "Ben" },
];
const secrets = { ETCD_ROOT: ROOT_PASSWORD };

/** What the request wants; a sign-in comes before each of the three, and is nobody's. */
const verbOf = async (request: Request): Promise<Verb> => {
  const what = new URL(request.url).pathname.split("/").at(-1);
  return what === "grant" || what === "revoke" ? what : "inspect";
};

describeWith("etcd", isInstalled("etcd", "--version"), "Debian: etcd-server", () => {
  let etcd: EtcdServer;
  let roles = 0;
  beforeAll(async () => {
    etcd = await startEtcd();
    for (const { id } of [ana, ben]) await etcd.addUser(id);
  });
  afterAll(() => etcd?.stop());

  /** One server for all; each world has a role of its own. */
  async function world() {
    roles += 1;
    const role = `role-${roles}`;
    await etcd.addRole(role);
    return {
      strategy,
      settings: { url: etcd.url, role, password: "ETCD_ROOT", local: true },
      people: [ana, ben] as const,
      secrets,
      targetSays: says,
      levelOf: async (id: string) => ((await etcd.rolesOf(id)).includes(role) ? "access" : null),
      removeParent: () => etcd.removeRole(role),
    };
  }

  strategyContract("custom, as etcd_role", {
    badSettings: [
      { settings: { url: "etcd", role: "writer", password: "ETCD_ROOT" }, path: ["url"] },
      { settings: { url: "https://etcd.example.com", password: "ETCD_ROOT" }, path: ["role"] },
      { settings: { url: "https://etcd.example.com", role: "writer", password: "ETCD_ROOT", more: 1 }, path: [] },
    ],
    hostileNames: 200,
    world: async () => ({ ...(await world()), ...faultyHttp(fetch, { verbOf, says }) }),
  });

  everyCallFails("custom, as etcd_role", world);

  const callerAt = async () => {
    const one = await world();
    return { ...one, ...callerOf({ ...one, fetch }) };
  };

  test("whoever is no user of this etcd gets nothing, has nothing, and loses nothing", async () => {
    const { call, inspect } = await callerAt();
    const nobody = { id: "nobody@example.com", label: "Nobody" };
    await expect(call("grant", nobody)).rejects.toMatchObject({ name: "PermanentError", class: "config" });
    expect((await inspect(nobody)).level).toBeNull();
    await call("revoke", nobody);
  });

  test("other roles of the same user stay as they are", async () => {
    const [one, two] = [await callerAt(), await callerAt()];
    await one.call("grant", ana);
    await two.call("grant", ana);
    await one.call("revoke", ana);
    expect([await one.levelOf(ana.id), await two.levelOf(ana.id)]).toEqual([null, "access"]);
  });

  test("a password of root that was changed behind Sym is trouble for whoever keeps Sym's secrets", async () => {
    const { call, inspect } = await callerAt();
    await call("grant", ana);
    await etcd.setRootPassword("another");
    for (const work of [() => call("revoke", ana), () => inspect(ana)])
      await expect(work()).rejects.toMatchObject({ name: "PermanentError", class: "auth" });
    await etcd.setRootPassword(ROOT_PASSWORD);
    await call("revoke", ana);
    expect((await inspect(ana)).level).toBeNull();
  });
});

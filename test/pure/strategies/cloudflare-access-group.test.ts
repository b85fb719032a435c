// `cloudflare_access_group` against a Cloudflare of our own: the suite of all strategies, everybody else's rules, what lets people in
// besides, sessions, and groups that are gone or not to be seen.
import { expect, test } from "vitest";
import { cloudflareAccessGroup } from "../../../src/strategies/cloudflare-access-group/strategy.ts";
import { everyCallFails } from "../../contracts/every-call.ts";
import { strategyContract } from "../../contracts/strategy.ts";
import { ACCOUNT, cloudflareVerbOf, FakeCloudflare, GROUP, OTHERS, TOKEN } from "./vendors/fake-cloudflare.ts";
import { ana, ben, harnessOf, opened, SAYS, type Vendor, worldOf } from "./vendors/judged.ts";

const good = { account: ACCOUNT, group: GROUP, token: "CLOUDFLARE_TOKEN" };

function cloudflare(): Vendor<FakeCloudflare> {
  const fake = new FakeCloudflare();
  return {
    fake,
    strategy: cloudflareAccessGroup,
    settings: good,
    secrets: { CLOUDFLARE_TOKEN: TOKEN },
    levelOf: async (address) => fake.levelOf(address),
    removeParent: async () => void fake.groups.delete(GROUP),
  };
}

const harness = harnessOf(cloudflare, {
  badSettings: [
    { settings: { ...good, account: "example.com" }, path: ["account"] },
    { settings: { ...good, group: "Engineers" }, path: ["group"] },
    { settings: { ...good, group: `${GROUP}/../..` }, path: ["group"] },
    { settings: { ...good, token: TOKEN }, path: ["token"] },
    { settings: { ...good, limits: { perSecond: 4, outstanding: 2 } }, path: ["limits"] },
    { settings: { ...good, endpoint: "https://10.0.0.1" }, path: ["endpoint"] },
    { settings: { ...good, level: "member" }, path: [] },
  ],
  verbOf: cloudflareVerbOf,
});
strategyContract("cloudflare_access_group", harness);
everyCallFails("cloudflare_access_group", () => opened(cloudflare()));
everyCallFails("cloudflare_access_group with an end of sessions", () => opened(cloudflare(), { endSessions: true }));

const at = (more: object = {}) => worldOf(cloudflare(), more);
const includeOf = ({ groups }: FakeCloudflare) => groups.get(GROUP)?.include ?? [];

test("everybody else's rules go back as they came, also of kinds that nobody here knows", async () => {
  const { fake, call } = await at();
  const before = structuredClone(fake.groups.get(GROUP));
  await call("grant", ana);
  expect(fake.groups.get(GROUP)).toEqual({ ...before, include: [...OTHERS, { email: { email: ana.id } }] });
  fake.groups.get(GROUP)?.include.splice(1, 0, { ip: { ip: "192.0.2.1/32" } });
  await call("revoke", ana);
  expect(fake.groups.get(GROUP)).toEqual({
    ...before,
    include: [OTHERS[0], { ip: { ip: "192.0.2.1/32" } }, OTHERS[1], OTHERS[2]],
  });
});

test("where nothing is to be changed nothing is sent", async () => {
  const { fake, call } = await at();
  await call("grant", ana);
  await call("grant", ana);
  await call("revoke", ben);
  expect(fake.asked.filter((asked) => asked.startsWith("PUT"))).toHaveLength(1);
});

test("a change of somebody else's that goes over ours in the same breath is seen, and mended by another try", async () => {
  const { fake, call, inspect } = await at();
  const group = fake.groups.get(GROUP);
  fake.instead = {
    call: "PUT",
    say: () => ({ status: 200, body: { success: true, result: { id: GROUP, ...group } } }),
  };
  await expect(call("grant", ana)).rejects.toMatchObject({ name: "TransientError", effect: "unknown" });
  await call("grant", ana);
  fake.instead = {
    call: "PUT",
    say: () => ({ status: 200, body: { success: true, result: { id: GROUP, ...group } } }),
  };
  await expect(call("revoke", ana)).rejects.toMatchObject({ name: "TransientError", effect: "unknown" });
  expect((await inspect(ana)).level).toBe("member");
  await call("revoke", ana);
  expect(includeOf(fake)).toEqual(OTHERS);
});

test("one change at a time is made in an account, whatever the Target says of its pace", () => {
  const of = (more: object) => cloudflareAccessGroup.limits?.({ ...good, ...more });
  expect(of({})).toEqual({ of: ACCOUNT, perSecond: 2, outstanding: 1 });
  expect(of({ limits: { perSecond: 1 } })).toEqual({ of: ACCOUNT, perSecond: 0.5, outstanding: 1 });
});

test.each([
  [{ everyone: {} }, "a rule of the group for everyone"],
  [{ email_domain: { domain: "Example.com" } }, "a rule of the group for everybody with this e-mail domain"],
  [{ email_domain: { domain: "ample.com" } }, null],
  [{ email: { email: "xana@example.com" } }, null],
])("somebody let in by %j has that from elsewhere, until they have a rule of their own", async (one, inherited) => {
  const { fake, call, inspect } = await at();
  includeOf(fake).push(one);
  expect(await inspect(ana)).toEqual({ level: null, inherited, ids: {} });
  await call("grant", ana);
  expect(await inspect(ana)).toMatchObject({ level: "member", inherited: null });
  await call("revoke", ana);
  expect(includeOf(fake)).toEqual([...OTHERS, one]);
});

test("capitals make no other person of an address, and no other slot", async () => {
  const { fake, call, inspect } = await at();
  const capitals = { id: "ANA@Example.com", label: "" };
  includeOf(fake).push({ email: { email: "Ana@example.COM" } });
  expect((await inspect(capitals)).level).toBe("member");
  await call("revoke", ana);
  expect(includeOf(fake)).toEqual(OTHERS);
  expect(cloudflareAccessGroup.slot(good, capitals)).toEqual(cloudflareAccessGroup.slot(good, ana));
});

test("somebody whom the group excludes is given nothing", async () => {
  const { fake, call } = await at();
  fake.groups.get(GROUP)?.exclude.push({ email: { email: ana.id } });
  await expect(call("grant", ana)).rejects.toMatchObject({ name: "PermanentError", class: "config" });
  expect(includeOf(fake)).toEqual(OTHERS);
});

test("a group whose only rule would be the person's is refused, since it could not be taken away again", async () => {
  const { fake, call, check } = await at();
  await check();
  includeOf(fake).length = 0;
  await expect(call("grant", ana)).rejects.toThrow("needs a rule of its own");
  await expect(check()).rejects.toThrow("needs a rule of its own");
  includeOf(fake).push({ email: { email: ana.id } });
  await expect(call("grant", ana)).rejects.toThrow("needs a rule of its own");
  await expect(call("revoke", ana)).rejects.toMatchObject({ name: "PermanentError" });
});

test("sessions are ended after the rule is gone, also where an earlier try got no further", async () => {
  const { fake, call } = await at({ endSessions: true });
  await call("grant", ana);
  fake.instead = { call: "POST", say: () => ({ status: 403, body: SAYS }) };
  await expect(call("revoke", ana)).rejects.toMatchObject({ effect: "unknown", class: "auth" });
  expect([fake.levelOf(ana.id), fake.ended]).toEqual([null, []]);
  await call("revoke", ana);
  expect(fake.ended).toEqual([ana.id]);
});

test("a group that does not answer but is listed, or whose list cannot be read, is not taken for gone", async () => {
  const { fake, inspect } = await at();
  const path = `GET /client/v4/accounts/${ACCOUNT}/access/groups`;
  fake.instead = { call: `${path}/`, say: () => ({ status: 404, body: SAYS }) };
  await expect(inspect(ana)).rejects.toMatchObject({ name: "TransientError" });
  fake.groups.delete(GROUP);
  const list = { success: true, result: [], result_info: { total_count: 1 } };
  fake.instead = {
    call: `${path}/`,
    say() {
      fake.instead = { call: path, say: () => ({ status: 200, body: list }) };
      return null;
    },
  };
  await expect(inspect(ana)).rejects.toMatchObject({ name: "PermanentError" });
  expect(await inspect(ana)).toEqual({ level: null, inherited: null, ids: {} });
});

test("a gone group among many is told from one on a later page", async () => {
  const { fake, inspect } = await at();
  for (let n = 0; n < 45; n += 1)
    fake.groups.set(`1c0c9c25-5d3f-4f0f-8f25-1000000000${n}`, { name: "", include: [], exclude: [], require: [] });
  const group = fake.groups.get(GROUP);
  fake.groups.delete(GROUP);
  expect((await inspect(ana)).level).toBeNull();
  expect(fake.asked.filter((asked) => asked.includes("?page="))).toHaveLength(3);
  if (group) fake.groups.set(GROUP, group);
  const path = `GET /client/v4/accounts/${ACCOUNT}/access/groups/`;
  fake.instead = { call: path, say: () => ({ status: 404, body: SAYS }) };
  await expect(inspect(ana)).rejects.toMatchObject({ name: "TransientError" });
});

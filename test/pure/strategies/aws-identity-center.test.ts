// `aws_identity_center` against an AWS of our own that takes no signature but the right one: the suite of all strategies for both
// things that it gives, and what only Identity Center has: changes that take their time, groups with the same access, ids.
import { expect, onTestFinished, test } from "vitest";
import { PermanentError } from "../../../src/ports.ts";
import type { Pause } from "../../../src/strategies/aws/pause.ts";
import { awsIdentityCenter } from "../../../src/strategies/aws-identity-center/strategy.ts";
import { everyCallFails } from "../../contracts/every-call.ts";
import { faultyHttp } from "../../contracts/faulty-http.ts";
import { strategyContract } from "../../contracts/strategy.ts";
import { callerOf, NOW } from "../../contracts/strategy-world.ts";
import { ACCOUNT, awsVerbOf, FakeAws, KEY, SAYS, SECRET } from "./aws/fake-aws.ts";
import { FakeIdentityStore, FakeSso, INSTANCE, PERMISSION_SET, STORE } from "./aws/fake-identity-center.ts";

const ana = { id: "ana@example.com", label: "Ana" };
const ben = { id: "ben@example.com", label: "Ben" };
const base = { region: "eu-west-1", instance: INSTANCE, identityStore: STORE, credentials: "AWS_KEY" };
const good = { ...base, account: ACCOUNT, permissionSet: PERMISSION_SET };
const GROUP_ID = "a8f1c3d2-1111-4222-8333-444455556666";

/** Waits for nothing. */
const atOnce: Pause = async (_, signal) => signal.throwIfAborted();

async function started(kind: "assignment" | "membership" = "assignment", pause: Pause = atOnce) {
  const aws = new FakeAws();
  const [store, sso] = [new FakeIdentityStore(), new FakeSso()];
  aws.json.push(store, sso);
  const { origin, close } = await aws.open();
  const userIds: Record<string, string> = {};
  for (const { id } of [ana, ben]) userIds[id] = store.addUser(id);
  const group = store.addGroup();
  const idOf = (name: string): string => userIds[name] ?? "nobody";
  const has = (name: string): boolean =>
    kind === "assignment" ? sso.assigned.includes(`USER ${idOf(name)}`) : store.isIn(idOf(name), group);
  const settings = kind === "assignment" ? good : { ...base, group };
  return {
    ...{ aws, store, sso, group, idOf },
    strategy: awsIdentityCenter(pause),
    settings: { ...settings, endpoint: origin, allowLoopback: true },
    people: [ana, ben] as const,
    // The second is never read: it is there to be looked for.
    secrets: { AWS_KEY: SECRET, SECOND_HALF: KEY.secretAccessKey },
    targetSays: SAYS,
    levelOf: async (name: string) => (has(name) ? "access" : null),
    async removeParent() {
      store.removeGroup(group);
      sso.permissionSets.clear();
      sso.assigned = [];
    },
    removeAccount: async (name: string) => store.removeUser(idOf(name)),
    close,
  };
}

strategyContract("aws_identity_center, a permission set", {
  badSettings: [
    { settings: { ...good, region: "eu-west" }, path: ["region"] },
    { settings: { ...good, instance: "ssoins-0123456789abcdef" }, path: ["instance"] },
    { settings: { ...good, identityStore: "d-1" }, path: ["identityStore"] },
    { settings: { ...good, account: "Production" }, path: ["account"] },
    { settings: { ...good, permissionSet: "AdministratorAccess" }, path: ["permissionSet"] },
    { settings: { ...good, permissionSet: PERMISSION_SET.replace("0123", "3210") }, path: ["permissionSet"] },
    { settings: { ...base, account: ACCOUNT }, path: ["permissionSet"] },
    { settings: { ...good, group: GROUP_ID }, path: ["permissionSet"] },
    { settings: { ...base, group: "Deployers" }, path: ["group"] },
    { settings: { ...good, match: "phone" }, path: ["match"] },
  ],
  hostileNames: 300,
  async world() {
    return { ...(await started()), ...faultyHttp(fetch, { verbOf: awsVerbOf, says: SAYS }) };
  },
});

strategyContract("aws_identity_center, a group", {
  badSettings: [],
  hostileNames: 300,
  async world() {
    return { ...(await started("membership")), ...faultyHttp(fetch, { verbOf: awsVerbOf, says: SAYS }) };
  },
});

everyCallFails("aws_identity_center, a permission set", async () => {
  const world = await started();
  world.sso.looks = 2;
  return world;
});
everyCallFails("aws_identity_center, a group", () => started("membership"));

async function at(kind: "assignment" | "membership" = "assignment", more: object = {}, pause: Pause = atOnce) {
  const world = await started(kind, pause);
  onTestFinished(world.close);
  const settings = { ...world.settings, ...more };
  return { ...world, settings, ...callerOf({ ...world, settings, fetch: (request) => fetch(request) }) };
}
const asksOf = (aws: FakeAws, action: string): number => aws.asked.filter((one) => one === action).length;

test("a change that takes its time is waited for, ever more rarely, until AWS says that it is done", async () => {
  const waits: number[] = [];
  const { aws, sso, call, levelOf } = await at("assignment", {}, async (ms) => void waits.push(ms));
  sso.looks = 5;
  await call("grant", ana);
  expect(await levelOf(ana.id)).toBe("access");
  expect(waits).toEqual([500, 1_000, 2_000, 2_000, 2_000]);
  await call("revoke", ana);
  expect(await levelOf(ana.id)).toBeNull();
  expect(asksOf(aws, "sso:DescribeAccountAssignmentDeletionStatus")).toBe(5);
});

test("a change that takes longer than the call may is unknown, and is not begun again once it is there", async () => {
  const clock = new AbortController();
  const { aws, sso, call } = await at("assignment", {}, async () => {
    clock.abort();
    throw new Error("the time is up");
  });
  sso.looks = 1;
  const late = call("grant", ana, { signal: clock.signal });
  await expect(late).rejects.toMatchObject({ name: "TransientError", effect: "unknown" });
  sso.answer("DescribeAccountAssignmentCreationStatus", {
    InstanceArn: INSTANCE,
    AccountAssignmentCreationRequestId: "request-1",
  });
  await call("grant", ana);
  expect(asksOf(aws, "sso:CreateAccountAssignment")).toBe(1);
});

test("the real pause ends with its time, or with the call's", async () => {
  const { pause } = await import("../../../src/strategies/aws/pause.ts");
  await pause(1, new AbortController().signal);
  await expect(pause(60_000, AbortSignal.abort())).rejects.toThrow("the time is up");
  const clock = new AbortController();
  const pending = pause(60_000, clock.signal);
  clock.abort();
  await expect(pending).rejects.toThrow("the time is up");
});

test.each([
  [
    "User: arn:aws:sts::1:assumed-role/x is not authorized to perform: iam:CreateRole",
    { name: "PermanentError", class: "auth" },
  ],
  ["Cannot exceed quota for RolesPerAccount: 1000", { name: "PermanentError", class: "config" }],
  ["Policy arn:aws:iam::1:policy/x does not exist", { name: "PermanentError", class: "config" }],
  ["An unexpected internal service exception was encountered", { name: "TransientError", class: "retryable" }],
] as const)(
  "AWS gives up because of %j: that is said in our words, and may have had an effect",
  async (reason, means) => {
    const { sso, call } = await at();
    sso.looks = 1;
    sso.fails = reason;
    const thrown: unknown = await call("grant", ana).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ ...means, effect: "unknown" });
    expect(String(thrown)).not.toContain(reason.slice(0, 12));
  },
);

test("an end that AWS gives up on is open, unless the assignment is gone all the same", async () => {
  const { sso, idOf, call } = await at();
  await call("grant", ana);
  sso.fails = "An unexpected internal service exception was encountered";
  await expect(call("revoke", ana)).rejects.toMatchObject({ name: "TransientError", effect: "unknown" });
  const answer = sso.answer.bind(sso);
  sso.answer = (action, asked) => {
    const said = answer(action, asked);
    if (action === "DeleteAccountAssignment") sso.assigned = [];
    return said;
  };
  await call("revoke", ana);
  expect(sso.assigned).not.toContain(`USER ${idOf(ana.id)}`);
});

test("a conflict with another change passes; it has had no effect", async () => {
  const { sso, call, levelOf } = await at();
  const answer = sso.answer.bind(sso);
  let conflicts = 1;
  sso.answer = (action, asked) =>
    /^Create/.test(action) && conflicts-- > 0 ? { code: "ConflictException" } : answer(action, asked);
  await expect(call("grant", ana)).rejects.toMatchObject({ name: "TransientError", effect: "no" });
  await call("grant", ana);
  expect(await levelOf(ana.id)).toBe("access");
});

test("what comes through a group is told apart from what is the person's own, and is not taken away", async () => {
  const { store, sso, group, idOf, call, inspect } = await at();
  const others = [store.addGroup(), store.addGroup(), store.addGroup()];
  for (const other of others) store.join(idOf(ana.id), other);
  store.join(idOf(ana.id), group);
  sso.assign("USER", idOf(ben.id));
  sso.assign("GROUP", store.addGroup());
  sso.assign("GROUP", group);
  const inherited = "a group with the same permission set";
  expect(await inspect(ana)).toEqual({ level: null, inherited, ids: { user: idOf(ana.id) } });
  expect(await inspect(ben)).toMatchObject({ level: "access", inherited: null });
  await call("grant", ana);
  expect(await inspect(ana)).toMatchObject({ level: "access", inherited });
  await call("revoke", ana);
  expect(sso.assigned).toContain(`GROUP ${group}`);
  expect(await inspect(ana)).toMatchObject({ level: null, inherited });
});

test.each(["assignment", "membership"] as const)(
  "%s: a name that is changed or given away moves nothing",
  async (kind) => {
    const { store, call, inspect, levelOf } = await at(kind);
    const { ids } = await inspect(ana);
    await call("grant", ana, { ids });
    const [first, second] = store.users;
    Object.assign(first ?? {}, { name: "ana.lovelace@example.com" });
    Object.assign(second ?? {}, { name: ana.id });
    expect((await inspect(ana, { ids })).level).toBe("access");
    expect((await inspect(ana)).level).toBeNull();
    await call("revoke", ana, { ids });
    expect(await levelOf(ana.id)).toBeNull();
  },
);

test("an assignment that outlives its user is seen and taken away, and nobody gets a new one", async () => {
  const { store, idOf, call, inspect, levelOf } = await at();
  const { ids } = await inspect(ana);
  await call("grant", ana, { ids });
  store.removeUser(idOf(ana.id));
  expect((await inspect(ana, { ids })).level).toBe("access");
  await call("revoke", ana, { ids });
  expect(await levelOf(ana.id)).toBeNull();
  await expect(call("grant", ana, { ids })).rejects.toThrow("does not have this user");
});

test("people are found by their e-mail address where the Target says so", async () => {
  const { idOf, inspect } = await at("assignment", { match: "email" });
  expect((await inspect({ id: "Ana@Example.com@mail.example.com", label: "" })).ids).toEqual({ user: idOf(ana.id) });
  expect((await inspect(ana)).ids).toEqual({});
});

test("whoever is found must have the name that was asked for", async () => {
  const { store, call } = await at();
  const answer = store.answer.bind(store);
  store.answer = (action, asked) =>
    action === "GetUserId" ? { result: { UserId: store.users[1]?.id } } : answer(action, asked);
  await expect(call("grant", ana)).rejects.toThrow("whose name is another");
});

test.each([
  ["identityStore", "d-0000000000"],
  ["account", "999999999999"],
  ["instance", INSTANCE.replace("0123", "9999")],
] as const)("a missing %s is trouble, and never an end", async (setting, value) => {
  const sets = setting === "instance" ? { permissionSet: PERMISSION_SET.replace("0123", "9999") } : {};
  const { call, inspect } = await at("assignment", { [setting]: value, ...sets });
  for (const run of [() => call("revoke", ana), () => inspect(ana), () => call("grant", ana)])
    await expect(run()).rejects.toBeInstanceOf(PermanentError);
});

test("a permission set that the account's list still has is not called gone", async () => {
  const { sso, call, inspect } = await at();
  await call("grant", ana);
  const answer = sso.answer.bind(sso);
  sso.answer = (action, asked) =>
    action === "ListAccountAssignments" ? { code: "ResourceNotFoundException" } : answer(action, asked);
  await expect(inspect(ana)).rejects.toMatchObject({ name: "TransientError" });
  await expect(call("revoke", ana)).rejects.toMatchObject({ name: "TransientError", effect: "no" });
});

test("a right that is missing while AWS is asked how it goes leaves open what has happened", async () => {
  const { aws, sso, call } = await at();
  sso.looks = 1;
  aws.denied.add("sso:DescribeAccountAssignmentCreationStatus");
  await expect(call("grant", ana)).rejects.toMatchObject({ name: "PermanentError", class: "auth", effect: "unknown" });
});

test("a membership that somebody else adds in between is one membership", async () => {
  const { store, group, idOf, call } = await at("membership");
  store.join(idOf(ana.id), group);
  await call("grant", ana);
  await call("revoke", ana);
  expect(store.memberships).toEqual([]);
});

test.each(["assignment", "membership"] as const)(
  "%s: a check sees what is to be given, and says what is missing",
  async (kind) => {
    const { aws, settings, strategy, removeParent } = await at(kind);
    const check = () =>
      strategy.check?.(settings, {
        secret: () => SECRET,
        fetch: (request) => fetch(request),
        signal: new AbortController().signal,
        now: () => NOW,
      });
    await check();
    aws.denied.add("identitystore:GetUserId");
    await expect(check()).rejects.toMatchObject({ class: "auth" });
    aws.denied.clear();
    await removeParent();
    await expect(check()).rejects.toThrow("does not have this");
  },
);

test("one store has one limit, whatever is given: AWS's own, or the Target's", () => {
  const { limits } = awsIdentityCenter();
  expect(limits?.(good)).toEqual({ of: STORE, perSecond: 20 / 6, outstanding: 10 });
  expect(limits?.({ ...base, group: GROUP_ID, limits: { perSecond: 6 } })).toEqual({
    of: STORE,
    perSecond: 1,
    outstanding: null,
  });
});

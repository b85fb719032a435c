// Both strategies for AWS against moto, which others wrote and which keeps state: a process of its own that takes no call without
// the right signature and a policy that allows it, set up with the policies of the pages in docs/targets. What moto does not know
// is played at a door in front of it. Where moto is not installed this is skipped by name, except in CI.
import { spawnSync } from "node:child_process";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Pause } from "../../src/strategies/aws/pause.ts";
import { awsIamGroup } from "../../src/strategies/aws-iam-group/strategy.ts";
import { awsIdentityCenter } from "../../src/strategies/aws-identity-center/strategy.ts";
import { everyCallFails } from "../contracts/every-call.ts";
import { faultyHttp } from "../contracts/faulty-http.ts";
import { strategyContract } from "../contracts/strategy.ts";
import { callerOf } from "../contracts/strategy-world.ts";
import { awsVerbOf, SAYS } from "../pure/strategies/aws/fake-aws.ts";
import { AwsDoor } from "./aws-door.ts";
import { type MotoServer, motoProgram, startMoto } from "./moto-server.ts";
import { ACCOUNT, type Key, Organisation, policyOf, REGION } from "./organisation.ts";

const program = motoProgram();
const atOnce: Pause = async (_, signal) => signal.throwIfAborted();
const label = "";

let moto: MotoServer;
let org: Organisation;
let keys: Record<"iam" | "center" | "hub", Key>;

const elsewhere = program === null && !process.env["CI"];

test.skipIf(elsewhere)(elsewhere ? "skipped: no moto_server" : "moto is here", () => {
  if (program === null)
    throw new Error(
      "CI judges the strategies for AWS by moto: install moto[server], so that moto_server is on the PATH",
    );
});

if (program !== null)
  describe("at moto", () => {
    let stop = async (): Promise<void> => undefined;
    afterAll(() => stop());
    beforeAll(async () => {
      moto = await startMoto(program);
      stop = moto.stop;
      org = await Organisation.at(moto);
      const statement = { Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" };
      keys = {
        iam: await org.keyWith(policyOf("aws_iam_group")),
        center: await org.keyWith(policyOf("aws_identity_center")),
        hub: await org.keyWith(JSON.stringify({ Version: "2012-10-17", Statement: [statement] })),
      };
    });
    judge();
  });

async function iamWorld() {
  const door = await new AwsDoor(moto.port).open();
  const [group, ana, ben] = [await org.newIamGroup(), await org.newIamUser(), await org.newIamUser()];
  let gone = false;
  return {
    group,
    strategy: awsIamGroup,
    settings: { account: ACCOUNT, group, credentials: "AWS_KEY", endpoint: door.origin, allowLoopback: true },
    people: [
      { id: ana, label },
      { id: ben, label },
    ] as const,
    secrets: { AWS_KEY: keys.iam.secret, SECOND_HALF: keys.iam.secretAccessKey },
    now: () => Date.now(),
    targetSays: SAYS,
    levelOf: async (id: string) => (!gone && (await org.iamMembers(group)).includes(id) ? "member" : null),
    async removeParent() {
      gone = true;
      await org.removeIamGroup(group);
    },
    removeAccount: (id: string) => org.removeIamUser(id, group),
    close: door.close,
  };
}

async function centerWorld(kind: "assignment" | "membership", key = keys.center) {
  const door = new AwsDoor(moto.port);
  const { origin, close } = await door.open();
  const [ana, ben] = [await org.newStoreUser(), await org.newStoreUser()];
  const idOf = (name: string): string => [ana, ben].find((one) => one.name === name)?.id ?? "nobody";
  const base = {
    region: REGION,
    instance: org.instance,
    identityStore: org.identityStore,
    credentials: "AWS_KEY",
    endpoint: origin,
    allowLoopback: true,
  };
  const group = await org.newStoreGroup();
  const permissionSet = await org.newPermissionSet();
  const what = kind === "assignment" ? { account: ACCOUNT, permissionSet } : { group };
  const holders = async (): Promise<string[]> =>
    kind === "assignment" ? org.assigned(permissionSet) : (await org.storeMembers(group)).map(({ user }) => user);
  return {
    ...{ door, permissionSet, group, idOf },
    strategy: awsIdentityCenter(atOnce),
    settings: { ...base, ...what },
    people: [
      { id: ana.name, label },
      { id: ben.name, label },
    ] as const,
    secrets: { AWS_KEY: key.secret, SECOND_HALF: key.secretAccessKey },
    now: () => Date.now(),
    targetSays: SAYS,
    levelOf: async (name: string) => ((await holders()).includes(idOf(name)) ? "access" : null),
    async removeParent() {
      door.gone.add(permissionSet);
      await org.removeStoreGroup(group);
    },
    removeAccount: (name: string) => org.removeStoreUser(idOf(name), group),
    close,
  };
}

const called = <W extends Parameters<typeof callerOf>[0] & { close(): Promise<void> }>(world: W) => {
  onTestFinished(world.close);
  return { ...world, ...callerOf({ fetch: (request) => fetch(request), ...world }) };
};

function judge(): void {
  const faulty = () => faultyHttp(fetch, { verbOf: awsVerbOf, says: SAYS });
  strategyContract("aws_iam_group", {
    badSettings: [],
    hostileNames: 50,
    world: async () => ({ ...(await iamWorld()), ...faulty() }),
  });
  for (const kind of ["assignment", "membership"] as const)
    strategyContract(`aws_identity_center, ${kind}`, {
      badSettings: [],
      hostileNames: 50,
      world: async () => ({ ...(await centerWorld(kind)), ...faulty() }),
    });
  everyCallFails("aws_iam_group", iamWorld);
  everyCallFails("aws_identity_center, assignment", async () => {
    const world = await centerWorld("assignment");
    world.door.looks = 2;
    return world;
  });

  test("a key that is wrong is refused, and so is one that may not, before anything has happened", async () => {
    const other = { Effect: "Allow", Action: "iam:ListAccountAliases", Resource: "*" };
    const mayNot = await org.keyWith(JSON.stringify({ Version: "2012-10-17", Statement: [other] }));
    const wrong = `${keys.iam.accessKeyId}:${"x".repeat(40)}`;
    for (const world of [await iamWorld(), await centerWorld("assignment"), await centerWorld("membership")])
      for (const AWS_KEY of [wrong, mayNot.secret, `AKIANOBODYNOBODY1234:${"x".repeat(40)}`]) {
        const at = called({ ...world, secrets: { AWS_KEY } });
        const runs = [() => at.call("grant", world.people[0]), () => at.inspect(world.people[0])];
        for (const run of runs)
          await expect(run()).rejects.toMatchObject({ name: "PermanentError", class: "auth", effect: "no" });
      }
  });

  test("a policy without the one right to change is trouble of Sym's own, and nothing is given", async () => {
    const readOnly = policyOf("aws_identity_center").replace("sso:CreateAccountAssignment", "sso:ListInstances");
    const at = called(await centerWorld("assignment", await org.keyWith(readOnly)));
    await expect(at.call("grant", at.people[0])).rejects.toMatchObject({ class: "auth", effect: "no" });
    expect(await at.levelOf(at.people[0].id)).toBeNull();
  });

  test("checks pass with the policies of the pages", async () => {
    for (const world of [await iamWorld(), await centerWorld("assignment"), await centerWorld("membership")]) {
      const { strategy, settings, secrets } = called(world);
      await strategy.check?.(settings, {
        secret: () => secrets.AWS_KEY,
        fetch: (request) => fetch(request),
        signal: new AbortController().signal,
        now: () => Date.now(),
      });
    }
  });

  test("an assignment that takes its time, meets another change or fails is said to be what it is", async () => {
    const at = called(await centerWorld("assignment"));
    const [ana] = at.people;
    at.door.conflicts = 1;
    await expect(at.call("grant", ana)).rejects.toMatchObject({ name: "TransientError", effect: "no" });
    at.door.fails = "An unexpected internal service exception was encountered";
    await expect(at.call("grant", ana)).rejects.toMatchObject({ name: "TransientError", effect: "unknown" });
    at.door.fails = null;
    at.door.looks = 3;
    await at.call("grant", ana);
    expect(await org.assigned(at.permissionSet)).toEqual([at.idOf(ana.id)]);
    await at.call("revoke", ana);
    expect(await org.assigned(at.permissionSet)).toEqual([]);
  });

  test("a role is taken on with the key, and does what the key may not", async () => {
    const world = await iamWorld();
    const arn = await org.roleWith(policyOf("aws_iam_group"));
    const secrets = { AWS_KEY: keys.hub.secret };
    const alone = called({ ...world, secrets });
    await expect(alone.call("grant", world.people[0])).rejects.toMatchObject({ class: "auth" });
    const at = called({ ...world, secrets, settings: { ...world.settings, roles: [{ arn }] } });
    await at.call("grant", world.people[0]);
    expect(await org.iamMembers(world.group)).toEqual([world.people[0].id]);
    await at.call("revoke", world.people[0]);
    expect(await org.iamMembers(world.group)).toEqual([]);
  });

  const hasCli = spawnSync("aws", ["--version"], { timeout: 120_000 }).status === 0;
  test.skipIf(!hasCli)(`AWS's own command line shows what was given${hasCli ? "" : " (skipped: no aws)"}`, async () => {
    const iam = called(await iamWorld());
    const center = called(await centerWorld("assignment"));
    await iam.call("grant", iam.people[0]);
    await center.call("grant", center.people[0]);
    const members = ask("iam", "get-group", "--group-name", iam.group) as { Users: { UserName: string }[] };
    expect(members.Users.map(({ UserName }) => UserName)).toEqual([iam.people[0].id]);
    const assigned = ask(
      ...["sso-admin", "list-account-assignments", "--instance-arn", org.instance, "--account-id", ACCOUNT],
      ...["--permission-set-arn", center.permissionSet],
    ) as { AccountAssignments: object[] };
    const PrincipalId = center.idOf(center.people[0].id);
    expect(assigned.AccountAssignments).toEqual([expect.objectContaining({ PrincipalType: "USER", PrincipalId })]);
  });
}

/** As the administrator. */
function ask(...words: string[]): unknown {
  const { status, stdout, stderr } = spawnSync("aws", ["--endpoint-url", moto.origin, "--output", "json", ...words], {
    encoding: "utf8",
    timeout: 120_000,
    env: {
      ...process.env,
      AWS_ACCESS_KEY_ID: org.admin.accessKeyId,
      AWS_SECRET_ACCESS_KEY: org.admin.secretAccessKey,
      AWS_DEFAULT_REGION: REGION,
      // Whatever this machine is set up for.
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_PAGER: "",
    },
  });
  if (status !== 0) throw new Error(`the aws command failed: ${stderr}`);
  return JSON.parse(stdout);
}

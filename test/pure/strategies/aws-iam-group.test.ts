// `aws_iam_group` against an AWS of our own that takes no signature but the right one: the suite of all strategies, and what only
// IAM has: names over ids, groups that are renamed, pages, accounts, and roles that are taken on.
import { expect, onTestFinished, test } from "vitest";
import { PermanentError } from "../../../src/ports.ts";
import { awsIamGroup } from "../../../src/strategies/aws-iam-group/strategy.ts";
import { everyCallFails } from "../../contracts/every-call.ts";
import { faultyHttp } from "../../contracts/faulty-http.ts";
import { strategyContract } from "../../contracts/strategy.ts";
import { callerOf, NOW } from "../../contracts/strategy-world.ts";
import { ACCOUNT, awsVerbOf, FakeAws, KEY, SAYS, SECRET } from "./aws/fake-aws.ts";

const ana = { id: "ana@example.com", label: "Ana" };
const ben = { id: "ben@example.com", label: "Ben" };
const good = { account: ACCOUNT, group: "Deployers", credentials: "AWS_KEY" };

async function started(more: object = {}) {
  const aws = new FakeAws();
  const { origin, close } = await aws.open();
  for (const { id } of [ana, ben]) aws.iam.addUser(id);
  for (const name of ["Admins", "Auditors", "Deployers"]) aws.iam.addGroup(name);
  const member = (id: string): string | null => (aws.iam.members("Deployers").includes(id) ? "member" : null);
  return {
    aws,
    strategy: awsIamGroup,
    settings: { ...good, endpoint: origin, allowLoopback: true, ...more },
    people: [ana, ben] as const,
    // The second is never read: it is there to be looked for.
    secrets: { AWS_KEY: SECRET, SECOND_HALF: KEY.secretAccessKey },
    targetSays: SAYS,
    levelOf: async (id: string) => member(id),
    removeParent: async () => aws.iam.removeGroup("Deployers"),
    removeAccount: async (id: string) => aws.iam.removeUser(id),
    close,
  };
}

strategyContract("aws_iam_group", {
  badSettings: [
    { settings: { ...good, account: "1234" }, path: ["account"] },
    { settings: { ...good, group: "/ops/Deployers" }, path: ["group"] },
    { settings: { ...good, region: "eu-west-1.example.com" }, path: ["region"] },
    { settings: { ...good, credentials: SECRET }, path: ["credentials"] },
    { settings: { ...good, emailDomain: "@example.com" }, path: ["emailDomain"] },
    { settings: { ...good, endpoint: "https://10.0.0.1" }, path: ["endpoint"] },
    { settings: { ...good, roles: [{ arn: "Sym" }] }, path: ["roles", 0, "arn"] },
    { settings: { ...good, roles: [{ arn: `arn:aws-cn:iam::${ACCOUNT}:role/Sym` }] }, path: ["roles", 0, "arn"] },
  ],
  hostileNames: 1_000,
  async world() {
    return { ...(await started()), ...faultyHttp(fetch, { verbOf: awsVerbOf, says: SAYS }) };
  },
});

everyCallFails("aws_iam_group with a key", started);

const ROLE = `arn:aws:iam::${ACCOUNT}:role/sym/Sym`;
everyCallFails("aws_iam_group in a role", async () => {
  const world = await started({ roles: [{ arn: ROLE, externalId: "of-sym" }] });
  world.aws.roles.push({ arn: ROLE, trusts: KEY.accessKeyId, externalId: "of-sym" });
  return { ...world, quicker: { settings: { ...world.settings, roles: [] }, secrets: world.secrets } };
});

async function at(more: object = {}, secrets = { AWS_KEY: SECRET }) {
  const world = await started(more);
  onTestFinished(world.close);
  const through = (request: Request): Promise<Response> => fetch(request);
  return { ...world, ...callerOf({ ...world, secrets, fetch: through, now: () => world.aws.now() }) };
}

test("a list in pages is read to its end", async () => {
  const { aws, call, inspect } = await at();
  for (const name of ["c", "d", "e", "f", "g"]) aws.iam.groups[2]?.members.push(aws.iam.addUser(name));
  await call("grant", ana);
  expect(aws.iam.members("Deployers").at(-1)).toBe(ana.id);
  expect((await inspect(ana)).level).toBe("member");
  expect((await inspect(ben)).level).toBeNull();
});

test("whoever is renamed while holding access loses it all the same, and gets nothing new under the old name", async () => {
  const { aws, call, inspect } = await at();
  const { ids } = await inspect(ana);
  expect(ids).toEqual({ user: aws.iam.users[0]?.id, group: aws.iam.groups[2]?.id });
  await call("grant", ana, { ids });
  Object.assign(aws.iam.users[0] ?? {}, { name: "ana.lovelace" });
  expect((await inspect(ana, { ids })).level).toBe("member");
  await expect(call("grant", ana, { ids })).rejects.toBeInstanceOf(PermanentError);
  await call("revoke", ana, { ids });
  expect(aws.iam.members("Deployers")).toEqual([]);
});

test("a user who is deleted and made again under the same name is somebody else", async () => {
  const { aws, call, inspect } = await at();
  const { ids } = await inspect(ana);
  await call("grant", ana, { ids });
  aws.iam.removeUser(ana.id);
  aws.iam.groups[2]?.members.push(aws.iam.addUser(ana.id));
  expect((await inspect(ana, { ids })).level).toBeNull();
  await call("revoke", ana, { ids });
  expect(aws.iam.members("Deployers")).toEqual([ana.id]);
  await expect(call("grant", ana, { ids })).rejects.toThrow("belongs to another IAM user");
});

test("a group that is renamed is followed, and one that only took its name is not", async () => {
  const { aws, call, inspect } = await at();
  const { ids } = await inspect(ana);
  await call("grant", ana, { ids });
  Object.assign(aws.iam.groups[2] ?? {}, { name: "Shippers" });
  aws.iam.addGroup("Deployers").members.push(...aws.iam.users);
  expect((await inspect(ana, { ids })).level).toBe("member");
  await call("revoke", ana, { ids });
  expect([aws.iam.members("Shippers"), aws.iam.members("Deployers")]).toEqual([[], [ana.id, ben.id]]);
  aws.iam.removeGroup("Shippers");
  expect((await inspect(ana, { ids })).level).toBeNull();
  await expect(call("grant", ana, { ids })).rejects.toThrow("does not have this group any more");
});

test("a group that is missing proves no end in another account, nor where its list may not be read", async () => {
  const { aws, call, inspect } = await at();
  await call("grant", ana);
  aws.iam.removeGroup("Deployers");
  aws.account = "999999999999";
  await expect(call("revoke", ana)).rejects.toThrow("another AWS account");
  aws.account = ACCOUNT;
  aws.denied.add("iam:ListGroups");
  await expect(inspect(ana)).rejects.toMatchObject({ class: "auth" });
  aws.denied.clear();
  expect((await inspect(ana)).level).toBeNull();
});

test("credentials of another account are told from the names that it shows", async () => {
  const { call } = await at({ account: "210987654321" });
  await expect(call("grant", ana)).rejects.toThrow("another AWS account");
});

test("an end goes on where the list lags behind: what it does not show is taken away as well", async () => {
  const { aws, call, inspect } = await at();
  const { ids } = await inspect(ana);
  const [, , deployers] = aws.iam.groups;
  deployers?.members.push(...aws.iam.users);
  const answer = aws.iam.answer.bind(aws.iam);
  aws.iam.answer = (action, asked) => {
    if (action !== "GetGroup") return answer(action, asked);
    const now = deployers?.members.splice(0) ?? [];
    const older = answer(action, asked);
    deployers?.members.push(...now);
    return older;
  };
  await call("revoke", ana, { ids });
  expect(aws.iam.members("Deployers")).toEqual([ben.id]);
});

test("capitals make no other user of a name, and no other slot", async () => {
  const { aws, call } = await at();
  await call("grant", { id: "ANA@example.com", label: "Ana" });
  expect(aws.iam.members("Deployers")).toEqual([ana.id]);
  const slot = (id: string, group: string) => awsIamGroup.slot({ ...good, group }, { id, label: "" });
  expect(slot("ANA@example.com", "deployers")).toEqual(slot(ana.id, "Deployers"));
});

test.each(["", "ana ben", "ana/ben", "añа", "a".repeat(65), "ana\n"])("%j is refused without a call", async (id) => {
  const { aws, call } = await at();
  await expect(call("grant", { id, label: "" })).rejects.toMatchObject({ class: "impossible" });
  expect(aws.asked).toEqual([]);
});

test("a user's name comes from the e-mail address, whole or up to the @ of one domain", async () => {
  const person = (email: string | null) =>
    ({
      key: "T1/U1",
      name: "",
      tz: "UTC",
      deactivated: false,
      guest: false,
      stranger: false,
      bot: false,
      email,
    }) as const;
  const named = (settings: object, email: string | null) =>
    awsIamGroup.identify?.({ ...good, ...settings }, person(email));
  expect(await named({}, "ana@example.com")).toEqual({ id: "ana@example.com", label: "ana@example.com" });
  expect(await named({ emailDomain: "example.com" }, "ana@example.com")).toEqual({
    id: "ana",
    label: "ana@example.com",
  });
  for (const email of ["ana@example.org", "ana@sub.example.com", null])
    await expect(named({ emailDomain: "example.com" }, email)).rejects.toBeInstanceOf(PermanentError);
});

test("a right that is missing, a key that is wrong and one of no known form are the operators' to mend", async () => {
  const { aws, call, settings } = await at();
  aws.denied.add("iam:AddUserToGroup");
  await expect(call("grant", ana)).rejects.toMatchObject({ name: "PermanentError", class: "auth", effect: "no" });
  for (const AWS_KEY of [
    `${KEY.accessKeyId}:${"x".repeat(40)}`,
    `AKIANOBODYNOBODY1234 ${"x".repeat(40)}`,
    "nonsense",
  ]) {
    const wrong = callerOf({
      strategy: awsIamGroup,
      settings,
      secrets: { AWS_KEY },
      fetch: (request) => fetch(request),
    });
    await expect(wrong.call("grant", ana)).rejects.toMatchObject({ name: "PermanentError", class: "auth" });
  }
});

test("roles are taken on one after the other, once for all calls until shortly before the session ends", async () => {
  const hub = `arn:aws:iam::${ACCOUNT}:role/Hub`;
  const { aws, call, inspect } = await at({ roles: [{ arn: hub }, { arn: ROLE, externalId: "of-sym" }] });
  aws.roles.push({ arn: hub, trusts: KEY.accessKeyId }, { arn: ROLE, trusts: hub, externalId: "of-sym" });
  const assumed = () => aws.asked.filter((action) => action === "sts:AssumeRole").length;
  await call("grant", ana);
  await call("revoke", ana);
  expect(assumed()).toBe(2);
  const since = NOW;
  aws.now = () => since + 13 * 60_000;
  await inspect(ana);
  expect(assumed()).toBe(4);
});

test("a session that was ended early is replaced by another, once", async () => {
  const { aws, call } = await at({ roles: [{ arn: ROLE }] });
  aws.roles.push({ arn: ROLE, trusts: KEY.accessKeyId });
  await call("grant", ana);
  for (const id of aws.keys.keys()) if (id.startsWith("ASIA")) aws.keys.delete(id);
  await call("revoke", ana);
  expect(aws.iam.members("Deployers")).toEqual([]);
});

test("a role that does not trust us is the operators' to mend, and nothing was done", async () => {
  const { call } = await at({ roles: [{ arn: ROLE }] });
  await expect(call("grant", ana)).rejects.toMatchObject({ name: "PermanentError", class: "auth", effect: "no" });
});

test.each([
  ["no session in it", 200, "<AssumeRoleResponse><AssumeRoleResult/></AssumeRoleResponse>", { name: "TransientError" }],
  [
    "a session without an end",
    200,
    "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>soon</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>",
    { name: "TransientError" },
  ],
  [
    "a region that is switched off",
    403,
    "<ErrorResponse><Error><Code>RegionDisabledException</Code></Error></ErrorResponse>",
    { name: "PermanentError", class: "config" },
  ],
  [
    "a rest",
    400,
    "<ErrorResponse><Error><Code>Throttling</Code></Error></ErrorResponse>",
    { name: "TransientError", class: "slow_down" },
  ],
] as const)("a role is answered with %s: nothing has happened, and it is not kept", async (_, status, text, means) => {
  const { aws, settings, secrets } = await at({ roles: [{ arn: ROLE }] });
  aws.roles.push({ arn: ROLE, trusts: KEY.accessKeyId });
  let isIll = true;
  const ill = callerOf({
    ...{ strategy: awsIamGroup, settings, secrets },
    fetch: async (request) => {
      const isAsked = new URLSearchParams(await request.clone().text()).get("Action") === "AssumeRole";
      return isIll && isAsked ? new Response(text, { status }) : fetch(request);
    },
  });
  await expect(ill.call("grant", ana)).rejects.toMatchObject({ ...means, effect: "no" });
  isIll = false;
  await ill.call("grant", ana);
  expect(aws.iam.members("Deployers")).toEqual([ana.id]);
});

test("a secret that is rotated counts at the next call, for access that was given with the old one as well", async () => {
  const secrets = { AWS_KEY: SECRET };
  const { aws, call } = await at({ roles: [{ arn: ROLE }] }, secrets);
  aws.roles.push({ arn: ROLE, trusts: KEY.accessKeyId });
  await call("grant", ana);
  const fresh = { accessKeyId: "AKIAFRESH23456789XYZ", secretAccessKey: "y".repeat(40) };
  aws.keys.clear();
  aws.keys.set(fresh.accessKeyId, { ...fresh, is: KEY.accessKeyId });
  secrets.AWS_KEY = `${fresh.accessKeyId}\t${fresh.secretAccessKey}\n`;
  await call("revoke", ana);
  expect(aws.iam.members("Deployers")).toEqual([]);
});

test("a check sees the group, and says what is missing", async () => {
  const { aws, settings } = await at();
  const check = () =>
    awsIamGroup.check?.(settings, {
      secret: () => SECRET,
      fetch: (request) => fetch(request),
      signal: new AbortController().signal,
      now: () => NOW,
    });
  await check();
  aws.denied.add("iam:GetUser");
  await expect(check()).rejects.toMatchObject({ class: "auth" });
  aws.denied.clear();
  aws.iam.removeGroup("Deployers");
  await expect(check()).rejects.toThrow("does not have this group any more");
});

test.each([
  ["Throttling", 400, { name: "TransientError", effect: "no", class: "slow_down" }],
  ["RequestLimitExceeded", 503, { name: "TransientError", effect: "no", class: "slow_down" }],
  ["ConcurrentModification", 409, { name: "TransientError", effect: "no", class: "retryable" }],
  ["EntityTemporarilyUnmodifiable", 409, { name: "TransientError", effect: "no", class: "retryable" }],
  ["ServiceFailure", 500, { name: "TransientError", effect: "unknown", class: "retryable" }],
  ["LimitExceeded", 409, { name: "PermanentError", effect: "no", class: "config" }],
  ["ExpiredToken", 403, { name: "PermanentError", effect: "no", class: "auth" }],
  ["ValidationError", 400, { name: "PermanentError", effect: "no", class: "impossible" }],
  ["InvalidAction", 400, { name: "PermanentError", effect: "no", class: "bug" }],
  ["NeverHeardOf", 400, { name: "PermanentError", effect: "no", class: "impossible" }],
] as const)("%s is understood", async (code, status, means) => {
  const { aws, call } = await at();
  const answer = aws.iam.answer.bind(aws.iam);
  aws.iam.answer = (action, asked) => (action === "AddUserToGroup" ? { code, status } : answer(action, asked));
  await expect(call("grant", ana)).rejects.toMatchObject(means);
});

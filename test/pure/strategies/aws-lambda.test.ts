// `aws_lambda`: a function of somebody's own behind a fake of AWS Lambda that takes no signature but the right one: the suite of
// all strategies, what the function is told, what its answers mean, and what AWS's own client would send.
import { readFileSync } from "node:fs";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { expect, onTestFinished, test } from "vitest";
import { PermanentError, TransientError } from "../../../src/ports.ts";
import { awsLambda } from "../../../src/strategies/aws-lambda/strategy.ts";
import { everyCallFails } from "../../contracts/every-call.ts";
import { faultyHttp } from "../../contracts/faulty-http.ts";
import { strategyContract } from "../../contracts/strategy.ts";
import { callerOf, NOW } from "../../contracts/strategy-world.ts";
import { ACCOUNT, awsVerbOf, FakeAws, KEY, SAYS, SECRET } from "./aws/fake-aws.ts";
import { AccessFunction, FUNCTION } from "./aws/fake-lambda.ts";
import { type Recorded, sentByAws, sentByUs } from "./aws/recorder.ts";

const ana = { id: "ana@example.com", label: "Ana" };
const ben = { id: "ben@example.com", label: "Ben" };
const good = { function: FUNCTION, credentials: "AWS_KEY", readBack: true };

async function started(more: object = {}) {
  const [aws, access] = [new FakeAws(), new AccessFunction()];
  aws.lambda.functions.set(FUNCTION, { handler: (event) => access.handler(event), aliases: ["prod"] });
  const { origin, close } = await aws.open();
  return {
    aws,
    access,
    strategy: awsLambda,
    settings: { ...good, endpoint: origin, allowLoopback: true, ...more },
    people: [ana, ben] as const,
    // The second is never read: it is there to be looked for.
    secrets: { AWS_KEY: SECRET, SECOND_HALF: KEY.secretAccessKey },
    targetSays: SAYS,
    levelOf: async (id: string) => access.levelOf(id),
    removeParent: async () => {
      access.gone = true;
      for (const { id } of [ana, ben]) access.handler({ ...nothing, action: "revoke", account: { id } });
    },
    close,
  };
}
const nothing = { action: "", account: {}, level: "access", data: {}, idempotency_key: "by hand" };

const badSettings = [
  { settings: { ...good, function: "sym-access" }, path: ["function"] },
  { settings: { ...good, function: `${FUNCTION}:prod` }, path: ["function"] },
  { settings: { ...good, function: FUNCTION.replace("eu-west-1", "cn-north-1") }, path: ["function"] },
  { settings: { ...good, function: FUNCTION.replace("eu-west-1", "example.com") }, path: ["function"] },
  { settings: { ...good, qualifier: "prod/../x" }, path: ["qualifier"] },
  { settings: { ...good, credentials: SECRET }, path: ["credentials"] },
  { settings: { ...good, data: { note: "x".repeat(2_001) } }, path: ["data"] },
  { settings: { ...good, endpoint: "https://10.0.0.1" }, path: ["endpoint"] },
  { settings: { ...good, roles: [{ arn: `arn:aws-cn:iam::${ACCOUNT}:role/Sym` }] }, path: ["roles", 0, "arn"] },
];

strategyContract("aws_lambda", {
  badSettings,
  hostileNames: 1_000,
  async world() {
    return { ...(await started()), ...faultyHttp(fetch, { verbOf: awsVerbOf, says: SAYS }) };
  },
});

strategyContract("aws_lambda that cannot be read back", {
  badSettings: [],
  hostileNames: 100,
  async world() {
    const world = await started({ readBack: false });
    return { ...world, ...faultyHttp(fetch, { verbOf: awsVerbOf, says: SAYS }) };
  },
});

everyCallFails("aws_lambda with a key", started);

const ROLE = `arn:aws:iam::${ACCOUNT}:role/sym/Sym`;
everyCallFails("aws_lambda in a role", async () => {
  const world = await started({ roles: [{ arn: ROLE }] });
  world.aws.roles.push({ arn: ROLE, trusts: KEY.accessKeyId });
  return { ...world, quicker: { settings: { ...world.settings, roles: [] }, secrets: world.secrets } };
});

async function at(more: object = {}) {
  const world = await started(more);
  onTestFinished(world.close);
  return { ...world, ...callerOf({ ...world, fetch: (request) => fetch(request) }) };
}
const answering = async (answer: unknown) => {
  const world = await at();
  world.aws.lambda.functions.set(FUNCTION, { handler: () => answer, aliases: [] });
  return world;
};

test("the function is told what a webhook is told", async () => {
  const { access, call, inspect } = await at({ data: { team: "billing" } });
  await call("grant", ana, { key: "key-1" });
  await inspect(ana, { key: "key-1" });
  const order = { account: ana, level: "access", data: { team: "billing" }, idempotency_key: "key-1" };
  expect(access.told).toEqual([
    { action: "grant", ...order },
    { action: "inspect", ...order },
  ]);
});

test("without readBack nothing can be read, and nothing is", async () => {
  const { aws, settings, inspect } = await at({ readBack: false });
  expect([awsLambda.readable?.(settings), awsLambda.readable?.(good)]).toEqual([false, true]);
  await expect(inspect(ana)).rejects.toBeInstanceOf(PermanentError);
  expect(aws.asked).toEqual([]);
});

test("the read-back tells inherited access apart", async () => {
  const { access, inspect } = await at();
  access.inherited.set(ana.id, "on call this week");
  expect(await inspect(ana)).toEqual({ level: null, inherited: "on call this week", ids: {} });
});

test.each([
  ["nothing", undefined],
  ["another form", { statusCode: 200 }],
  ["a word", "ok"],
  ["no boolean", { ok: "true" }],
])("a function that answers %s may have done it, and is never believed", async (_, answer) => {
  const { call, inspect } = await answering(answer);
  for (const verb of ["grant", "revoke"] as const)
    await expect(call(verb, ana)).rejects.toMatchObject({ name: "TransientError", effect: "unknown", class: "bug" });
  await expect(inspect(ana)).rejects.toMatchObject({ name: "PermanentError", class: "bug" });
});

test("a function that says no is believed, and one that says later is asked later", async () => {
  const refused = await answering({ ok: false });
  await expect(refused.call("grant", ana)).rejects.toMatchObject({ name: "PermanentError", effect: "no" });
  const later = await answering({ ok: false, retry_after: 30 });
  await expect(later.call("revoke", ana)).rejects.toMatchObject({
    name: "TransientError",
    effect: "no",
    retryAfterMs: 30_000,
  });
});

test("a function that throws or runs out of time may have done it", async () => {
  const { aws, call, inspect } = await at();
  const handler = (): never => {
    throw new Error("in the middle");
  };
  aws.lambda.functions.set(FUNCTION, { handler, aliases: [] });
  await expect(call("grant", ana)).rejects.toMatchObject({ name: "TransientError", effect: "unknown" });
  await expect(inspect(ana)).rejects.toMatchObject({ name: "TransientError", effect: "no" });
});

test("an answer longer than 64 KB is not read, and may have been a success", async () => {
  const { call } = await answering({ ok: true, note: "x".repeat(70_000) });
  await expect(call("grant", ana)).rejects.toMatchObject({ name: "TransientError", effect: "unknown", class: "bug" });
});

test.each([
  ["TooManyRequestsException", 429, { name: "TransientError", effect: "no", class: "slow_down" }],
  ["ResourceConflictException", 409, { name: "TransientError", effect: "unknown" }],
  ["ServiceException", 500, { name: "TransientError", effect: "unknown" }],
  ["EFSIOException", 410, { name: "TransientError", effect: "unknown" }],
  ["EFSMountTimeoutException", 408, { name: "TransientError", effect: "unknown" }],
  ["KMSDisabledException", 502, { name: "TransientError", effect: "unknown" }],
  ["RequestTooLargeException", 413, { name: "PermanentError", effect: "no", class: "impossible" }],
  ["InvalidRequestContentException", 400, { name: "PermanentError", effect: "no", class: "impossible" }],
  ["AccessDeniedException", 403, { name: "PermanentError", effect: "no", class: "auth" }],
  ["ResourceNotFoundException", 404, { name: "PermanentError", effect: "no", class: "config" }],
] as const)("%s is understood", async (code, status, means) => {
  const { aws, call } = await at();
  aws.lambda.fails = { code, status };
  await expect(call("grant", ana)).rejects.toMatchObject(means);
});

test("a function that is gone, or an alias, is trouble and no end", async () => {
  const { call, settings } = await at();
  await call("grant", ana);
  for (const gone of [{ qualifier: "canary" }, { function: `${FUNCTION}2` }])
    for (const verb of ["grant", "revoke"] as const)
      await expect(call(verb, ana, { settings: { ...settings, ...gone } })).rejects.toThrow("no such function");
});

test("a look at the function changes nothing, and says what is missing", async () => {
  const { aws, access, settings } = await at();
  const check = (more: object = {}) =>
    awsLambda.check?.(
      { ...settings, ...more },
      {
        secret: () => SECRET,
        fetch: (request) => fetch(request),
        signal: new AbortController().signal,
        now: () => NOW,
      },
    );
  await check({ qualifier: "prod" });
  await expect(check({ qualifier: "canary" })).rejects.toBeInstanceOf(PermanentError);
  aws.denied.add("lambda:InvokeFunction");
  await expect(check()).rejects.toMatchObject({ class: "auth" });
  expect(access.told).toEqual([]);
});

test("function, alias and data tell accesses apart, and the spelling of data does not", () => {
  const slot = (given: object) => awsLambda.slot({ ...good, ...given }, ana);
  expect(slot({})).toEqual([FUNCTION, ana.id]);
  const others = [{ qualifier: "prod" }, { data: { team: "ops" } }, { function: `${FUNCTION}2` }].map(slot);
  expect(new Set([slot({}), ...others].map((one) => one.join("\n"))).size).toBe(4);
  expect(slot({ data: { a: 1, b: 2 } })).toEqual(slot({ data: { b: 2, a: 1 } }));
});

test.each([
  ["eu-west-1", "aws", "prod"],
  ["cn-north-1", "aws-cn", "7"],
  ["us-gov-west-1", "aws-us-gov", undefined],
] as const)("a function in %s (%s) is called as AWS's own client calls it", async (region, partition, qualifier) => {
  const arn = `arn:${partition}:lambda:${region}:${ACCOUNT}:function:Sym_access-1`;
  const named = { ...good, function: arn, ...(qualifier === undefined ? {} : { qualifier }) };
  const ours: Recorded[] = [];
  const context = {
    secret: () => SECRET,
    signal: new AbortController().signal,
    now: () => NOW,
    async fetch(request: Request) {
      ours.push(await sentByUs(request));
      return Response.json({ ok: true });
    },
  };
  const call = { settings: named, level: "access", account: ana, ids: {}, idempotencyKey: "key-1" };
  await awsLambda.grant(call, context);
  await awsLambda.check?.(named, context);
  const order = { action: "grant", account: ana, level: "access", data: {}, idempotency_key: "key-1" };
  const theirs = (command: InvokeCommand) =>
    sentByAws((setUp) => new LambdaClient({ region, ...setUp } as object).send(command));
  const what = { FunctionName: arn, Qualifier: qualifier };
  expect(ours).toEqual([
    await theirs(
      new InvokeCommand({ ...what, InvocationType: "RequestResponse", Payload: Buffer.from(JSON.stringify(order)) }),
    ),
    await theirs(new InvokeCommand({ ...what, InvocationType: "DryRun" })),
  ]);
});

test("the function that the page shows does what the page says", async () => {
  const page = readFileSync(new URL("../../../docs/targets/aws_lambda.md", import.meta.url), "utf8");
  const code = /```js\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
  const shown: { handler(event: unknown): Promise<unknown> } = await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`
  );
  const { aws, call, inspect } = await at();
  aws.lambda.functions.set(FUNCTION, { handler: shown.handler, aliases: [] });
  await call("grant", ana);
  await call("grant", ana);
  expect((await inspect(ana)).level).toBe("access");
  await call("revoke", ana);
  await call("revoke", ana);
  expect((await inspect(ana)).level).toBeNull();
  await expect(call("grant", { id: "eve@example.org", label: "Eve" })).rejects.not.toBeInstanceOf(TransientError);
});

test("one function has one set of accounts and one limit, whatever data and alias a Target says", () => {
  const limits = { perSecond: 5 };
  const given = { ...good, qualifier: "prod", data: { team: "ops" }, limits };
  expect(awsLambda.realm?.(given)).toBe(awsLambda.realm?.(good));
  expect(awsLambda.limits?.(given)).toEqual({ of: FUNCTION, perSecond: 5, outstanding: null });
  expect(awsLambda.limits?.(good)).toBeNull();
});

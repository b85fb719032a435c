// Targets that hang, dribble or never stop talking, behind a real port and the real fetch of workerd: every call is cut off at
// its time or its size and its connection closed, and meanwhile nobody else waits.
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, expect, inject, test } from "vitest";
import { clockOver } from "../../../src/clock.ts";
import { slotKey } from "../../../src/domain/access.ts";
import {
  acceptHold,
  acceptRelease,
  CALL_LIMIT_MS,
  type EntitlementState,
  type HoldOrder,
} from "../../../src/domain/entitlement.ts";
import { type Strategy, type StrategyCall, TransientError } from "../../../src/ports.ts";
import { aptibleRole } from "../../../src/strategies/aptible-role/strategy.ts";
import { awsIamGroup } from "../../../src/strategies/aws-iam-group/strategy.ts";
import { awsIdentityCenter } from "../../../src/strategies/aws-identity-center/strategy.ts";
import { awsLambda } from "../../../src/strategies/aws-lambda/strategy.ts";
import { boundaryGroup } from "../../../src/strategies/boundary-group/strategy.ts";
import { cloudflareAccessGroup } from "../../../src/strategies/cloudflare-access-group/strategy.ts";
import { entraGroup } from "../../../src/strategies/entra-group/strategy.ts";
import { googleGroup } from "../../../src/strategies/google-group/strategy.ts";
import { oneloginRole } from "../../../src/strategies/onelogin-role/strategy.ts";
import { scimGroup } from "../../../src/strategies/scim-group/strategy.ts";
import { slackUsergroup } from "../../../src/strategies/slack-usergroup/strategy.ts";
import { tailscaleGroup } from "../../../src/strategies/tailscale-group/strategy.ts";
import { webhook } from "../../../src/strategies/webhook.ts";
import { putInPlace } from "../in-place.ts";
import { eventually, objectsOver } from "../objects/objects-over.ts";
import type { Manner } from "./bad-servers.ts";

afterEach(() => putInPlace(null));

const PLANTED = `AKIAPLANTEDPLANTED12:${"planted".repeat(6)}`;
const KEYS: Readonly<Record<string, string>> = {
  GOOGLE_KEY: inject("google").keyFile,
  ENTRA_CERTIFICATE: inject("entra").certificate,
  SLACK_GROUPS_TOKEN: "xoxp-planted-planted",
};
const secretOf = (name: string): string => KEYS[name] ?? PLANTED;
const SECRETS = { outside: { secret: secretOf, fetch: (request: Request) => fetch(request) } };
/** The engine's own limit on a call, in a world where time passes a hundred times as fast. */
const clock = clockOver(() => Date.now());
const hurried: typeof clock = { now: clock.now, within: (ms, work) => clock.within(ms / 100, work) };

const server = (path: string): string => `http://127.0.0.1:${inject("badServersPort")}${path}`;
const ask = async (path: string): Promise<string> => (await fetch(server(path))).text();
let places = 0;
async function placeThat(manner: Manner): Promise<string> {
  const name = `p${++places}`;
  await ask(`/be/${name}/${manner}`);
  return name;
}
const when = (name: string, what: "called" | "quiet"): Promise<string> => ask(`/when/${name}/${what}`);

const webhookAt = (name: string, more: object = {}) => {
  const url = server(`/at/${name}`);
  return { url, readUrl: url, secret: "HOOK_SECRET", allowLoopback: true, ...more };
};
const scimAt = (name: string) => ({
  url: server(`/at/${name}`),
  group: "g1",
  token: "SCIM_TOKEN",
  allowLoopback: true,
});
const awsAt = (name: string) => ({
  endpoint: server(`/at/${name}`),
  credentials: "AWS_KEY",
  allowLoopback: true,
});
const iamAt = (name: string) => ({ ...awsAt(name), account: "123456789012", group: "Deployers" });
const centerAt = (name: string) => ({
  ...awsAt(name),
  region: "eu-west-1",
  instance: "arn:aws:sso:::instance/ssoins-0123456789abcdef",
  identityStore: "d-1234567890",
  group: "a8f1c3d2-1111-4222-8333-444455556666",
});
const lambdaAt = (name: string) => ({
  ...awsAt(name),
  function: "arn:aws:lambda:eu-west-1:123456789012:function:access",
  readBack: true,
});
const googleAt = (name: string) => ({
  endpoint: server(`/at/${name}`),
  group: "03x8tuzt3hqdv5v",
  subject: "sym@example.com",
  serviceAccount: "GOOGLE_KEY",
  allowLoopback: true,
});
const entraAt = (name: string) => ({
  endpoint: server(`/at/${name}`),
  tenant: "72f988bf-86f1-41af-91ab-2d7cd011db47",
  group: "02bd9fd6-8f93-4758-87c3-1fb73740a315",
  clientId: "11111111-2222-4333-8444-555555555555",
  certificate: "ENTRA_CERTIFICATE",
  allowLoopback: true,
});
/** As the fake has it, but elsewhere. */
const vendorAt = (type: string, place: string) => (name: string) => ({
  ...inject("vendors")[type]?.settings,
  [place]: server(`/at/${name}`),
});
const slackAt = (name: string) => ({
  endpoint: server(`/at/${name}`),
  group: "S0DEPLOYERS",
  token: "SLACK_GROUPS_TOKEN",
  keeper: "U0KEEPER",
  allowLoopback: true,
});
const all = ["inspect", "grant", "revoke"] as const;
const ways = [
  { strategy: webhook, at: webhookAt, reads: ["inspect"], most: 64 },
  { strategy: scimGroup, at: scimAt, reads: all, most: 64 },
  { strategy: awsIamGroup, at: iamAt, reads: all, most: 2_048 },
  { strategy: awsIdentityCenter(), at: centerAt, reads: all, most: 64 },
  { strategy: awsLambda, at: lambdaAt, reads: all, most: 64 },
  { strategy: googleGroup, at: googleAt, reads: all, most: 64 },
  { strategy: entraGroup, at: entraAt, reads: all, most: 64 },
  {
    strategy: cloudflareAccessGroup,
    at: vendorAt("cloudflare_access_group", "endpoint"),
    reads: all,
    most: 1_024,
  },
  { strategy: tailscaleGroup, at: vendorAt("tailscale_group", "endpoint"), reads: all, most: 64 },
  { strategy: boundaryGroup, at: vendorAt("boundary_group", "url"), reads: all, most: 64 },
  { strategy: oneloginRole, at: vendorAt("onelogin_role", "endpoint"), reads: all, most: 64 },
  { strategy: aptibleRole, at: vendorAt("aptible_role", "endpoint"), reads: all, most: 64 },
  { strategy: slackUsergroup, at: slackAt, reads: all, most: 256 },
] as const;

function run(strategy: Strategy, verb: "grant" | "revoke" | "inspect", settings: unknown): Promise<unknown> {
  const call: StrategyCall = {
    settings,
    level: strategy.levels[0] ?? "",
    account: { id: strategy.type === "slack_usergroup" ? "U0ANA" : "ana@example.com", label: "Ana" },
    ids: {},
    idempotencyKey: "k",
  };
  return hurried.within(CALL_LIMIT_MS, (signal) => {
    const context = { ...SECRETS.outside, signal, now: clock.now };
    return verb === "inspect" ? (strategy.inspect?.(call, context) ?? Promise.reject()) : strategy[verb](call, context);
  });
}

for (const { strategy, at, reads, most } of ways)
  for (const verb of ["grant", "revoke", "inspect"] as const) {
    const isRead = (reads as readonly string[]).includes(verb);

    test(`${strategy.type}, ${verb}: a target that never answers is let go of in time`, async () => {
      const place = await placeThat("hangs");
      await expect(run(strategy, verb, at(place))).rejects.toThrow(TransientError);
      await when(place, "quiet");
    });

    test(`${strategy.type}, ${verb}: a target that answers byte by byte is let go of in time, or not read at all`, async () => {
      const place = await placeThat("dribbles");
      const done = run(strategy, verb, at(place));
      if (isRead) await expect(done).rejects.toThrow(TransientError);
      else await done;
      await when(place, "quiet");
    });

    test(`${strategy.type}, ${verb}: an answer without an end is let go of at its size, or not read at all`, async () => {
      const place = await placeThat("pours");
      const done = run(strategy, verb, at(place));
      if (isRead) await expect(done).rejects.toThrow(`the target's answer is longer than ${most} KB`);
      else await done;
      await when(place, "quiet");
    });
  }

const accessAt = (settings: { readonly url: string }): HoldOrder["access"] => ({
  key: slotKey("webhook", [settings.url, "ana"]),
  target: "orders",
  targetLabel: "Orders",
  strategy: "webhook",
  settings,
  level: "access",
  account: { id: "ana", label: "ana" },
});

/** A slot that gave access there, which is over. */
function overAt(settings: { readonly url: string }): EntitlementState {
  const now = Date.now();
  const order: HoldOrder = {
    requestId: "r1",
    sequence: 2,
    access: accessAt(settings),
    durationMs: 3_600_000,
    grantBy: now + 3_600_000,
    hardEnd: now + 7_200_000,
    removesStanding: false,
    until: null,
  };
  const held = acceptHold(null, order);
  const granted: EntitlementState = {
    ...held,
    recalled: true,
    openedAt: now - 1_000,
    baseline: { level: null, inherited: null },
    have: { kind: "read", level: "access", inherited: null, at: now - 1_000 },
    holds: held.holds.map((hold) => ({ ...hold, clearedAt: now - 2_000, granted: true, until: now + 3_600_000 })),
  };
  return acceptRelease(granted, { hold: order, cause: "time", by: { kind: "system", name: "timer" } }, now);
}
const slot = (settings: { readonly url: string }) => env.ENTITLEMENTS.getByName(accessAt(settings).key);
/** Wakes the slot with this state, or with what it has. */
const alarm = (settings: { readonly url: string }, state?: EntitlementState): Promise<void> =>
  runInDurableObject(slot(settings), async (object, { storage }) => {
    if (state) storage.kv.put("state", JSON.stringify(state));
    await object.alarm?.();
  });
const stateOf = (settings: { readonly url: string }): Promise<EntitlementState> =>
  runInDurableObject(slot(settings), (_object, { storage }) => JSON.parse(storage.kv.get<string>("state") ?? "null"));

/** One place at the target, and nobody else has it. */
const gateIsFree = () =>
  eventually(async () => {
    const limits = { of: `127.0.0.1:${inject("badServersPort")}`, perSecond: 1_000, outstanding: 1 };
    const gate = env.GATES.getByName(slotKey("webhook", [limits.of]));
    const answer = await gate.ask({ id: "x", urgency: "overdue", flow: "f", calls: 1, limits });
    expect(answer).toMatchObject({ go: true });
    await gate.told({ id: "x", outcome: "answered", retryAfterMs: null, unused: 0 });
  });

test("while one target hangs another's access ends; the gate has its place back, and the slot of the first is tried until it is done", async () => {
  const [stuck, well] = [await placeThat("hangs"), await placeThat("fine")];
  const limited = webhookAt(stuck, { limits: { perSecond: 1_000, outstanding: 1 } });
  const other = webhookAt(well);
  objectsOver(() => ({ ...SECRETS, clock: hurried }));

  const waking = alarm(limited, overAt(limited));
  await when(stuck, "called");
  // The first is still being waited for.
  await alarm(other, overAt(other));
  expect(JSON.parse(await when(well, "called"))).toEqual(["POST", "GET"]);
  await waking;
  await when(stuck, "quiet");

  const left = await stateOf(limited);
  expect(left).toMatchObject({ lastClass: "retryable", targetTries: 1, have: { kind: "unknown" } });
  await gateIsFree();

  await ask(`/be/${stuck}/fine`);
  const later = left.targetNotBefore - Date.now();
  objectsOver(() => ({ ...SECRETS, clock: { ...hurried, now: () => Date.now() + later } }));
  await alarm(limited);
  expect(JSON.parse(await when(stuck, "called"))).toEqual(["POST", "POST", "GET"]);
  expect((await stateOf(limited)).have).toMatchObject({ kind: "read", level: null });
});

// Short histories of the main job, told the same way each time, for tests that break one thing in them. People press again
// when they were told that it is not known yet, as people do.

import type { FlowVersion } from "../../src/domain/flow.ts";
import type { Result } from "../../src/domain/refusal.ts";
import type { Request } from "../../src/domain/request.ts";
import type { Commands } from "../../src/ports.ts";
import { HOUR_MS, MINUTE_MS, NOON, sampleApprovalOnlyFlow, sampleFlow, sampleVersion, TEAM } from "../fakes/samples.ts";
import type { SimOptions } from "./options.ts";
import type { Plan } from "./points.ts";
import { SimWorld } from "./world.ts";

const target = (name: string, level: string) => ({
  name,
  label: name,
  strategy: "memory",
  level,
  settings: { slot: "sim" },
  endRemovesStanding: false,
});
const flow = sampleFlow({ targets: [target("read", "read"), target("write", "write"), target("admin", "admin")] });
export const VERSION = sampleVersion(flow);
export const APPROVAL_ONLY = sampleVersion(sampleApprovalOnlyFlow());
const UNREADABLE = sampleVersion(sampleFlow({ targets: [{ ...target("read", "read"), endRemovesStanding: true }] }));

const asked = { hint: null, required: true } as const;
/** Its form names a person, and says one setting of the Target out of a list that a function says. */
const SAID = sampleVersion(
  sampleFlow({
    fields: [
      { ...asked, name: "peer", label: "Who helps?", type: "slack_user" },
      { ...asked, name: "place", label: "Where?", type: "choice", options: [], fetched: { secrets: [] } },
    ],
    targets: [
      {
        ...target("any", "read"),
        settings: {},
        bound: {
          setting: "slot",
          field: "place",
          as: "text",
          allow: { kind: "list", values: ["sim"] },
          example: "sim",
        },
      },
    ],
  }),
);

export interface Run {
  readonly world: SimWorld;
  readonly standing: Record<string, string>;
  /** Names of the points that the history passes while the plan is in force; the first is number 1. */
  readonly points: readonly string[];
  /** Which of the points is the first that this history is about. */
  readonly from: number;
  readonly expected: readonly string[];
  outcomes(): (string | null)[];
}
export type Scenario = (plan: Plan, seen?: Pick<SimOptions, "onPoint">) => Promise<Run>;

/** Presses, and presses again where no answer came or none was known. */
export async function insist(world: SimWorld, press: (commands: Commands) => Promise<Result<unknown>>): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt++) {
    const answer = await world.act(press);
    if (answer !== undefined && (answer.ok || answer.refusal.kind !== "not_known_yet"))
      if (answer.ok || answer.refusal.kind !== "lookup_unavailable") return;
    await world.until(world.now + 5_000);
  }
}

const formOf = (userId: string, viewId: string, target: string | null, durationMs: number | null, flow = VERSION) => ({
  flow,
  userId,
  teamId: TEAM,
  viewId,
  target,
  answers: { reason: "because" },
  durationMs,
});

/** Ana sends the form of this view. */
export const sendForm =
  (view: string, target: string | null, durationMs: number | null, flow = VERSION) =>
  (commands: Commands): ReturnType<Commands["submit"]> =>
    commands.submit(formOf("U0ANA", view, target, durationMs, flow));

export const ask = (world: SimWorld, ...form: Parameters<typeof sendForm>): Promise<void> =>
  insist(world, sendForm(...form));

export const find = (world: SimWorld, view: string): Request | undefined =>
  world.record.requests().find((request) => request.viewId === view);

export async function press(
  world: SimWorld,
  view: string,
  what: "approve" | "deny" | "cancel" | "revoke",
  userId: string,
): Promise<void> {
  const request = find(world, view);
  if (request === undefined) return;
  const seq = what === "approve" || what === "deny" ? request.seq : null;
  await insist(world, (commands) => commands[what]({ requestId: request.id, seq, userId, teamId: TEAM, reason: null }));
}

interface Special {
  readonly standing?: Record<string, string>;
  readonly readable?: boolean;
  readonly version?: FlowVersion;
  readonly limits?: SimOptions["limits"];
  readonly watchdog?: boolean;
  readonly expires?: boolean;
  readonly drift?: SimOptions["drift"];
  /** Every change replaces the list of all accounts there. */
  readonly wholeList?: boolean;
}

export const scenario =
  (expected: readonly string[], play: (world: SimWorld) => Promise<void>, special: Special = {}): Scenario =>
  (plan, seen = {}) =>
    run(plan, expected, play, special, seen);

async function run(
  plan: Plan,
  expected: readonly string[],
  play: (world: SimWorld) => Promise<void>,
  options: Special,
  seen: Pick<SimOptions, "onPoint">,
): Promise<Run> {
  const versions = options.readable === false ? [UNREADABLE] : [options.version ?? VERSION, APPROVAL_ONLY];
  const { readable = true, limits = () => null, watchdog = false, expires = false, drift } = options;
  const listed = drift === undefined ? {} : { drift };
  const places = options.wholeList ? { places: { sim: { readable, lagMs: () => 0, wholeList: true } } } : {};
  const world = new SimWorld({ versions, plan, readable, limits, watchdog, expires, ...listed, ...places, ...seen });
  for (const [account, level] of Object.entries(options.standing ?? {})) world.target.levels.set(account, level);
  await play(world);
  const points = [...world.passed];
  world.plan = () => null;
  await world.restOut(Math.max(NOON, world.now) + 24 * HOUR_MS);
  return {
    world,
    standing: options.standing ?? {},
    points,
    from: world.from,
    expected,
    outcomes: () => world.record.requests().map((request) => request.outcome),
  };
}

/** The main job, when all that goes wrong is what the plan says. */
export const PLAIN: Readonly<Record<string, Scenario>> = {
  "asked, approved, held and expired": scenario(["expired"], async (world) => {
    await ask(world, "V1", "read", 30 * MINUTE_MS);
    await press(world, "V1", "approve", "U0BEN");
    await world.until(world.now + 2 * HOUR_MS);
  }),
  "asked, approved, held and revoked early by the approver": scenario(["revoked"], async (world) => {
    await ask(world, "V1", "admin", 4 * HOUR_MS);
    await press(world, "V1", "approve", "U0BEN");
    await world.until(world.now + 10 * MINUTE_MS);
    await press(world, "V1", "revoke", "U0BEN");
    await world.until(world.now + HOUR_MS);
  }),
  "cancelled while the grant is on its way": scenario(["revoked"], async (world) => {
    await ask(world, "V1", "read", HOUR_MS);
    await press(world, "V1", "approve", "U0BEN");
    await press(world, "V1", "cancel", "U0ANA");
    await world.until(world.now + HOUR_MS);
  }),
  "two overlapping requests, the stronger ends first": scenario(["expired", "expired"], async (world) => {
    await ask(world, "V1", "read", 4 * HOUR_MS);
    await press(world, "V1", "approve", "U0BEN");
    await world.until(world.now + MINUTE_MS);
    await ask(world, "V2", "admin", 30 * MINUTE_MS);
    await press(world, "V2", "approve", "U0CLEO");
    await world.until(world.now + 6 * HOUR_MS);
  }),
  "somebody who had access before asks for more": scenario(
    ["expired"],
    async (world) => {
      await ask(world, "V1", "admin", 30 * MINUTE_MS);
      await press(world, "V1", "approve", "U0BEN");
      await world.until(world.now + 2 * HOUR_MS);
    },
    { standing: { U0ANA: "read" } },
  ),
  "a target that cannot be read": scenario(
    ["expired"],
    async (world) => {
      await ask(world, "V1", "read", 30 * MINUTE_MS, UNREADABLE);
      await press(world, "V1", "approve", "U0BEN");
      await world.until(world.now + 2 * HOUR_MS);
    },
    { readable: false },
  ),
  "two people at a target that allows one call in five seconds": scenario(
    ["expired", "revoked"],
    async (world) => {
      await ask(world, "V1", "read", 30 * MINUTE_MS);
      await press(world, "V1", "approve", "U0BEN");
      await insist(world, (commands) => commands.submit(formOf("U0CLEO", "V2", "write", 4 * HOUR_MS, VERSION)));
      await press(world, "V2", "approve", "U0BEN");
      await world.until(world.now + 30 * MINUTE_MS - 20_000);
      await press(world, "V2", "revoke", "U0BEN");
      await world.until(world.now + 2 * HOUR_MS);
    },
    { limits: () => ({ perSecond: 0.2, outstanding: 1 }) },
  ),
  "two people in one list that is replaced whole, and one who was there before": scenario(
    ["revoked", "expired"],
    async (world) => {
      await ask(world, "V1", "read", 30 * MINUTE_MS);
      await insist(world, (commands) => commands.submit(formOf("U0CLEO", "V2", "write", 30 * MINUTE_MS, VERSION)));
      await press(world, "V1", "approve", "U0BEN");
      await press(world, "V2", "approve", "U0BEN");
      await world.until(world.now + 20 * MINUTE_MS);
      await press(world, "V1", "revoke", "U0BEN");
      await world.until(world.now + 2 * HOUR_MS);
    },
    { wholeList: true, standing: { U0DORA: "read" } },
  ),
  "two overlapping requests at a target that ends by itself what it is told to": scenario(
    ["expired", "revoked"],
    async (world) => {
      await ask(world, "V1", "read", 30 * MINUTE_MS);
      await press(world, "V1", "approve", "U0BEN");
      await world.until(world.now + MINUTE_MS);
      await ask(world, "V2", "read", 4 * HOUR_MS);
      await press(world, "V2", "approve", "U0CLEO");
      await world.until(world.now + 2 * HOUR_MS);
      await press(world, "V2", "revoke", "U0CLEO");
      await world.until(world.now + HOUR_MS);
    },
    { expires: true },
  ),
  "a sign-in is asked for again and again, also by somebody else and after the end": scenario(
    ["revoked"],
    async (world) => {
      const see = (userId: string) => {
        const requestId = find(world, "V1")?.id ?? "";
        return insist(world, (commands) =>
          commands.showCredential({ requestId, seq: null, userId, teamId: TEAM, reason: null }),
        );
      };
      await ask(world, "V1", "read", 4 * HOUR_MS);
      await press(world, "V1", "approve", "U0BEN");
      await see("U0ANA");
      await world.until(world.now + MINUTE_MS);
      await see("U0ANA");
      await see("U0BEN");
      await Promise.all([see("U0ANA"), press(world, "V1", "revoke", "U0ANA")]);
      await world.until(world.now + 5 * MINUTE_MS);
      await see("U0ANA");
      await world.until(world.now + HOUR_MS);
    },
  ),
  "a form that names a person and says the Target out of a list": scenario(
    ["expired"],
    async (world) => {
      const search = { flow: SAID, field: "place", search: "sim", userId: "U0ANA", teamId: TEAM };
      await insist(world, (commands) => commands.offeredOptions(search));
      const form = { ...formOf("U0ANA", "V1", "any", 30 * MINUTE_MS, SAID), answers: { peer: "U0CLEO", place: "sim" } };
      await insist(world, (commands) => commands.submit(form));
      await press(world, "V1", "approve", "U0BEN");
      await world.until(world.now + 2 * HOUR_MS);
    },
    { version: SAID },
  ),
  "denied, lapsed, cancelled and approval only": scenario(
    ["denied", "cancelled", "approved", "lapsed"],
    async (world) => {
      await ask(world, "V1", "read", HOUR_MS);
      await press(world, "V1", "deny", "U0BEN");
      await ask(world, "V2", "read", HOUR_MS);
      await press(world, "V2", "cancel", "U0ANA");
      await ask(world, "V3", null, null, APPROVAL_ONLY);
      await press(world, "V3", "approve", "U0BEN");
      await ask(world, "V4", "read", HOUR_MS);
      await world.until(world.now + 3 * HOUR_MS);
    },
  ),
};

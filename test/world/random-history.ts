// A random history from a seed: people ask, decide, end and press wrong buttons while everything fails now and then, other
// handlers run in the middle of calls, objects lose alarms and memories, whole parts are down, and the world changes under
// Sym's feet. The same seed is the same history.
import type { Result } from "../../src/domain/refusal.ts";
import { HOUR_MS, MINUTE_MS, sampleVersion, TEAM } from "../fakes/samples.ts";
import { brokenPromises } from "./invariants.ts";
import type { Fault, Plan } from "./points.ts";
import { VERSION } from "./scenarios.ts";
import { LEVELS } from "./target.ts";
import { SimWorld } from "./world.ts";

/** Mulberry32: small, seeded, the same everywhere. In [0, 1). */
export function dice(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Rates {
  readonly die: number;
  readonly error: number;
  readonly lose: number;
  readonly twice: number;
  readonly late: number;
  readonly interleave: number;
  readonly alarmLost: number;
  readonly memoryLost: number;
}
export const NORMAL: Rates = {
  die: 0.02,
  error: 0.06,
  lose: 0.04,
  twice: 0.01,
  late: 0.03,
  interleave: 0.05,
  alarmLost: 0.01,
  memoryLost: 0.02,
};
export const HARSH: Rates = {
  die: 0.08,
  error: 0.1,
  lose: 0.1,
  twice: 0.05,
  late: 0.15,
  interleave: 0.1,
  alarmLost: 0.05,
  memoryLost: 0.1,
};

export interface History {
  readonly seed: number;
  readonly broken: readonly string[];
  readonly points: number;
  readonly faults: number;
  readonly requests: number;
}

const PEOPLE = ["U0ANA", "U0BEN", "U0CLEO", "U0EVE", "U0ADA"];
const WHAT = ["approve", "approve", "approve", "deny", "cancel", "revoke"] as const;
const PARTS = ["record.", "target.", "slack.", "doorbell.", "entitlement."] as const;
/** A Flow that somebody edited while requests were open. */
const EDITED = sampleVersion({ ...VERSION.flow, approvers: { kind: "people", ids: ["U0CLEO"] } });

type Roll = () => number;
type Pick = <T>(from: readonly T[]) => T;

export async function randomHistory(seed: number, rates: Rates): Promise<History> {
  const roll = dice(seed);
  const pick: Pick = (from) => from[Math.floor(roll() * from.length)] as (typeof from)[number];
  let faults = 0;
  const downs = new Map<string, number>();
  const plan: Plan = ({ name }) => {
    const fault = (downs.get(`${name.split(".")[0]}.`) ?? 0) > world.now ? "error" : faultAt(name, roll, rates);
    if (fault !== null) faults++;
    return fault;
  };
  // Reads are as old as the target likes on that day, and never go back behind what was read before.
  const lagMs = roll() < 0.2 ? roll() * 3 * MINUTE_MS : 0;
  const shared = roll() < 0.15;
  const world = new SimWorld({
    versions: [VERSION],
    plan,
    random: roll,
    interleave: rates.interleave,
    lateMs: 1 + roll() * 120_000,
    lagMs: () => lagMs,
    account: (userId) => (shared ? "shared" : userId),
  });
  const standing: Record<string, string> = roll() < 0.4 ? { [shared ? "shared" : "U0ANA"]: pick(LEVELS) } : {};
  for (const [account, level] of Object.entries(standing)) world.target.levels.set(account, level);
  const meddled = roll() < 0.2;

  const steps = 6 + Math.floor(roll() * 14);
  for (let step = 0; step < steps; step++) {
    await something(world, roll, pick, step);
    if (roll() < rates.alarmLost * 10) loseAnAlarm(world, roll, pick);
    if (roll() < rates.memoryLost) await loseAMemory(world, roll, pick);
    if (roll() < 0.04) downs.set(pick(PARTS), world.now + roll() ** 2 * 3 * HOUR_MS);
    if (roll() < 0.1) await somethingElse(world, roll, pick);
    if (meddled && roll() < 0.2) meddle(world, pick);
    await world.until(world.now + Math.floor(roll() ** 3 * 40 * MINUTE_MS));
  }
  world.plan = () => null;
  world.strategyDeployed = true;
  await world.rest(world.now + 48 * HOUR_MS);
  return {
    seed,
    broken: brokenPromises(world, standing),
    points: world.points,
    faults,
    requests: world.record.requests().length,
  };
}

function faultAt(name: string, roll: Roll, rates: Rates): Fault {
  const at = roll();
  const lands = name.startsWith("target.");
  const edges: [Fault, number][] = [
    [roll() < 0.5 ? "die_before" : "die_after", rates.die],
    ["error", rates.error],
    ["lose", rates.lose],
    ["twice", rates.twice],
    ["late", lands ? rates.late : 0],
    ["die_late", lands ? rates.die / 4 : 0],
    ["throttle", lands ? rates.error / 4 : 0],
    ["slow", rates.twice / 2],
  ];
  let edge = 0;
  for (const [kind, rate] of edges) {
    edge += rate;
    if (at < edge) return kind;
  }
  return null;
}

async function something(world: SimWorld, roll: Roll, pick: Pick, step: number): Promise<void> {
  const requests = world.record.requests();
  if (requests.length === 0 || roll() < 0.3) {
    const durationMs = pick([5, 30, 60, 240]) * MINUTE_MS;
    const [flow = VERSION] = world.versions;
    const submission = {
      flow,
      userId: pick(["U0ANA", "U0BEN"]),
      teamId: TEAM,
      viewId: `V${step}`,
      target: pick(LEVELS),
      answers: { reason: "because" },
      durationMs,
    };
    const answer = await world.act((commands) => commands.submit(submission));
    if (roll() < 0.3 || isUnknown(answer)) await world.act((commands) => commands.submit(submission));
    return;
  }
  const request = pick(requests);
  const what = pick(WHAT);
  const seq = what === "approve" || what === "deny" ? request.seq : null;
  const click = { requestId: request.id, seq, userId: pick(PEOPLE), teamId: TEAM, reason: null };
  const press = (): Promise<Result<unknown> | undefined> => world.act((commands) => commands[what](click));
  if (roll() < 0.3) await Promise.all([press(), press()]);
  else await press();
}

const isUnknown = (answer: Result<unknown> | undefined): boolean =>
  answer === undefined || (!answer.ok && answer.refusal.kind === "not_known_yet");

/** What happens to Sym from the side: orders of admins, people who leave, Flows that change. */
async function somethingElse(world: SimWorld, roll: Roll, pick: Pick): Promise<void> {
  const ada = { userId: "U0ADA", teamId: TEAM };
  const what = Math.floor(roll() * 5);
  if (what === 0) await world.act((commands) => commands.freeze(ada, roll() < 0.5));
  if (what === 1) await world.act((commands) => commands.revokeAll(ada, { kind: "everything" }));
  if (what === 2) world.versions = pick([[VERSION], [EDITED], []]);
  if (what === 3) world.people.set(pick(PEOPLE), { deactivated: roll() < 0.5 });
  if (what === 4) world.strategyDeployed = !world.strategyDeployed;
}

/** Somebody else changes something at the target. */
const meddle = (world: SimWorld, pick: Pick): void =>
  world.target.put(pick(["U0ANA", "U0BEN", "shared"]), pick([null, ...LEVELS]), world.now);

/** Lost, or early, or late, or there a second time. */
function loseAnAlarm(world: SimWorld, roll: Roll, pick: Pick): void {
  const armed = [...world.requests.values(), ...world.entitlements.values()].filter(
    (memory) => memory.alarm !== null && !memory.busy,
  );
  if (armed.length === 0) return;
  const memory = pick(armed);
  world.watch.lost();
  memory.alarm = pick([null, world.now + 1, (memory.alarm ?? 0) + roll() * MINUTE_MS]);
}

/** What an object knew is gone, and perhaps its alarm with it. */
async function loseAMemory(world: SimWorld, roll: Roll, pick: Pick): Promise<void> {
  const memories = [...world.requests.values(), ...world.entitlements.values()];
  if (memories.length === 0) return;
  world.watch.lost();
  for (const memory of roll() < 0.2 ? memories : [pick(memories)])
    if (roll() < 0.5) memory.lose();
    else await memory.forget();
}

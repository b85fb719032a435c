// A random history from a seed: people ask, decide, end and press wrong buttons while everything fails now and then, other
// handlers run in the middle of calls, and objects lose alarms. The same seed is the same history.
import type { Result } from "../../src/domain/refusal.ts";
import { HOUR_MS, MINUTE_MS, TEAM } from "../fakes/samples.ts";
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
}
export const NORMAL: Rates = {
  die: 0.02,
  error: 0.06,
  lose: 0.04,
  twice: 0.01,
  late: 0.03,
  interleave: 0.05,
  alarmLost: 0.01,
};
export const HARSH: Rates = {
  die: 0.08,
  error: 0.1,
  lose: 0.1,
  twice: 0.05,
  late: 0.15,
  interleave: 0.1,
  alarmLost: 0.05,
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

export async function randomHistory(seed: number, rates: Rates): Promise<History> {
  const roll = dice(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(roll() * from.length)] as T;
  let faults = 0;
  const plan: Plan = ({ name }) => {
    const at = roll();
    const late = name.startsWith("target.") ? rates.late : 0;
    const edges: [Fault, number][] = [
      [roll() < 0.5 ? "die_before" : "die_after", rates.die],
      ["error", rates.error],
      ["lose", rates.lose],
      ["twice", rates.twice],
      ["late", late],
    ];
    let fault: Fault = null;
    let edge = 0;
    for (const [kind, rate] of edges) {
      edge += rate;
      if (fault === null && at < edge) fault = kind;
    }
    if (fault !== null) faults++;
    return fault;
  };
  const world = new SimWorld({
    versions: [VERSION],
    plan,
    random: roll,
    interleave: rates.interleave,
    lateMs: 1 + roll() * 120_000,
  });
  const standing: Record<string, string> = roll() < 0.4 ? { U0ANA: pick(LEVELS) } : {};
  for (const [account, level] of Object.entries(standing)) world.target.levels.set(account, level);

  const steps = 6 + Math.floor(roll() * 14);
  for (let step = 0; step < steps; step++) {
    await something(world, roll, pick, step);
    if (roll() < rates.alarmLost * 10) loseAnAlarm(world, pick);
    await world.until(world.now + Math.floor(roll() ** 3 * 40 * MINUTE_MS));
  }
  world.plan = () => null;
  await world.rest(world.now + 48 * HOUR_MS);
  return {
    seed,
    broken: brokenPromises(world, standing),
    points: world.points,
    faults,
    requests: world.record.requests().length,
  };
}

async function something(
  world: SimWorld,
  roll: () => number,
  pick: <T>(from: readonly T[]) => T,
  step: number,
): Promise<void> {
  const requests = world.record.requests();
  if (requests.length === 0 || roll() < 0.3) {
    const durationMs = pick([5, 30, 60, 240]) * MINUTE_MS;
    const submission = {
      flow: VERSION,
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

function loseAnAlarm(world: SimWorld, pick: <T>(from: readonly T[]) => T): void {
  const armed = [...world.requests.values(), ...world.entitlements.values()].filter(
    (memory) => memory.alarm !== null && !memory.busy,
  );
  if (armed.length > 0) pick(armed).alarm = null;
}

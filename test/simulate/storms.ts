// Storms: very much ends at once at a target that allows little, and a target of ten that is down for three days. Says the
// calls that are needed, the least time that the limit allows, and what Sym takes, with and without a gate. The same every time.
import { HOUR_MS, MINUTE_MS, NOON, sampleFlow, sampleVersion, TEAM } from "../fakes/samples.ts";
import { brokenPromises } from "../world/invariants.ts";
import { SimWorld } from "../world/world.ts";
import { Dice } from "./dice.ts";
import { LimitedTarget, type Limits } from "./limits.ts";

export interface StormFigures {
  readonly grants: number;
  /** One removal and one read-back each. */
  readonly callsNeeded: number;
  readonly calls: number;
  readonly sentAway: number;
  readonly leastSeconds: number;
  /** From the first end that was due until the last access was gone, and until the last request was closed. */
  readonly goneSeconds: number;
  readonly closedSeconds: number;
  readonly latenessSeconds: { readonly p50: number; readonly p99: number };
  readonly broken: readonly string[];
}

const DURATION_MS = HOUR_MS;
export const AWS_LIKE: Limits = { perSecond: 20, outstanding: 15, latencyMs: 250 };

const flowOver = (places: readonly string[]) =>
  sampleVersion(
    sampleFlow({
      approvers: { kind: "people", ids: ["U0BEN"] },
      durationsMs: [DURATION_MS],
      targets: places.map((place) => ({
        name: place,
        label: place,
        strategy: "memory",
        level: "write",
        settings: { slot: place },
        endRemovesStanding: false,
      })),
    }),
  );

interface Stage {
  readonly world: SimWorld;
  readonly targets: ReadonlyMap<string, LimitedTarget>;
}

/** A world with this many live grants, all given within one minute, spread over the places. `published`: there is a gate. */
async function stage(places: readonly string[], grants: number, limits: Limits, published: boolean): Promise<Stage> {
  const version = flowOver(places);
  const targets = new Map<string, LimitedTarget>();
  const dice = new Dice(1);
  const world: SimWorld = new SimWorld({
    versions: [version],
    tickMs: 0,
    unwatched: true,
    skipsIdleSweeps: true,
    quickMemories: true,
    fraction: dice.roll,
    limits: (place) => (published && targets.get(place)?.limited ? limits : null),
    serve: async (arrival, call) => {
      const target = targets.get(arrival.place);
      return target === undefined ? call() : target.serve(arrival, call);
    },
  });
  for (const place of places) targets.set(place, new LimitedTarget(() => world.now, limits));
  for (let n = 0; n < grants; n++) {
    const target = places[n % places.length] ?? "";
    const [userId, viewId] = [`U${n}`, `V${n}`];
    const answers = { reason: "because" };
    world.at(NOON + Math.floor((n * 59_000) / grants), async () => {
      const ask = { flow: version, userId, teamId: TEAM, viewId, target, answers, durationMs: DURATION_MS };
      const asked = await world.act((commands) => commands.submit(ask));
      if (!asked?.ok) throw new Error("the storm could not be prepared");
      const click = { requestId: asked.value.id, seq: 1, userId: "U0BEN", teamId: TEAM, reason: null };
      await world.act((commands) => commands.approve(click));
    });
  }
  await world.until(NOON + 30 * MINUTE_MS);
  if (world.target.levels.size !== grants) throw new Error(`only ${world.target.levels.size} grants are live`);
  for (const target of targets.values()) target.arrived = 0;
  return { world, targets };
}

/** All due within one minute, at one target with these limits. */
export async function expiryStorm(grants: number, limits: Limits, published: boolean): Promise<StormFigures> {
  const { world, targets } = await stage(["sim"], grants, limits, published);
  for (const target of targets.values()) target.limited = true;
  await world.rest(NOON + 48 * HOUR_MS);
  return figures(world, targets.get("sim"), grants, limits, NOON + DURATION_MS);
}

export interface OutageFigures {
  readonly down: StormFigures;
  /** Worst of the others, and what it is without an outage anywhere. */
  readonly othersP99Seconds: number;
  readonly calmP99Seconds: number;
  /** From the healing until everything there was gone. */
  readonly healedSeconds: number;
}

/** One target of ten is down from before the ends are due until three days later. */
export async function longOutage(grants: number, limits: Limits, published: boolean): Promise<OutageFigures> {
  const places = Array.from({ length: 10 }, (_, index) => `target-${index + 1}`);
  const p99Of = (world: SimWorld, which: (place: string) => boolean): number =>
    percentile(lateness(world, which), 0.99) / 1_000;
  const calm = await stage(places, grants, limits, published);
  for (const target of calm.targets.values()) target.limited = true;
  await calm.world.rest(NOON + 6 * HOUR_MS);

  const { world, targets } = await stage(places, grants, limits, published);
  for (const target of targets.values()) target.limited = true;
  const [first = ""] = places;
  const broken = targets.get(first);
  const healsAt = NOON + 30 * MINUTE_MS + 72 * HOUR_MS;
  if (broken) broken.down = true;
  await world.until(healsAt);
  if (broken) broken.down = false;
  await world.rest(healsAt + 24 * HOUR_MS);
  const down = figures(world, broken, Math.ceil(grants / places.length), limits, healsAt, (place) => place === first);
  return {
    down,
    othersP99Seconds: p99Of(world, (place) => place !== first),
    calmP99Seconds: p99Of(calm.world, () => true),
    healedSeconds: down.goneSeconds,
  };
}

/** How long after its end each access was gone, in milliseconds, shortest first. */
function lateness(world: SimWorld, which: (place: string) => boolean): number[] {
  const goneAt = new Map<string, number>();
  for (const change of world.target.changes) if (change.to === null) goneAt.set(change.account, change.at);
  return world.record
    .requests()
    .filter((request) => which(request.access?.target ?? ""))
    .map(({ access, granted }) => {
      const label = access?.target === "sim" ? access.account.id : `${access?.account.id}@${access?.target}`;
      return (goneAt.get(label) ?? Number.POSITIVE_INFINITY) - (granted?.until ?? 0);
    })
    .sort((a, b) => a - b);
}

/** Calls a second. */
const paceOf = ({ perSecond, outstanding, latencyMs, takenByOthers = 0 }: Limits): number =>
  Math.min(perSecond * (1 - takenByOthers), (outstanding * 1_000) / latencyMs);

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

function figures(
  world: SimWorld,
  target: LimitedTarget | undefined,
  grants: number,
  limits: Limits,
  since: number,
  which: (place: string) => boolean = () => true,
): StormFigures {
  const late = lateness(world, which);
  const removals = world.target.changes.filter((change) => change.to === null);
  const there = removals.filter((change) => which(change.account.split("@")[1] ?? "sim"));
  const closed = world.record.requests().filter((request) => which(request.access?.target ?? ""));
  const callsNeeded = 2 * grants;
  const seconds = (at: number): number => Math.round((at - since) / 1_000);
  return {
    grants,
    callsNeeded,
    calls: target?.arrived ?? 0,
    sentAway: target?.sentAway ?? 0,
    leastSeconds: Math.round(callsNeeded / paceOf(limits)),
    goneSeconds: seconds(Math.max(...there.map((change) => change.at))),
    closedSeconds: seconds(Math.max(...closed.map((request) => request.closedAt ?? Number.POSITIVE_INFINITY))),
    latenessSeconds: {
      p50: Math.round(percentile(late, 0.5) / 1_000),
      p99: Math.round(percentile(late, 0.99) / 1_000),
    },
    broken: brokenPromises(world).slice(0, 5),
  };
}

// What a run says about itself, for people: speed, faults, what was reached, what broke and how to see it again.
import type { History } from "./history.ts";
import { itemsOf, type Shrunk } from "./shrink.ts";
import { crashesIn, faultsIn, type Shard } from "./tally.ts";
import { clockTime, sayMishap, sayStep } from "./trace.ts";

export interface Circumstances {
  readonly seconds: number;
  readonly workers: number;
  readonly date: string;
  readonly commit: string;
}

const number = (value: number): string => Math.round(value).toLocaleString("en-US");

export function describeRun(shard: Shard, { seconds, workers, date, commit }: Circumstances): string[] {
  const { seeds, profile } = shard;
  const last = shard.from + seeds - 1;
  return [
    `${number(seeds)} histories (${profile}, seeds ${shard.from} to ${last}), ${date}, commit ${commit}`,
    `${number(seconds)} s with ${workers} workers: ${number(seeds / seconds)} histories a second, ${number(shard.points / seeds)} points each`,
    `${number(faultsIn(shard))} faults injected, ${number(crashesIn(shard))} of them crashes; ${number(shard.targetCalls)} calls arrived at targets`,
    ...table("faults by part and kind", shard.faults),
    ...table("reached", shard.reached),
    `trace ${shard.hash.toString(16)}`,
    boundOf(shard),
  ];
}

/** The rule of three: what so many runs without a failure say, and no more. */
function boundOf({ seeds, failed }: Shard): string {
  return failed.length === 0
    ? `0 broken promises; with 95 % confidence fewer than 1 in ${number(seeds / 3)} histories of this mix breaks one`
    : `${failed.length} histories broke a promise`;
}

function table(title: string, counts: Readonly<Record<string, number>>): string[] {
  const rows = Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1));
  const width = Math.max(0, ...rows.map(([what]) => what.length));
  return [`${title}:`, ...rows.map(([what, times]) => `  ${what.padEnd(width)}  ${number(times).padStart(12)}`)];
}

export function describeShrunk({ history, broken, runs }: Shrunk, file: string): string[] {
  return [
    `seed ${history.seed} (${history.profile}), after ${runs} tries the shortest history that breaks the same promise:`,
    ...describeHistory(history).map((line) => `  ${line}`),
    ...broken.map((sentence) => `  broken: ${sentence}`),
    `  whole: npm run simulate -- --profile ${history.profile} --seed ${history.seed} --trace`,
    `  short: npm run simulate -- --replay ${file} --trace`,
  ];
}

export function describeHistory(history: History): string[] {
  const { sweep, places, standing, oneAccount, quirks = {}, rollouts = [] } = history.setting;
  const world = [
    sweep ? null : "no sweep",
    oneAccount ? "one account for everybody" : null,
    ...Object.entries(places).flatMap(([name, { readable, lagMs }]) => [
      readable ? null : `${name} cannot be read`,
      lagMs > 0 ? `${name} shows changes after ${clockTime(lagMs)}` : null,
    ]),
    ...Object.entries(quirks).map(([name, quirk]) => `${name} is ${quirk}`),
    ...rollouts.map(
      ({ at, takesMs, to }) => `code of ${to} from ${clockTime(at)}, everywhere after ${clockTime(takesMs)}`,
    ),
    ...Object.entries(standing).map(([label, level]) => `${label} had ${level} before`),
  ].filter((part) => part !== null);
  const items = itemsOf(history).map((item) => {
    if (item.kind === "step") return `${clockTime(item.step.at)}  ${sayStep(item.step)}`;
    if (item.kind === "fault") return `at ${item.key}  ${sayMishap(item.mishap)}`;
    const { points, at, from, to, how } = item.outage;
    return `${clockTime(from)}  -- until ${clockTime(to)} every ${points}*${at ? ` at ${at}` : ""} meets ${how}`;
  });
  return [
    ...(world.length > 0 ? [`world: ${world.join(", ")}`] : []),
    ...items,
    `${clockTime(history.healsAt)}  -- all heals`,
  ];
}

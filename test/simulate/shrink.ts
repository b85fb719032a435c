// Cuts a history that breaks a promise to the shortest one that still breaks it: fewer steps, outages and single faults, and
// a plainer world. Plays it again and again; the result fails for the same promise, and says everything that it needs.
import type { Mishap } from "../world/points.ts";
import { type History, PARTS, type Setting } from "./history.ts";
import { type Outcome, play } from "./play.ts";
import { promiseOf } from "./promise.ts";

const MOST_RUNS = 4_000;
/** Lead time before the world heals: what is not needed is cut, what is needed is kept. */
const HEALS_AFTER_MS = [60_000, 600_000, 3_600_000, 21_600_000];

type Item =
  | { readonly kind: "step"; readonly step: History["steps"][number] }
  | { readonly kind: "outage"; readonly outage: History["outages"][number] }
  | { readonly kind: "fault"; readonly key: string; readonly mishap: Mishap };

export interface Shrunk {
  readonly history: History;
  readonly broken: readonly string[];
  readonly runs: number;
}

/** `now`: milliseconds, to stop after `atMostMs`. `playing` is `play`, but for tests of this file. */
export async function shrink(
  failed: History,
  atMostMs: number,
  now: () => number,
  playing: (history: History) => Promise<Pick<Outcome, "broken" | "drawn">> = play,
): Promise<Shrunk> {
  const first = await playing(failed);
  const promise = promiseOf(first.broken[0] ?? "");
  let best: History = { ...failed, faults: failed.faults ?? first.drawn };
  let runs = 1;
  const until = now() + atMostMs;

  const stillBreaks = async (history: History): Promise<boolean> => {
    if (runs >= MOST_RUNS || now() > until) return false;
    runs++;
    const { broken } = await playing(history);
    if (!broken.some((sentence) => promiseOf(sentence) === promise)) return false;
    best = history;
    return true;
  };

  for (let before = -1; before !== sizeOf(best); ) {
    before = sizeOf(best);
    await withFewerItems(best, stillBreaks);
    for (const plainer of plainerWorlds(best)) await stillBreaks(plainer(best));
  }
  const { broken } = await playing(best);
  return { history: best, broken, runs };
}

export const itemsOf = (history: History): Item[] => [
  ...history.steps.map((step) => ({ kind: "step" as const, step })),
  ...history.outages.map((outage) => ({ kind: "outage" as const, outage })),
  ...Object.entries(history.faults ?? {}).map(([key, mishap]) => ({ kind: "fault" as const, key, mishap })),
];

const sizeOf = (history: History): number => itemsOf(history).length;

const withItems = (history: History, items: readonly Item[]): History => ({
  ...history,
  steps: items.flatMap((item) => (item.kind === "step" ? [item.step] : [])),
  outages: items.flatMap((item) => (item.kind === "outage" ? [item.outage] : [])),
  faults: Object.fromEntries(items.flatMap((item) => (item.kind === "fault" ? [[item.key, item.mishap]] : []))),
});

/** Delta debugging: without this half, that quarter, each single one. */
async function withFewerItems(history: History, stillBreaks: (history: History) => Promise<boolean>): Promise<void> {
  let items = itemsOf(history);
  for (let size = Math.ceil(items.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < items.length; ) {
      const fewer = [...items.slice(0, start), ...items.slice(start + size)];
      if (await stillBreaks(withItems(history, fewer))) items = fewer;
      else start += size;
    }
  }
}

const plain = { readable: true, lagMs: 0 };

function plainerWorlds(history: History): ((from: History) => History)[] {
  const setting =
    (change: (from: Setting) => Setting) =>
    (from: History): History => ({ ...from, setting: change(from.setting) });
  const lastStep = Math.max(0, ...history.steps.map((step) => step.at));
  return [
    (from) => ({ ...from, calm: null }),
    ...HEALS_AFTER_MS.filter((after) => lastStep + after < history.healsAt).map((after) => (from: History) => ({
      ...from,
      healsAt: lastStep + after,
    })),
    setting((from) => ({ ...from, standing: {} })),
    setting((from) => ({ ...from, oneAccount: false })),
    setting((from) => ({ ...from, limits: {} })),
    setting(({ rollouts: _, ...from }) => from),
    setting(({ quirks: _, ...from }) => from),
    setting((from) => ({ ...from, places: Object.fromEntries(Object.keys(from.places).map((name) => [name, plain])) })),
    setting((from) => ({ ...from, sweep: true })),
    setting((from) => ({
      ...from,
      shares: Object.fromEntries(PARTS.map((part) => [part, 0])) as Setting["shares"],
    })),
  ];
}

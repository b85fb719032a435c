// What many runs add up to, as data that shards can add up again: seeds, crashes, faults, what was reached, what broke.
import * as z from "zod";
import type { ProfileName } from "./history.ts";
import type { Outcome } from "./play.ts";

const counts = z.record(z.string(), z.int());
export const shard = z.object({
  profile: z.enum(["normal", "harsh"]),
  from: z.int(),
  seeds: z.int(),
  points: z.int(),
  targetCalls: z.int(),
  /** Sum of all traces' hashes: the same for the same seeds, in whatever order and on whatever machine. */
  hash: z.int(),
  faults: counts,
  reached: counts,
  /** Every failing seed with the first sentences about it. */
  failed: z.array(z.object({ seed: z.int(), broken: z.array(z.string()) })),
});
export type Shard = z.infer<typeof shard>;

export const emptyShard = (profile: ProfileName, from: number): Shard => ({
  profile,
  from,
  seeds: 0,
  points: 0,
  targetCalls: 0,
  hash: 0,
  faults: {},
  reached: {},
  failed: [],
});

const HASHES = 2 ** 52;

export function count(into: Shard, seed: number, outcome: Outcome): void {
  into.seeds++;
  into.points += outcome.points;
  into.targetCalls += outcome.targetCalls;
  into.hash = (into.hash + outcome.hash) % HASHES;
  for (const [what, times] of outcome.faults) into.faults[what] = (into.faults[what] ?? 0) + times;
  for (const [what, times] of outcome.reached) into.reached[what] = (into.reached[what] ?? 0) + times;
  if (outcome.broken.length > 0) into.failed.push({ seed, broken: outcome.broken.slice(0, 3) });
}

export function add(into: Shard, other: Shard): void {
  into.from = Math.min(into.from, other.from);
  into.seeds += other.seeds;
  into.points += other.points;
  into.targetCalls += other.targetCalls;
  into.hash = (into.hash + other.hash) % HASHES;
  for (const [what, times] of Object.entries(other.faults)) into.faults[what] = (into.faults[what] ?? 0) + times;
  for (const [what, times] of Object.entries(other.reached)) into.reached[what] = (into.reached[what] ?? 0) + times;
  into.failed.push(...other.failed);
}

const DEATHS = ["die_before", "die_after", "die_late"];

/** Handlers and objects that died, among all faults. */
export const crashesIn = ({ faults }: Shard): number =>
  Object.entries(faults)
    .filter(([what]) => DEATHS.some((death) => what.endsWith(` ${death}`)))
    .reduce((sum, [, times]) => sum + times, 0);
export const faultsIn = ({ faults }: Shard): number => Object.values(faults).reduce((sum, times) => sum + times, 0);

// Minutes of the hour to come in which more ends are due than their target takes soon: known ahead, since every end has its time.
// Counts and names of targets alone; never says whose access it is.
import { exampleOf } from "../domain/bound-target.ts";
import type { FlowVersion } from "../domain/flow.ts";
import { SHARE } from "../domain/gate-health.ts";
import type { TargetLimits } from "../domain/turn.ts";
import type { Strategies } from "../ports.ts";
import type { Tallies } from "../store/tallies.ts";

/** An end is a change and a look. */
const CALLS_AN_END = 2;

export interface Crowd {
  readonly target: string;
  /** Ends due in its fullest minute. */
  readonly ends: number;
  /** How long they take with whatever else is due then at what shares the limit; null where none is published. */
  readonly takesMs: number | null;
}

/** By the name of a Target: what it publishes today, which may differ from what a running grant was made under. */
export type LimitsOf = (target: string) => TargetLimits | null;

export function limitsIn(flows: readonly FlowVersion[], strategies: Strategies): LimitsOf {
  const known = new Map(flows.flatMap(({ flow }) => flow.targets.map((target) => [target.name, target] as const)));
  return (name) => {
    const target = known.get(name);
    if (target === undefined) return null;
    const limits = strategies(target.strategy)?.limits?.(exampleOf(target).settings) ?? null;
    return limits && { ...limits, of: `${target.strategy} ${limits.of}` };
  };
}

/** The fullest minute of each target. */
export function crowdsOf(minutes: Tallies["minutes"], limitsOf: LimitsOf): Crowd[] {
  const shared = new Map<string, number>();
  const placeOf = (target: string, minute: number): string => `${limitsOf(target)?.of} ${minute}`;
  for (const { target, minute, count } of minutes) {
    const place = placeOf(target, minute);
    shared.set(place, (shared.get(place) ?? 0) + count);
  }
  const fullest = new Map<string, Crowd>();
  for (const { target, minute, count } of minutes) {
    const limits = limitsOf(target);
    const together = shared.get(placeOf(target, minute)) ?? count;
    const takesMs = limits && Math.ceil((together * CALLS_AN_END * 1_000) / (limits.perSecond * SHARE));
    const known = fullest.get(target);
    const ends = Math.max(count, known?.ends ?? 0);
    fullest.set(target, { target, ends, takesMs: takesMs && Math.max(takesMs, known?.takesMs ?? 0) });
  }
  return [...fullest.values()];
}

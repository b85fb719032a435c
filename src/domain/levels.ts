// Levels that a slot may still have although its strategy knows them no more: after a roll-out to code that dropped one.
import type { EntitlementState, Have, Traits } from "./entitlement.ts";

/** The same strategy, with levels that it has no more: still held, or still to be taken away, and counted as the strongest. */
export const withLevels = (traits: Traits, levels: readonly (string | null | undefined)[]): Traits => ({
  ...traits,
  levels: [...new Set([...traits.levels, ...levels.filter((level) => typeof level === "string")])],
});

/** Every level that this state speaks of. */
export function levelsIn(s: EntitlementState): readonly (string | null | undefined)[] {
  const of = (have: Have): string | null => ("level" in have ? have.level : null);
  const baseline = s.baseline === null || s.baseline === "unknown" ? null : s.baseline.level;
  const before = s.inFlight && of(s.inFlight.before);
  return [baseline, s.access.level, ...s.holds.map((hold) => hold.level), of(s.have), before, s.inFlight?.level];
}

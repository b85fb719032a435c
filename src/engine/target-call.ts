// How an Entitlement calls its strategy: with what, within which time, and what it is given to reach the world with. Calls
// nothing by itself.
import { sha256Hex } from "../domain/canonical.ts";
import { CALL_LIMIT_MS, type EntitlementState } from "../domain/entitlement.ts";
import type { StrategyCall, StrategyContext } from "../ports.ts";
import type { World } from "./world.ts";

export const within = <T>(world: World, work: (signal: AbortSignal) => Promise<T>): Promise<T> =>
  world.clock.within(CALL_LIMIT_MS, work);

export const callFor = (s: EntitlementState, level: string): StrategyCall => ({
  settings: s.access.settings,
  level,
  account: s.access.account,
  ids: s.ids,
  ...(s.inFlight?.until == null ? {} : { until: s.inFlight.until }),
  idempotencyKey: `${sha256Hex(s.access.key).slice(0, 32)}-${s.generation}`,
});

export const contextFor = (world: World, signal: AbortSignal): StrategyContext => ({
  ...world.outside,
  signal,
  now: () => world.clock.now(),
});

// For how long access can be asked for: the Flow's list, as far as the Target allows, and anything else up to its longest where
// the Flow takes what people type. Pure; never adjusts what was asked for.
import { type PartCheck, TOO_FINE } from "./answer.ts";
import { isSaidWhole, sayDuration } from "./duration.ts";
import type { Flow, Target } from "./flow.ts";

type Terms = Pick<Flow, "durationsMs" | "maxDurationMs" | "otherDuration">;

/** Nothing shorter can be asked for. */
export const SHORTEST_MS = 30_000;

/** 0 where the Flow gives nothing for any time. */
export const longestFor = (flow: Terms, target: Pick<Target, "maxDurationMs"> | null): number =>
  Math.min(flow.maxDurationMs ?? Math.max(0, ...flow.durationsMs), target?.maxDurationMs ?? Number.POSITIVE_INFINITY);

/** What the form lists. `target` null: none is chosen yet. */
export const durationsFor = (flow: Terms, target: Pick<Target, "maxDurationMs"> | null): readonly number[] =>
  flow.durationsMs.filter((durationMs) => durationMs <= longestFor(flow, target));

const good = <T>(value: T): PartCheck<T> => ({ ok: true, value });
const bad = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

/** `durationMs` must be one that the Flow offers for this Target; null in an approval-only Flow and nowhere else. */
export function checkDuration(
  flow: Terms,
  durationMs: unknown,
  target: Pick<Target, "maxDurationMs"> | null = null,
): PartCheck<number | null> {
  if (flow.durationsMs.length === 0)
    return (durationMs ?? null) === null ? good(null) : bad("This Flow has no duration to choose.");
  if ((durationMs ?? null) === null) return bad("Choose for how long.");
  const offered = durationsFor(flow, target).find((one) => one === durationMs);
  if (offered !== undefined) return good(offered);
  return flow.otherDuration === true ? checkOther(longestFor(flow, target), durationMs) : bad(NOT_LISTED);
}

const NOT_LISTED = "Choose one of the durations in the list.";

function checkOther(longest: number, durationMs: unknown): PartCheck<number> {
  if (typeof durationMs !== "number" || !Number.isSafeInteger(durationMs) || durationMs % 1_000 !== 0)
    return bad("Write a length of time, such as 90m, 4h or 1d 12h.");
  if (durationMs < SHORTEST_MS) return bad(`This must be at least ${sayDuration(SHORTEST_MS)}.`);
  if (durationMs > longest) return bad(`This must be at most ${sayDuration(longest)}.`);
  return isSaidWhole(durationMs) ? good(durationMs) : bad(TOO_FINE);
}

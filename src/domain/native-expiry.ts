// The end that a target is told, where it can end access by itself should we be gone: when it is, and when it has moved. Ours
// comes first and is the one that counts; this one only bounds what a day without Sym could leave behind.
import { type EntitlementState, LONGEST_DOUBT_MS, type Traits } from "./entitlement.ts";

/**
 * So long after our end the target may end it by itself. A call that was lost may still land and tell it an older end, and is
 * made good when the doubt about it is over: before that the target must not have acted on it.
 */
export const NATIVE_EXPIRY_AFTER_MS = LONGEST_DOUBT_MS + 5 * 60_000;

/** The latest end of those who hold it; null: nobody does, or it was there before and is not ours to end. */
export function latestEnd({ holds, baseline }: Pick<EntitlementState, "holds" | "baseline">): number | null {
  if (baseline === null || baseline === "unknown" || baseline.level !== null) return null;
  const ends = holds.flatMap(({ end, clearedAt, until }) =>
    end === null && clearedAt !== null && until !== null ? [until] : [],
  );
  return ends.length === 0 ? null : Math.max(...ends);
}

/** Somebody's end came, went or moved since the target was told. */
export function endMoved(s: EntitlementState, traits: Traits): boolean {
  if (traits.expires !== true) return false;
  const until = latestEnd(s);
  return until !== null && until !== (s.toldUntil ?? null);
}

// How late an end was: from the moment that it was due to the read-back that shows nothing of ours any more. Pure.
import type { Request } from "./request.ts";

/** In milliseconds; null where nothing was there to end, or where nobody could look. */
export function latenessMs({ removed, ending, granted }: Request): number | null {
  if (removed === null || ending === null || removed.cause === "gone") return null;
  const { seen, at } = removed.evidence;
  if (seen === "unverified" || seen === "never_added") return null;
  // An end by the clock carries the time of its proof; when it was due is in the grant.
  return Math.max(0, at - Math.min(ending.at, granted?.until ?? ending.at));
}

// What Okta's answers mean where they mean more than their status: rate limits that name the second of their end, and error
// codes. Never repeats Okta's own words.
import * as z from "zod";
import { PermanentError } from "../../ports.ts";
import type { Answer } from "../outbound.ts";
import { jsonOr, notOfTheForm } from "../outbound-json.ts";
import { troubleOfStatus } from "../outbound-status.ts";

/** Statuses that are read here; all others mean what they mean everywhere. */
export const READ_STATUSES = [403, 404, 429, 501] as const;

const codes = z.object({ errorCode: z.string() });
/** "Resource not found": the API itself says that the thing is not there. A path that is not there has another code. */
const RESOURCE_NOT_FOUND = "E0000007";
const NOT_IN_THIS_STATUS = "E0000038";

/** True where Okta's API says that a thing does not exist. Throws for whatever else is not a success. */
export function saysNotFound({ status, headers, text }: Answer, now: number, effect: "no" | "unknown"): boolean {
  if (status < 300) return false;
  const read = codes.safeParse(jsonOr(null, text));
  const code = read.success ? read.data.errorCode : "";
  if (status === 404 && code === RESOURCE_NOT_FOUND) return true;
  if (status === 404) throw new PermanentError("the org's URL answers, but not as Okta's API does (HTTP 404)");
  if (status === 403 && code === NOT_IN_THIS_STATUS)
    throw new PermanentError("the status of this account at Okta does not allow the change (HTTP 403)");
  if (status === 501)
    throw new PermanentError("Okta does not let this group be changed (HTTP 501)", { class: "impossible" });
  throw (
    troubleOfStatus(status, headers.get("retry-after") ?? waitUntilReset(headers, now), now, effect) ??
    notOfTheForm(effect)
  );
}

/** Okta says until when, in seconds of its own clock, which the answer's `Date` tells. */
function waitUntilReset(headers: Headers, now: number): string | null {
  const reset = headers.get("x-rate-limit-reset") ?? "";
  if (!/^\d{1,12}$/.test(reset)) return null;
  const theirs = Date.parse(headers.get("date") ?? "");
  const since = Number.isNaN(theirs) ? now : theirs;
  return String(Math.max(1, Math.ceil(Number(reset) - since / 1_000)));
}

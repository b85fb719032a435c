// What the Directory API's answers mean that are no success: by the reason that they name, and where there is none that is known
// by the status. Never repeats a word of Google's.
import * as z from "zod";
import { PermanentError, TransientError } from "../../ports.ts";
import type { Answer } from "../outbound.ts";
import { jsonOr, notOfTheForm } from "../outbound-json.ts";
import { troubleOfStatus, waitOf } from "../outbound-status.ts";

/** Statuses that come with a reason. All others mean what they mean everywhere. */
export const REASONED_STATUSES = [400, 401, 403, 404, 409, 412, 429, 503] as const;

const body = z.looseObject({
  error: z.looseObject({ errors: z.array(z.looseObject({ reason: z.string() })).min(1) }),
});

/** Google's own word for what is wrong; empty where the answer is not of its form. */
export function reasonIn({ text }: Answer): string {
  const read = body.safeParse(jsonOr(null, text));
  return read.success ? (read.data.error.errors[0]?.reason ?? "") : "";
}

export const saysNotFound = (answer: Answer): boolean => answer.status === 404 && reasonIn(answer) === "notFound";

export const saysDuplicate = (answer: Answer): boolean => answer.status === 409 && reasonIn(answer) === "duplicate";

/** That this cannot be asked about this person or group. */
export const saysInvalid = (answer: Answer): boolean =>
  answer.status === 400 && ["invalid", "badRequest", "invalidInput"].includes(reasonIn(answer));

const SLOW_DOWN = new Set(["userRateLimitExceeded", "rateLimitExceeded", "quotaExceeded", "dailyLimitExceeded"]);

/** `effect`: what a failure that says nothing about it leaves open. */
export function troubleOf(answer: Answer, now: number, effect: "no" | "unknown"): Error {
  const { status, headers } = answer;
  const retryAfter = headers.get("retry-after");
  const reason = reasonIn(answer);
  const told = `(HTTP ${status})`;
  if ((status === 403 || status === 429) && SLOW_DOWN.has(reason))
    return new TransientError(`Google asks us to slow down ${told}`, {
      effect: "no",
      retryAfterMs: waitOf(retryAfter, now),
      class: "slow_down",
    });
  if (status === 412)
    return new TransientError(`Google is busy with another change of the same ${told}`, {
      effect: "no",
      retryAfterMs: waitOf(retryAfter, now),
    });
  if (status === 403 && reason === "accessNotConfigured")
    return new PermanentError(`the Admin SDK API is not switched on in the service account's project ${told}`, {
      class: "auth",
    });
  if (status === 404 && reason !== "notFound")
    return new PermanentError(`the target's address answers, but not as the Directory API does ${told}`);
  return troubleOfStatus(status, retryAfter, now, effect) ?? notOfTheForm(effect);
}

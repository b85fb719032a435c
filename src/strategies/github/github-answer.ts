// What GitHub's refusals mean: a limit that was used up is told apart from a right that is missing, and "not found" from
// "nothing there", because GitHub says the one for things that it does not want to show. Never repeats what GitHub said.
import * as z from "zod";
import { LONGEST_WAIT_MS } from "../../domain/entitlement.ts";
import { PermanentError, TransientError } from "../../ports.ts";
import type { Answer } from "../outbound.ts";
import { jsonOr } from "../outbound-json.ts";
import { troubleOfStatus, waitOf } from "../outbound-status.ts";

type Trouble = TransientError | PermanentError;

/** Statuses that GitHub gives a meaning of its own. */
export const GITHUB_SAYS = [301, 302, 307, 308, 401, 403, 404, 410, 422, 429] as const;

/** GitHub asks for a minute at least where it gives no time. */
const UNSAID_WAIT_MS = 60_000;

const refusal = z.looseObject({ message: z.string() });
const saidIn = ({ text }: Answer): string => refusal.safeParse(jsonOr(null, text)).data?.message ?? "";

/** Does it say so itself, and not something that stands in between? */
export const saysNotFound = (answer: Answer): boolean =>
  answer.status === 404 && refusal.safeParse(jsonOr(null, answer.text)).success;

/** Null for success. `effect`: what a failure that says nothing about it leaves open. */
export function troubleOf(answer: Answer, now: number, effect: "no" | "unknown"): Trouble | null {
  const { status, headers } = answer;
  const told = `(HTTP ${status})`;
  if (status === 403 || status === 429) return slowDownOf(answer, now) ?? forbidden(answer);
  if (status >= 300 && status < 400)
    return new TransientError(`GitHub sends us elsewhere, which is not followed: a name changed just now ${told}`, {
      effect: "no",
    });
  if (status === 404 || status === 410)
    return new PermanentError(`GitHub does not show this to us: it is gone, or we may not see it ${told}`, {
      class: "auth",
    });
  if (status === 422)
    return new PermanentError(`GitHub refuses this change, as where people have more by another way ${told}`, {
      class: "impossible",
    });
  return troubleOfStatus(status, headers.get("retry-after"), now, effect);
}

/** The limit of an hour and the limits of a moment both come as 403 or 429. */
function slowDownOf(answer: Answer, now: number): TransientError | null {
  const { status, headers } = answer;
  const retryAfterMs = waitOf(headers.get("retry-after"), now);
  const spent = headers.get("x-ratelimit-remaining") === "0";
  if (status === 403 && retryAfterMs === null && !spent && !/rate limit|abuse detection/i.test(saidIn(answer)))
    return null;
  const reset = Number(headers.get("x-ratelimit-reset") ?? Number.NaN) * 1_000 - now;
  const untilReset = spent && Number.isFinite(reset) ? Math.min(Math.max(1_000, reset), LONGEST_WAIT_MS) : null;
  return new TransientError(`GitHub asks us to slow down (HTTP ${status})`, {
    effect: "no",
    retryAfterMs: retryAfterMs ?? untilReset ?? UNSAID_WAIT_MS,
    class: "slow_down",
  });
}

function forbidden(answer: Answer): PermanentError {
  const said = saidIn(answer);
  if (/synchroni[sz]|identity provider|externally managed|\bIdP\b/i.test(said))
    return new PermanentError(
      "an identity provider keeps this at GitHub (team synchronisation): it has to be changed there (HTTP 403)",
      { class: "impossible" },
    );
  return new PermanentError("GitHub does not allow this App or token to do this (HTTP 403)", { class: "auth" });
}

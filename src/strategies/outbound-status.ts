// What an HTTP status of a target means for us, in our own words. Never repeats anything that the target said.
import { LONGEST_WAIT_MS } from "../domain/entitlement.ts";
import { PermanentError, TransientError } from "../ports.ts";

/** Null for success (2xx). `effect`: what a failure that says nothing about it leaves open. */
export function troubleOfStatus(
  status: number,
  retryAfter: string | null,
  now: number,
  effect: "no" | "unknown",
): TransientError | PermanentError | null {
  if (status >= 200 && status < 300) return null;
  const retryAfterMs = waitOf(retryAfter, now);
  const told = `(HTTP ${status})`;
  if (status === 429)
    return new TransientError(`the target asks us to slow down ${told}`, {
      effect: "no",
      retryAfterMs,
      class: "slow_down",
    });
  if (status === 425)
    return new TransientError(`the target asks us to try again ${told}`, { effect: "no", retryAfterMs });
  if (status === 408) return new TransientError(`the target waited too long for us ${told}`, { effect, retryAfterMs });
  if (status === 409)
    return new TransientError(`the target is busy with the same change ${told}`, { effect, retryAfterMs });
  if (status >= 500) return new TransientError(`the target is in trouble ${told}`, { effect, retryAfterMs });
  if (status === 401)
    return new PermanentError(`the target does not accept our signature or credential ${told}`, { class: "auth" });
  if (status === 403) return new PermanentError(`the target does not allow us to do this ${told}`, { class: "auth" });
  if (status === 404 || status === 410) return new PermanentError(`the target does not know what we asked for ${told}`);
  if (status >= 400) return new PermanentError(`the target refused the call ${told}`, { class: "impossible" });
  // Many a service does what it is asked and then sends the browser elsewhere.
  return new PermanentError(
    `the target answered with a redirect or nothing usable; redirects are not followed ${told}`,
    { effect },
  );
}

/** `Retry-After` in either form (RFC 9110, 10.2.3) as milliseconds from now; null where there is none that can be read. */
export function waitOf(retryAfter: string | null, now: number): number | null {
  const text = retryAfter?.trim() ?? "";
  if (/^\d{1,10}$/.test(text)) return Math.min(Number(text) * 1_000, LONGEST_WAIT_MS);
  const at = /^[A-Z][a-z]+,? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.min(Math.max(0, at - now), LONGEST_WAIT_MS);
}

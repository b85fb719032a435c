// The Events API: an event is sent up to four times, at once, at once again, after a minute and after five.
// Never repeats an event that was answered with 200, or whose answer says x-slack-no-retry.
import { type Delivered, deliverEvent } from "./delivery.ts";
import type { JsonObject } from "./json.ts";
import { eventBody } from "./payloads.ts";
import type { EventAttempt, EventDelivery, OutcomeError } from "./types.ts";
import type { Workspace } from "./workspace.ts";

/** Waits before the retries, in milliseconds. */
const RETRY_WAITS_MS = [0, 60_000, 300_000];

const REASONS: Partial<Record<OutcomeError, string>> = {
  operation_timeout: "http_timeout",
  dispatch_failed: "connection_failed",
  http_unknown_redirect: "too_many_redirects",
};

const reasonOf = ({ error }: Delivered): string =>
  error === null ? "unknown_error" : (REASONS[error] ?? "http_error");

/** What it was that came back, and what became of the event in the end. */
export type Sending = { first: Promise<Delivered>; whole: Promise<EventDelivery> };

export const sendWithRetries = (
  workspace: Workspace,
  type: string,
  event: JsonObject,
  eventId = workspace.mint.id("Ev"),
): Sending => {
  const body = eventBody(workspace, type, event, eventId);
  const attempts: EventAttempt[] = [];
  const attempt = async (retryNum: number, reason?: string): Promise<Delivered> => {
    const at = workspace.now();
    const headers: Record<string, string> =
      reason === undefined ? {} : { "x-slack-retry-num": String(retryNum), "x-slack-retry-reason": reason };
    const delivered = await deliverEvent(workspace, body, { headers });
    attempts.push({ retryNum, ...(reason === undefined ? {} : { reason }), status: delivered.status, at });
    return delivered;
  };
  const first = attempt(0);
  const insist = async (): Promise<EventDelivery> => {
    let last = await first;
    for (const [index, wait] of RETRY_WAITS_MS.entries()) {
      if (last.error === null || last.headers.get("x-slack-no-retry") === "1") break;
      if (wait > 0) await workspace.sleep(wait);
      last = await attempt(index + 1, reasonOf(last));
    }
    return { eventId, delivered: last.error === null, attempts };
  };
  return { first, whole: insist() };
};

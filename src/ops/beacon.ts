// The sign that a service outside waits for, so that somebody hears when everything here has stopped. Sends nothing but the
// call; whatever becomes of it is only logged, and its address, which is a secret, never.
import type { Beacon, Clock, Log } from "../ports.ts";

const ANSWER_WITHIN_MS = 5_000;

/** `url` null: nobody waits. */
export function beaconTo(
  url: string | null,
  { clock, log, send }: { readonly clock: Clock; readonly log: Log; readonly send: typeof fetch },
): Beacon {
  if (url === null) return async () => {};
  return async () => {
    try {
      const response = await clock.within(ANSWER_WITHIN_MS, (signal) =>
        send(url, { method: "POST", redirect: "manual", signal }),
      );
      await response.body?.cancel();
      if (!response.ok) log("beacon.call.refused", { status: response.status });
    } catch (error) {
      log("beacon.call.failed", { class: error instanceof Error ? error.name : "unknown" });
    }
  };
}

// An answer that is good for a moment, so that those who ask in crowds cost as much as one. Keeps the answer and never the
// promise of one: what another request began may never be settled for this one.
import type { Clock } from "../ports.ts";

export function keptFor<T>(keepMs: number, clock: Pick<Clock, "now">, ask: () => Promise<T>): () => Promise<T> {
  let kept: { readonly value: T; readonly at: number } | null = null;
  return async () => {
    const now = clock.now();
    // A clock that was set back must not keep an answer for ever.
    if (kept !== null && now >= kept.at && now - kept.at < keepMs) return kept.value;
    const value = await ask();
    kept = { value, at: now };
    return value;
  };
}

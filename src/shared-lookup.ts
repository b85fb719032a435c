// One lookup at a time under one name: whoever asks while it is under way gets its answer too. Never keeps an answer, and
// never waits for a lookup longer than it may take, since a request that was cut off leaves a promise that settles nothing.
import type { Clock } from "./ports.ts";

export type SharedLookup<T> = (name: string, look: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/** `limitMs`: how long one lookup may take, all its calls together. After as long, waiting throws a `TransientError`. */
export function createSharedLookup<T>(clock: Clock, limitMs: number): SharedLookup<T> {
  const underWay = new Map<string, { readonly since: number; readonly answer: Promise<T> }>();
  return async (name, look) => {
    const other = underWay.get(name);
    if (other !== undefined && clock.now() - other.since < limitMs) return clock.within(limitMs, () => other.answer);
    const own = { since: clock.now(), answer: clock.within(limitMs, look) };
    underWay.set(name, own);
    try {
      return await own.answer;
    } finally {
      if (underWay.get(name) === own) underWay.delete(name);
    }
  };
}

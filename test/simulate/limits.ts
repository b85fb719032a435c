// A target with published limits, and a queue in front of it. The target refuses what is too much with 429 and a wish to
// wait; the queue stands where Sym's own gate will stand, so that what it would save can be read from the same storm.
import { TransientError } from "../../src/ports.ts";
import type { Serve } from "../world/options.ts";

export interface Limits {
  readonly perSecond: number;
  readonly outstanding: number;
  readonly latencyMs: number;
}
type Arrival = Parameters<Serve>[0];

/** Lets calls through when it is their turn. */
export type Gate = (arrival: Arrival) => Promise<void>;

export class LimitedTarget {
  /** Every call that arrived, and those of them that were sent away. */
  arrived = 0;
  sentAway = 0;
  /** Arrives at nothing until it is switched on, and while it is down. */
  limited = false;
  down = false;
  readonly #now: () => number;
  readonly #limits: Limits;
  #tokens: number;
  #filledAt: number;
  #outstanding = 0;

  constructor(now: () => number, limits: Limits) {
    this.#now = now;
    this.#limits = limits;
    this.#tokens = limits.perSecond;
    this.#filledAt = now();
  }

  async serve<T>(arrival: Arrival, call: () => Promise<T>, gate: Gate | null): Promise<T> {
    if (gate !== null && this.limited) await gate(arrival);
    this.arrived++;
    if (this.down) throw new TransientError("the target is down", { effect: "no" });
    if (!this.limited) return call();
    if (!this.#admits()) {
      this.sentAway++;
      throw new TransientError("the target asks us to slow down", { effect: "no", retryAfterMs: 1_000 });
    }
    this.#outstanding++;
    await arrival.sleep(this.#limits.latencyMs);
    this.#outstanding--;
    return call();
  }

  #admits(): boolean {
    const { perSecond, outstanding } = this.#limits;
    const now = this.#now();
    this.#tokens = Math.min(perSecond, this.#tokens + ((now - this.#filledAt) / 1_000) * perSecond);
    this.#filledAt = now;
    if (this.#tokens < 1 || this.#outstanding >= outstanding) return false;
    this.#tokens -= 1;
    return true;
  }
}

/** The plainest gate: one queue, in order of arrival, at this rate. */
export function queueAt(now: () => number, perSecond: number): Gate {
  const everyMs = 1_000 / perSecond;
  let next = 0;
  return async ({ sleep }) => {
    const turn = Math.max(now(), next);
    next = turn + everyMs;
    if (turn > now()) await sleep(turn - now());
  };
}

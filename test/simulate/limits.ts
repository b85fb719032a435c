// A target with limits, which may be published or not: it refuses what is too much with 429 and a wish to wait, and others may
// use a share of it. Never knows who calls.
import { TransientError } from "../../src/ports.ts";
import type { Serve } from "../world/options.ts";

export interface Limits {
  readonly perSecond: number;
  readonly outstanding: number;
  readonly latencyMs: number;
  /** What others use of it, all the time. */
  readonly takenByOthers?: number;
}
type Arrival = Parameters<Serve>[0];

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

  async serve<T>(arrival: Arrival, call: () => Promise<T>): Promise<T> {
    this.arrived++;
    if (this.down) throw new TransientError("the target is down", { effect: "no" });
    if (!this.limited) return call();
    if (!this.#admits()) {
      this.sentAway++;
      throw new TransientError("slow down", { effect: "no", retryAfterMs: 1_000, class: "slow_down" });
    }
    this.#outstanding++;
    await arrival.sleep(this.#limits.latencyMs);
    this.#outstanding--;
    return call();
  }

  #admits(): boolean {
    const { outstanding, takenByOthers = 0 } = this.#limits;
    const perSecond = this.#limits.perSecond * (1 - takenByOthers);
    const now = this.#now();
    this.#tokens = Math.min(perSecond, this.#tokens + ((now - this.#filledAt) / 1_000) * perSecond);
    this.#filledAt = now;
    if (this.#tokens < 1 || this.#outstanding >= outstanding) return false;
    this.#tokens -= 1;
    return true;
  }
}

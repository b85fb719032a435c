// The memory of one object in the simulated world: state and wake-up, read and written at once. Survives every death of a
// handler; can be made to lose what it holds, or its alarm.
import { nextOwed, type OwedWakes, owing, rung } from "../../src/objects/owed-wakes.ts";
import type { RequestMemory } from "../../src/ports.ts";

export class SimMemory<S> implements RequestMemory<S> {
  alarm: number | null = null;
  busy = false;
  #state: string | null = null;
  #owed: OwedWakes = [];
  #rings = 0;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  read = (): S | null => (this.#state === null ? null : (JSON.parse(this.#state) as S));
  replace(state: S): void {
    this.#state = JSON.stringify(state);
  }
  write(state: S, wakeAt: number): void {
    this.replace(state);
    this.arm(wakeAt);
  }
  arm(at: number): void {
    if (!Number.isFinite(at)) throw new RangeError("an alarm needs a time");
    this.alarm = Math.max(Math.min(at, this.owed() ?? at), this.#now() + 1);
  }
  armAtMost(at: number): void {
    this.#owed = owing(this.#owed, at, this.#now());
    if (this.alarm === null || this.alarm > at) this.arm(at);
  }
  ring(armedFor: number | null = null): void {
    this.#rings++;
    if (armedFor !== null) this.#owed = rung(this.#owed, armedFor);
    this.arm(this.#now() + 1);
  }
  rings = (): number => this.#rings;
  owed = (): number | null => nextOwed(this.#owed, this.#now());
  async forget(): Promise<void> {
    this.#state = null;
    this.#owed = [];
    this.alarm = null;
  }
  /** What no platform should do, and some day does. */
  lose(): void {
    this.#state = null;
  }
}

// The memory of one object in the simulated world: state and wake-up, read and written at once. Survives every death of a
// handler; can be made to lose what it holds, or its alarm.
import { type OwedWakes, WakeBook } from "../../src/objects/wake-book.ts";
import type { RequestMemory } from "../../src/ports.ts";

export class SimMemory<S> implements RequestMemory<S> {
  alarm: number | null = null;
  busy = false;
  #state: string | null = null;
  #owed: OwedWakes = [];
  #wakes: WakeBook;
  #visits = 0;
  #rings = 0;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
    this.#wakes = this.#comesUp();
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
    this.#wakes.book(at);
  }
  armAtMost(at: number): void {
    this.#perhapsAnew();
    this.#wakes.owe(at, this.alarm);
  }
  ring(armedFor: number | null = null): void {
    this.#perhapsAnew();
    this.#rings++;
    this.#wakes.ring(armedFor, this.alarm);
  }
  async disarm(armedFor: number): Promise<void> {
    this.#perhapsAnew();
    if (this.#wakes.disarm(armedFor, this.alarm) && this.#state === null) await this.forget();
  }
  rings = (): number => this.#rings;
  owed = (): number | null => this.#wakes.owed();
  async forget(): Promise<void> {
    this.#state = null;
    this.#owed = [];
    this.alarm = null;
    this.#wakes.forget();
  }
  /** What no platform should do, and some day does. */
  lose(): void {
    this.#state = null;
  }

  /** Every other visitor finds an object that has gone to sleep in between, unless its alarm is at work. */
  #perhapsAnew(): void {
    this.#visits++;
    if (!this.busy && this.#visits % 2 === 0) this.#wakes = this.#comesUp();
  }

  #comesUp = (): WakeBook =>
    new WakeBook(
      {
        owed: () => this.#owed,
        store: (owed) => {
          this.#owed = owed;
        },
        setAlarm: (at) => {
          this.alarm = at;
        },
      },
      this.#now,
    );
}

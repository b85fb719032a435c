// The memory of one object in the simulated world: state and wake-up, read and written at once. Survives every death of a
// handler; can be made to lose what it holds, or its alarm.
export class SimMemory<S> {
  alarm: number | null = null;
  busy = false;
  #state: string | null = null;
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
    this.alarm = Math.max(at, this.#now() + 1);
  }
  armAtMost(at: number): void {
    if (this.alarm === null || this.alarm > at) this.arm(at);
  }
  ring(): void {
    this.#rings++;
    this.arm(this.#now() + 1);
  }
  rings = (): number => this.#rings;
  async forget(): Promise<void> {
    this.#state = null;
    this.alarm = null;
  }
  /** What no platform should do, and some day does. */
  lose(): void {
    this.#state = null;
  }
}

// The memory of an object on its own SQLite: state and alarm are written together, with no await between, so that they
// commit as one. An alarm is never set at or before now: it would stick.
import type { Memory } from "../ports.ts";

const STATE = "state";

export class ObjectMemory<S> implements Memory<S> {
  readonly #storage: DurableObjectStorage;
  readonly #now: () => number;
  #rings = 0;

  constructor(storage: DurableObjectStorage, now: () => number) {
    this.#storage = storage;
    this.#now = now;
  }

  read(): S | null {
    const text = this.#storage.kv.get<string>(STATE);
    // Written by this class alone, and by one version before or after it: the fields are only ever added to.
    return text === undefined ? null : (JSON.parse(text) as S);
  }

  replace(state: S): void {
    this.#storage.kv.put(STATE, JSON.stringify(state));
  }

  write(state: S, wakeAt: number): void {
    this.#storage.transactionSync(() => {
      this.replace(state);
      this.arm(wakeAt);
    });
  }

  /** Not awaited: the output gate holds back every call and answer until it is durable. */
  arm(at: number): void {
    void this.#storage.setAlarm(Math.max(at, this.#now() + 1));
  }

  /** Makes sure that the object wakes at `at` or before; never moves a wake-up later. */
  async armAtMost(at: number): Promise<void> {
    const booked = await this.#storage.getAlarm();
    if (booked === null || booked > at) this.arm(at);
  }

  ring(): void {
    this.#rings++;
    this.arm(this.#now() + 1);
  }

  rings = (): number => this.#rings;

  /** Deletes everything, the alarm too. */
  async forget(): Promise<void> {
    await this.#storage.deleteAll();
  }
}

// The memory of an object on its own SQLite: state and alarm are written together, with no await between, so that they
// commit as one. An alarm is never set at or before now: it would stick.
import type { RequestMemory } from "../ports.ts";
import { nextOwed, type OwedWakes, owing, rung } from "./owed-wakes.ts";

const STATE = "state";
const OWED = "owed_wakes";

export class ObjectMemory<S> implements RequestMemory<S> {
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

  /**
   * Books `at`, or what is owed before it. Not awaited: the output gate holds back every call and answer until it is durable.
   */
  arm(at: number): void {
    const wakeAt = Math.min(at, this.owed() ?? at);
    void this.#storage.setAlarm(Math.max(wakeAt, this.#now() + 1));
  }

  /**
   * From now on a wake-up at `at` is owed, and none that is booked moves later. Stored, since the alarm that goes off before
   * may do so in an object that came up anew, and books the next one without having heard of it.
   */
  async armAtMost(at: number): Promise<void> {
    this.#storage.kv.put(OWED, owing(this.#owed(), at, this.#now()));
    const booked = await this.#storage.getAlarm();
    if (booked === null || booked > at) this.arm(at);
  }

  /** `armedFor`: what whoever rings had it armed for is not owed any longer. */
  ring(armedFor: number | null = null): void {
    this.#rings++;
    if (armedFor !== null) this.#storage.kv.put(OWED, rung(this.#owed(), armedFor));
    this.arm(this.#now() + 1);
  }

  rings = (): number => this.#rings;

  owed = (): number | null => nextOwed(this.#owed(), this.#now());

  #owed(): OwedWakes {
    return this.#storage.kv.get<OwedWakes>(OWED) ?? [];
  }

  /** Deletes everything, the alarm too. */
  async forget(): Promise<void> {
    await this.#storage.deleteAll();
  }
}

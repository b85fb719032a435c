// The memory of an object on its own SQLite: state and alarm are written together, with no await between, so that they
// commit as one. An alarm is never set at or before now: it would stick.
import type { RequestMemory } from "../ports.ts";
import { type OwedWakes, WakeBook } from "./wake-book.ts";

const STATE = "state";
const OWED = "owed_wakes";

export class ObjectMemory<S> implements RequestMemory<S> {
  readonly #storage: DurableObjectStorage;
  readonly #wakes: WakeBook;
  #rings = 0;

  constructor(storage: DurableObjectStorage, now: () => number) {
    this.#storage = storage;
    const owed = {
      owed: () => storage.kv.get<OwedWakes>(OWED) ?? [],
      store: (wakes: OwedWakes) => storage.kv.put(OWED, wakes),
      // Not awaited: the output gate holds back every call and answer until it is durable.
      setAlarm: (at: number) => void storage.setAlarm(at),
    };
    this.#wakes = new WakeBook(owed, now);
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

  /** Books `at`, or what is owed before it. */
  arm(at: number): void {
    this.#wakes.book(at);
  }

  /**
   * From now on a wake-up at `at` is owed, and none that is booked moves later. Durable, since the alarm that goes off before
   * may do so in an object that came up anew, and books the next one without having heard of it.
   */
  async armAtMost(at: number): Promise<void> {
    this.#wakes.owe(at, await this.#storage.getAlarm());
  }

  /** `armedFor`: what whoever rings had it armed for is not owed any longer. */
  async ring(armedFor: number | null = null): Promise<void> {
    this.#rings++;
    this.#wakes.ring(armedFor, await this.#storage.getAlarm());
  }

  /** What was armed for then is not owed any longer; of an object that was never for anything else nothing is left. */
  async disarm(armedFor: number): Promise<void> {
    const isOver = this.#wakes.disarm(armedFor, await this.#storage.getAlarm());
    if (isOver && this.read() === null) await this.forget();
  }

  rings = (): number => this.#rings;

  owed = (): number | null => this.#wakes.owed();

  /** Deletes everything, the alarm too. */
  async forget(): Promise<void> {
    this.#wakes.forget();
    await this.#storage.deleteAll();
  }
}

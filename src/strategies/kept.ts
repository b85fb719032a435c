// What Sym got to call with, a token or a session: kept in this isolate's memory until shortly before it ends, and nowhere else.
// Never shares a request that is under way: it may belong to somebody who is gone.

/** A call may take so long, and clocks differ. */
const EARLY_MS = 5 * 60_000;

interface Entry<T> {
  readonly value: T;
  readonly secret: string;
  readonly until: number;
}

export class Kept<T> {
  readonly #entries = new Map<string, Entry<T>>();
  readonly #earlyMs: number;

  constructor(earlyMs = EARLY_MS) {
    this.#earlyMs = earlyMs;
  }

  /** Null where there is none that will do. `secret`: whoever replaced it may have done so because it got into wrong hands. */
  known(name: string, secret: string, now: number): T | null {
    const found = this.#entries.get(name);
    return found !== undefined && found.secret === secret && now < found.until ? found.value : null;
  }

  keep(name: string, secret: string, value: T, endsAt: number): void {
    this.#entries.set(name, { value, secret, until: endsAt - this.#earlyMs });
  }

  forget(name: string): void {
    this.#entries.delete(name);
  }
}

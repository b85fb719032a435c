// Access tokens, kept in this isolate's memory until shortly before they end, and nowhere else. Never shares a request that is
// under way: it may belong to somebody who is gone.

/** A call may take so long, and clocks differ. */
const EARLY_MS = 5 * 60_000;

export interface Token {
  readonly value: string;
  /** Not got for this call. */
  readonly kept: boolean;
}
interface Kept {
  readonly value: string;
  readonly secret: string;
  readonly until: number;
}

export class KeptTokens {
  readonly #kept = new Map<string, Kept>();

  /** Null where there is none that will do. `secret`: whoever replaced it may have done so because it got into wrong hands. */
  known(name: string, secret: string, now: number): Token | null {
    const found = this.#kept.get(name);
    return found !== undefined && found.secret === secret && now < found.until
      ? { value: found.value, kept: true }
      : null;
  }

  keep(name: string, secret: string, value: string, endsAt: number): Token {
    this.#kept.set(name, { value, secret, until: endsAt - EARLY_MS });
    return { value, kept: false };
  }

  forget(name: string): void {
    this.#kept.delete(name);
  }
}

// Time and chance, which come in as arguments. Never read anywhere else.
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs `work` and throws a `TransientError` (`effect: "unknown"`) when it takes longer than `limitMs`. */
  within<T>(limitMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

export interface Chance {
  /** 128 random bits as 26 lower-case letters and digits. */
  id(): string;
  /** In [0, 1). */
  fraction(): number;
  /** So many random bytes, fit for a secret. */
  bytes(count: number): Uint8Array<ArrayBuffer>;
}

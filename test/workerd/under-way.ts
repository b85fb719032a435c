// What is going on at a moment, by name, as a crash would find it. Counts and forgets; changes nothing.

export class UnderWay {
  readonly #counts = new Map<string, number>();
  #begun: ((what: string) => void) | null = null;

  async during<T>(what: string, work: () => Promise<T>): Promise<T> {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
    this.#begun?.(what);
    try {
      return await work();
    } finally {
      this.#counts.set(what, (this.#counts.get(what) ?? 1) - 1);
    }
  }

  now = (): string[] => [...this.#counts].filter(([, count]) => count > 0).map(([what]) => what);

  /** Resolves when the next of this name begins. */
  next(what: string): Promise<void> {
    return new Promise((resolve) => {
      this.#begun = (begun) => {
        if (begun !== what) return;
        this.#begun = null;
        resolve();
      };
    });
  }
}

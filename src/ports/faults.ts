// Faults of the world: thrown, and caught in one place. Everything else that is thrown is a bug.

/** May work later. `effect`: did it perhaps happen all the same? `retryAfterMs`: the other side asked to wait. */
export class TransientError extends Error {
  override readonly name = "TransientError";
  readonly effect: "no" | "unknown";
  readonly retryAfterMs: number | null;
  constructor(message: string, options: { effect: "no" | "unknown"; retryAfterMs?: number | null; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.effect = options.effect;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/**
 * Will not work until people change something. `effect`: certainly without one, unless it is said that it may have happened
 * all the same. The message is ours and safe to show.
 */
export class PermanentError extends Error {
  override readonly name = "PermanentError";
  readonly effect: "no" | "unknown";
  constructor(message: string, options: { effect?: "no" | "unknown" } = {}) {
    super(message);
    this.effect = options.effect ?? "no";
  }
}

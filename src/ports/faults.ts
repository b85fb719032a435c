// Faults of the world: thrown, and caught in one place. Everything else that is thrown is a bug.
import type { TroubleClass } from "../domain/trouble.ts";

/** May work later. `effect`: did it perhaps happen all the same? `retryAfterMs`: the other side asked to wait. */
export class TransientError extends Error {
  override readonly name = "TransientError";
  readonly effect: "no" | "unknown";
  readonly retryAfterMs: number | null;
  readonly class: TroubleClass;
  constructor(
    message: string,
    options: { effect: "no" | "unknown"; retryAfterMs?: number | null; cause?: unknown; class?: TroubleClass },
  ) {
    super(message, { cause: options.cause });
    this.effect = options.effect;
    this.class = options.class ?? "retryable";
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/**
 * Will not work until people change something: `class` says who. `effect`: certainly without one, unless it is said that it may
 * have happened all the same. The message is ours and safe to show.
 */
export class PermanentError extends Error {
  override readonly name = "PermanentError";
  readonly effect: "no" | "unknown";
  readonly class: TroubleClass;
  constructor(message: string, options: { effect?: "no" | "unknown"; class?: TroubleClass } = {}) {
    super(message);
    this.effect = options.effect ?? "no";
    this.class = options.class ?? "config";
  }
}

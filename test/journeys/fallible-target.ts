// The memory target of the journeys, which can be out of order for as long as it takes, or do as asked and never say so.
import { TransientError } from "../../src/ports.ts";
import { MemoryTarget, type MemoryVerb } from "../../src/strategies/memory-target.ts";

export class FallibleTarget extends MemoryTarget {
  /** Calls of these kinds fail, and do nothing. */
  readonly broken = new Set<MemoryVerb>();

  break(...verbs: readonly MemoryVerb[]): void {
    for (const verb of verbs) this.broken.add(verb);
  }

  mend(): void {
    this.broken.clear();
  }

  /** The next call of this kind has its effect, and its answer is lost. */
  loseAnswerOf(verb: MemoryVerb): void {
    const lost = new TransientError("the target did not answer in time", { effect: "unknown" });
    this.interfere({ on: verb, after: () => Promise.reject(lost) });
  }

  override call<T>(verb: MemoryVerb, account: string, idempotencyKey: string, effect: () => T): Promise<T> {
    if (!this.broken.has(verb)) return super.call(verb, account, idempotencyKey, effect);
    return Promise.reject(new TransientError("the target is out of order", { effect: "no" }));
  }
}

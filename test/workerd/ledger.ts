// What the target of these runs holds, and every change of it. Outlives the Worker; knows what was there before it came.

export interface SlotChange {
  /** Account and team. */
  readonly slot: string;
  readonly holds: boolean;
  /** Epoch milliseconds of scaled time. */
  readonly at: number;
}

export const slotName = (account: string, team: string): string => `${account} ${team}`;

export class Ledger {
  readonly standing: ReadonlySet<string>;
  readonly changes: SlotChange[] = [];
  readonly #held: Set<string>;
  readonly #now: () => number;

  constructor(standing: Iterable<string>, now: () => number) {
    this.standing = new Set(standing);
    this.#held = new Set(this.standing);
    this.#now = now;
  }

  holds = (slot: string): boolean => this.#held.has(slot);
  held = (): ReadonlySet<string> => this.#held;

  /** What is already so is no change. */
  set(slot: string, holds: boolean): void {
    if (this.#held.has(slot) === holds) return;
    if (holds) this.#held.add(slot);
    else this.#held.delete(slot);
    this.changes.push({ slot, holds, at: this.#now() });
  }
}

// The lane of one list that a target only lets be replaced as a whole: one change in it at a time, the more urgent first. Pure,
// and small enough to be stored. Never holds a call: whoever may not go comes back, and whoever goes says how it ended.
import { CALL_LIMIT_MS, LONGEST_DOUBT_MS, QUIET_MS } from "./entitlement.ts";
import { URGENCIES, type Urgency } from "./turn.ts";

export interface LaneState {
  /** Who is changing the list; null: nobody. */
  readonly inside: { readonly id: string; readonly turn: number } | null;
  /** Until then a change of which nobody knows how it ended may still land, and undo what was changed meanwhile. */
  readonly unsureUntil: number;
}

export interface LaneAsk {
  /** Who asks: the same for one Entitlement every time, and no name. */
  readonly id: string;
  readonly urgency: Urgency;
}

export type LaneAnswer =
  | {
      readonly go: true;
      readonly turn: number;
      /** Nothing can undo what is changed in this turn. */
      readonly sure: boolean;
    }
  | {
      readonly go: false;
      readonly waitMs: number;
      /** How long ago the lane last let anybody in: what its word is worth. */
      readonly idleMs: number;
    };

export interface LaneNews {
  readonly id: string;
  readonly turn: number;
  /** `known`: answered, whatever the answer. `unknown`: it may still land. */
  readonly outcome: "known" | "unknown";
}

/** A change takes 20 seconds at most; whoever has not told by then never will. */
const TURN_MAX_MS = CALL_LIMIT_MS + 5_000;
/** What a change takes as a rule: for guessing when somebody's turn comes. */
const TURN_MS = 1_500;
const LONGEST_WAIT_MS = 30_000;
/** Whoever is due and does not come loses its place after this long. */
const LATE_MS = 5_000;

interface Waiter extends LaneAsk {
  readonly since: number;
  readonly dueAt: number;
}

/** A lane that is new, or has lost what it knew: somebody may be in it. */
export const newLane = (now: number): LaneState => ({ inside: null, unsureUntil: now + LONGEST_DOUBT_MS });

export class Lane {
  /** In memory alone: whoever is forgotten asks again. */
  readonly #waiting = new Map<string, Waiter>();
  #state: LaneState;
  #wentAt: number;

  constructor(now: number, state: LaneState | null = null) {
    this.#state = state ?? newLane(now);
    this.#wentAt = now;
  }

  /** To be stored before anybody hears of it. */
  get state(): LaneState {
    return this.#state;
  }

  enter(ask: LaneAsk, now: number): LaneAnswer {
    this.#leaveForGone(ask.id, now);
    for (const [id, { dueAt }] of this.#waiting) if (dueAt + LATE_MS < now) this.#waiting.delete(id);
    const waiter = { ...ask, since: this.#waiting.get(ask.id)?.since ?? now, dueAt: now };
    const ahead = [...this.#waiting.values()].filter((other) => other.id !== ask.id && isBefore(other, waiter)).length;
    if (this.#state.inside === null && ahead === 0) {
      this.#waiting.delete(ask.id);
      this.#wentAt = now;
      // Never the number of a turn before it: an answer to that one says nothing about this one.
      this.#state = { ...this.#state, inside: { id: ask.id, turn: now } };
      return { go: true, turn: now, sure: now >= this.#state.unsureUntil };
    }
    const turns = ahead + (this.#state.inside === null ? 0 : 1);
    const waitMs = Math.min(turns * TURN_MS, LONGEST_WAIT_MS);
    this.#waiting.set(ask.id, { ...waiter, dueAt: now + waitMs });
    return { go: false, waitMs, idleMs: now - this.#wentAt };
  }

  /** True: nobody else was in it all the while. */
  left({ id, turn, outcome }: LaneNews, now: number): boolean {
    const { inside } = this.#state;
    if (inside === null || inside.id !== id || inside.turn !== turn) return false;
    const unsureUntil = outcome === "known" ? this.#state.unsureUntil : this.#unsure(now + QUIET_MS);
    this.#state = { inside: null, unsureUntil };
    return true;
  }

  /** Whoever comes again without having left has forgotten how it ended, and so has whoever takes too long. */
  #leaveForGone(asking: string, now: number): void {
    const { inside } = this.#state;
    if (inside === null || (inside.id !== asking && Math.abs(now - inside.turn) < TURN_MAX_MS)) return;
    this.#state = { inside: null, unsureUntil: this.#unsure(Math.max(now, inside.turn + CALL_LIMIT_MS) + QUIET_MS) };
  }

  #unsure = (until: number): number => Math.max(this.#state.unsureUntil, until);
}

const isBefore = (a: Waiter, b: Waiter): boolean => {
  const byUrgency = URGENCIES.indexOf(a.urgency) - URGENCIES.indexOf(b.urgency);
  return byUrgency !== 0 ? byUrgency < 0 : a.since < b.since || (a.since === b.since && a.id < b.id);
};

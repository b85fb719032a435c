// The way of one wake of an Entitlement through a lane: at a target whose lists are replaced whole, a change has its list to
// itself. A lane that does not answer keeps what adds waiting, and an end for minutes only; then its change counts as one that
// others may undo, and is looked for again.
import { slotKey } from "../domain/access.ts";
import type { EntitlementState } from "../domain/entitlement.ts";
import type { LaneAnswer, LaneAsk, LaneNews } from "../domain/lane.ts";
import { held, isCredible, mayWait, SILENT_MS } from "../domain/turn.ts";
import type { Strategy } from "../ports.ts";
import type { World } from "./world.ts";

/** A lane that says nothing for so long counts as one that does not answer. */
const ASK_LIMIT_MS = 1_000;
/** It is asked again after this long, give or take a quarter. */
const UNANSWERED_MS = 10_000;
const IN_USE = "another change of the same list was under way";

type PassageWorld = Pick<World, "clock" | "chance" | "lanes" | "log">;
type Change = (s: EntitlementState) => EntitlementState;

export class Passage {
  readonly #world: PassageWorld;
  #in: (Omit<LaneNews, "outcome"> & { readonly lane: string; readonly sure: boolean }) | null = null;
  /** The next change is made without its lane. */
  #without = false;

  constructor(world: PassageWorld) {
    this.#world = world;
  }

  get isIn(): boolean {
    return this.#in !== null;
  }

  /** The lane to be entered before a change; null: there is none, or it may be made now. */
  needed(strategy: Strategy | null, settings: unknown): string | null {
    return this.#in !== null || this.#without ? null : laneOf(strategy, settings);
  }

  /** Asks to be let in, and says what becomes of the state: null where it may go on as it is. */
  async enter(lane: string, s: EntitlementState, ask: LaneAsk): Promise<Change | null> {
    const { clock, chance, log } = this.#world;
    const name = slotKey(s.access.strategy, [lane]);
    const answer = await this.#answer(name, ask);
    if (answer?.go) {
      this.#in = { lane: name, id: ask.id, turn: answer.turn, sure: answer.sure };
      return null;
    }
    const now = clock.now();
    const waits = answer === null ? now < (s.heldSince ?? now) + SILENT_MS : isCredible(answer, s, now);
    if (mayWait(ask) || waits) {
      const waitMs = answer?.waitMs ?? Math.ceil(UNANSWERED_MS * (0.75 + chance.fraction() / 2));
      return (state) => held(state, s, waitMs, clock.now(), IN_USE);
    }
    log("lane.answer.overruled", { strategy: s.access.strategy });
    this.#without = true;
    return null;
  }

  /** The change is over, or will not be made. True: nothing that others did meanwhile can undo it. */
  async leave(outcome: LaneNews["outcome"]): Promise<boolean> {
    const passage = this.#in;
    const isFree = passage === null && !this.#without;
    this.#in = null;
    this.#without = false;
    if (passage === null) return isFree;
    const { lane, id, turn, sure } = passage;
    try {
      const alone = await this.#world.clock.within(ASK_LIMIT_MS, () =>
        this.#world.lanes.left(lane, { id, turn, outcome }),
      );
      return alone && sure;
    } catch (error) {
      this.#failed("lane.leaving.failed", error);
      return false;
    }
  }

  async #answer(lane: string, ask: LaneAsk): Promise<LaneAnswer | null> {
    try {
      return await this.#world.clock.within(ASK_LIMIT_MS, () => this.#world.lanes.enter(lane, ask));
    } catch (error) {
      this.#failed("lane.asking.failed", error);
      return null;
    }
  }

  #failed(event: string, error: unknown): void {
    this.#world.log(event, { class: error instanceof Error ? error.name : "unknown" });
  }
}

/** With settings that the strategy cannot read its call will fail by itself: an end may not depend on them. */
function laneOf(strategy: Strategy | null, settings: unknown): string | null {
  try {
    return strategy?.lane?.(settings) ?? null;
  } catch {
    return null;
  }
}

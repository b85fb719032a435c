// The turns that one wake of an Entitlement has at a target with published limits: asked of its gate, used up call by call,
// told back. A gate that does not answer keeps nothing waiting but what adds; a target without limits never comes here.
import { slotKey } from "../domain/access.ts";
import type { EntitlementState, Traits } from "../domain/entitlement.ts";
import type { Trouble } from "../domain/entitlement-answers.ts";
import {
  type CallStep,
  type GateAnswer,
  type GateAsk,
  type GateNews,
  held,
  isCredible,
  mayWait,
  type TargetLimits,
  turnFor,
} from "../domain/turn.ts";
import type { Strategy } from "../ports.ts";
import type { World } from "./world.ts";

/** A gate that says nothing for so long counts as one that does not answer. */
const ASK_LIMIT_MS = 1_000;
/** What adds asks again after this long where nobody answered, give or take a quarter. */
const UNANSWERED_MS = 10_000;

type TurnsWorld = Pick<World, "clock" | "chance" | "gates" | "log">;
type Change = (s: EntitlementState) => EntitlementState;

export class Turns {
  readonly #world: TurnsWorld;
  #calls = 0;
  /** Where, and as whom, what was allowed has to be told back. */
  #owed: { readonly gate: string; readonly id: string; readonly tell: boolean } | null = null;
  #isSilent = false;

  constructor(world: TurnsWorld) {
    this.#world = world;
  }

  /** Null: call now. Otherwise a question for the gate comes first. */
  needed(
    id: string,
    s: EntitlementState,
    strategy: Strategy | null,
    traits: Traits,
    step: CallStep,
    now: number,
  ): GateAsk | null {
    if (this.#calls > 0) return null;
    const limits = limitsOf(strategy, s.access.settings);
    if (limits === null) return null;
    const ask = { id, limits, ...turnFor(s, traits, step, now) };
    return this.#isSilent && !mayWait(ask) ? null : ask;
  }

  /** Asks, and says what becomes of the state: null where it may go on as it is. */
  async ask(s: EntitlementState, ask: GateAsk): Promise<Change | null> {
    const { clock, chance } = this.#world;
    const gate = slotKey(s.access.strategy, [ask.limits.of]);
    const answer = await this.#answer(gate, ask);
    if (answer === null) {
      this.#isSilent = true;
      const waitMs = Math.ceil(UNANSWERED_MS * (0.75 + chance.fraction() / 2));
      return mayWait(ask) ? (now) => held(now, s, waitMs, clock.now()) : null;
    }
    if (answer.go) {
      this.#calls = Math.max(1, answer.calls);
      this.#owed = { gate, id: ask.id, tell: answer.tell };
      return null;
    }
    if (mayWait(ask) || isCredible(answer, s, clock.now()))
      return (now) => held(now, s, Math.ceil(answer.waitMs), clock.now());
    this.#world.log("gate.answer.overruled", { strategy: s.access.strategy, idleMs: answer.idleMs });
    this.#isSilent = true;
    return null;
  }

  /** A call was made, with this trouble or none. */
  async used(trouble: Trouble | null): Promise<void> {
    this.#calls = Math.max(0, this.#calls - 1);
    if (trouble !== null) await this.#tell(newsOf(trouble, this.#world.clock.now()));
    else if (this.#calls === 0) await this.#tell({ outcome: "answered", retryAfterMs: null });
  }

  /** Nothing more is called in this wake. */
  async over(): Promise<void> {
    if (this.#calls > 0) await this.#tell({ outcome: "none", retryAfterMs: null });
  }

  async #answer(gate: string, ask: GateAsk): Promise<GateAnswer | null> {
    try {
      return await this.#world.clock.within(ASK_LIMIT_MS, () => this.#world.gates.ask(gate, ask));
    } catch (error) {
      this.#failed("gate.asking.failed", error);
      return null;
    }
  }

  async #tell(news: Pick<GateNews, "outcome" | "retryAfterMs">): Promise<void> {
    const owed = this.#owed;
    const unused = this.#calls;
    this.#owed = null;
    this.#calls = 0;
    if (owed === null || (!owed.tell && unused === 0 && news.outcome === "answered")) return;
    try {
      const { gate, id } = owed;
      await this.#world.clock.within(ASK_LIMIT_MS, () => this.#world.gates.told(gate, { id, unused, ...news }));
    } catch (error) {
      this.#failed("gate.telling.failed", error);
    }
  }

  #failed(event: string, error: unknown): void {
    this.#world.log(event, { class: error instanceof Error ? error.name : "unknown" });
  }
}

/** Settings that a strategy cannot read limit nothing: an end may not depend on them. */
function limitsOf(strategy: Strategy | null, settings: unknown): TargetLimits | null {
  try {
    return strategy?.limits?.(settings) ?? null;
  } catch {
    return null;
  }
}

function newsOf({ class: kind, retryAt }: Trouble, now: number): Pick<GateNews, "outcome" | "retryAfterMs"> {
  switch (kind) {
    case "slow_down":
      return { outcome: "slow_down", retryAfterMs: retryAt === null ? null : retryAt - now };
    case "retryable":
    case "auth":
      return { outcome: "failed", retryAfterMs: null };
    case "config":
    case "impossible":
      return { outcome: "answered", retryAfterMs: null };
    case "bug":
      return { outcome: "none", retryAfterMs: null };
  }
}

// Durable execution of one slot: the only caller of its strategy. Orders are only stored; the alarm acts. The next wake-up
// is booked before anything else, the intent is stored before the call, and the state is read again after every await.
import type { Access } from "../domain/access.ts";
import { decide, type Step } from "../domain/decide.ts";
import {
  acceptHold,
  acceptRelease,
  acceptWake,
  type EntitlementState,
  endByClock,
  type HoldOrder,
  type ReleaseOrder,
  type Traits,
  withinReach,
} from "../domain/entitlement.ts";
import { beganSet, lookFailed, seen, setAccepted, setFailed, type Trouble } from "../domain/entitlement-answers.ts";
import { beganWatchLook, endWatch } from "../domain/entitlement-by-hand.ts";
import { levelsIn, withLevels } from "../domain/levels.ts";
import { settle } from "../domain/settle.ts";
import { type CallStep, turnFor, unheld } from "../domain/turn.ts";
import {
  type EntitlementMemory,
  type Inspection,
  PermanentError,
  type Strategy,
  type StrategyCall,
  TransientError,
} from "../ports.ts";
import { lookAtClosed } from "./drift.ts";
import { Passage } from "./passage.ts";
import { recordStep } from "./record-step.ts";
import { update } from "./state-now.ts";
import { callFor, contextFor, within } from "./target-call.ts";
import { shortKey, troubleOf } from "./trouble-of.ts";
import { Turns } from "./turns.ts";
import { SAFETY_MS, type World } from "./world.ts";

const STEPS_A_WAKE = 40;
/** So many steps at once were never needed: a mistake of ours may not become a tight circle. */
const BREATH_MS = 1_000;

/** Stores a claim and books the wake-up that acts on it. */
export function hold(world: Pick<World, "clock">, memory: EntitlementMemory, order: HoldOrder): void {
  memory.write(acceptHold(memory.read(), order), world.clock.now() + 1);
}

/** Stores an end. Monotone: always accepted, never undone. */
export function release(world: Pick<World, "clock">, memory: EntitlementMemory, order: ReleaseOrder): void {
  memory.write(acceptRelease(memory.read(), order, world.clock.now()), world.clock.now() + 1);
}

/** Wakes a slot that is open in the record, whatever this object remembers of it. */
export function wake(world: Pick<World, "clock">, memory: EntitlementMemory, access: Access): void {
  memory.write(acceptWake(memory.read(), access), world.clock.now() + 1);
}

/** The alarm. Works until there is nothing to do now; whatever happens to it, a wake-up is booked. */
export async function wakeEntitlement(world: World, memory: EntitlementMemory): Promise<void> {
  const turns = new Turns(world);
  const passage = new Passage(world);
  await work(world, memory, turns, passage);
  if (passage.isIn) await passage.leave("known");
  await turns.over();
}

async function work(world: World, memory: EntitlementMemory, turns: Turns, passage: Passage): Promise<void> {
  for (let count = 0; count < STEPS_A_WAKE; count++) {
    const now = world.clock.now();
    memory.arm(now + SAFETY_MS);
    const known = memory.read();
    if (known === null) {
      await memory.forget();
      return;
    }
    const { checkOnly, ...before } = known;
    const strategy = world.strategies(before.access.strategy);
    if (checkOnly === true && before.holds.length === 0 && before.watched === undefined)
      return lookAtClosed(
        world,
        memory,
        before,
        (ids) =>
          within(world, (signal) => inspect(world, strategy, callFor({ ...before, ids }, before.access.level), signal)),
        strategy && readable(strategy, before.access.settings) ? strategy.levels : null,
      );
    const traits = traitsOf(before, strategy);
    const state = { ...settle(endByClock(endWatch(withinReach(before, now), traits, now), now), traits, now), traits };
    const step = decide(state, traits, now);
    if (step.do === "wait") return memory.write(state, step.at);
    if (step.do === "forget") {
      await memory.forget();
      return;
    }
    const ask = firstToAsk(turns, passage, state, strategy, traits, step, now);
    if (ask !== null) {
      memory.write(state, now + SAFETY_MS);
      // Whatever was told meanwhile is decided anew, with the turn in hand.
      const held = await ask();
      if (held !== null) update(memory, held);
      continue;
    }
    const called = isCall(step) ? unheld(state) : state;
    const began = step.do === "get" && step.why === "watch" ? beganWatchLook(called, now) : called;
    memory.write(began, now + SAFETY_MS);
    const trouble = await perform(world, memory, began, step, strategy, traits, passage);
    if (isCall(step)) await turns.used(trouble);
  }
  world.log("entitlement.wake.cut_short", { steps: STEPS_A_WAKE });
  memory.arm(world.clock.now() + BREATH_MS);
}

type Change = (s: EntitlementState) => EntitlementState;

/** Whom to ask before this step, its gate first; null: nobody. */
function firstToAsk(
  turns: Turns,
  passage: Passage,
  s: EntitlementState,
  strategy: Strategy | null,
  traits: Traits,
  step: Step,
  now: number,
): (() => Promise<Change | null>) | null {
  const turn = isCall(step) ? turns.needed(shortKey(s), s, strategy, traits, step, now) : null;
  if (turn !== null) return () => turns.ask(s, turn);
  const lane = step.do === "set" ? passage.needed(strategy, s.access.settings) : null;
  if (lane !== null && step.do === "set") {
    const ask = { id: shortKey(s), urgency: turnFor(s, traits, step, now).urgency };
    return () => passage.enter(lane, s, ask);
  }
  // What came meanwhile needs something else first: nobody waits for it in the lane.
  return passage.isIn && step.do !== "set" ? () => passage.leave("known").then(() => null) : null;
}

const isCall = (step: Step): step is CallStep => step.do === "set" || step.do === "get";

/** A strategy that was taken out of the code can still be waited for: it counts as what it was last. */
function traitsOf(s: EntitlementState, strategy: Strategy | null): Traits {
  const last = s.traits ?? { levels: [], readable: true };
  const now = strategy
    ? {
        levels: strategy.levels,
        readable: readable(strategy, s.access.settings, last.readable),
        ...(strategy.nativeExpiry === true ? { expires: true } : {}),
        ...(strategy.onlyOurs === true ? { onlyOurs: true } : {}),
      }
    : last;
  return withLevels(now, levelsIn(s));
}

/** `before`: what holds where the strategy does not take these settings any more. Its calls then say so, and people hear. */
export function readable(strategy: Strategy, settings: unknown, before = true): boolean {
  if (strategy.inspect === undefined) return false;
  try {
    return strategy.readable?.(settings) ?? true;
  } catch {
    return before;
  }
}

/** What trouble the target made of it; null: none, or the target was not asked. */
async function perform(
  world: World,
  memory: EntitlementMemory,
  state: EntitlementState,
  step: Step,
  strategy: Strategy | null,
  traits: Traits,
  passage: Passage,
): Promise<Trouble | null> {
  switch (step.do) {
    case "set":
      return set(world, memory, state, strategy, traits, step.level, passage);
    case "get":
      return get(world, memory, state, strategy, traits);
    case "report":
    case "consult":
    case "open":
    case "close":
      return recordStep(world, memory, state, traits, step);
    case "wait":
    case "forget":
      return null;
  }
}

async function set(
  world: World,
  memory: EntitlementMemory,
  state: EntitlementState,
  strategy: Strategy | null,
  traits: Traits,
  level: string | null,
  passage: Passage,
): Promise<Trouble | null> {
  const startedAt = world.clock.now();
  const began = beganSet(state, traits, level, startedAt);
  memory.write(began, startedAt + SAFETY_MS);
  world.log("entitlement.set.began", {
    entitlement: shortKey(state),
    strategy: state.access.strategy,
    remove: level === null,
  });
  try {
    await within(world, (signal) => {
      if (strategy === null) throw new PermanentError("the strategy of this target is not deployed any more");
      const call = callFor(began, level ?? state.access.level);
      return level === null
        ? strategy.revoke(call, contextFor(world, signal))
        : strategy.grant(call, contextFor(world, signal));
    });
    const sure = await passage.leave("known");
    update(memory, (s) => setAccepted(s, traits, startedAt, world.clock.now(), sure));
    return null;
  } catch (error) {
    const trouble = troubleOf(world, state, level === null ? "target_revoke" : "target_grant", error);
    await passage.leave(trouble.effect === "no" ? "known" : "unknown");
    update(memory, (s) => setFailed(s, traits, trouble, startedAt, world.clock.now(), world.chance.fraction()));
    return trouble;
  }
}

async function get(
  world: World,
  memory: EntitlementMemory,
  state: EntitlementState,
  strategy: Strategy | null,
  traits: Traits,
): Promise<Trouble | null> {
  const startedAt = world.clock.now();
  try {
    const call = callFor(state, state.access.level);
    const look = await within(world, (signal) => inspect(world, strategy, call, signal));
    update(memory, (s) => seen(s, traits, look, startedAt, world.clock.now()));
    return null;
  } catch (error) {
    const trouble = troubleOf(world, state, "target_inspect", error);
    update(memory, (s) => lookFailed(s, trouble, world.clock.now(), world.chance.fraction()));
    return trouble;
  }
}

async function inspect(
  world: World,
  strategy: Strategy | null,
  call: StrategyCall,
  signal: AbortSignal,
): Promise<Inspection> {
  if (!strategy?.inspect) throw new PermanentError("the strategy of this target is not deployed any more");
  const seenNow = await strategy.inspect(call, contextFor(world, signal));
  if (seenNow.level !== null && !strategy.levels.includes(seenNow.level))
    throw new TransientError("the target shows a level that its strategy does not know", { effect: "no" });
  return seenNow;
}

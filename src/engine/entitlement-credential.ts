// A new secret for access that somebody holds. The one call to a strategy that is not the alarm's: what it answers may be
// stored nowhere, so whoever asked waits for it, and asks again where it is lost. An end that comes meanwhile wins.
import { dueAt, type EntitlementState } from "../domain/entitlement.ts";
import {
  type CredentialAnswer,
  type CredentialLine,
  type CredentialOrder,
  type EntitlementMemory,
  PermanentError,
} from "../ports.ts";
import { callFor, contextFor, within } from "./target-call.ts";
import { troubleOf } from "./trouble-of.ts";
import type { World } from "./world.ts";

export async function setCredential(
  world: World,
  memory: EntitlementMemory,
  order: CredentialOrder,
): Promise<CredentialAnswer> {
  const state = memory.read();
  const may = mayHave(state, order, world.clock.now());
  if (state === null || may !== null) return may ?? NOT_HELD;
  let answer: CredentialAnswer;
  try {
    answer = { kind: "shown", lines: await within(world, (signal) => ask(world, state, signal)) };
  } catch (error) {
    troubleOf(world, state, "target_credential", error);
    answer = { kind: "failed" };
  }
  const now = memory.read();
  return holdOf(now, order, world.clock.now()) ? answer : NOT_HELD;
}

async function ask(world: World, s: EntitlementState, signal: AbortSignal): Promise<readonly CredentialLine[]> {
  const strategy = world.strategies(s.access.strategy);
  if (!strategy?.credential) throw new PermanentError("the strategy of this target is not deployed any more");
  const context = { ...contextFor(world, signal), random: (count: number) => world.chance.bytes(count) };
  return await strategy.credential(callFor(s, s.access.level), context);
}

const NOT_HELD = { kind: "not_held" } as const;

/** Null: it is held, and believed to be there. */
function mayHave(s: EntitlementState | null, order: CredentialOrder, now: number): CredentialAnswer | null {
  if (s === null || !holdOf(s, order, now)) return NOT_HELD;
  const isThere = (s.have.kind === "read" || s.have.kind === "said") && s.have.level !== null;
  return isThere ? null : { kind: "unsure" };
}

const holdOf = (s: EntitlementState | null, { requestId, sequence }: CredentialOrder, now: number): boolean =>
  s?.holds.some(
    (hold) =>
      hold.requestId === requestId &&
      hold.sequence === sequence &&
      hold.granted &&
      hold.end === null &&
      now < dueAt(hold),
  ) ?? false;

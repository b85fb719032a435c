// What a fault of a target means for an Entitlement: the one place where they are caught. A bug of ours counts as an unknown
// outcome and is tried for ever. Never lets a word of the target's through.
import type { EntitlementState } from "../domain/entitlement.ts";
import type { Trouble } from "../domain/entitlement-answers.ts";
import { PermanentError, TransientError } from "../ports.ts";
import { shortSlot, witnessFailure } from "./witness.ts";
import type { World } from "./world.ts";

/** `action`: what was asked of the target, as the audit trail calls it. */
export function troubleOf(world: World, s: EntitlementState, action: string, error: unknown): Trouble {
  const trouble = meaningOf(error, world.clock.now());
  witnessFailure(world, s, action, error instanceof Error ? error.name : "unknown", trouble);
  world.log("entitlement.call.failed", {
    entitlement: shortKey(s),
    strategy: s.access.strategy,
    class: error instanceof Error ? error.name : "unknown",
    trouble: trouble.class,
    tries: s.targetTries,
  });
  world.metrics({ name: "target_failure", of: [s.access.target, trouble.class], value: 1 });
  return trouble;
}

export function meaningOf(error: unknown, now: number): Trouble {
  if (error instanceof PermanentError)
    return { detail: error.message, class: error.class, effect: error.effect, permanent: true, retryAt: null };
  if (error instanceof TransientError) {
    const retryAt = error.retryAfterMs === null ? null : now + error.retryAfterMs;
    return { detail: error.message, class: error.class, effect: error.effect, permanent: false, retryAt };
  }
  return {
    detail: "the strategy failed in a way that it does not describe",
    class: "bug",
    effect: "unknown",
    permanent: false,
    retryAt: null,
  };
}

/** What logs and gates call an Entitlement: no account is in it. */
export const shortKey = (s: EntitlementState): string => shortSlot(s.access.key);

// The slot that somebody's access would be in: the Target as the Flow's version says it, and whose account. Settings never come
// from a form. Only reckons; what is stored is asked elsewhere.
import { type Access, type Account, slotKey } from "../domain/access.ts";
import type { Flow, Target } from "../domain/flow.ts";
import type { Seeker } from "../domain/identity.ts";
import type { PersonFacts } from "../domain/person.ts";
import { accepted, type Result, refused } from "../domain/refusal.ts";
import { PermanentError, type Strategy } from "../ports.ts";
import { foundAccount, realmOf, seekerOf } from "./account.ts";
import type { World } from "./world.ts";

/** A Target, and what would be this person's account there today. */
export interface Asked {
  readonly target: Target;
  readonly strategy: Strategy;
  readonly seeker: Seeker;
  readonly found: Result<Account>;
}

/** A Target that a Flow offers, with the strategy for it; null where either is gone. */
export function offeredAt(
  world: Pick<World, "strategies">,
  flow: Flow | null,
  name: string | null | undefined,
): Pick<Asked, "target" | "strategy"> | null {
  const target = flow?.targets.find((candidate) => candidate.name === name);
  const strategy = target && world.strategies(target.strategy);
  return target && strategy ? { target, strategy } : null;
}

/** The realm that a Target's accounts are of, before it is known who asks; null where there is none. */
export function realmAsked(world: Pick<World, "strategies">, flow: Flow, name: string | null): string | null {
  const offered = offeredAt(world, flow, name);
  return offered && realmOf(offered.strategy, flow.environment, offered.target);
}

/** Null where nothing is given but an approval. */
export async function askedOf(
  world: World,
  flow: Flow,
  name: string | null,
  person: PersonFacts,
): Promise<Result<Asked | null>> {
  if (name === null) return accepted(null);
  const offered = offeredAt(world, flow, name);
  if (offered === null) return refused({ kind: "target_gone", target: name });
  const { target, strategy } = offered;
  const seeker = seekerOf(world, flow, realmOf(strategy, flow.environment, target), person);
  return accepted({ ...offered, seeker, found: await foundAccount(world, flow, target, strategy, person) });
}

/** Refuses where the target can have no such account. */
export function accessFor({ target, strategy, seeker }: Omit<Asked, "found">, account: Account): Result<Access> {
  const slot = slotOf(strategy, target, account);
  if (slot === null) return refused({ kind: "no_account", detail: "the target has no place for such an account" });
  return accepted({
    key: slotKey(strategy.type, slot),
    target: target.name,
    targetLabel: target.label,
    strategy: strategy.type,
    settings: target.settings,
    level: target.level,
    onlyLevel: strategy.levels.length === 1,
    account,
    realm: seeker.realm,
  });
}

/** Null where the strategy says that the target can have no such account. */
export function slotOf(strategy: Strategy, target: Target, account: Account): readonly string[] | null {
  try {
    return strategy.slot(target.settings, account);
  } catch (error) {
    if (error instanceof PermanentError) return null;
    throw error;
  }
}

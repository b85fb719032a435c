// The slot that somebody's access would be in: the Target as the Flow's version says it, and whose account. Settings never come
// from a form, but for one that a Target lets a field say, by its rule. Only reckons; what is stored is asked elsewhere.
import { type Access, type Account, slotKey } from "../domain/access.ts";
import { type BoundTarget, boundTarget } from "../domain/bound-target.ts";
import { canonicalJson } from "../domain/canonical.ts";
import type { AnswerLabels } from "../domain/field.ts";
import type { Flow, Target } from "../domain/flow.ts";
import type { Seeker } from "../domain/identity.ts";
import type { PersonFacts } from "../domain/person.ts";
import { accepted, type Result, refused } from "../domain/refusal.ts";
import { type Ask, PermanentError, type Strategy } from "../ports.ts";
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
  answers: Saying,
): Pick<Asked, "target" | "strategy"> | null {
  const found = flow && foundAt(world, flow, name, answers);
  return found?.ok ? found : null;
}

type Saying = Pick<Ask, "answers"> & { readonly labels?: AnswerLabels | undefined };
type Found = (Pick<Asked, "target" | "strategy"> & { readonly ok: true }) | (BoundTarget & { readonly ok: false });

/** Null where the Target, or its strategy, is gone. */
function foundAt(
  world: Pick<World, "strategies">,
  flow: Flow,
  name: string | null | undefined,
  { answers, labels }: Saying,
): Found | null {
  const target = flow.targets.find((candidate) => candidate.name === name);
  const strategy = target && world.strategies(target.strategy);
  if (!target || !strategy) return null;
  const said = boundTarget(flow, target, answers, labels);
  if (!said.ok || target.bound === undefined) return said.ok ? { ...said, strategy } : said;
  // The rule said yes; so must the strategy, to these very settings and to nothing that it makes of them.
  const read = strategy.settings.safeParse(said.target.settings);
  return read.success && canonicalJson(read.data) === canonicalJson(said.target.settings)
    ? { ...said, strategy }
    : { ok: false, field: target.bound.field };
}

/** The realm that a Target's accounts are of, before it is known who asks; null where there is none. */
export function realmAsked(
  world: Pick<World, "strategies">,
  flow: Flow,
  name: string | null,
  answers: Ask["answers"],
): string | null {
  const offered = offeredAt(world, flow, name, { answers });
  return offered && realmOf(offered.strategy, flow.environment, offered.target);
}

/** Null where nothing is given but an approval. */
export async function askedOf(
  world: World,
  flow: Flow,
  name: string | null,
  person: PersonFacts,
  saying: Saying,
): Promise<Result<Asked | null>> {
  if (name === null) return accepted(null);
  const offered = foundAt(world, flow, name, saying);
  if (offered === null) return refused({ kind: "target_gone", target: name });
  if (!offered.ok) return refused({ kind: "wrong_answer", field: offered.field, why: "not_allowed" });
  const { target, strategy } = offered;
  const seeker = seekerOf(world, flow, realmOf(strategy, flow.environment, target), person);
  return accepted({ target, strategy, seeker, found: await foundAccount(world, flow, target, strategy, person) });
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

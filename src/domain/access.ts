// What a target stores once for one account (a slot), and the wish to see it at some level. Keys are made of the ids that
// the target itself uses, never of names or labels, so that two configurations of one slot meet in one Entitlement.
import type { Json } from "./canonical.ts";

/** An account at a target. `id` is what the target knows; `label` is what people read. */
export interface Account {
  readonly id: string;
  readonly label: string;
}

/** Everything that is needed to give or take one access, whatever has become of the Flow since. No secret is in it. */
export interface Access {
  /** Canonical key of the slot: see `slotKey`. */
  readonly key: string;
  /** Name and label of the Target when it was asked for. */
  readonly target: string;
  readonly targetLabel: string;
  /** Type of the Strategy, for example `postgres_role`. */
  readonly strategy: string;
  /** The Target's settings, as checked by the Strategy's schema; secrets only by name. */
  readonly settings: Json;
  readonly level: string;
  /** The strategy knows no other level, so that nobody needs to read its name. */
  readonly onlyLevel?: boolean;
  readonly account: Account;
  /** The set of accounts that this one is of, as links name it. Absent: from before there were any. */
  readonly realm?: string;
}

/** Length-prefixed, so that no choice of ids can spell another slot: `memory|3:db1|4:ana1`. */
export const slotKey = (strategy: string, remoteIds: readonly string[]): string =>
  [strategy, ...remoteIds.map((id) => `${id.length}:${id}`)].join("|");

/** Position of a level in the strategy's list, from 1 (weakest); 0 is no access. A level unknown to the list is refused. */
export function rankOf(levels: readonly string[], level: string | null): number {
  if (level === null) return 0;
  const index = levels.indexOf(level);
  if (index < 0) throw new RangeError(`unknown level ${JSON.stringify(level)}`);
  return index + 1;
}

// What a comparison found, as it is kept and told: which of others' access is new, which has been told long enough to go where the
// Target says so, and how many may go at once. Pure; counts and hashes, never an account's name.
import { hashOf } from "./canonical.ts";
import type { Members, Other, Sorted } from "./drift.ts";
import type { Request } from "./request.ts";

/** How often a place is looked at. */
export const COMPARE_EVERY_MS = 24 * 60 * 60_000;
/** Nobody is taken away of whom the operators have not known for as long. */
export const KNOWN_FOR_MS = 12 * 60 * 60_000;
/** More than this go only by people's hands. */
export const MOST_AT_ONCE = 10;
/** From so many on, they may not be more than half of all who are there. */
const HALF_FROM = 4;
/** What is being taken away is told as staying after this. */
const LINGERS_MS = 60 * 60_000;
/** Of more than this, only the number is kept. */
const KEPT_MAX = 500;

/** Why nothing is taken away. `off`: no Target says so. `too_many`: people are asked. */
export type Removal = "on" | "off" | "frozen" | "too_many" | "disbelieved" | "unreadable";

export interface KnownOther {
  readonly id: string;
  readonly since: number;
  /** When the operators had heard of it; null: not yet. */
  readonly toldAt: number | null;
}

export interface Finding {
  /** `ENVIRONMENT/TARGET` of all Targets that speak of these members. */
  readonly targets: readonly string[];
  readonly at: number;
  readonly members: number;
  readonly ours: number;
  readonly standing: number;
  readonly others: readonly KnownOther[];
  /** Others beyond those. */
  readonly more: number;
  /** Requests whose access is not there, looked at one by one. */
  readonly missing: readonly string[];
  /** Grants that are there and not in the list. */
  readonly contradicted: number;
  readonly removal: Removal;
  /** Begun with this comparison, by their ids. */
  readonly removing: readonly string[];
  /** Begun with the one before, and read back as gone. */
  readonly gone: number;
  /** Begun long ago, and still there. */
  readonly lingering: number;
}

/** The comparison before; `toldAt`: when the operators heard of it, null where they have not. */
export interface Last {
  readonly finding: Finding;
  readonly toldAt: number | null;
}

/** What the slots themselves said of `unseen`. */
export interface Seen {
  readonly missing: readonly Request[];
  readonly there: readonly Request[];
}

export interface Wish {
  readonly targets: readonly string[];
  readonly removes: boolean;
  readonly frozen: boolean;
  readonly unreadable: number;
}

export function findingOf(
  { members }: Members,
  sorted: Sorted,
  seen: Seen,
  wish: Wish,
  last: Last | null,
  now: number,
): Finding {
  const before = new Map(last?.finding.others.map((other) => [other.id, other]));
  const others = sorted.others.map(({ id }): KnownOther => {
    const known = before.get(id);
    return {
      id,
      since: known?.since ?? now,
      toldAt: known === undefined ? null : (known.toldAt ?? last?.toldAt ?? null),
    };
  });
  const lingering = sorted.lingering.filter(({ openedAt }) => openedAt + LINGERS_MS < now);
  const finding = {
    targets: wish.targets,
    at: now,
    members: members.length,
    ours: sorted.ours.length,
    standing: sorted.standing.length,
    others: others.slice(0, KEPT_MAX),
    more: Math.max(0, others.length - KEPT_MAX),
    missing: seen.missing.map(({ id }) => id).sort(),
    contradicted: seen.there.length,
    removing: [],
    gone: last?.finding.removing.filter((id) => !sorted.present.has(id)).length ?? 0,
    lingering: lingering.length,
  };
  return { ...finding, removal: removalOf(sorted, finding, wish, now) };
}

/** Sorted as they are listed; whoever the operators have known of for long enough, and whom Sym could take away. */
export function dueToGo({ others }: Sorted, finding: Pick<Finding, "others">, now: number): readonly Other[] {
  const known = new Map(finding.others.map((other) => [other.id, other.toldAt]));
  return others.filter(({ id, member, keys }) => {
    const toldAt = known.get(id) ?? null;
    return member.level !== null && keys.length > 0 && toldAt !== null && toldAt + KNOWN_FOR_MS <= now;
  });
}

function removalOf(
  sorted: Sorted,
  finding: Pick<Finding, "others" | "members" | "contradicted">,
  { removes, frozen, unreadable }: Wish,
  now: number,
): Removal {
  if (!removes) return "off";
  if (finding.contradicted > 0) return "disbelieved";
  if (unreadable > 0) return "unreadable";
  if (frozen) return "frozen";
  const due = dueToGo(sorted, finding, now).length;
  const tooMany = due > MOST_AT_ONCE || (due >= HALF_FROM && due * 2 > finding.members);
  return tooMany ? "too_many" : "on";
}

/** Stands for what people would be told; empty where there is nothing to tell. The same again is no news. */
export function newsIn(finding: Finding): string {
  const { others, more, missing, contradicted, removal, removing, gone, lingering } = finding;
  const isClean =
    [others, missing, removing].every((some) => some.length === 0) && contradicted + gone + lingering === 0;
  if (isClean) return "";
  const ids = others.map(({ id }) => id).sort();
  return hashOf([ids, more, missing, contradicted > 0, others.length > 0 ? removal : "", removing, gone, lingering]);
}

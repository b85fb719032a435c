// Who is in a target, held against what the record knows of it: ours, standing, others', and what of ours is missing. Pure; believes
// a list only as far as it shows what is known to be there, and takes nobody for an intruder whom any of our rows speaks of.
import { type Account, slotKey } from "./access.ts";
import { sha256Hex } from "./canonical.ts";
import { type Baseline, ECHO_MS } from "./entitlement.ts";
import type { Request } from "./request.ts";

/** Somebody who has a target's access now. */
export interface Member {
  /** As Sym would name the account, had it given the access. */
  readonly account: Account;
  /** Whatever else the account could be called by. */
  readonly names: readonly string[];
  /** Null: it comes from elsewhere, and could not be taken away by Sym. */
  readonly level: string | null;
  /** What `inspect` would say of the slot. */
  readonly ids: Readonly<Record<string, string>>;
  /** As whom Sym itself is there. */
  readonly own?: true;
}

export interface Members {
  /** Which of the `ids` is the account's own, so that a name that moved on moves nothing; null: there is only the name. */
  readonly accountId: string | null;
  /** All of them, each once. */
  readonly members: readonly Member[];
}

/** A slot that is open, or that goes back to access which was there before Sym. */
export interface KnownSlot {
  readonly key: string;
  readonly openedAt: number;
  readonly isOpen: boolean;
  readonly baseline: Baseline;
  readonly ids: Readonly<Record<string, string>>;
}

/** What the record knows of a place. */
export interface Known {
  readonly slots: readonly KnownSlot[];
  /** Those that hold a slot there, and those that people alone closed and nobody has proven gone. */
  readonly requests: readonly Request[];
  /** Rows that nobody can read: whom they speak of is not known. */
  readonly unreadable: number;
}

/** What one strategy with these settings gives: the same text for all Targets that speak of the same members. */
export interface Place {
  readonly key: string;
  /** The key of an account's slot there; null where the strategy has none for such a name. */
  slotOf(name: string): string | null;
}

interface Slots {
  readonly type: string;
  slot(settings: unknown, account: Account): readonly string[];
}

/** Slots of one place differ in their last id alone. Null where the strategy does not take the settings any more. */
export function placeOf(strategy: Slots, settings: unknown): Place | null {
  const slot = (name: string): readonly string[] | null => {
    try {
      return strategy.slot(settings, { id: name, label: name });
    } catch {
      return null;
    }
  };
  const of = slot("someone");
  if (of === null) return null;
  const key = `${slotKey(strategy.type, of.slice(0, -1))}|`;
  return {
    key,
    slotOf: (name) => {
      const ids = slot(name);
      const full = ids === null ? null : slotKey(strategy.type, ids);
      return full?.startsWith(key) ? full : null;
    },
  };
}

/** What stands for a place outside the record. */
export const shortPlace = (key: string): string => sha256Hex(key).slice(0, 16);

export interface Sorted {
  /** Of everybody who is there, what stands for them. */
  readonly present: ReadonlySet<string>;
  readonly ours: readonly Member[];
  readonly standing: readonly Member[];
  readonly others: readonly Other[];
  /** Live grants that no member stands for. A list may be behind, or cut short: each is to be looked at by itself. */
  readonly unseen: readonly Request[];
  /** Open slots that nobody holds, whose member is there. */
  readonly lingering: readonly KnownSlot[];
}

export interface Other {
  /** Stands for the account where its name may not. */
  readonly id: string;
  readonly member: Member;
  /** Every slot that could be theirs, the one that Sym would use first. */
  readonly keys: readonly string[];
}

/** `began`: when the list was asked for. What was given since then, or shortly before, may not be in it. */
export function sortMembers(
  { accountId, members }: Members,
  place: Place,
  known: Known,
  allowed: readonly string[],
  began: number,
): Sorted {
  const named = eachOnce(members.map((member) => ({ member, keys: keysOf(member, place) })));
  const ownId = (ids: Readonly<Record<string, string>>): string | undefined =>
    accountId === null ? undefined : ids[accountId];
  const byKey = new Map(known.slots.map((slot) => [slot.key, slot]));
  const byId = Map.groupBy(known.slots, (slot) => ownId(slot.ids));
  const held = new Set(known.requests.map(({ access }) => access?.key));
  const slotsOf = ({ member, keys }: Other): KnownSlot[] => {
    const id = ownId(member.ids);
    return [...keys.flatMap((key) => byKey.get(key) ?? []), ...(id === undefined ? [] : (byId.get(id) ?? []))];
  };
  const allow = new Set(allowed.map(lowerCase));
  const found = { ours: [] as Member[], standing: [] as Member[], others: [] as Other[] };
  for (const one of named) {
    const { member, keys } = one;
    const slots = slotsOf(one);
    const isHeld = keys.some((key) => held.has(key)) || slots.some(({ key, isOpen }) => isOpen || held.has(key));
    const isAllowed = member.own === true || slots.length > 0 || callsOf(member).some((name) => allow.has(name));
    if (isHeld) found.ours.push(member);
    else if (isAllowed) found.standing.push(member);
    else found.others.push(one);
  }
  const there = new Set(named.flatMap(({ keys }) => keys));
  const ids = new Set(members.flatMap(({ ids: some }) => ownId(some) ?? []));
  const isThere = (key: string): boolean => {
    const slot = byKey.get(key);
    const id = slot && ownId(slot.ids);
    return id === undefined ? there.has(key) : ids.has(id);
  };
  return {
    ...found,
    present: new Set(named.map(({ id }) => id)),
    unseen: known.requests.filter(
      ({ state, access, granted }) =>
        state === "active" &&
        access !== null &&
        granted !== null &&
        granted.at + ECHO_MS < began &&
        !isThere(access.key),
    ),
    lingering: known.slots.filter(({ key, isOpen }) => isOpen && !held.has(key) && isThere(key)),
  };
}

/** Some targets keep whom they were given twice, twice. */
const eachOnce = (all: readonly Omit<Other, "id">[]): readonly Other[] => [
  ...new Map(all.map((one) => [idOf(one), { ...one, id: idOf(one) }])).values(),
];

/** What an admin may call them by in the Target's list of those who may be there. */
const callsOf = ({ account, names, ids }: Member): readonly string[] =>
  [account.id, account.label, ...names, ...Object.values(ids)].map(lowerCase);

const lowerCase = (text: string): string => text.toLowerCase();

const keysOf = ({ account, names }: Member, place: Place): readonly string[] => [
  ...new Set([account.id, ...names].flatMap((name) => place.slotOf(name) ?? [])),
];

/** As for slots outside the record: no name can be read from it. */
const idOf = ({ member, keys }: Omit<Other, "id">): string => sha256Hex(keys[0] ?? member.account.id).slice(0, 16);

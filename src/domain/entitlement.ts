// One slot of access of one account at one target: who holds it, what was there before, and what is believed to be there.
// Plain data and what an order or an answer does to it; `decide` says what to do next. Never calls anything.
import { type Access, rankOf } from "./access.ts";
import type { Actor } from "./person.ts";
import type { Calls, EndCause, Report } from "./request.ts";
import type { TroubleClass } from "./trouble.ts";

/** A request's claim. Idempotent by (requestId, sequence); a lower sequence than one seen or released is ignored. */
export interface HoldOrder {
  readonly requestId: string;
  readonly sequence: number;
  readonly access: Access;
  readonly durationMs: number;
  /** After this the Entitlement gives up by itself. */
  readonly grantBy: number;
  /** After this nothing may be held, whatever else is down. */
  readonly hardEnd: number;
  readonly removesStanding: boolean;
  /** The Flow it was asked under; absent in what an older version told. */
  readonly flow?: string;
  /** The end, where it was fixed already (an object that lost its memory is told again). */
  readonly until: number | null;
}

/** The end of a claim: monotone, always accepted. Carries the hold, so that an object that lost its memory can undo it. */
export interface ReleaseOrder {
  readonly hold: HoldOrder;
  readonly cause: "released" | "grant_by_passed" | "time";
  readonly by: Actor;
}

export interface Hold extends Omit<HoldOrder, "access"> {
  readonly level: string;
  /** When the decision was last read in the record; null: not yet. */
  readonly clearedAt: number | null;
  readonly granted: boolean;
  readonly end: {
    readonly cause: EndCause;
    readonly by: Actor;
    readonly at: number;
    readonly detail: string | null;
    /** Who must act about the trouble that ended it. Absent: there was none, or an older version wrote it. */
    readonly class?: TroubleClass;
  } | null;
  readonly toldStruggleAt: number | null;
  /** When it was first cleared to be added. Absent: not yet, or an older version cleared it. */
  readonly beganAt?: number;
}

/** What is believed to be in the slot. `said`: the target accepted it, nobody has read it back. */
export type Have =
  | { readonly kind: "untouched" }
  | { readonly kind: "unknown" }
  /** What the record implies, after this object lost its memory: to be looked at, or taken away, but never added again. */
  | { readonly kind: "believed"; readonly level: string | null }
  | { readonly kind: "said"; readonly level: string | null; readonly at: number }
  | { readonly kind: "read"; readonly level: string | null; readonly inherited: string | null; readonly at: number };

/** Direct level and inherited access before the first hold; `unknown` where the strategy cannot read. Never taken away. */
export type Baseline = { readonly level: string | null; readonly inherited: string | null } | "unknown";

export interface EntitlementState {
  readonly access: Access;
  /** The record was asked whether this slot was open already. */
  readonly recalled: boolean;
  /** When the slot's row was opened in the record; null while it is not. */
  readonly openedAt: number | null;
  /** With which time the record was asked to open it, while it is not known whether it did. Absent: it was not asked. */
  readonly opening?: number | null;
  readonly baseline: Baseline | null;
  /** Others changed what is not ours while ours was there, and the record has yet to hear of it. Absent: no. */
  readonly baselineChanged?: boolean;
  /** Ids that the target itself uses for the slot, learnt before the first add and handed to every later call. */
  readonly ids: Readonly<Record<string, string>>;
  readonly have: Have;
  /** A call whose outcome is not known may still land: look again at `until`. `removing`: it might remove. */
  readonly doubt: { readonly until: number; readonly removing: boolean } | null;
  readonly inFlight: {
    /** Which call this is: an answer to an older one says nothing about it. */
    readonly startedAt: number;
    readonly level: string | null;
    readonly before: Have;
    readonly doubtBefore: EntitlementState["doubt"];
    /** The end that the target is told. Absent: it ends nothing by itself. */
    readonly until?: number | null;
  } | null;
  /** At which end the target was told to end it by itself, should we be gone. Absent: it was told none that may be believed. */
  readonly toldUntil?: number | null;
  /** When the target last accepted a change: a read soon after it may be older than the change. */
  readonly wroteAt: number | null;
  /** The record is being told that the slot is closed; until it has confirmed that, nothing is opened or added. */
  readonly closing: boolean;
  /** Number of the newest intent: part of the idempotency key, the same for all attempts at it. */
  readonly generation: number;
  /** The level of the intent under way; undefined when the last one was answered for certain. */
  readonly intent?: string | null;
  /** Calls begun since the last report that told of them. Absent: none. */
  readonly calls?: Calls;
  readonly holds: readonly Hold[];
  /** Highest released sequence of each request, so that a late hold cannot revive it. */
  readonly released: Readonly<Record<string, number>>;
  readonly reports: readonly { readonly requestId: string; readonly report: Report }[];
  readonly targetTries: number;
  readonly targetNotBefore: number;
  readonly recordTries: number;
  readonly recordNotBefore: number;
  /** Reports have a clock of their own: one that the record never takes must not hold up what is asked of it. */
  readonly reportTries: number;
  readonly reportNotBefore: number;
  readonly lastTrouble: string | null;
  /** Who must act about it; absent where there was none, or an older version wrote it. */
  readonly lastClass?: TroubleClass | null;
  /** Since when a gate has kept its next call waiting; absent: it does not. */
  readonly heldSince?: number;
  /** Holds that two people closed by hand: only looked at, daily until then. Absent: none. */
  readonly watched?: readonly { readonly hold: Hold; readonly until: number }[];
  /** When what is watched is looked at next. */
  readonly watchAt?: number;
  /** What was watched could not be read for all that time: people said that it is gone, and nothing is tried any more. */
  readonly givenUp?: boolean;
  /** It was woken only for the daily look at a slot that is closed. Absent: no. */
  readonly checkOnly?: boolean;
  /** What the strategy was like when it was last there. */
  readonly traits: Traits | null;
}

export interface Traits {
  readonly levels: readonly string[];
  /** The strategy can read back. */
  readonly readable: boolean;
  /** The target ends access by itself, a little after it was told. Absent: it does not. */
  readonly expires?: boolean;
  /** Nothing can be in the slot that Sym did not make. Absent: there may have been something before. */
  readonly onlyOurs?: boolean;
}

/** How long after a call of unknown outcome it may still land: longer than our own limit and the target's queue. */
export const QUIET_MS = 10 * 60_000;
/** For how long a read may be older than a change that the target has accepted. */
export const ECHO_MS = 5 * 60_000;
/** How often a held slot is looked at. */
export const LOOK_EVERY_MS = 60 * 60_000;
/** No call to a target may take longer; what comes later is an answer lost. */
export const CALL_LIMIT_MS = 20_000;
/** A call that has just begun is in doubt for this long. */
export const LONGEST_DOUBT_MS = CALL_LIMIT_MS + QUIET_MS;
/** Nothing is put off for longer, whatever a target asks for: an end may not wait on a header. */
export const LONGEST_WAIT_MS = 10 * 60_000;
/** A baseline read longer ago than this is read again before the slot is opened. */
const BASELINE_FRESH_MS = 60_000;

export const fresh = (access: Access): EntitlementState => ({
  access,
  recalled: false,
  openedAt: null,
  baseline: null,
  ids: {},
  have: { kind: "unknown" },
  doubt: null,
  inFlight: null,
  wroteAt: null,
  closing: false,
  generation: 0,
  holds: [],
  released: {},
  reports: [],
  targetTries: 0,
  targetNotBefore: 0,
  recordTries: 0,
  recordNotBefore: 0,
  reportTries: 0,
  reportNotBefore: 0,
  lastTrouble: null,
  traits: null,
});

export const holdFrom = ({ access, ...order }: HoldOrder): Hold => ({
  ...order,
  level: access.level,
  clearedAt: null,
  granted: false,
  end: null,
  toldStruggleAt: null,
});

export function acceptHold(state: EntitlementState | null, order: HoldOrder): EntitlementState {
  const s = state ?? fresh(order.access);
  const known = s.holds.find((hold) => hold.requestId === order.requestId);
  if ((s.released[order.requestId] ?? 0) >= order.sequence) return s;
  if (known && known.sequence >= order.sequence) return s;
  // The newest settings: where a secret was renamed since, the older ones reach the same slot no more.
  const { access } = order;
  const { givenUp: _, ...rest } = s;
  return { ...rest, access, holds: [...s.holds.filter((hold) => hold !== known), holdFrom(order)], recordNotBefore: 0 };
}

/** A slot that the record says is open: without memory, everything about it has to be asked. */
export const acceptWake = (state: EntitlementState | null, access: Access): EntitlementState => state ?? fresh(access);

export function acceptRelease(state: EntitlementState | null, order: ReleaseOrder, now: number): EntitlementState {
  const { requestId, sequence, access } = order.hold;
  const s = state ?? fresh(access);
  const seen = s.released[requestId] ?? 0;
  const known = s.holds.find((hold) => hold.requestId === requestId);
  if (known && known.end !== null)
    return sequence > seen ? { ...s, released: { ...s.released, [requestId]: sequence } } : s;
  // One that ended long ago is told once more that it has: whoever still asks has not heard.
  const trouble = order.cause === "grant_by_passed" ? lastTroubleOf(s) : NO_TROUBLE;
  const end = { cause: order.cause, by: order.by, at: now, ...trouble };
  const ended: Hold = { ...(known ?? holdFrom(order.hold)), end };
  return {
    ...s,
    holds: [...s.holds.filter((hold) => hold !== known), ended],
    released: { ...s.released, [requestId]: Math.max(seen, sequence) },
    targetNotBefore: 0,
  };
}

/** Ends by the clock: the time is up, or the grant did not come in time. */
export function endByClock(s: EntitlementState, now: number): EntitlementState {
  let changed = false;
  const holds = s.holds.map((hold) => {
    const due = dueAt(hold);
    if (hold.end !== null || now < due) return hold;
    changed = true;
    const cause: EndCause = hold.granted ? "time" : "grant_by_passed";
    const trouble = hold.granted ? NO_TROUBLE : lastTroubleOf(s);
    return { ...hold, end: { cause, by: { kind: "system" as const, name: "timer" as const }, at: now, ...trouble } };
  });
  return changed ? { ...s, holds, targetNotBefore: 0 } : s;
}

const NO_TROUBLE = { detail: null } as const;
const lastTroubleOf = ({ lastTrouble, lastClass }: EntitlementState) => ({
  detail: lastTrouble,
  ...(lastTrouble === null || lastClass == null ? {} : { class: lastClass }),
});

/**
 * What waiting there is, brought within its limits: a clock that was ahead for a while must not put anything off for
 * longer. A baseline that was read long before the slot is opened is forgotten, to be read again.
 */
export function withinReach(s: EntitlementState, now: number): EntitlementState {
  const { have, doubt } = s;
  const stale =
    s.openedAt === null && s.baseline !== null && have.kind === "read" && now >= have.at + BASELINE_FRESH_MS;
  return {
    ...s,
    ...(stale ? { baseline: null, have: { kind: "untouched" } } : {}),
    ...(!stale && (have.kind === "read" || have.kind === "said") && have.at > now
      ? { have: { ...have, at: now } }
      : {}),
    wroteAt: s.wroteAt === null ? null : Math.min(s.wroteAt, now),
    doubt: doubt && { ...doubt, until: Math.min(doubt.until, now + LONGEST_DOUBT_MS) },
    targetNotBefore: Math.min(s.targetNotBefore, now + LONGEST_WAIT_MS),
    recordNotBefore: Math.min(s.recordNotBefore, now + LONGEST_WAIT_MS),
    reportNotBefore: Math.min(s.reportNotBefore, now + LONGEST_WAIT_MS),
    holds: s.holds.map((hold) =>
      hold.clearedAt !== null && hold.clearedAt > now ? { ...hold, clearedAt: now } : hold,
    ),
  };
}

/** The end of a hold, once it is fixed: when access may first be there, durably, and before any call could make it so. */
export const endOf = (hold: Hold, now: number): number => hold.until ?? Math.min(now + hold.durationMs, hold.hardEnd);

/** When a live hold ends by itself. */
export const dueAt = (hold: Hold): number =>
  Math.min(hold.hardEnd, hold.until ?? hold.hardEnd, hold.granted ? Number.POSITIVE_INFINITY : hold.grantBy);

/** The level that should be in the slot: the strongest of the cleared live holds and the baseline. */
export function wantedLevel(s: EntitlementState, traits: Traits): string | null {
  const levels = s.holds.filter((hold) => hold.end === null && hold.clearedAt !== null).map((hold) => hold.level);
  if (s.baseline !== null && s.baseline !== "unknown" && s.baseline.level !== null) levels.push(s.baseline.level);
  return strongest(traits.levels, levels);
}

export function strongest(order: readonly string[], levels: readonly string[]): string | null {
  let best: string | null = null;
  for (const level of levels) if (rankOf(order, level) > rankOf(order, best)) best = level;
  return best;
}

export const sameBaseline = (a: Baseline | null, b: Baseline | null): boolean =>
  a === null || b === null || a === "unknown" || b === "unknown"
    ? a === b
    : a.level === b.level && a.inherited === b.inherited;

/** The level that the slot is known to have, or undefined while that is not known. */
export function knownLevel(s: EntitlementState, traits: Traits): string | null | undefined {
  if (s.have.kind === "read") return s.have.level;
  if (s.have.kind === "said" && !traits.readable) return s.have.level;
  return s.have.kind === "untouched" ? null : undefined;
}

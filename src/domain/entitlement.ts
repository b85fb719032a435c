// One slot of access of one account at one target: who holds it, what was there before, and what is believed to be there.
// Plain data and what an order or an answer does to it; `decide` says what to do next. Never calls anything.
import { type Access, rankOf } from "./access.ts";
import { sha256Hex } from "./canonical.ts";
import type { Actor } from "./person.ts";
import type { EndCause, Evidence, Report } from "./request.ts";

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
  /** The decision was read in the record. */
  readonly cleared: boolean;
  readonly granted: boolean;
  readonly end: {
    readonly cause: EndCause;
    readonly by: Actor;
    readonly at: number;
    readonly detail: string | null;
  } | null;
  readonly toldStruggleAt: number | null;
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
  readonly baseline: Baseline | null;
  /** Ids that the target itself uses for the slot, learnt before the first add and handed to every later call. */
  readonly ids: Readonly<Record<string, string>>;
  readonly have: Have;
  /** A call whose outcome is not known may still land: look again at `until`. `removing`: it might remove. */
  readonly doubt: { readonly until: number; readonly removing: boolean } | null;
  readonly inFlight: {
    readonly level: string | null;
    readonly before: Have;
    readonly doubtBefore: EntitlementState["doubt"];
  } | null;
  /** Number of the newest intent: part of the idempotency key, the same for all attempts at it. */
  readonly generation: number;
  /** The level of the intent under way; undefined when the last one was answered for certain. */
  readonly intent?: string | null;
  readonly holds: readonly Hold[];
  /** Highest released sequence of each request, so that a late hold cannot revive it. */
  readonly released: Readonly<Record<string, number>>;
  readonly reports: readonly { readonly requestId: string; readonly report: Report }[];
  readonly targetTries: number;
  readonly targetNotBefore: number;
  readonly recordTries: number;
  readonly recordNotBefore: number;
  readonly lastTrouble: string | null;
}

export interface Traits {
  readonly levels: readonly string[];
  /** The strategy can read back. */
  readonly readable: boolean;
}

/** How long after a call of unknown outcome it may still land: longer than our own limit and the target's queue. */
export const QUIET_MS = 10 * 60_000;
/** How often a held slot is looked at. */
export const LOOK_EVERY_MS = 60 * 60_000;
/** An end this much overdue is told to the operators, and again every hour. */
export const STRUGGLE_AFTER_MS = 5 * 60_000;
export const STRUGGLE_AGAIN_MS = 60 * 60_000;

const fresh = (access: Access): EntitlementState => ({
  access,
  recalled: false,
  openedAt: null,
  baseline: null,
  ids: {},
  have: { kind: "unknown" },
  doubt: null,
  inFlight: null,
  generation: 0,
  holds: [],
  released: {},
  reports: [],
  targetTries: 0,
  targetNotBefore: 0,
  recordTries: 0,
  recordNotBefore: 0,
  lastTrouble: null,
});

const holdFrom = ({ access, ...order }: HoldOrder): Hold => ({
  ...order,
  level: access.level,
  cleared: false,
  granted: false,
  end: null,
  toldStruggleAt: null,
});

export function acceptHold(state: EntitlementState | null, order: HoldOrder): EntitlementState {
  const s = state ?? fresh(order.access);
  const known = s.holds.find((hold) => hold.requestId === order.requestId);
  if ((s.released[order.requestId] ?? 0) >= order.sequence) return s;
  if (known && known.sequence >= order.sequence) return s;
  return { ...s, holds: [...s.holds.filter((hold) => hold !== known), holdFrom(order)], recordNotBefore: 0 };
}

/** A slot that the record says is open: without memory, everything about it has to be asked. */
export const acceptWake = (state: EntitlementState | null, access: Access): EntitlementState => state ?? fresh(access);

export function acceptRelease(state: EntitlementState | null, order: ReleaseOrder, now: number): EntitlementState {
  const { requestId, sequence, access } = order.hold;
  const s = state ?? fresh(access);
  const seen = s.released[requestId] ?? 0;
  if (seen >= sequence && !s.holds.some((hold) => hold.requestId === requestId && hold.end === null)) return s;
  const known = s.holds.find((hold) => hold.requestId === requestId);
  const end = { cause: order.cause, by: order.by, at: now, detail: null };
  const ended: Hold = known ? { ...known, end: known.end ?? end } : { ...holdFrom(order.hold), end };
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
    const detail = hold.granted ? null : s.lastTrouble;
    return { ...hold, end: { cause, by: { kind: "system" as const, name: "timer" as const }, at: now, detail } };
  });
  return changed ? { ...s, holds, targetNotBefore: 0 } : s;
}

/** When a live hold ends by itself. */
export const dueAt = (hold: Hold): number =>
  Math.min(hold.hardEnd, hold.until ?? hold.hardEnd, hold.granted ? Number.POSITIVE_INFINITY : hold.grantBy);

/** The level that should be in the slot: the strongest of the cleared live holds and the baseline. */
export function wantedLevel(s: EntitlementState, traits: Traits): string | null {
  const levels = s.holds.filter((hold) => hold.end === null && hold.cleared).map((hold) => hold.level);
  if (s.baseline !== null && s.baseline !== "unknown" && s.baseline.level !== null) levels.push(s.baseline.level);
  return strongest(traits.levels, levels);
}

export function strongest(order: readonly string[], levels: readonly string[]): string | null {
  let best: string | null = null;
  for (const level of levels) if (rankOf(order, level) > rankOf(order, best)) best = level;
  return best;
}

/** The level that the slot is known to have, or undefined while that is not known. */
export function knownLevel(s: EntitlementState, traits: Traits): string | null | undefined {
  if (s.have.kind === "read") return s.have.level;
  if (s.have.kind === "said" && !traits.readable) return s.have.level;
  return s.have.kind === "untouched" ? null : undefined;
}

/** Turns what is now known into reports, and lets go of holds that are proven gone. */
export function settle(s: EntitlementState, traits: Traits, now: number): EntitlementState {
  const level = knownLevel(s, traits);
  const want = rankOf(traits.levels, wantedLevel(s, traits));
  const holds: Hold[] = [];
  const reports = [...s.reports];
  let released = s.released;
  for (const hold of s.holds) {
    if (hold.end !== null && level !== undefined && rankOf(traits.levels, level) <= want) {
      const { cause, by, detail } = hold.end;
      reports.push({
        requestId: hold.requestId,
        report: {
          kind: "ended",
          commandId: reportId(s, hold, "ended"),
          sequence: hold.sequence,
          cause,
          by,
          detail,
          evidence: evidence(s, traits, want, now),
        },
      });
      released = { ...released, [hold.requestId]: Math.max(released[hold.requestId] ?? 0, hold.sequence) };
    } else if (
      hold.end === null &&
      hold.cleared &&
      !hold.granted &&
      hold.until !== null &&
      s.have.kind !== "untouched" &&
      level !== undefined &&
      rankOf(traits.levels, level) >= rankOf(traits.levels, hold.level)
    ) {
      holds.push({ ...hold, granted: true });
      const baseline = s.baseline !== null && s.baseline !== "unknown" ? s.baseline.level : null;
      const standing = rankOf(traits.levels, baseline) >= rankOf(traits.levels, hold.level) ? "baseline" : "none";
      reports.push({
        requestId: hold.requestId,
        report: {
          kind: "granted",
          commandId: reportId(s, hold, "granted"),
          sequence: hold.sequence,
          until: hold.until,
          evidence: { ...evidence(s, traits, 0, now), standing },
        },
      });
    } else if (
      hold.end !== null &&
      now - hold.end.at >= STRUGGLE_AFTER_MS &&
      now - (hold.toldStruggleAt ?? 0) >= STRUGGLE_AGAIN_MS
    ) {
      holds.push({ ...hold, toldStruggleAt: now });
      const detail = s.lastTrouble ?? "the target has not confirmed the removal yet";
      reports.push({
        requestId: hold.requestId,
        report: {
          kind: "struggling",
          commandId: `${reportId(s, hold, "struggling")}:${now}`,
          sequence: hold.sequence,
          since: hold.end.at,
          at: now,
          detail,
        },
      });
    } else holds.push(hold);
  }
  return { ...s, holds, reports, released };
}

function evidence(s: EntitlementState, traits: Traits, remaining: number, now: number): Evidence {
  const at = s.have.kind === "read" || s.have.kind === "said" ? s.have.at : now;
  const inherited = s.have.kind === "read" ? s.have.inherited : null;
  const seen =
    s.have.kind === "untouched" ? "never_added" : s.have.kind === "read" ? (s.have.level ?? "absent") : "unverified";
  const baseline = s.baseline !== null && s.baseline !== "unknown" ? rankOf(traits.levels, s.baseline.level) : 0;
  const standing = remaining === 0 ? "none" : baseline >= remaining ? "baseline" : "covered_by_another_hold";
  return { seen, inherited, at, standing };
}

/** The same report keeps its id however often it is made. */
export const reportId = (s: EntitlementState, hold: Hold, kind: string): string =>
  `${sha256Hex(s.access.key).slice(0, 16)}:${hold.requestId}:${hold.sequence}:${kind}`;

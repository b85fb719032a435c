// What the answers of the target and of the record do to an Entitlement. Applied to the state as it is after the await,
// never to the one that the question was asked from.
import { rankOf } from "./access.ts";
import {
  acceptHold,
  type Baseline,
  type EntitlementState,
  type Hold,
  type HoldOrder,
  QUIET_MS,
  reportId,
  strongest,
  type Traits,
} from "./entitlement.ts";
import type { EndCause } from "./request.ts";

/** No call to a target may take longer; what comes later is an answer lost. */
export const CALL_LIMIT_MS = 20_000;
const BACKOFF_MS = { first: 5_000, cap: 300_000 } as const;
/** A baseline read longer ago than this is read again before the slot is opened. */
export const BASELINE_FRESH_MS = 60_000;

/** 5 s doubling to 5 min, give or take a quarter, for ever. `random` in [0, 1). */
export const backoffMs = (tries: number, random: number): number =>
  Math.round(Math.min(BACKOFF_MS.cap, BACKOFF_MS.first * 2 ** Math.min(tries, 10)) * (0.75 + random / 2));

/** The intent, stored before the call: from here on the outcome is unknown. */
export function beganSet(s: EntitlementState, traits: Traits, level: string | null, now: number): EntitlementState {
  const believed = s.have.kind === "read" || s.have.kind === "said" ? rankOf(traits.levels, s.have.level) : null;
  const rank = rankOf(traits.levels, level);
  const removing = rank === 0 || believed === null || rank < believed;
  const again = s.intent !== undefined && s.intent === level;
  return {
    ...s,
    have: { kind: "unknown" },
    doubt: { until: now + CALL_LIMIT_MS + QUIET_MS, removing: removing || (s.doubt?.removing ?? false) },
    inFlight: { level, before: s.have, doubtBefore: s.doubt },
    generation: again ? s.generation : Math.max(s.generation + 1, now),
    intent: level,
  };
}

export function setAccepted(s: EntitlementState, traits: Traits, startedAt: number, now: number): EntitlementState {
  const { inFlight, intent: _, ...rest } = s;
  if (inFlight === null) return s;
  const repeated = !traits.readable && inFlight.doubtBefore !== null && startedAt >= inFlight.doubtBefore.until;
  return {
    ...rest,
    have: { kind: "said", level: inFlight.level, at: now },
    doubt: repeated ? null : inFlight.doubtBefore,
    inFlight: null,
    lastTrouble: null,
  };
}

export interface Trouble {
  /** Our own words for it; never the target's text. */
  readonly detail: string;
  /** `no`: certainly without effect. `unknown`: it may have happened, or may still. */
  readonly effect: "no" | "unknown";
  /** The target will never accept this add; for an end it only means that people are needed. */
  readonly permanent: boolean;
  /** The target asked not to be called before this. */
  readonly retryAt: number | null;
}

export function setFailed(
  s: EntitlementState,
  traits: Traits,
  trouble: Trouble,
  now: number,
  random: number,
): EntitlementState {
  if (s.inFlight === null) return s;
  const { level, before, doubtBefore } = s.inFlight;
  const waiting = troubled(s, trouble, now, random);
  if (trouble.effect === "unknown") return { ...waiting, inFlight: null };
  const rest = { ...waiting, have: before, doubt: doubtBefore, inFlight: null };
  if (!trouble.permanent || level === null) return rest;
  const refused = (hold: Hold): boolean =>
    hold.end === null &&
    hold.cleared &&
    !hold.granted &&
    rankOf(traits.levels, hold.level) === rankOf(traits.levels, level);
  if (!s.holds.some(refused)) return rest;
  // Said, not read: what was there before is read again before anybody is told that nothing was added.
  const have = before.kind === "read" ? { kind: "said" as const, level: before.level, at: before.at } : before;
  return { ...endHolds(rest, refused, "refused_by_target", trouble.detail, now), have, targetNotBefore: 0 };
}

export interface Seen {
  readonly level: string | null;
  readonly inherited: string | null;
  readonly ids: Readonly<Record<string, string>>;
}

export function seen(
  s: EntitlementState,
  traits: Traits,
  look: Seen,
  startedAt: number,
  now: number,
): EntitlementState {
  const rank = rankOf(traits.levels, look.level);
  const read = { kind: "read" as const, level: look.level, inherited: look.inherited, at: now };
  const calm = { ...s, have: read, targetNotBefore: 0, lastTrouble: null };
  if (s.baseline === null) {
    const baseline: Baseline = { level: look.level, inherited: look.inherited };
    return { ...calm, baseline, ids: { ...s.ids, ...look.ids }, targetTries: 0 };
  }
  const doubt = s.doubt !== null && startedAt >= s.doubt.until ? null : s.doubt;
  if (
    (s.have.kind === "read" || s.have.kind === "believed") &&
    rank < rankOf(traits.levels, s.have.level) &&
    !(s.doubt?.removing ?? false)
  )
    return lost({ ...calm, doubt, targetTries: 0 }, traits, rank, look, now);
  const matched = s.have.kind !== "said" || rankOf(traits.levels, s.have.level) === rank;
  // Accepted and yet not so: the target is slow or wrong. Tried again, but not in a tight circle.
  return matched
    ? { ...calm, doubt, targetTries: 0 }
    : { ...calm, doubt, targetTries: s.targetTries + 1, targetNotBefore: now + backoffMs(s.targetTries, 0.5) };
}

/** Somebody else took it away: drop what it covered, put nothing back, and never restore a baseline that others removed. */
function lost(s: EntitlementState, traits: Traits, rank: number, look: Seen, now: number): EntitlementState {
  const gone = (hold: Hold): boolean => hold.end === null && hold.granted && rankOf(traits.levels, hold.level) > rank;
  const evidence = { seen: look.level ?? "absent", inherited: look.inherited, at: now, standing: "none" as const };
  const reports = s.holds.filter(gone).map((hold) => ({
    requestId: hold.requestId,
    report: { kind: "gone" as const, commandId: reportId(s, hold, "gone"), sequence: hold.sequence, evidence },
  }));
  const released = { ...s.released };
  for (const hold of s.holds.filter(gone))
    released[hold.requestId] = Math.max(released[hold.requestId] ?? 0, hold.sequence);
  const lowered = s.baseline !== null && s.baseline !== "unknown" && rankOf(traits.levels, s.baseline.level) > rank;
  return {
    ...s,
    holds: s.holds.filter((hold) => !gone(hold)),
    released,
    reports: [...s.reports, ...reports],
    baseline: lowered ? { level: look.level, inherited: look.inherited } : s.baseline,
  };
}

/** A look or a read-back could not be had. */
export const troubled = (s: EntitlementState, trouble: Trouble, now: number, random: number): EntitlementState => ({
  ...s,
  targetTries: s.targetTries + 1,
  targetNotBefore: Math.max(now + backoffMs(s.targetTries, random), trouble.retryAt ?? 0),
  lastTrouble: trouble.detail,
});

/** What the record knows about a slot. */
export interface Consulted {
  readonly open: {
    readonly openedAt: number;
    readonly baseline: Baseline;
    readonly ids: Readonly<Record<string, string>>;
  } | null;
  /** Holds that the record says are there: with their end, and as granted. */
  readonly restored: readonly { readonly order: HoldOrder; readonly releasing: boolean }[];
  /** For each uncleared hold that was asked about: null where it may be granted, else why not. */
  readonly verdicts: Readonly<Record<string, string | null>>;
}

export function consulted(before: EntitlementState, traits: Traits, answer: Consulted, now: number): EntitlementState {
  let s = before;
  if (!s.recalled) {
    for (const { order } of answer.restored) s = acceptHold(s, order);
    s = answer.open ? remembered(s, traits, answer.open, now) : { ...s, have: { kind: "untouched" }, recalled: true };
  }
  const holds = s.holds.map((hold): Hold => {
    if (hold.end !== null || hold.cleared) return hold;
    const restored = answer.restored.find(
      ({ order }) => order.requestId === hold.requestId && order.sequence === hold.sequence,
    );
    const system = { kind: "system" as const, name: "entitlement" as const };
    if (restored) {
      const end = restored.releasing ? { cause: "released" as const, by: system, at: now, detail: null } : null;
      return { ...hold, cleared: true, granted: true, until: restored.order.until, end };
    }
    const verdict = answer.verdicts[hold.requestId];
    if (verdict === undefined) return hold;
    if (verdict !== null) return { ...hold, end: { cause: "not_cleared", by: system, at: now, detail: verdict } };
    if (!traits.readable && !hold.removesStanding)
      return {
        ...hold,
        end: {
          cause: "not_cleared",
          by: system,
          at: now,
          detail: "standing access cannot be told apart at this target",
        },
      };
    // The end is fixed here, durably, before the first add.
    return { ...hold, cleared: true, until: Math.min(now + hold.durationMs, hold.hardEnd) };
  });
  const baseline = s.baseline ?? (traits.readable || !holds.some((hold) => hold.cleared) ? null : ("unknown" as const));
  return { ...s, holds, baseline, recordTries: 0, recordNotBefore: 0 };
}

/** This object lost its memory while its slot was open: the baseline is the record's, the rest has to be looked at. */
function remembered(
  s: EntitlementState,
  traits: Traits,
  row: NonNullable<Consulted["open"]>,
  now: number,
): EntitlementState {
  const held = s.holds.filter((hold) => hold.end !== null || hold.until !== null).map((hold) => hold.level);
  const before = row.baseline !== "unknown" && row.baseline.level !== null ? [row.baseline.level] : [];
  return {
    ...s,
    baseline: row.baseline,
    openedAt: row.openedAt,
    ids: row.ids,
    recalled: true,
    have:
      traits.readable && held.length > 0
        ? { kind: "believed", level: strongest(traits.levels, [...held, ...before]) }
        : { kind: "unknown" },
    doubt: { until: now + CALL_LIMIT_MS + QUIET_MS, removing: false },
  };
}

/** The record did not answer. A baseline that is not in the record yet will be read afresh. */
export function recordFailed(s: EntitlementState, now: number, random: number): EntitlementState {
  const waiting = { ...s, recordTries: s.recordTries + 1, recordNotBefore: now + backoffMs(s.recordTries, random) };
  return s.openedAt === null && s.have.kind === "read"
    ? { ...waiting, baseline: null, have: { kind: "untouched" } }
    : waiting;
}

export const opened = (s: EntitlementState, row: NonNullable<Consulted["open"]>): EntitlementState => ({
  ...s,
  openedAt: row.openedAt,
  baseline: row.baseline,
  ids: { ...s.ids, ...row.ids },
  recordTries: 0,
  recordNotBefore: 0,
});

/** The slot is back at its baseline, and the record knows: whoever comes next reads a baseline of their own. */
export const closedInRecord = (s: EntitlementState): EntitlementState => ({
  ...s,
  openedAt: null,
  baseline: null,
  ids: {},
  have: { kind: "untouched" },
  recordTries: 0,
  recordNotBefore: 0,
});

function endHolds(
  s: EntitlementState,
  which: (hold: Hold) => boolean,
  cause: EndCause,
  detail: string,
  now: number,
): EntitlementState {
  const by = { kind: "system" as const, name: "entitlement" as const };
  return {
    ...s,
    holds: s.holds.map((hold) => (which(hold) ? { ...hold, end: { cause, by, at: now, detail } } : hold)),
  };
}

// What the answers of the target do to an Entitlement. Applied to the state as it is after the await, never to the one that
// the question was asked from.
import { rankOf } from "./access.ts";
import {
  type Baseline,
  ECHO_MS,
  type EntitlementState,
  endOf,
  type Hold,
  LONGEST_DOUBT_MS,
  LONGEST_WAIT_MS,
  type Traits,
  wantedLevel,
} from "./entitlement.ts";
import { backAgain } from "./entitlement-by-hand.ts";
import { latestEnd } from "./native-expiry.ts";
import type { Evidence } from "./request.ts";
import { reportId } from "./settle.ts";
import type { TroubleClass } from "./trouble.ts";

const BACKOFF_MS = { first: 5_000, cap: 300_000 } as const;

/** 5 s doubling, give or take a quarter, and never more than 5 min; for ever. `random` in [0, 1). */
export const backoffMs = (tries: number, random: number): number =>
  Math.round(Math.min(BACKOFF_MS.cap / 1.25, BACKOFF_MS.first * 2 ** Math.min(tries, 10)) * (0.75 + random / 2));

/** The intent, stored before the call: from here on the outcome is unknown. */
export function beganSet(s: EntitlementState, traits: Traits, level: string | null, now: number): EntitlementState {
  const believed = s.have.kind === "read" || s.have.kind === "said" ? rankOf(traits.levels, s.have.level) : null;
  const rank = rankOf(traits.levels, level);
  const removing = rank === 0 || believed === null || rank < believed;
  const again = s.intent !== undefined && s.intent === level;
  const given = (hold: Hold): boolean =>
    hold.end === null && hold.clearedAt !== null && rankOf(traits.levels, hold.level) <= rank;
  // What was asked for before and may still land is for less than this: it would then take away what is set now.
  const overtakes = s.doubt !== null && !again && rank > Math.max(1, believed ?? 0);
  const doubtBefore = overtakes && s.doubt !== null ? { ...s.doubt, removing: true } : s.doubt;
  const holds = s.holds.map((hold) => (given(hold) ? { ...hold, until: endOf(hold, now) } : hold));
  const until = traits.expires === true ? { until: level === null ? null : latestEnd({ ...s, holds }) } : {};
  return {
    ...s,
    holds,
    have: { kind: "unknown" },
    doubt: { until: now + LONGEST_DOUBT_MS, removing: removing || (doubtBefore?.removing ?? false) },
    inFlight: { startedAt: now, level, before: s.have, doubtBefore, ...until },
    generation: again ? s.generation : Math.max(s.generation + 1, now),
    intent: level,
    calls: { count: (s.calls?.count ?? 0) + 1, firstAt: s.calls?.firstAt ?? now, lastAt: now },
  };
}

/** `sure`: no change that others made to the same list can undo it. */
export function setAccepted(
  s: EntitlementState,
  traits: Traits,
  startedAt: number,
  now: number,
  sure = true,
): EntitlementState {
  const { inFlight, intent: _, ...rest } = s;
  if (inFlight?.startedAt !== startedAt) return s;
  const { before, doubtBefore, level } = inFlight;
  const repeated = !traits.readable && doubtBefore !== null && startedAt >= doubtBefore.until;
  // What nobody has seen there was taken away: a look that shows it gone may be older than when it came.
  const unseen =
    traits.readable && before.kind === "said" && rankOf(traits.levels, before.level) > rankOf(traits.levels, level);
  const doubt = unseen || !sure ? { until: now + LONGEST_DOUBT_MS, removing: true } : doubtBefore;
  return {
    ...rest,
    have: { kind: "said", level, at: now },
    doubt: repeated && sure ? null : doubt,
    inFlight: null,
    ...(inFlight.until === undefined ? {} : { toldUntil: inFlight.until }),
    wroteAt: now,
    targetTries: traits.readable ? s.targetTries : 0,
    lastTrouble: null,
    lastClass: null,
  };
}

export interface Trouble {
  /** Our own words for it; never the target's text. */
  readonly detail: string;
  /** Who must act. */
  readonly class: TroubleClass;
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
  startedAt: number,
  now: number,
  random: number,
): EntitlementState {
  if (s.inFlight?.startedAt !== startedAt) return s;
  const { level, before, doubtBefore } = s.inFlight;
  const waiting = troubled(s, trouble, now, random);
  const refused = (hold: Hold): boolean =>
    hold.end === null &&
    hold.clearedAt !== null &&
    !hold.granted &&
    rankOf(traits.levels, hold.level) === rankOf(traits.levels, level);
  if (trouble.effect === "unknown") {
    const open = { ...waiting, inFlight: null };
    if (!trouble.permanent || level === null) return open;
    // Not to be tried again, and not to be left there: what may have come of it is taken away.
    return { ...refusedByTarget(open, refused, trouble, now), targetNotBefore: 0 };
  }
  const rest = { ...waiting, have: before, doubt: doubtBefore, inFlight: null, holds: startedAfresh(s, doubtBefore) };
  if (!trouble.permanent || level === null) return rest;
  // Perhaps it is as it should be already, as where a rule of the target's own sees to it: looked at before it is tried again.
  if (!s.holds.some(refused))
    return before.kind === "unknown" && traits.readable ? { ...rest, have: { kind: "said", level, at: now } } : rest;
  // Said, not read: what was there before is read again before anybody is told that nothing was added.
  const have = before.kind === "read" ? { kind: "said" as const, level: before.level, at: before.at } : before;
  const { intent: _, ...answered } = rest;
  return { ...refusedByTarget(answered, refused, trouble, now), have, targetNotBefore: 0 };
}

/** Certainly nothing came of it: the time of those who wait has not begun, unless an earlier call is in doubt. */
const startedAfresh = ({ holds }: EntitlementState, doubt: EntitlementState["doubt"]): EntitlementState["holds"] =>
  doubt === null ? holds.map((hold) => (hold.granted || hold.end !== null ? hold : { ...hold, until: null })) : holds;

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
  // A call that was in doubt may have told the target an older end: it is told again.
  const isOver = s.doubt !== null && startedAt >= s.doubt.until && s.toldUntil !== undefined;
  const told = isOver ? { toldUntil: null } : {};
  const calm = { ...s, ...told, have: read, targetNotBefore: 0, lastTrouble: null, lastClass: null };
  if (s.baseline === null) {
    if (!s.recalled || s.have.kind !== "untouched") return s;
    const baseline: Baseline = { level: traits.onlyOurs === true ? null : look.level, inherited: look.inherited };
    return { ...calm, baseline, ids: { ...s.ids, ...look.ids }, targetTries: 0 };
  }
  const doubt = s.doubt !== null && startedAt >= s.doubt.until ? null : s.doubt;
  if ((s.watched ?? []).length > 0 && rank > rankOf(traits.levels, wantedLevel(s, traits)))
    return backAgain({ ...calm, doubt, targetTries: 0 }, shownBy(look, now), now);
  const known = s.have.kind === "untouched" || s.have.kind === "unknown" ? rank : rankOf(traits.levels, s.have.level);
  const again = { targetTries: s.targetTries + 1, targetNotBefore: now + backoffMs(s.targetTries, 0.5) };
  if (s.have.kind === "said" && rank !== known)
    // Accepted and yet not so: the target is slow or wrong. Nothing that this look shows may be believed, least of all
    // that nothing is there; the change is made again, but not in a tight circle, and looked for once more after that.
    return {
      ...s,
      ...again,
      have: { kind: "unknown" },
      doubt: { until: now + LONGEST_DOUBT_MS, removing: rank > known || (s.doubt?.removing ?? false) },
      lastTrouble: "the target does not show what it accepted",
      lastClass: "retryable",
    };
  const echo = s.wroteAt !== null && now < s.wroteAt + ECHO_MS;
  if (rank < known && !(s.doubt?.removing ?? false))
    return echo ? { ...s, ...again } : lost({ ...calm, doubt, targetTries: 0 }, traits, rank, look, now);
  // Nothing of ours can have done this: somebody else gave more, and it is not ours to take away again.
  const others = traits.onlyOurs !== true && s.baseline !== "unknown";
  const raised = s.have.kind === "read" && rank > known && s.doubt === null && !echo && others;
  const baseline: Baseline = raised ? { level: look.level, inherited: look.inherited } : s.baseline;
  const reports = raised ? [...s.reports, ...changedByOthers(s, look, now)] : s.reports;
  return { ...calm, doubt, baseline, ...(raised ? { baselineChanged: true } : {}), reports, targetTries: 0 };
}

const shownBy = (look: Seen, at: number): Evidence => ({
  seen: look.level ?? "absent",
  inherited: look.inherited,
  at,
  standing: "none",
});

function changedByOthers(s: EntitlementState, look: Seen, now: number): EntitlementState["reports"] {
  const evidence = shownBy(look, now);
  return s.holds
    .filter((hold) => hold.end === null && hold.granted)
    .map((hold) => ({
      requestId: hold.requestId,
      report: {
        kind: "altered" as const,
        commandId: `${reportId(s, hold, "altered")}:${now}`,
        sequence: hold.sequence,
        evidence,
      },
    }));
}

/** Somebody else took it away: drop what it covered, put nothing back, and never restore a baseline that others removed. */
function lost(s: EntitlementState, traits: Traits, rank: number, look: Seen, now: number): EntitlementState {
  const gone = (hold: Hold): boolean => hold.end === null && hold.granted && rankOf(traits.levels, hold.level) > rank;
  const evidence = shownBy(look, now);
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
    ...(lowered ? { baseline: { level: look.level, inherited: look.inherited }, baselineChanged: true } : {}),
  };
}

/** A look could not be had. Where it was the first one, and never will be, new holds are given up: nothing was added for them. */
export function lookFailed(s: EntitlementState, trouble: Trouble, now: number, random: number): EntitlementState {
  const waiting = troubled(s, trouble, now, random);
  if (!trouble.permanent || s.baseline !== null || s.have.kind !== "untouched") return waiting;
  const hopeless = (hold: Hold): boolean => hold.end === null && hold.clearedAt !== null && !hold.granted;
  return refusedByTarget(waiting, hopeless, trouble, now);
}

const troubled = (s: EntitlementState, trouble: Trouble, now: number, random: number): EntitlementState => ({
  ...s,
  targetTries: s.targetTries + 1,
  targetNotBefore: Math.max(
    now + backoffMs(s.targetTries, random),
    // Not a number is not a wish.
    Math.min(trouble.retryAt !== null && trouble.retryAt > now ? trouble.retryAt : now, now + LONGEST_WAIT_MS),
  ),
  lastTrouble: trouble.detail,
  lastClass: trouble.class,
});

function refusedByTarget(
  s: EntitlementState,
  which: (hold: Hold) => boolean,
  { detail, class: who }: Trouble,
  now: number,
): EntitlementState {
  const by = { kind: "system" as const, name: "entitlement" as const };
  const end = { cause: "refused_by_target" as const, by, at: now, detail, class: who };
  return { ...s, holds: s.holds.map((hold) => (which(hold) ? { ...hold, end } : hold)) };
}

// What an Entitlement does next: a pure answer from its state and the time. Ends need nobody and come first; an add needs
// the decision and the baseline in the record. Never says "done" while something may still be there or still land.
import { rankOf } from "./access.ts";
import { dueAt, type EntitlementState, knownLevel, LOOK_EVERY_MS, type Traits, wantedLevel } from "./entitlement.ts";
import { rungAt } from "./entitlement-rungs.ts";
import { endMoved } from "./native-expiry.ts";
import { seenSince } from "./settle.ts";

/** A decision read longer ago than this is read again before an add is tried for it: a freeze may have come in between. */
const CLEARED_FRESH_MS = 5_000;

export type Step =
  /** Make the slot have exactly this level (null: nothing). */
  | { readonly do: "set"; readonly level: string | null }
  | {
      readonly do: "get";
      readonly why: "baseline" | "verify" | "before_lowering" | "second_look" | "routine" | "watch";
    }
  /** Ask the record: was the slot open, with what baseline, who holds it, and are the new holds decided? */
  | { readonly do: "consult" }
  /** Tell the requests what has become known. */
  | { readonly do: "report" }
  /** Write the baseline to the record, or what others have made of it since. */
  | { readonly do: "open" }
  /** Tell the record that the slot is back at its baseline, proven and settled. */
  | { readonly do: "close" }
  | { readonly do: "forget" }
  | { readonly do: "wait"; readonly at: number };

export function decide(s: EntitlementState, traits: Traits, now: number): Step {
  const target = targetStep(s, traits, now);
  const asksFirst = target?.do === "set" && needsClearing(s, traits, target.level, now);
  if (target !== null && !asksFirst && now >= s.targetNotBefore) return target;
  if (s.reports.length > 0 && now >= s.reportNotBefore) return { do: "report" };
  const record: Step | null = asksFirst && now >= s.targetNotBefore ? { do: "consult" } : recordStep(s, traits);
  if (record !== null && now >= s.recordNotBefore) return record;
  const idle = s.reports.length === 0 && s.holds.length === 0 && !isWatching(s);
  if (idle && target === null && record === null && (s.doubt === null || s.givenUp === true)) return { do: "forget" };
  return { do: "wait", at: nextWake(s, now, target !== null && !(asksFirst && record), record !== null) };
}

/** What is to be done at the target, if anything. Needs a baseline: without one nothing can be told apart. */
function targetStep(s: EntitlementState, traits: Traits, now: number): Step | null {
  const live = s.holds.filter((hold) => hold.end === null);
  if (s.baseline === null)
    return s.recalled && s.have.kind === "untouched" && live.some((hold) => hold.clearedAt !== null)
      ? { do: "get", why: "baseline" }
      : null;
  if (s.openedAt === null || s.closing) return null;
  // People answer for it: it is looked at, and nothing is tried.
  if (s.holds.length === 0 && s.givenUp === true) return null;
  if (s.holds.length === 0 && isWatching(s)) return now >= (s.watchAt ?? 0) ? { do: "get", why: "watch" } : null;
  // An end needs nobody, and what it leaves behind may not need anybody either.
  const want = s.holds.some((hold) => hold.end !== null) ? assuredLevel(s, traits, now) : wantedLevel(s, traits);
  const level = knownLevel(s, traits);
  if (s.have.kind === "believed" && rankOf(traits.levels, s.have.level) <= rankOf(traits.levels, want))
    return { do: "get", why: "routine" };
  if (level === undefined && s.have.kind === "said" && s.have.level === want) return { do: "get", why: "verify" };
  if (level === undefined) return { do: "set", level: want };
  if (rankOf(traits.levels, level) !== rankOf(traits.levels, want)) {
    const newestEnd = Math.max(0, ...s.holds.map((hold) => hold.end?.at ?? 0));
    const stale = s.have.kind === "read" && s.have.at < newestEnd;
    if (want !== null && stale && rankOf(traits.levels, level) > rankOf(traits.levels, want))
      return { do: "get", why: "before_lowering" };
    return { do: "set", level: want };
  }
  if (want !== null && endMoved(s, traits)) return { do: "set", level: want };
  if (s.have.kind === "read" && live.some((hold) => !hold.granted && hold.clearedAt !== null && !seenSince(s, hold)))
    return { do: "get", why: "verify" };
  if (s.doubt !== null && now >= s.doubt.until)
    return traits.readable ? { do: "get", why: "second_look" } : { do: "set", level: want };
  if (live.length > 0 && s.have.kind === "read" && now >= s.have.at + LOOK_EVERY_MS)
    return { do: "get", why: "routine" };
  return null;
}

/** An add for the sake of a new hold, whose decision was read too long ago: it may not stand any more. */
const needsClearing = (s: EntitlementState, traits: Traits, level: string | null, now: number): boolean =>
  rankOf(traits.levels, level) > rankOf(traits.levels, assuredLevel(s, traits, now));

/** As `wantedLevel`, without new holds whose decision was read too long ago. */
function assuredLevel(s: EntitlementState, traits: Traits, now: number): string | null {
  const assured = s.holds.filter((hold) => hold.granted || now < (hold.clearedAt ?? 0) + CLEARED_FRESH_MS);
  return wantedLevel({ ...s, holds: assured }, traits);
}

/** What is to be asked of, or told to, the record, if anything. */
function recordStep(s: EntitlementState, traits: Traits): Step | null {
  const live = s.holds.filter((hold) => hold.end === null);
  if (s.closing) return { do: "close" };
  if (!s.recalled || live.some((hold) => hold.clearedAt === null)) return { do: "consult" };
  if (s.baseline !== null && s.openedAt === null && live.length > 0) return { do: "open" };
  if (s.baselineChanged && s.openedAt !== null && s.holds.length > 0) return { do: "open" };
  const level = knownLevel(s, traits);
  const back = level !== undefined && rankOf(traits.levels, level) === rankOf(traits.levels, wantedLevel(s, traits));
  if (
    (s.openedAt ?? s.opening ?? null) !== null &&
    s.holds.length === 0 &&
    s.reports.length === 0 &&
    !isWatching(s) &&
    (s.givenUp === true || (s.doubt === null && (back || s.baseline === null)))
  )
    return { do: "close" };
  return null;
}

const isWatching = (s: EntitlementState): boolean => (s.watched ?? []).length > 0;

function nextWake(s: EntitlementState, now: number, target: boolean, record: boolean): number {
  const times: number[] = [];
  // Something is due at the target already: what else would be due there waits for it.
  if (target) times.push(s.targetNotBefore);
  else if (s.doubt !== null && s.doubt.until > now) times.push(s.doubt.until);
  if (record) times.push(s.recordNotBefore);
  if (s.reports.length > 0) times.push(s.reportNotBefore);
  for (const hold of s.holds) {
    if (hold.end === null) times.push(dueAt(hold));
    times.push(rungAt(hold) ?? Number.POSITIVE_INFINITY);
  }
  if (isWatching(s) && s.holds.length === 0) times.push(s.watchAt ?? 0);
  if (!target && s.have.kind === "read" && s.have.at + LOOK_EVERY_MS > now && s.holds.some((hold) => hold.end === null))
    times.push(s.have.at + LOOK_EVERY_MS);
  const watching = isWatching(s) && s.holds.length === 0 && s.reports.length === 0;
  return Math.max(now + 1, Math.min(...times, watching ? (s.watchAt ?? 0) : now + LOOK_EVERY_MS));
}

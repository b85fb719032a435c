// What becomes of a slot that two people closed by hand, or that is only to be looked at: read now and then, and nothing tried.
// Access that is there again is an end like any other. Never forgets a hold that was proven neither gone nor closed.
import type { Access } from "./access.ts";
import { type EntitlementState, fresh, type HoldOrder, holdFrom, type Traits } from "./entitlement.ts";
import { WATCH_MS } from "./ladder.ts";
import type { Evidence } from "./request.ts";
import { reportId } from "./settle.ts";

/** How often what people closed by hand is looked at. */
const WATCH_EVERY_MS = 24 * 60 * 60_000;

/** A look at a slot that nobody holds; one that is in use is looked at anyway. */
export const acceptCheck = (access: Access): EntitlementState => ({ ...fresh(access), checkOnly: true });

/** Two people say that it is gone: the end is not tried any more, and what is there is looked at once a day. */
export function acceptLetGo(state: EntitlementState | null, order: HoldOrder, now: number): EntitlementState {
  const s = state ?? fresh(order.access);
  const { requestId, sequence } = order;
  const hold = s.holds.find((known) => known.requestId === requestId) ?? holdFrom(order);
  const others = (s.watched ?? []).filter(({ hold: { requestId: id } }) => id !== requestId);
  const holds = s.holds.filter((known) => known !== hold);
  return {
    ...s,
    // What was seen before says nothing about what people did since.
    have: holds.length === 0 && s.have.kind !== "untouched" ? { kind: "unknown" } : s.have,
    holds,
    released: { ...s.released, [requestId]: Math.max(s.released[requestId] ?? 0, sequence) },
    watched: [...others, { hold, until: now + WATCH_MS }],
    watchAt: now + WATCH_EVERY_MS,
    targetTries: 0,
    targetNotBefore: 0,
  };
}

/** What was watched for long enough, or cannot be looked at, is watched no more. */
export function endWatch(s: EntitlementState, traits: Traits, now: number): EntitlementState {
  if (s.watched === undefined) return s;
  const nothing = !traits.readable || (s.recalled && s.openedAt === null && (s.opening ?? null) === null);
  const left = nothing ? [] : s.watched.filter(({ until }) => now < until);
  if (left.length === s.watched.length) return s;
  const { watched: _, watchAt: __, ...rest } = s;
  if (left.length > 0) return { ...s, watched: left };
  const unread = traits.readable && s.have.kind !== "read" && s.have.kind !== "untouched";
  return unread && s.holds.length === 0 ? { ...rest, givenUp: true } : rest;
}

/** Closed by hand, and there all the same: the ends begin anew, and those who closed it hear of it. */
export function backAgain(s: EntitlementState, evidence: Evidence, now: number): EntitlementState {
  const { watched = [], watchAt: _, ...unwatched } = s;
  const by = { kind: "system" as const, name: "entitlement" as const };
  const end = { cause: "released" as const, by, at: now, detail: null };
  return {
    ...unwatched,
    holds: [...s.holds, ...watched.map(({ hold }) => ({ ...hold, end, toldStruggleAt: null }))],
    reports: [
      ...s.reports,
      ...watched.map(({ hold }) => ({
        requestId: hold.requestId,
        report: {
          kind: "seen_again" as const,
          commandId: `${reportId(s, hold, "seen_again")}:${now}`,
          sequence: hold.sequence,
          evidence,
        },
      })),
    ],
  };
}

/** A look at what people closed by hand is about to begin: whatever comes of it, the next one is a day later. */
export const beganWatchLook = (s: EntitlementState, now: number): EntitlementState => ({
  ...s,
  watchAt: now + WATCH_EVERY_MS,
});

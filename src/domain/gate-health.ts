// What a gate has learnt about its target: which share of the published rate it takes, whether it asked for a rest, whether it
// is down. Pure, and small enough to be stored. Whatever it believes, it believes for minutes, never for ever.

export interface GateHealth {
  /** Of the published rate, at `shareAt`; grows again from there. */
  readonly share: number;
  readonly shareAt: number;
  readonly pausedUntil: number;
  /** Who failed since anybody was last answered; as many as it takes. */
  readonly failing: readonly string[];
  readonly downSince: number | null;
  readonly failedAt: number;
}

/** Taken of the published rate as long as nobody is sent away: see docs/decisions/0010-gate.md. */
export const SHARE = 0.9;
const LEAST_SHARE = 0.2;
/** What is left of the share after a target has said "too much", and how it comes back. */
const SLOWED = 0.8;
const REGAINED_PER_MS = 0.005 / 1_000;
/** The pause where the target does not say for how long; and the longest, whatever it says. */
const PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 4 * 60_000;
/** So many different Entitlements in a row without an answer: it is the target, and not one of them. */
const FAILURES = 3;
/** Heard of nothing for this long: nothing is known. A target that is down is probed every minute. */
const STALE_MS = 3 * 60_000;

export const newHealth: GateHealth = {
  share: SHARE,
  shareAt: 0,
  pausedUntil: 0,
  failing: [],
  downSince: null,
  failedAt: 0,
};

export const shareAt = ({ share, shareAt }: GateHealth, now: number): number =>
  Math.min(SHARE, share + Math.max(0, now - shareAt) * REGAINED_PER_MS);

/** A clock that was ahead for a while must not make a pause longer. */
export const pausedFor = ({ pausedUntil }: GateHealth, now: number): number =>
  Math.min(Math.max(0, pausedUntil - now), LONGEST_PAUSE_MS);

export const isDown = ({ downSince, failedAt }: GateHealth, now: number): boolean =>
  downSince !== null && Math.abs(now - failedAt) < STALE_MS;

export const answered = (h: GateHealth): GateHealth =>
  h.failing.length === 0 && h.downSince === null ? h : { ...h, failing: [], downSince: null };

/** Of all who are sent away in one pause, the first counts. */
export function slowedDown(h: GateHealth, now: number, retryAfterMs: number | null): GateHealth {
  // Not a number is not a wish.
  const asked = retryAfterMs !== null && retryAfterMs > PAUSE_MS ? retryAfterMs : PAUSE_MS;
  const wish = Math.min(asked, LONGEST_PAUSE_MS);
  const first = pausedFor(h, now) === 0;
  return {
    ...answered(h),
    share: first ? Math.max(LEAST_SHARE, shareAt(h, now) * SLOWED) : h.share,
    shareAt: first ? now : h.shareAt,
    pausedUntil: Math.max(now + pausedFor(h, now), now + wish),
  };
}

export function failed(h: GateHealth, id: string, now: number): GateHealth {
  const known = Math.abs(now - h.failedAt) < STALE_MS ? h.failing : [];
  const failing = known.includes(id) || known.length >= FAILURES ? known : [...known, id];
  const downSince = failing.length >= FAILURES ? (isDown(h, now) ? h.downSince : now) : null;
  return { ...h, failing, downSince, failedAt: now };
}

// When a part of Sym that should show itself has been silent for too long, and whether people have to hear of it now. Pure;
// the same for every part that is watched.

/** The two that look for what was forgotten, and for each other. */
export type Finder = "sweep" | "watchdog";

/** How often the watchdog looks. */
export const WATCH_EVERY_MS = 5 * 60_000;
/** The watchdog does the sweep's work itself when this long has passed without it: three runs were missed. */
export const STAND_IN_AFTER_MS = 3 * 60_000;
/** A watchdog that is silent for longer has lost its alarm: it is woken. */
export const WAKE_AFTER_MS = WATCH_EVERY_MS + 60_000;
/** Silent for this long: people are told at the next look, so before a quarter of an hour is over. */
export const TELL_AFTER_MS = 10 * 60_000;
const TELL_AGAIN_MS = 60 * 60_000;
/** Silent, or an end overdue, for this long: Sym does not call itself ready. */
export const NOT_READY_AFTER_MS = 15 * 60_000;

/** `since`: the last sign. `toldAt`: when people heard of this silence; null where they did not. */
export function newsOf(since: number, toldAt: number | null, now: number): "silent" | "back" | null {
  if (now - since < TELL_AFTER_MS) return toldAt === null ? null : "back";
  return toldAt === null || now - toldAt >= TELL_AGAIN_MS ? "silent" : null;
}

// Lengths of time as implementers write them and as people read them. Inside Sym a length is whole milliseconds.

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, mo: 30 * 86_400_000 } as const;

/** A length of time such as `30m`, `4h`, `1d` or `1mo` (30 days). */
export type DurationText = `${number}${keyof typeof UNIT_MS}`;

/** Milliseconds of a duration text, or null where the text is not one (zero, fractions and signs are not). */
export function parseDuration(text: string): number | null {
  const match = /^([1-9]\d{0,5})(s|mo|m|h|d)$/.exec(text);
  if (!match) return null;
  return Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS];
}

/** `5400000` -> `1 hour 30 minutes`; at most two units, rounded down to seconds. */
export function sayDuration(durationMs: number): string {
  let rest = Math.max(0, Math.floor(durationMs / 1_000));
  const parts: string[] = [];
  for (const [name, seconds] of [
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
    ["second", 1],
  ] as const) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (count > 0) parts.push(`${count} ${name}${count === 1 ? "" : "s"}`);
  }
  return parts.slice(0, 2).join(" ") || "0 seconds";
}

const TYPED_UNITS: readonly (readonly [name: RegExp, ms: number])[] = [
  [/^(?:s|secs?|seconds?)$/, UNIT_MS.s],
  [/^(?:m|mins?|minutes?)$/, UNIT_MS.m],
  [/^(?:h|hrs?|hours?)$/, UNIT_MS.h],
  [/^(?:d|days?)$/, UNIT_MS.d],
  [/^(?:mo|months?)$/, UNIT_MS.mo],
];
const TYPED_MAX = 60;

/** The same as people type it: `90m`, `1h 30m`, `2 hours`. Null where it cannot be read for certain, or is nothing. */
export function parseTyped(text: string): number | null {
  const said = text.trim().toLowerCase();
  if (said.length > TYPED_MAX || !/^(?:\d{1,6} ?[a-z]{1,7},? ?){1,5}$/.test(said)) return null;
  const units = new Set<number>();
  let sum = 0;
  for (const [, count, word = ""] of said.matchAll(/(\d+) ?([a-z]+)/g)) {
    const unit = TYPED_UNITS.find(([name]) => name.test(word))?.[1];
    // A unit twice is a slip of the hand, and nobody knows which one was meant.
    if (unit === undefined || units.has(unit)) return null;
    units.add(unit);
    sum += Number(count) * unit;
  }
  return sum > 0 && Number.isSafeInteger(sum) ? sum : null;
}

/** As it can be typed again: `1h 30m`. */
export function spellDuration(durationMs: number): string {
  let rest = durationMs;
  const parts: string[] = [];
  for (const unit of ["d", "h", "m", "s"] as const) {
    const count = Math.floor(rest / UNIT_MS[unit]);
    rest -= count * UNIT_MS[unit];
    if (count > 0) parts.push(`${count}${unit}`);
  }
  return parts.join(" ");
}

/** Whether `sayDuration` leaves nothing of it out, so that people who decide read what would be given. */
export const isSaidWhole = (durationMs: number): boolean => parseTyped(sayDuration(durationMs)) === durationMs;

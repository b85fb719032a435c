// A moment as the wall clock of a zone shows it, and back: what a date-time picker needs.
// Never uses the zone of the browser.

/** "2026-03-01T14:30" on the zone's wall clock. `seconds` since 1970. */
export const wallClock = (seconds: number, tz: string): string => {
  const parts = clockOf(tz).formatToParts(seconds * 1000);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}`;
};

const clocks = new Map<string, Intl.DateTimeFormat>();
const clockOf = (tz: string): Intl.DateTimeFormat => {
  const known = clocks.get(tz);
  if (known !== undefined) return known;
  const date = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
  const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const made = new Intl.DateTimeFormat("en-US", { timeZone: tz, ...date, ...time });
  clocks.set(tz, made);
  return made;
};

/** Seconds since 1970 of a wall-clock time in the zone; undefined when it is none. In a gap of summer time: just after it. */
export const secondsOf = (wall: string, tz: string): number | undefined => {
  const asUtc = Date.parse(`${wall}Z`) / 1000;
  if (Number.isNaN(asUtc)) return undefined;
  // The offset at the guess is right except near a change of the clocks, where a second look settles it.
  let seconds = asUtc;
  for (let look = 0; look < 2; look += 1) {
    const shown = Date.parse(`${wallClock(seconds, tz)}Z`) / 1000;
    seconds += asUtc - shown;
  }
  return seconds;
};

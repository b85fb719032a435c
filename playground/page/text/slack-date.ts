// Slack's date templates, written out in the reader's zone and in English: {date_short}, {time}, {ago} and the rest.
// Never reads a clock: what is "today" follows from the moment that is passed in.

export type Reader = {
  /** IANA name of the reader's zone. */
  tz: string;
  /** Epoch milliseconds. */
  nowMs: number;
};

const DAY_MS = 86_400_000;

/** The template with its tokens replaced; a token that Slack does not have stays as it is. */
export const formatSlackDate = (seconds: number, template: string, reader: Reader): string => {
  const ms = seconds * 1000;
  return template.replace(/\{([a-z_]+)\}/g, (token, name: string, offset: number) => {
    const text = wordsFor(name, ms, reader);
    return text === undefined ? token : offset === 0 ? capitalised(text) : text;
  });
};

const wordsFor = (token: string, ms: number, reader: Reader): string | undefined => {
  const { tz } = reader;
  switch (token) {
    case "date_num":
      return isoDay(ms, tz);
    case "date_slash":
      return written(ms, tz, { day: "2-digit", month: "2-digit", year: "numeric" });
    case "date":
      return `${written(ms, tz, { month: "long" })} ${ordinal(dayOfMonth(ms, tz))}, ${yearOf(ms, tz)}`;
    case "date_short":
      return written(ms, tz, { month: "short", day: "numeric", year: "numeric" });
    case "date_long":
      return `${weekdayAndDate(ms, tz)}, ${yearOf(ms, tz)}`;
    case "date_long_full":
      return written(ms, tz, { month: "long", day: "numeric", year: "numeric" });
    case "date_pretty":
      return nearbyDay(ms, reader) ?? wordsFor("date", ms, reader);
    case "date_short_pretty":
      return nearbyDay(ms, reader) ?? wordsFor("date_short", ms, reader);
    case "date_long_pretty":
      return nearbyDay(ms, reader) ?? wordsFor("date_long", ms, reader);
    case "day_divider_pretty":
      return dayHeading(ms, reader);
    case "time":
      return clockTime(ms, tz);
    case "time_secs":
      return written(ms, tz, { hour: "numeric", minute: "2-digit", second: "2-digit" });
    case "ago":
      return ago(ms, reader.nowMs);
    default:
      return undefined;
  }
};

/** "2:07 PM" in the zone. */
export const clockTime = (ms: number, tz: string): string => written(ms, tz, { hour: "numeric", minute: "2-digit" });

/** "2:07:09 PM" in the zone. */
export const clockTimeWithSeconds = (ms: number, tz: string): string =>
  written(ms, tz, { hour: "numeric", minute: "2-digit", second: "2-digit" });

/** "today", "Monday, March 2nd", with the year where it is another one: what stands between the messages of two days. */
export const dayHeading = (ms: number, reader: Reader): string => {
  const near = nearbyDay(ms, reader);
  if (near !== undefined) return near;
  const sameYear = yearOf(ms, reader.tz) === yearOf(reader.nowMs, reader.tz);
  return sameYear ? weekdayAndDate(ms, reader.tz) : `${weekdayAndDate(ms, reader.tz)}, ${yearOf(ms, reader.tz)}`;
};

/** "2026-03-02" in the zone. */
export const isoDay = (ms: number, tz: string): string => {
  const part = partsOf(ms, tz, { year: "numeric", month: "2-digit", day: "2-digit" });
  return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`;
};

const nearbyDay = (ms: number, reader: Reader): string | undefined => {
  const days = (Date.parse(isoDay(ms, reader.tz)) - Date.parse(isoDay(reader.nowMs, reader.tz))) / DAY_MS;
  return days === 0 ? "today" : days === 1 ? "tomorrow" : days === -1 ? "yesterday" : undefined;
};

const weekdayAndDate = (ms: number, tz: string): string =>
  `${written(ms, tz, { weekday: "long" })}, ${written(ms, tz, { month: "long" })} ${ordinal(dayOfMonth(ms, tz))}`;

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * DAY_MS],
  ["month", 30 * DAY_MS],
  ["day", DAY_MS],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
];

const ago = (ms: number, nowMs: number): string => {
  const distance = ms - nowMs;
  const [unit, size] = STEPS.find(([, unitMs]) => Math.abs(distance) >= unitMs) ?? ["second", 1000];
  return new Intl.RelativeTimeFormat("en-US").format(Math.trunc(distance / size), unit);
};

const dayOfMonth = (ms: number, tz: string): number => Number(partsOf(ms, tz, { day: "numeric" })("day"));
const yearOf = (ms: number, tz: string): string => partsOf(ms, tz, { year: "numeric" })("year");

const ordinal = (day: number): string => {
  const teen = day % 100 >= 11 && day % 100 <= 13;
  return `${day}${teen ? "th" : (["th", "st", "nd", "rd"][day % 10] ?? "th")}`;
};

// Some engines put a narrow no-break space before AM; a plain one reads the same everywhere, in tests too.
const written = (ms: number, tz: string, options: Intl.DateTimeFormatOptions): string =>
  formatter(tz, options)
    .format(ms)
    .replace(/[\u202f\u00a0]/g, " ");

const partsOf = (ms: number, tz: string, options: Intl.DateTimeFormatOptions): ((type: string) => string) => {
  const parts = formatter(tz, options).formatToParts(ms);
  return (type) => parts.find((part) => part.type === type)?.value ?? "";
};

// Making a formatter costs far more than using one, and a long conversation asks for the same few again and again.
const formatters = new Map<string, Intl.DateTimeFormat>();
const formatter = (tz: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = `${tz} ${JSON.stringify(options)}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-US", { ...options, timeZone: tz });
  formatters.set(key, made);
  return made;
};

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

// Moments and spans as people read them: in the reader's own time zone where Slack can, else in the requester's.
// Never reads a clock: what time it is comes in as an argument.
import { sayDuration } from "../../domain/duration.ts";
import { dateToken, type Mrkdwn, mrkdwn } from "./escape.ts";

/**
 * `Today at 14:07` in the reader's zone; where Slack cannot, `3 Mar 2026, 14:07 CET` in the zone given. `lead`: the words
 * before it in a sentence, such as `until `: Slack writes a day with a capital letter only where it is the first word.
 */
export const sayWhen = (at: number, tz: string, lead = ""): Mrkdwn =>
  dateToken(at / 1_000, `${lead}{date_short_pretty} at {time}`, `${lead}${plainWhen(at, tz)}`);

/** `3 Mar 2026, 14:07 CET`. A zone that is not known is read as UTC. */
export function plainWhen(at: number, tz: string): string {
  const parts = formatterOf(tz).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? "";
  const day = `${part("day")} ${part("month")} ${part("year")}`;
  return `${day}, ${part("hour")}:${part("minute")} ${part("timeZoneName")}`;
}

/** Making a formatter costs far more than using one. There are some hundred zones, so nothing has to be let go. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(tz: string): Intl.DateTimeFormat {
  const known = formatters.get(tz);
  if (known !== undefined) return known;
  try {
    const made = new Intl.DateTimeFormat("en-GB", { ...SHOWN, timeZone: tz });
    formatters.set(tz, made);
    return made;
  } catch {
    return formatterOf("UTC");
  }
}

const SHOWN = {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZoneName: "short",
} as const;

/** `2 hours 5 minutes left`, to the minute; `less than a minute left`; `time is up`. */
export function sayTimeLeft(until: number, now: number): Mrkdwn {
  const left = until - now;
  if (left <= 0) return mrkdwn`time is up`;
  if (left < 60_000) return mrkdwn`less than a minute left`;
  return mrkdwn`${sayDuration(Math.floor(left / 60_000) * 60_000)} left`;
}

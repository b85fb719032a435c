// Dates and times, always on the clock of the person who reads them.
import { expect, test } from "vitest";
import { secondsOf, wallClock } from "../../../playground/page/elements/zoned-time.ts";
import { formatSpan } from "../../../playground/page/live/clock.ts";
import { dayHeading, formatSlackDate } from "../../../playground/page/text/slack-date.ts";

const AT = Date.UTC(2026, 2, 1, 22, 30, 9) / 1000;
const berlin = { tz: "Europe/Berlin", nowMs: AT * 1000 };
const tokyo = { tz: "Asia/Tokyo", nowMs: AT * 1000 };

test("Slack's tokens are written out in the reader's zone", () => {
  expect(formatSlackDate(AT, "{date_num} {time}", berlin)).toBe("2026-03-01 11:30 PM");
  expect(formatSlackDate(AT, "{date_num} {time_secs}", tokyo)).toBe("2026-03-02 7:30:09 AM");
  expect(formatSlackDate(AT, "{date}", berlin)).toBe("March 1st, 2026");
  expect(formatSlackDate(AT, "{date_short}, {date_long}", berlin)).toBe("Mar 1, 2026, Sunday, March 1st, 2026");
  expect(formatSlackDate(AT, "ends {nothing}", berlin)).toBe("ends {nothing}");
});

test("nearby days have names, which follow the reader's midnight", () => {
  const later = { ...berlin, nowMs: (AT + 3600) * 1000 };
  expect(formatSlackDate(AT, "{date_short_pretty} at {time}", berlin)).toBe("Today at 11:30 PM");
  expect(formatSlackDate(AT, "until {date_pretty}", later)).toBe("until yesterday");
  expect(dayHeading(AT * 1000, { ...tokyo, nowMs: AT * 1000 - 86_400_000 })).toBe("tomorrow");
  expect(dayHeading(AT * 1000, { ...berlin, nowMs: Date.UTC(2027, 0, 1) })).toBe("Sunday, March 1st, 2026");
});

test("ordinals end as they are spoken", () => {
  const day = (date: number) => formatSlackDate(Date.UTC(2026, 0, date) / 1000, "{date}", { tz: "UTC", nowMs: 0 });
  expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 31].map(day).map((text) => text.split(" ")[1])).toEqual([
    "1st,",
    "2nd,",
    "3rd,",
    "4th,",
    "11th,",
    "12th,",
    "13th,",
    "21st,",
    "22nd,",
    "23rd,",
    "31st,",
  ]);
});

test("a moment picked on a zone's wall clock is that moment, across changes of the clocks", () => {
  for (const tz of ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "UTC"]) {
    for (let hour = 0; hour < 24 * 366; hour += 7) {
      const seconds = Date.UTC(2026, 0, 1, hour) / 1000;
      const back = secondsOf(wallClock(seconds, tz), tz);
      // The hour that comes twice in autumn has one reading of two.
      expect([seconds, seconds - 3600, seconds + 3600], `${tz} ${seconds}`).toContain(back);
      expect(wallClock(back ?? 0, tz)).toBe(wallClock(seconds, tz));
    }
  }
  expect(secondsOf("", "UTC")).toBeUndefined();
});

test("spans are short words", () => {
  expect([0, 59_000, 249_000, 7_500_000, 100 * 3_600_000].map(formatSpan)).toEqual([
    "0 s",
    "59 s",
    "4 min 09 s",
    "2 h 05 min",
    "4 d 4 h",
  ]);
});

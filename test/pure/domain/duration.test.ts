// Lengths of time, as implementers write them and as people read them.
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDuration, sayDuration } from "../../../src/domain/duration.ts";

test.each([
  ["1s", 1_000],
  ["30m", 1_800_000],
  ["4h", 14_400_000],
  ["1d", 86_400_000],
  ["1mo", 2_592_000_000],
  ["999999s", 999_999_000],
])("%s is %i ms", (text, durationMs) => expect(parseDuration(text)).toBe(durationMs));

test.each([
  "",
  "0h",
  "-1h",
  "+1h",
  "1.5h",
  "1 h",
  " 1h",
  "1h ",
  "1h\n",
  "01h",
  "h",
  "1",
  "1w",
  "1M",
  "1H",
  "1000000s",
  "１h",
])("%j is no length of time", (text) => expect(parseDuration(text)).toBeNull());

test.each([
  [0, "0 seconds"],
  [-5, "0 seconds"],
  [999, "0 seconds"],
  [1_000, "1 second"],
  [61_000, "1 minute 1 second"],
  [5_400_000, "1 hour 30 minutes"],
  [90_061_000, "1 day 1 hour"],
  [172_800_000, "2 days"],
])("%i ms reads %j", (durationMs, text) => expect(sayDuration(durationMs)).toBe(text));

test("whatever is written as a duration reads as at most two units, and never as none", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999_999 }), fc.constantFrom("s", "m", "h", "d", "mo"), (count, unit) => {
      const durationMs = parseDuration(`${count}${unit}`) ?? Number.NaN;
      expect(durationMs).toBeGreaterThan(0);
      expect(sayDuration(durationMs)).toMatch(
        /^[1-9]\d* (day|hour|minute|second)s?( [1-9]\d* (hour|minute|second)s?)?$/,
      );
    }),
  );
});

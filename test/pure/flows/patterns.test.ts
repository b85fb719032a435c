// Which patterns of text fields are accepted, and that an answer is matched as a whole.
import { expect, test } from "vitest";
import { matchesWhole, unsafePattern } from "../../../src/domain/flow-check-pattern.ts";

test.each([
  /[A-Z]+-\d+/,
  /(?:OPS|DEV)-\d{1,6}/,
  /\d{4}-\d{2}-\d{2}/,
  /v?\d+\.\d+/,
  /[^@\s]+@[^@\s]+\.[a-z]+/,
  /(?:[0-9a-f]{2}:){5}[0-9a-f]{2}/,
  /https:\/\/[a-z.]+\/.*/,
  /[\]\\)(|*+]{3}/,
  /\p{Lu}\p{L}*/u,
  /\u{1F600}+/u,
  /(?<year>\d{4})(?:-(?<month>\d\d))?/,
  /(?=.*\d)[a-z\d]{8,20}/,
])("%s is accepted for a line of 200 characters", (regex) => {
  expect(unsafePattern(regex, 200)).toBeNull();
});

test.each([
  [/(a+)+/, /repeat a group/],
  [/(?:a*)*b/, /repeat a group/],
  [/(a|a)*/, /repeat a group/],
  [/(?:(?:a?){20}){2}/, /repeat a group/],
  [/((ab?)c){2,}/, /repeat a group/],
  [/(?:x(?:y|z)){3}/, /repeat a group/],
  [/(?=(a+)+)b/, /repeat a group/],
  [/(?<n>[a-z]{1,9})*/, /repeat a group/],
  [/(.*)=\1/, /refer back/],
  [/(?<q>['"]).*\k<q>/, /refer back/],
  [/a/i, /no flags, not "i"/],
  [/a/gm, /no flags, not "gm"/],
  [/a{,5}/, /valid with the flag u/],
] as const)("%s is refused", (regex, says) => {
  expect(unsafePattern(regex, 200)).toMatch(says);
});

test("how many open repeats there may be depends on how long the answer may be", () => {
  const email = /[^@\s]+@[^@\s]+\.[a-z]+/;
  expect(unsafePattern(email, 200)).toBeNull();
  expect(unsafePattern(email, 3_000)).toBe(
    "could take too long on an answer of 3000 characters; give the field max: 187 or less, or write fewer open repeats",
  );
  expect(unsafePattern(email, 187)).toBeNull();
  expect(unsafePattern(/a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?b/, 3_000)).toBe(
    "could take too long on an answer of 3000 characters",
  );
});

test("the whole answer must match, and nothing around it", () => {
  const { source } = /OPS-\d+|none/;
  expect(
    ["OPS-1", "none", "xOPS-1", "OPS-1x", "OPS-1\n", "\nnone", "OPS-1none"].map((answer) =>
      matchesWhole(source, answer),
    ),
  ).toEqual([true, true, false, false, false, false, false]);
});

test("a character outside the first plane counts as one", () => {
  expect(matchesWhole(/.{2}/.source, "😀😀")).toBe(true);
});

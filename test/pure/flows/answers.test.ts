// What a form may bring back, and what is refused however it was sent.
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkAnswers, checkTarget } from "../../../src/domain/answers.ts";
import { checkDuration } from "../../../src/domain/asked-duration.ts";
import type { Field, Flow } from "../../../src/domain/flow.ts";
import { deploymentOf } from "./checking.ts";
import { sample } from "./sample.ts";

const [version] = deploymentOf(sample()).flows;
if (version === undefined) throw new Error("the sample has no Flow");
const { flow } = version;
const approvalOnly: Flow = { ...flow, targets: [], durationsMs: [] };
const right = { reason: "On call", ticket: "OPS-1", rows: "25", dryRun: "true", kind: "small" };
const base = { label: "Label", hint: null, required: true };

/** What is said about one answer; null where it is taken. */
function saidOf(field: Field, raw: unknown): string | null {
  const checked = checkAnswers({ fields: [field] }, { [field.name]: raw });
  return checked.ok ? null : (checked.errors[field.name] ?? "");
}

test("right answers come back as the values that are stored", () => {
  expect(checkAnswers(flow, right)).toEqual({
    ok: true,
    answers: { reason: "On call", ticket: "OPS-1", rows: 25, dryRun: true, kind: "small" },
  });
});

test("an optional answer that was left out is null, however it was left out", () => {
  for (const nothing of [undefined, null, "", "  \n"]) {
    const checked = checkAnswers(flow, { ...right, ticket: nothing, dryRun: nothing });
    expect(checked).toMatchObject({ ok: true, answers: { ticket: null, dryRun: null } });
  }
  const { ticket: _ticket, dryRun: _dryRun, ...required } = right;
  expect(checkAnswers(flow, required)).toMatchObject({ ok: true, answers: { ticket: null, dryRun: null } });
});

test("a form sent back empty is told so under every question that needs an answer", () => {
  expect(checkAnswers(flow, {})).toEqual({
    ok: false,
    errors: { reason: "Please fill this in.", rows: "Please fill this in.", kind: "Choose one of the options." },
  });
});

test("a question that the form did not ask is refused", () => {
  expect(checkAnswers(flow, { ...right, admin: "true" })).toEqual({
    ok: false,
    errors: { admin: "This form has no such question." },
  });
  expect(checkAnswers({ fields: [{ ...base, name: "constructor", type: "bool" }] }, {})).toEqual({
    ok: false,
    errors: { constructor: "Choose yes or no." },
  });
});

test("text keeps its lines and loses the space around it", () => {
  expect(checkAnswers(flow, { ...right, reason: "  one\r\ntwo\rthree\t!  " })).toMatchObject({
    ok: true,
    answers: { reason: "one\ntwo\nthree\t!" },
  });
});

test("text is refused where it is too long, of several lines, of another form, or cannot be shown", () => {
  const field: Field = { ...base, name: "t", type: "text", multiline: false, maxLength: 5, pattern: null };
  expect(saidOf(field, "12345")).toBeNull();
  expect(saidOf(field, "😀😀😀😀😀")).toBeNull();
  expect(saidOf(field, "123456")).toBe("This has 6 characters; 5 are the most.");
  expect(saidOf(field, "1\n2")).toBe("Write this in one line.");
  expect(saidOf(field, "1\u00002")).toBe("This holds characters that cannot be shown.");
  expect(saidOf(field, 12)).toBe("Write this as text.");
  expect(saidOf(field, ["12"])).toBe("Write this as text.");
  const ticket: Field = { ...field, maxLength: 20, pattern: { source: "[A-Z]+-\\d+", message: "Looks like OPS-123." } };
  expect(["OPS-1", "ops-1", "OPS-1 and more", "see OPS-1"].map((raw) => saidOf(ticket, raw))).toEqual([
    null,
    "Looks like OPS-123.",
    "Looks like OPS-123.",
    "Looks like OPS-123.",
  ]);
});

test("3000 characters of anything are taken as they are", () => {
  const field: Field = { ...base, name: "t", type: "text", multiline: true, maxLength: 3_000, pattern: null };
  for (const text of ["<!channel> <@U0ANA> <https://example.com|here> *bold*", "😀".repeat(3_000), "x".repeat(3_000)])
    expect(checkAnswers({ fields: [field] }, { t: text })).toEqual({ ok: true, answers: { t: text } });
});

test.each([
  ["25", 25],
  [" +7 ", 7],
  ["-3", -3],
  [12, 12],
  ["-0", 0],
  ["007", 7],
])("%j is the whole number %d", (raw, value) => {
  const checked = checkAnswers({ fields: [{ ...base, name: "n", type: "int", min: null, max: null }] }, { n: raw });
  expect(checked).toEqual({ ok: true, answers: { n: value } });
});

test.each([
  "1.5",
  "1e3",
  "0x10",
  "ten",
  "１２",
  "9007199254740993",
  "1e309",
  "--1",
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  true,
  {},
])("%j is not a whole number", (raw) => {
  expect(saidOf({ ...base, name: "n", type: "int", min: null, max: null }, raw)).toBe(
    "Write a whole number, such as 25.",
  );
});

test("a whole number keeps to its bounds", () => {
  const field: Field = { ...base, name: "n", type: "int", min: 1, max: 100 };
  expect(["0", "1", "100", "101"].map((raw) => saidOf(field, raw))).toEqual([
    "This must be at least 1.",
    null,
    null,
    "This must be at most 100.",
  ]);
});

test("yes or no is exactly that", () => {
  const field: Field = { ...base, name: "b", type: "bool" };
  expect([true, false, "true", "false", "yes", 1, "TRUE", null].map((raw) => saidOf(field, raw))).toEqual([
    null,
    null,
    null,
    null,
    "Choose yes or no.",
    "Choose yes or no.",
    "Choose yes or no.",
    "Choose yes or no.",
  ]);
});

test("an option, a Target or a duration that the form did not offer is refused, whatever was sent", () => {
  const options = ["small", "large"];
  const targets = flow.targets.map((target) => target.name);
  const field: Field = {
    ...base,
    name: "kind",
    type: "choice",
    options: options.map((value) => ({ value, label: `A ${value} one` })),
  };
  const tampered = fc.oneof(
    fc.anything(),
    fc.constantFrom("A small one", " small", "SMALL", "small\n", "read ", "Read", "__proto__", ["small"], ["read"]),
    fc.integer().map((n) => n * 1_000),
    fc.constantFrom(0, -1, 899_999, 900_001, Number.POSITIVE_INFINITY, "900000", "15m", Number.NaN),
  );
  fc.assert(
    fc.property(tampered, (raw) => {
      if (typeof raw !== "string" || !options.includes(raw)) expect(saidOf(field, raw)).toMatch(/^Choose /);
      if (typeof raw !== "string" || !targets.includes(raw))
        expect(checkTarget(flow, raw)).toMatchObject({ ok: false });
      if (!flow.durationsMs.some((offered) => offered === raw))
        expect(checkDuration(flow, raw)).toMatchObject({ ok: false });
    }),
    { numRuns: 1_000 },
  );
});

test("a length of time is one of the list to the millisecond: 1,000 others, and the limits with what lies beside them", () => {
  const offered = flow.durationsMs;
  const beside = offered.flatMap((ms) => [ms - 60_000, ms - 1_000, ms - 1, ms + 1, ms + 1_000, ms + 0.5, -ms, ms * 10]);
  const spelt = offered.flatMap((ms) => [
    String(ms),
    `${ms}`,
    `${ms / 60_000}m`,
    `+${ms}`,
    `0x${ms.toString(16)}`,
    [ms],
    { ms },
  ]);
  const never = [
    0,
    -0,
    -1,
    Number("1e309"),
    Number("-1e309"),
    Number.NaN,
    Number.MAX_SAFE_INTEGER,
    "1h30",
    "1e3",
    "",
    " ",
    true,
    BigInt(900_000),
  ];
  for (const raw of [...beside, ...spelt, ...never])
    if (typeof raw !== "number" || !offered.includes(raw))
      expect(checkDuration(flow, raw)).toMatchObject({ ok: false });
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 12 }),
    fc.stringMatching(/^[+-]?[0-9]{1,12}(ms|s|m|h|d|mo)?$/),
    fc.double(),
  );
  fc.assert(
    fc.property(text, (raw) => {
      expect(checkDuration(flow, raw).ok).toBe(typeof raw === "number" && offered.includes(raw));
    }),
    { numRuns: 1_000 },
  );
  for (const ms of offered) expect(checkDuration(flow, ms)).toEqual({ ok: true, value: ms });
});

test("what was offered is taken", () => {
  expect(checkTarget(flow, "write")).toMatchObject({ ok: true, value: { name: "write", strategy: "postgres_role" } });
  expect(checkDuration(flow, 900_000)).toEqual({ ok: true, value: 900_000 });
});

test("a Flow that only asks for an approval takes neither Target nor duration", () => {
  expect(checkTarget(approvalOnly, null)).toEqual({ ok: true, value: null });
  expect(checkDuration(approvalOnly, undefined)).toEqual({ ok: true, value: null });
  expect(checkTarget(approvalOnly, "read")).toEqual({ ok: false, error: "This Flow has nothing to choose from." });
  expect(checkDuration(approvalOnly, 900_000)).toEqual({ ok: false, error: "This Flow has no duration to choose." });
});

test.each(["\u200b", "\u00ad\u202e", "\u3164", "\u2800", " \u2060 "])(
  "an answer that nobody can see is no answer: %j",
  (blank) => {
    expect(checkAnswers(flow, { ...right, reason: blank })).toMatchObject({
      ok: false,
      errors: { reason: expect.any(String) },
    });
  },
);

const conditional: readonly Field[] = [
  { ...base, name: "urgency", type: "choice", options: ["low", "high"].map((value) => ({ value, label: value })) },
  { ...base, name: "page", type: "bool", shownWhen: { field: "urgency", is: ["high"] } },
  { ...base, name: "whom", type: "slack_user", shownWhen: { field: "page", is: ["true"] } },
  { ...base, name: "rows", type: "int", min: 1, max: 9, shownWhen: { field: "target", is: ["write"] } },
];

test("what is said to a question that is not asked is dropped, also where it depends on one that is not", () => {
  const raw = { urgency: "low", page: "true", whom: "U0BEN", rows: "5" };
  const none = { urgency: "low", page: null, whom: null, rows: null };
  expect(checkAnswers({ fields: conditional }, raw, "read")).toEqual({ ok: true, answers: none });
  expect(checkAnswers({ fields: conditional }, { ...raw, whom: "nobody", rows: "x" }, null)).toEqual({
    ok: true,
    answers: none,
  });
});

test("a question that is asked is required, and one that depends on it is asked in turn", () => {
  const errorsOf = (raw: Readonly<Record<string, unknown>>, target: string | null) => {
    const checked = checkAnswers({ fields: conditional }, raw, target);
    return checked.ok ? [] : Object.keys(checked.errors);
  };
  expect(errorsOf({ urgency: "high" }, "read")).toEqual(["page"]);
  expect(errorsOf({ urgency: "high", page: "true" }, "write")).toEqual(["whom", "rows"]);
  expect(errorsOf({ urgency: "high", page: "false" }, "read")).toEqual([]);
});

test("a length of time is read as people write it, or refused", () => {
  const field: Field = { ...base, name: "t", type: "duration", min: 60_000, max: 3 * 86_400_000 };
  const read = (raw: unknown) => {
    const checked = checkAnswers({ fields: [field] }, { t: raw });
    return checked.ok ? checked.answers["t"] : checked.errors["t"];
  };
  for (const [typed, minutes] of [
    ["90m", 90],
    ["1h 30m", 90],
    ["1 Hour, 30 minutes", 90],
    ["2 days", 2_880],
    ["1d12h", 2_160],
    ["120s", 2],
  ] as const)
    expect(read(typed), typed).toBe(minutes * 60_000);
  for (const wrong of [
    "90",
    "m",
    "1.5h",
    "-1h",
    "1h 1h",
    "1h 2 fortnights",
    "١h",
    "1h; drop",
    "9".repeat(80),
    5_400_000,
    ["1h"],
  ])
    expect(read(wrong), String(wrong)).toBe("Write a length of time, such as 90m, 4h or 1d 12h.");
  expect(read("30s")).toBe("This must be at least 1 minute.");
  expect(read("4d")).toBe("This must be at most 3 days.");
  expect(read("1d 1h 1m")).toBe("Use two units at the most, such as 1d 12h.");
});

test("several options come back in the order of the list, once each, and no more than there may be", () => {
  const options = ["a", "b", "c"].map((value) => ({ value, label: value.toUpperCase() }));
  const field: Field = { ...base, name: "t", type: "choices", options, max: 2 };
  const read = (raw: unknown) => {
    const checked = checkAnswers({ fields: [field] }, { t: raw });
    return checked.ok ? checked.answers["t"] : checked.errors["t"];
  };
  expect(read(["c", "a"])).toEqual(["a", "c"]);
  expect(read([])).toBe("Choose at least one of the options.");
  expect(read(["a", "b", "c"])).toBe("Choose 2 at the most.");
  expect(read(["a", "d"])).toBe("Choose one of the options in the list.");
  for (const wrong of ["a", ["a", "a"], ["a", 1], { 0: "a" }]) expect(read(wrong)).toBe("Choose from the list.");
});

test("people are named by ids of Slack and by nothing else", () => {
  const one: Field = { ...base, name: "t", type: "slack_user" };
  const several: Field = { ...base, name: "t", type: "slack_users", max: 2 };
  expect(saidOf(one, "U0BEN")).toBeNull();
  for (const wrong of ["ben", "<@U0BEN>", "U0BEN>", "S0DBA", ["U0BEN"], 7])
    expect(saidOf(one, wrong)).toBe("Choose somebody from the list.");
  expect(saidOf(several, ["U0BEN", "W0KIM"])).toBeNull();
  expect(saidOf(several, ["U0BEN", "ben"])).toBe("Choose people from the list.");
  expect(saidOf(several, ["U0A", "U0B", "U0C"])).toBe("Choose 2 at the most.");
});

test("a box that is not ticked is no, and where it has to be ticked it is refused", () => {
  const tick: Field = { ...base, name: "t", type: "bool", tick: "I agree" };
  expect(saidOf(tick, "true")).toBeNull();
  for (const not of ["false", null, ""]) expect(saidOf(tick, not)).toBe("This has to be ticked.");
  expect(checkAnswers({ fields: [{ ...tick, required: false }] }, { t: null })).toEqual({
    ok: true,
    answers: { t: false },
  });
});

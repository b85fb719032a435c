// Forms and cards with the most that a Flow may ask and people may answer: each fits into what Slack takes.
import { expect, test } from "vitest";
import type { Field } from "../../../src/domain/field.ts";
import type { Flow } from "../../../src/domain/flow.ts";
import { LIMITS, MOST } from "../../../src/domain/flow-check-values.ts";
import { renderAnswers } from "../../../src/slack/views/answers.ts";
import { noSuggestions, parseForm, renderForm, suggestionsOf } from "../../../src/slack/views/request-form.ts";
import { OPTIONS_LATE, sayNoOptions } from "../../../src/slack/words/no-options.ts";
import { many, submitted } from "./fill-in.ts";
import { FLOW, HASH } from "./flows.ts";
import { faultsOfView } from "./within-limits.ts";

/** Every character is an entity where Slack reads markup. */
const long = (length: number, mark = "&") => mark.repeat(length);
const numbered = (at: number, length: number) => `${at} ${long(length)}`.slice(0, length);
const option = (at: number) => ({ value: numbered(at, LIMITS.optionText), label: numbered(at, LIMITS.optionText) });
const options = many(MOST.options).map(option);
const some = options.slice(0, 100);
const person = (at: number) => `U0${String(at).padStart(19, "0")}`;

const TYPES = [
  { type: "text", multiline: true, maxLength: LIMITS.answer, pattern: null, default: long(LIMITS.answer) },
  { type: "int", min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER, default: Number.MIN_SAFE_INTEGER + 1 },
  { type: "bool", default: true },
  { type: "bool", tick: long(LIMITS.optionText), default: true },
  { type: "duration", min: 1_000, max: 366 * 86_400_000, default: 36 * 3_600_000 },
  { type: "choice", options, default: options[499]?.value ?? "" },
  { type: "choice", options: some, default: some[99]?.value ?? "" },
  { type: "choices", options, max: MOST.chosen, default: options.slice(0, MOST.chosen).map(({ value }) => value) },
  { type: "choices", options: some, max: 1, default: [some[0]?.value ?? ""] },
  { type: "choices", options: [], fetched: { secrets: [] }, max: MOST.fetched },
  { type: "slack_user" },
  { type: "slack_users", max: MOST.people },
] as const;

const fields: readonly Field[] = many(MOST.fields).map((at) => ({
  name: `f${at}${long(37, "x")}`,
  label: numbered(at, LIMITS.fieldLabel),
  hint: long(LIMITS.hint),
  required: at % 2 === 0,
  ...(TYPES[at % TYPES.length] ?? TYPES[0]),
}));

const flow: Flow = {
  ...FLOW,
  label: long(LIMITS.title),
  description: long(LIMITS.description),
  header: long(LIMITS.header, "*"),
  fields,
  maxDurationMs: 90 * 86_400_000,
  otherDuration: true,
};
const version = { hash: HASH, flow };

/** What stands in a form that was filled in to the brim. */
function brim() {
  const { state } = submitted(renderForm(version));
  for (const field of fields) {
    const block: Record<string, object> = state.values[`field.${field.name}`] ?? {};
    for (const action of Object.keys(block)) {
      const chosen = many(MOST.fetched).map((at) => ({
        value: numbered(at, 150),
        text: { type: "plain_text", text: long(75) },
      }));
      if (field.type === "slack_user") block[action] = { selected_user: person(0) };
      if (field.type === "slack_users") block[action] = { selected_users: many(MOST.people).map(person) };
      if (field.type === "choices" && field.fetched) block[action] = { selected_options: chosen };
    }
  }
  return {
    ...state.values,
    target: { "form.target": { selected_option: { value: "orders-db" } } },
    duration: { "form.duration": { selected_option: { value: "other" } } },
    duration_other: { "form.length": { value: long(60, "9") } },
  };
}

test("the largest form fits, empty and filled in to the brim", () => {
  expect(faultsOfView(renderForm(version))).toEqual([]);
  expect(faultsOfView(renderForm(version, { typed: brim() }))).toEqual([]);
});

test("the largest form is read as it was filled in, and its answers fit on a card", () => {
  const typed = { ...brim(), duration_other: { "form.length": { value: "2 days" } } };
  const read = parseForm(typed, version);
  expect(read.ok ? [] : Object.entries(read.errors)).toEqual([]);
  if (!read.ok) return;
  expect(read.durationMs).toBe(48 * 3_600_000);
  const labels = Object.fromEntries(
    fields.map(({ name }) => [
      name,
      Object.fromEntries(many(MOST.fetched).map((at) => [numbered(at, 150), long(150)])),
    ]),
  );
  const card = renderAnswers(flow, { answers: read.answers, answerLabels: labels, access: null });
  expect(card.block).not.toBeNull();
  expect(JSON.stringify(card.block).length).toBeLessThan(20_000);
});

test("the largest suggestions fit, and so does what stands in their place", () => {
  const all = many(1_000).map((at) => ({ value: numbered(at, 150), label: numbered(at, 150) }));
  for (const one of suggestionsOf(all)) {
    expect(one.value?.length).toBeLessThanOrEqual(150);
    expect(one.text.text.length).toBeLessThanOrEqual(75);
  }
  expect(suggestionsOf(all)).toHaveLength(100);
  const said = (
    [
      { kind: "too_fast" },
      { kind: "may_not_request", flowLabel: long(24) },
      { kind: "not_a_member", why: "guest" },
      { kind: "wrong_answer", field: "f", why: "options_unavailable" },
      { kind: "lookup_unavailable", what: "person" },
    ] as const
  ).map(sayNoOptions);
  for (const line of [OPTIONS_LATE, ...said]) {
    expect(line.length).toBeLessThanOrEqual(75);
    expect(noSuggestions(line).map(({ text }) => text.text)).toEqual([line]);
  }
});

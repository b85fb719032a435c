// One question of a Flow's own as an input, and the way back from the input to the raw answer that the domain checks.
import type { AnyModalBlock, PlainTextInput } from "slack-edge";
import { spellDuration } from "../../domain/duration.ts";
import type { Field } from "../../domain/field.ts";
import { cut } from "../words/plain.ts";
import { words } from "./blocks.ts";
import type { FormValue } from "./form-state.ts";
import { type Choice, input, optionOf, select, selectSeveral } from "./inputs.ts";

/** External selects where a list has more than 100 options, or a function says them: answer `block_suggestion`. */
export const FIELD_CHOICE = "form.choice";
export const FIELD_CHOICES = "form.choices";
const FIELD_BOOL = "form.bool";
const FIELD_TICK = "form.tick";
/** Whatever may change what else is asked. */
export const FIELD_ACTIONS = [FIELD_CHOICE, FIELD_CHOICES, FIELD_BOOL, FIELD_TICK] as const;

const SLACK_TEXT_MAX = 3_000;
const LENGTH_MAX = 60;
const PREFIX = "field.";
export const fieldBlock = (name: string): string => `${PREFIX}${name}`;
/** Name of the field in a block; null where the block is another one. */
export const fieldOfBlock = (blockId: string): string | null =>
  blockId.startsWith(PREFIX) ? blockId.slice(PREFIX.length) : null;

const YES_NO: readonly Choice[] = [
  { value: "true", label: "Yes" },
  { value: "false", label: "No" },
];
const TICKED = "true";

/** What can be chosen in a field; nothing where it is typed, or said by a function. */
export const fieldChoices = (field: Field): readonly Choice[] =>
  field.type === "choice" || field.type === "choices" ? field.options : field.type === "bool" ? YES_NO : [];

const NOTHING: FormValue = { typed: null, chosen: null, several: [], labels: {} };

/** What stands in the field: what stood in the form before, else what it begins with. */
export const valueIn = (field: Field, before: FormValue | null): FormValue => before ?? defaultOf(field);

function defaultOf(field: Field): FormValue {
  if (!("default" in field) || field.default === undefined) return NOTHING;
  switch (field.type) {
    case "text":
      return { ...NOTHING, typed: field.default };
    case "int":
      return { ...NOTHING, typed: String(field.default) };
    case "duration":
      return { ...NOTHING, typed: spellDuration(field.default) };
    case "bool":
      return field.tick === undefined
        ? { ...NOTHING, chosen: String(field.default) }
        : { ...NOTHING, several: field.default ? [TICKED] : [] };
    case "choice":
      return { ...NOTHING, chosen: field.default };
    case "choices":
      return { ...NOTHING, several: field.default };
  }
}

/** `decides`: whether something else is asked depends on the answer, so that Slack tells of every change. */
export const fieldInput = (field: Field, value: FormValue, decides: boolean): AnyModalBlock =>
  input({
    blockId: fieldBlock(field.name),
    label: field.label,
    hint: field.hint,
    required: field.required,
    decides,
    element: elementOf(field, value),
  });

function elementOf(field: Field, value: FormValue) {
  switch (field.type) {
    case "text":
      return textInput(field, value.typed);
    case "int":
      return numberInput(field, value.typed);
    case "bool":
      return field.tick === undefined ? yesOrNo(value.chosen) : tickBox(field.tick, value.several.includes(TICKED));
    case "duration":
      return lengthInput(value.typed);
    case "choice":
      return select({
        actionId: FIELD_CHOICE,
        choices: field.fetched === undefined ? field.options : chosenBefore(value, [value.chosen]),
        isFetched: field.fetched !== undefined,
        placeholder: "Choose one",
        chosen: value.chosen,
      });
    case "choices":
      return selectSeveral({
        actionId: FIELD_CHOICES,
        choices: field.fetched === undefined ? field.options : chosenBefore(value, value.several),
        isFetched: field.fetched !== undefined,
        placeholder: "Choose any",
        chosen: value.several,
        max: field.max,
      });
    case "slack_user":
      return {
        type: "users_select" as const,
        action_id: "form.person",
        placeholder: words("Choose somebody", 150),
        ...(isPerson(value.chosen) ? { initial_user: value.chosen } : {}),
      };
    case "slack_users": {
      const chosen = value.several.filter(isPerson).slice(0, field.max);
      return {
        type: "multi_users_select" as const,
        action_id: "form.people",
        placeholder: words("Choose people", 150),
        max_selected_items: field.max,
        ...(chosen.length === 0 ? {} : { initial_users: chosen }),
      };
    }
  }
}

const isPerson = (id: string | null): id is string => id !== null && /^[UW][A-Z0-9]{2,20}$/.test(id);

/** Of a list that nobody has, what was chosen by whoever had it: called what it was called then. */
const chosenBefore = ({ labels }: FormValue, values: readonly (string | null)[]): readonly Choice[] =>
  values.flatMap((value) =>
    value === null || value === ""
      ? []
      : [{ value, label: (Object.hasOwn(labels, value) ? labels[value] : null) || value }],
  );

function yesOrNo(before: string | null) {
  const chosen = YES_NO.find(({ value }) => value === before);
  return {
    type: "radio_buttons" as const,
    action_id: FIELD_BOOL,
    options: YES_NO.map(optionOf),
    ...(chosen === undefined ? {} : { initial_option: optionOf(chosen) }),
  };
}

function tickBox(label: string, isTicked: boolean) {
  const options = [optionOf({ value: TICKED, label })];
  return {
    type: "checkboxes" as const,
    action_id: FIELD_TICK,
    options,
    ...(isTicked ? { initial_options: options } : {}),
  };
}

function textInput({ multiline, maxLength }: Field & { type: "text" }, typed: string | null): PlainTextInput {
  const max = Math.min(maxLength, SLACK_TEXT_MAX);
  return {
    type: "plain_text_input",
    action_id: "form.text",
    multiline,
    max_length: max,
    ...(typed === null || typed === "" ? {} : { initial_value: cut(typed, max) }),
  };
}

/** A length of time as people type it: also for the time that access is asked for. */
export const lengthInput = (typed: string | null): PlainTextInput => ({
  type: "plain_text_input",
  action_id: "form.length",
  max_length: LENGTH_MAX,
  placeholder: words("90m, 4h, 1d 12h", 150),
  ...(typed === null || typed === "" ? {} : { initial_value: cut(typed, LENGTH_MAX) }),
});

/** Slack refuses a view whose initial value it would not have taken, so a number out of range is left out. */
function numberInput({ min, max }: Field & { type: "int" }, typed: string | null) {
  const fits =
    typed !== null &&
    /^-?\d{1,15}$/.test(typed) &&
    (min === null || Number(typed) >= min) &&
    (max === null || Number(typed) <= max);
  return {
    type: "number_input" as const,
    action_id: "form.int",
    is_decimal_allowed: false,
    ...(min === null ? {} : { min_value: String(min) }),
    ...(max === null ? {} : { max_value: String(max) }),
    ...(fits ? { initial_value: typed } : {}),
  };
}

/** As the domain takes it: text, the value of what was chosen, or a list of these; null where nothing was. */
export function rawAnswer(field: Field, { typed, chosen, several }: FormValue): string | readonly string[] | null {
  switch (field.type) {
    case "text":
    case "int":
    case "duration":
      return typed;
    case "bool":
      return field.tick === undefined ? chosen : String(several.includes(TICKED));
    case "choice":
    case "slack_user":
      return chosen;
    case "choices":
    case "slack_users":
      return several;
  }
}

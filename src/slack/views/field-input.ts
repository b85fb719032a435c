// One question of a Flow's own as an input, and the way back from the input to the raw answer that the domain checks.
import type { AnyModalBlock, PlainTextInput } from "slack-edge";
import type { Field } from "../../domain/flow.ts";
import { cut } from "../words/plain.ts";
import type { FormValue } from "./form-state.ts";
import { type Choice, input, optionOf, select } from "./inputs.ts";

/** An external select where a choice has more than 100 options: answer `block_suggestion` with `optionsFor`. */
export const FIELD_CHOICE = "form.choice";

const SLACK_TEXT_MAX = 3_000;
const PREFIX = "field.";
export const fieldBlock = (name: string): string => `${PREFIX}${name}`;
/** Name of the field in a block; null where the block is another one. */
export const fieldOfBlock = (blockId: string): string | null =>
  blockId.startsWith(PREFIX) ? blockId.slice(PREFIX.length) : null;

const YES_NO: readonly Choice[] = [
  { value: "true", label: "Yes" },
  { value: "false", label: "No" },
];

/** What can be chosen in a field; nothing where it is typed. */
export const fieldChoices = (field: Field): readonly Choice[] =>
  field.type === "choice" ? field.options : field.type === "bool" ? YES_NO : [];

export const fieldInput = (field: Field, before: FormValue): AnyModalBlock =>
  input({
    blockId: fieldBlock(field.name),
    label: field.label,
    hint: field.hint,
    required: field.required,
    element: elementOf(field, before),
  });

function elementOf(field: Field, before: FormValue) {
  switch (field.type) {
    case "text":
      return textInput(field, before.typed);
    case "int":
      return numberInput(field, before.typed);
    case "bool": {
      const chosen = YES_NO.find(({ value }) => value === before.chosen);
      return {
        type: "radio_buttons" as const,
        action_id: "form.bool",
        options: YES_NO.map(optionOf),
        ...(chosen === undefined ? {} : { initial_option: optionOf(chosen) }),
      };
    }
    case "choice":
      return select({
        actionId: FIELD_CHOICE,
        choices: field.options,
        placeholder: "Choose one",
        chosen: before.chosen,
      });
  }
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

/** As the domain takes it: text, or the value of what was chosen; null where nothing was. */
export const rawAnswer = (field: Field, { typed, chosen }: FormValue): string | null =>
  field.type === "choice" || field.type === "bool" ? chosen : typed;

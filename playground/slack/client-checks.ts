// What Slack's own client checks before it sends a submission: required fields, lengths, numbers, addresses.
// Never asks the bot.
import { isEmptyValue } from "./input-values.ts";
import { type JsonObject, numberAt, objectAt, stringAt } from "./json.ts";
import type { StateValues } from "./types.ts";

const REQUIRED = "Please complete this required field.";

const wrongText = (element: JsonObject, text: string): string | null => {
  const min = numberAt(element, "min_length");
  const max = numberAt(element, "max_length");
  if (min !== undefined && text.length < min) return `Please enter at least ${min} characters.`;
  if (max !== undefined && text.length > max) return `Please enter no more than ${max} characters.`;
  return null;
};

const wrongNumber = (element: JsonObject, text: string): string | null => {
  const decimals = element["is_decimal_allowed"] === true;
  if (!(decimals ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/).test(text)) return "Please enter a valid number.";
  const min = stringAt(element, "min_value");
  const max = stringAt(element, "max_value");
  if (min !== undefined && Number(text) < Number(min)) return `Please enter a number of at least ${min}.`;
  if (max !== undefined && Number(text) > Number(max)) return `Please enter a number of at most ${max}.`;
  return null;
};

const CHECKS: Record<string, (element: JsonObject, text: string) => string | null> = {
  plain_text_input: wrongText,
  number_input: wrongNumber,
  email_text_input: (_element, text) =>
    /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? null : "Please enter a valid email address.",
  url_text_input: (_element, text) => (URL.canParse(text) ? null : "Please enter a valid URL."),
};

/** Block id to message, for every input that the client would not let go. */
export const clientErrors = (blocks: JsonObject[], values: StateValues): Record<string, string> => {
  const errors: Record<string, string> = {};
  for (const block of blocks) {
    const element = objectAt(block, "element");
    const blockId = stringAt(block, "block_id");
    if (block["type"] !== "input" || element === undefined || blockId === undefined) continue;
    const value = values[blockId]?.[stringAt(element, "action_id") ?? ""];
    if (isEmptyValue(element, value)) {
      if (block["optional"] !== true) errors[blockId] = REQUIRED;
      continue;
    }
    const problem = CHECKS[stringAt(element, "type") ?? ""]?.(element, stringAt(value, "value") ?? "") ?? null;
    if (problem !== null) errors[blockId] = problem;
  }
  return errors;
};

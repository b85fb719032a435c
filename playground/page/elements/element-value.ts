// What is typed or chosen in an element, read from and written in the shape of Slack's `state.values`.
// Never decides what may be chosen: that is the simulator's.
import { type Json, type JsonObject, listAt, numberAt, objectAt, objectsAt, stringAt } from "../../slack/json.ts";
import { plainTextOf } from "../text/text-object.tsx";

export type Choice = { value: string; text: string; description?: string; group?: string };

const SLOTS: Record<string, [key: string, initial: string]> = {
  static_select: ["selected_option", "initial_option"],
  external_select: ["selected_option", "initial_option"],
  radio_buttons: ["selected_option", "initial_option"],
  checkboxes: ["selected_options", "initial_options"],
  multi_static_select: ["selected_options", "initial_options"],
  multi_external_select: ["selected_options", "initial_options"],
  users_select: ["selected_user", "initial_user"],
  multi_users_select: ["selected_users", "initial_users"],
  conversations_select: ["selected_conversation", "initial_conversation"],
  multi_conversations_select: ["selected_conversations", "initial_conversations"],
  channels_select: ["selected_channel", "initial_channel"],
  multi_channels_select: ["selected_channels", "initial_channels"],
  datepicker: ["selected_date", "initial_date"],
  timepicker: ["selected_time", "initial_time"],
  datetimepicker: ["selected_date_time", "initial_date_time"],
};

const slotOf = (element: JsonObject): [key: string, initial: string] =>
  SLOTS[stringAt(element, "type") ?? ""] ?? ["value", "initial_value"];

/** The element's value with this content. */
export const valueWith = (element: JsonObject, content: Json): JsonObject => ({
  type: element["type"] ?? "",
  [slotOf(element)[0]]: content,
});

/** What the element says that it holds before anybody has touched it. */
export const initialValueOf = (element: JsonObject): JsonObject =>
  valueWith(element, element[slotOf(element)[1]] ?? null);

export const choiceOf = (option: JsonObject, group?: string): Choice => {
  const description = plainTextOf(objectAt(option, "description"));
  return {
    value: stringAt(option, "value") ?? "",
    text: plainTextOf(objectAt(option, "text")),
    ...(description === "" ? {} : { description }),
    ...(group === undefined ? {} : { group }),
  };
};

/** The choice as an option object, as a value holds it. */
export const optionOf = ({ value, text }: Choice): JsonObject => ({ value, text: { type: "plain_text", text } });

/** All that a static select offers, groups included. */
export const offeredBy = (element: JsonObject): Choice[] => {
  const groups = objectsAt(element, "option_groups");
  if (groups.length === 0) return objectsAt(element, "options").map((option) => choiceOf(option));
  return groups.flatMap((group) => {
    const label = plainTextOf(objectAt(group, "label"));
    return objectsAt(group, "options").map((option) => choiceOf(option, label));
  });
};

export const chosenOptions = (value: JsonObject): Choice[] => {
  const single = objectAt(value, "selected_option");
  const options = single === undefined ? objectsAt(value, "selected_options") : [single];
  return options.map((option) => choiceOf(option));
};

/** Ids of people or conversations. */
export const chosenIds = (element: JsonObject, value: JsonObject): string[] => {
  const [key] = slotOf(element);
  const single = stringAt(value, key);
  if (single !== undefined) return [single];
  return listAt(value, key).filter((id) => typeof id === "string");
};

/** Typed text, a date ("2026-03-01") or a time ("14:30"); "" where there is none. */
export const writtenText = (element: JsonObject, value: JsonObject): string => {
  const rich = objectAt(value, "rich_text_value");
  return rich === undefined ? (stringAt(value, slotOf(element)[0]) ?? "") : richTextWords(rich);
};

/** The words of a rich text without their styles: the page's field for it is a plain one. */
const richTextWords = (part: JsonObject): string =>
  stringAt(part, "text") ?? objectsAt(part, "elements").map(richTextWords).join("");

/** Seconds since 1970 of a date-time picker. */
export const chosenSeconds = (element: JsonObject, value: JsonObject): number | undefined =>
  numberAt(value, slotOf(element)[0]);

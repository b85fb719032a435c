// Turns what a person types or picks into the value that Slack sends for an element.
// Never lets through what the client would not offer, unless told that the client is tampered with.
import { isDirect } from "./conversations.ts";
import { slotOf, valueWith } from "./input-values.ts";
import { type Json, type JsonObject, objectAt, stringAt } from "./json.ts";
import { optionsOf } from "./text-shapes.ts";
import type { InputValue } from "./types.ts";
import type { World } from "./world.ts";

type Given = {
  world: World;
  element: JsonObject;
  value: InputValue;
  /** Options that an external select has shown. */
  offered: JsonObject[];
  clientLimits: boolean;
};

const refuseValue = (element: JsonObject, value: InputValue, why: string): Error =>
  new Error(`${stringAt(element, "type")} cannot be set to ${JSON.stringify(value)}: ${why}`);

const optionLabel = (option: JsonObject): string => stringAt(objectAt(option, "text"), "text") ?? "";

const pickOption = ({ element, offered, clientLimits }: Given, wanted: string): JsonObject => {
  const options = [...optionsOf(element), ...offered];
  const found =
    options.find((option) => option["value"] === wanted) ?? options.find((option) => optionLabel(option) === wanted);
  if (found !== undefined) return found;
  if (!clientLimits) return { text: { type: "plain_text", text: wanted, emoji: true }, value: wanted };
  throw refuseValue(element, wanted, `it is not offered; there is ${options.map(optionLabel).join(", ") || "nothing"}`);
};

const pickPerson = ({ world, element, clientLimits }: Given, wanted: string): string => {
  const name = wanted.replace(/^@/, "");
  const found = Object.values(world.people).find(
    (person) => person.id === wanted || person.name === name || person.displayName === name || person.realName === name,
  );
  if (found === undefined && !clientLimits) return wanted;
  if (found === undefined || (found.deleted && clientLimits))
    throw refuseValue(element, wanted, "there is no such person");
  return found.id;
};

const pickChannel = ({ world, element, clientLimits }: Given, wanted: string): string => {
  const name = wanted.replace(/^#/, "");
  const found = Object.values(world.channels).find(
    (channel) => channel.id === wanted || (!isDirect(channel) && channel.name === name),
  );
  if (found === undefined && clientLimits) throw refuseValue(element, wanted, "there is no such channel");
  return found?.id ?? wanted;
};

const pickBy = (given: Given, type: string): ((wanted: string) => Json) => {
  if (type.endsWith("users_select")) return (wanted) => pickPerson(given, wanted);
  if (type.endsWith("conversations_select") || type.endsWith("channels_select"))
    return (wanted) => pickChannel(given, wanted);
  return (wanted) => pickOption(given, wanted);
};

const typed = ({ element, value }: Given): Json => {
  if (value === null || value === "") return null;
  if (typeof value !== "string" && typeof value !== "number") throw refuseValue(element, value, "text is wanted");
  return String(value);
};

const FORMS: Record<string, RegExp> = { datepicker: /^\d{4}-\d{2}-\d{2}$/, timepicker: /^([01]\d|2[0-3]):[0-5]\d$/ };

const picked = ({ element, value, clientLimits }: Given, type: string): Json => {
  if (value === null || value === "") return null;
  const form = FORMS[type];
  if (clientLimits && form !== undefined && !form.test(String(value)))
    throw refuseValue(element, value, `it must look like ${form.source}`);
  return type === "datetimepicker" ? Number(value) : String(value);
};

const richText = (value: Json): Json =>
  value === null
    ? null
    : { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text: value }] }] };

const severalOf = (given: Given, type: string): Json => {
  const { element, value, clientLimits } = given;
  const wanted = Array.isArray(value) ? value : value === null || value === "" ? [] : [String(value)];
  const max = element["max_selected_items"];
  if (clientLimits && typeof max === "number" && wanted.length > max)
    throw refuseValue(element, value, `no more than ${max} may be chosen`);
  return wanted.map(pickBy(given, type));
};

const contentOf = (given: Given, type: string): Json => {
  if (Array.isArray(slotOf(given.element)?.empty)) return severalOf(given, type);
  if (type === "datepicker" || type === "timepicker" || type === "datetimepicker") return picked(given, type);
  if (type === "rich_text_input") return richText(typed(given));
  if (type.endsWith("_input")) return typed(given);
  return given.value === null || given.value === "" ? null : pickBy(given, type)(String(given.value));
};

/** The element's new value; throws where a person could not give it that value. */
export const inputValue = (given: Given): JsonObject => {
  const type = stringAt(given.element, "type") ?? "";
  if (type === "file_input") throw refuseValue(given.element, given.value, "the simulator has no files");
  return valueWith(given.element, contentOf(given, type));
};

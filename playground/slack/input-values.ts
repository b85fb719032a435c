// The value of an input in Slack's own shape: at first, after a redraw, and empty.
// Never takes what a person typed: that is set-input.ts.
import { copyOf, type Json, type JsonObject, stringAt } from "./json.ts";
import type { StateValues } from "./types.ts";
import { elementsOf } from "./validate-blocks.ts";

type Slot = {
  /** Where the value stands in `state.values`. */ key: string /** Where the block says what it is at first. */;
  initial: string;
  empty: Json;
};

const one = (key: string, initial: string): Slot => ({ key, initial, empty: null });
const several = (key: string, initial: string): Slot => ({ key, initial, empty: [] });

/** Every element that has a value; buttons and menus have none. */
const SLOTS: Record<string, Slot> = {
  plain_text_input: one("value", "initial_value"),
  email_text_input: one("value", "initial_value"),
  url_text_input: one("value", "initial_value"),
  number_input: one("value", "initial_value"),
  rich_text_input: one("rich_text_value", "initial_value"),
  static_select: one("selected_option", "initial_option"),
  external_select: one("selected_option", "initial_option"),
  radio_buttons: one("selected_option", "initial_option"),
  users_select: one("selected_user", "initial_user"),
  conversations_select: one("selected_conversation", "initial_conversation"),
  channels_select: one("selected_channel", "initial_channel"),
  datepicker: one("selected_date", "initial_date"),
  timepicker: one("selected_time", "initial_time"),
  datetimepicker: one("selected_date_time", "initial_date_time"),
  checkboxes: several("selected_options", "initial_options"),
  multi_static_select: several("selected_options", "initial_options"),
  multi_external_select: several("selected_options", "initial_options"),
  multi_users_select: several("selected_users", "initial_users"),
  multi_conversations_select: several("selected_conversations", "initial_conversations"),
  multi_channels_select: several("selected_channels", "initial_channels"),
  file_input: several("files", "initial_files"),
};

export const slotOf = (element: JsonObject): Slot | undefined => {
  const type = stringAt(element, "type");
  return type !== undefined && Object.hasOwn(SLOTS, type) ? SLOTS[type] : undefined;
};

/** The value with this content: `{ type, selected_option: ... }`. */
export const valueWith = (element: JsonObject, content: Json): JsonObject => {
  const slot = slotOf(element);
  if (slot === undefined) throw new Error(`An element of type ${stringAt(element, "type")} has no value`);
  const type = stringAt(element, "type") ?? "";
  const zone = type === "timepicker" ? { timezone: element["timezone"] ?? null } : {};
  return { type, [slot.key]: copyOf(content), ...zone };
};

const initialValue = (element: JsonObject, slot: Slot): JsonObject =>
  valueWith(element, element[slot.initial] ?? slot.empty);

/** `state.values` of blocks nobody has touched yet. */
export const initialValues = (blocks: JsonObject[]): StateValues => {
  const values: StateValues = {};
  for (const block of blocks) {
    const blockId = stringAt(block, "block_id") ?? "";
    for (const element of elementsOf(block)) {
      const slot = slotOf(element);
      if (slot === undefined) continue;
      const actions = values[blockId] ?? {};
      actions[stringAt(element, "action_id") ?? ""] = initialValue(element, slot);
      values[blockId] = actions;
    }
  }
  return values;
};

/** After a redraw: what was typed stays where block id, action id and element type are the same. */
export const carriedOver = (before: StateValues, blocks: JsonObject[]): StateValues => {
  const values = initialValues(blocks);
  for (const [blockId, actions] of Object.entries(values)) {
    for (const [actionId, fresh] of Object.entries(actions)) {
      const old = before[blockId]?.[actionId];
      if (old !== undefined && old["type"] === fresh["type"]) actions[actionId] = old;
    }
  }
  return values;
};

/** Whether nothing is typed or chosen. */
export const isEmptyValue = (element: JsonObject, value: JsonObject | undefined): boolean => {
  const content = value?.[slotOf(element)?.key ?? ""];
  if (content === undefined || content === null || content === "") return true;
  return Array.isArray(content) && content.length === 0;
};

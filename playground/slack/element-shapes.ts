// The shapes of Block Kit's interactive elements, and which of them may stand where.
// Never says what an element's value is once somebody used it: that is input-values.ts.
import { LIMITS } from "./block-limits.ts";
import type { JsonObject } from "./json.ts";
import { richTextValue } from "./rich-text-shapes.ts";
import { among, type Check, flag, list, type Problem, record, text, whole, withRules } from "./shape.ts";
import {
  actionable,
  colorScheme,
  confirmable,
  dispatchable,
  exactlyOne,
  focusable,
  imageSource,
  initialsAreOptions,
  initialsWithinMaximum,
  markupOption,
  menuOption,
  multiple,
  optionGroup,
  optionValuesDiffer,
  placeholdable,
  plainOption,
  plainText,
} from "./text-shapes.ts";

const type = (name: string) => ({ type: among(name) });
const filled = text({ min: 1 });
const day = text({ pattern: /^\d{4}-\d{2}-\d{2}$/ });
const time = text({ pattern: /^([01]\d|2[0-3]):[0-5]\d$/ });
const decimal = text({ pattern: /^-?\d+(\.\d+)?$/ });
const clickable = { ...actionable, ...confirmable };
const pickable = { ...clickable, ...focusable, ...placeholdable };
const typeable = { ...actionable, ...focusable, ...placeholdable, ...dispatchable };

const notAbove =
  (low: string, high: string) =>
  (element: JsonObject, at: string, problems: Problem[]): void => {
    const from = Number(element[low]);
    const to = Number(element[high]);
    if (from > to) problems.push({ at: `${at}/${low}`, message: `must not be more than ${high}` });
  };

const initialTextFits = (element: JsonObject, at: string, problems: Problem[]): void => {
  const initial = element["initial_value"];
  const max = element["max_length"];
  if (typeof initial === "string" && typeof max === "number" && initial.length > max) {
    problems.push({ at: `${at}/initial_value`, message: `must be less than ${max + 1} characters` });
  }
};

const staticOptions = {
  options: list(plainOption, { min: 1, max: LIMITS["select.options"] }),
  option_groups: list(optionGroup, { min: 1, max: LIMITS["select.optionGroups"] }),
};
const initialOptions = (option: Check) => ({ initial_options: list(option, { min: 1 }) });
const conversationFilter = record(
  {},
  {
    include: list(among("im", "mpim", "private", "public"), { min: 1 }),
    exclude_external_shared_channels: flag,
    exclude_bot_users: flag,
  },
);
const conversationOptions = { default_to_current_conversation: flag, filter: conversationFilter };

const single: Record<string, Check> = {
  static_select: withRules(
    record(type("static_select"), { ...pickable, ...staticOptions, initial_option: plainOption }),
    exactlyOne("options", "option_groups"),
    initialsAreOptions,
    optionValuesDiffer,
  ),
  external_select: record(type("external_select"), {
    ...pickable,
    initial_option: plainOption,
    min_query_length: whole({ min: 0 }),
  }),
  users_select: record(type("users_select"), { ...pickable, initial_user: filled }),
  conversations_select: record(type("conversations_select"), {
    ...pickable,
    ...conversationOptions,
    initial_conversation: filled,
    response_url_enabled: flag,
  }),
  channels_select: record(type("channels_select"), {
    ...pickable,
    initial_channel: filled,
    response_url_enabled: flag,
  }),
};

const many: Record<string, Check> = {
  multi_static_select: withRules(
    record(type("multi_static_select"), { ...pickable, ...multiple, ...staticOptions, ...initialOptions(plainOption) }),
    exactlyOne("options", "option_groups"),
    initialsAreOptions,
    optionValuesDiffer,
    initialsWithinMaximum("initial_options"),
  ),
  multi_external_select: withRules(
    record(type("multi_external_select"), {
      ...pickable,
      ...multiple,
      ...initialOptions(plainOption),
      min_query_length: whole({ min: 0 }),
    }),
    initialsWithinMaximum("initial_options"),
  ),
  multi_users_select: withRules(
    record(type("multi_users_select"), { ...pickable, ...multiple, initial_users: list(filled) }),
    initialsWithinMaximum("initial_users"),
  ),
  multi_conversations_select: withRules(
    record(type("multi_conversations_select"), {
      ...pickable,
      ...multiple,
      ...conversationOptions,
      initial_conversations: list(filled),
    }),
    initialsWithinMaximum("initial_conversations"),
  ),
  multi_channels_select: withRules(
    record(type("multi_channels_select"), { ...pickable, ...multiple, initial_channels: list(filled) }),
    initialsWithinMaximum("initial_channels"),
  ),
};

const choices: Record<string, Check> = {
  checkboxes: withRules(
    record(
      { ...type("checkboxes"), options: list(markupOption, { min: 1, max: LIMITS["checkboxes.options"] }) },
      { ...clickable, ...focusable, ...initialOptions(markupOption) },
    ),
    initialsAreOptions,
    optionValuesDiffer,
  ),
  radio_buttons: withRules(
    record(
      { ...type("radio_buttons"), options: list(markupOption, { min: 1, max: LIMITS["radioButtons.options"] }) },
      { ...clickable, ...focusable, initial_option: markupOption },
    ),
    initialsAreOptions,
    optionValuesDiffer,
  ),
  datepicker: record(type("datepicker"), { ...pickable, initial_date: day }),
  timepicker: record(type("timepicker"), { ...pickable, initial_time: time, timezone: filled }),
};

const dateTime = record(type("datetimepicker"), {
  ...clickable,
  ...focusable,
  initial_date_time: whole({ min: 1_000_000_000, max: 9_999_999_999 }),
});

const button = record(
  { ...type("button"), text: plainText(LIMITS["button.text"]) },
  {
    ...clickable,
    value: text({ max: LIMITS["button.value"] }),
    url: text({ min: 1, max: LIMITS["button.url"] }),
    style: colorScheme,
    accessibility_label: text({ max: LIMITS["button.accessibilityLabel"] }),
  },
);

const overflow = withRules(
  record({ ...type("overflow"), options: list(menuOption, { min: 1, max: LIMITS["overflow.options"] }) }, clickable),
  optionValuesDiffer,
);

const richTextInput = record(type("rich_text_input"), {
  ...typeable,
  initial_value: richTextValue,
  min_lines: whole({ min: 1, max: LIMITS["richTextInput.lines"] }),
  max_lines: whole({ min: 1, max: LIMITS["richTextInput.lines"] }),
});

export const imageElement: Check = withRules(
  record({ ...type("image"), alt_text: text({ max: LIMITS["image.altText"] }) }, imageSource),
  exactlyOne("image_url", "slack_file"),
);

export const ACTIONS_ELEMENTS: Record<string, Check> = {
  ...single,
  ...many,
  ...choices,
  button,
  overflow,
  datetimepicker: dateTime,
  rich_text_input: richTextInput,
};

export const SECTION_ACCESSORIES: Record<string, Check> = {
  ...single,
  ...many,
  ...choices,
  button,
  overflow,
  image: imageElement,
};

/** `file_input` is for modals only; the blocks say so. */
export const INPUT_ELEMENTS: Record<string, Check> = {
  ...single,
  ...many,
  ...choices,
  datetimepicker: dateTime,
  rich_text_input: richTextInput,
  plain_text_input: withRules(
    record(type("plain_text_input"), {
      ...typeable,
      initial_value: text(),
      multiline: flag,
      min_length: whole({ min: 0, max: LIMITS["plainTextInput.minLength"] }),
      max_length: whole({ min: 1, max: LIMITS["plainTextInput.maxLength"] }),
    }),
    notAbove("min_length", "max_length"),
    initialTextFits,
  ),
  email_text_input: record(type("email_text_input"), { ...typeable, initial_value: text() }),
  url_text_input: record(type("url_text_input"), { ...typeable, initial_value: text() }),
  number_input: withRules(
    record(
      { ...type("number_input"), is_decimal_allowed: flag },
      { ...typeable, initial_value: decimal, min_value: decimal, max_value: decimal },
    ),
    notAbove("min_value", "max_value"),
  ),
  file_input: record(type("file_input"), {
    ...actionable,
    filetypes: list(filled, { min: 1 }),
    max_files: whole({ min: 1, max: LIMITS["fileInput.maxFiles"] }),
  }),
};

// Block Kit's composition objects: texts, options, confirmation dialogs, and what elements of one kind share.
// Never knows a block or a surface.
import { LIMITS } from "./block-limits.ts";
import { isObject, type Json, type JsonObject, objectsAt } from "./json.ts";
import { among, byType, type Check, flag, list, type Problem, record, text, whole, withRules } from "./shape.ts";

/** A text object that has to be plain. */
export const plainText = (max: number): Check =>
  record({ type: among("plain_text"), text: text({ min: 1, max }) }, { emoji: flag });

const mrkdwn = (max: number): Check =>
  record({ type: among("mrkdwn"), text: text({ min: 1, max }) }, { verbatim: flag });

/** A text object of either kind. */
export const anyText = (max: number): Check => byType({ plain_text: plainText(max), mrkdwn: mrkdwn(max) });

export const colorScheme = among("primary", "danger");

export const confirmDialog: Check = record(
  {
    title: plainText(LIMITS["confirm.title"]),
    text: anyText(LIMITS["confirm.text"]),
    confirm: plainText(LIMITS["confirm.confirm"]),
    deny: plainText(LIMITS["confirm.deny"]),
  },
  { style: colorScheme },
);

/** `markup`: whether the texts may be mrkdwn, as in checkboxes and radio buttons. `link`: whether `url` is allowed. */
const option = (how: { markup?: boolean; link?: boolean }): Check => {
  const words = how.markup === true ? anyText : plainText;
  return record(
    { text: words(LIMITS["option.text"]), value: text({ min: 1, max: LIMITS["option.value"] }) },
    {
      description: words(LIMITS["option.description"]),
      ...(how.link === true ? { url: text({ min: 1, max: LIMITS["option.url"] }) } : {}),
    },
  );
};

export const plainOption = option({});
export const markupOption = option({ markup: true });
export const menuOption = option({ link: true });

export const optionGroup: Check = record({
  label: plainText(LIMITS["optionGroup.label"]),
  options: list(plainOption, { min: 1, max: LIMITS["optionGroup.options"] }),
});

/** What every element that sends an action has. */
export const actionable = { action_id: text({ min: 1, max: LIMITS["element.actionId"] }) };
export const confirmable = { confirm: confirmDialog };
export const focusable = { focus_on_load: flag };
export const placeholdable = { placeholder: plainText(LIMITS["element.placeholder"]) };
export const multiple = { max_selected_items: whole({ min: 1 }) };
export const dispatchable = {
  dispatch_action_config: record(
    {},
    { trigger_actions_on: list(among("on_enter_pressed", "on_character_entered"), { min: 1, max: 2 }) },
  ),
};

/** All options of an element, those inside groups too. */
export const optionsOf = (element: JsonObject): JsonObject[] => [
  ...objectsAt(element, "options"),
  ...objectsAt(element, "option_groups").flatMap((group) => objectsAt(group, "options")),
];

const sameOption = (one: JsonObject, other: Json): boolean =>
  isObject(other) &&
  one["value"] === other["value"] &&
  isObject(one["text"]) &&
  isObject(other["text"]) &&
  one["text"]["text"] === other["text"]["text"];

/** Rule: what is chosen at first is one of the options. */
export const initialsAreOptions = (element: JsonObject, at: string, problems: Problem[]): void => {
  const options = optionsOf(element);
  const check = (value: Json, where: string) => {
    if (!options.some((candidate) => sameOption(candidate, value))) {
      problems.push({ at: where, message: "initial option must be one of the options" });
    }
  };
  const one = element["initial_option"];
  if (one !== undefined) check(one, `${at}/initial_option`);
  const many = element["initial_options"];
  if (Array.isArray(many)) for (const [index, value] of many.entries()) check(value, `${at}/initial_options/${index}`);
};

/** Rule: option values are unique within an element. */
export const optionValuesDiffer = (element: JsonObject, at: string, problems: Problem[]): void => {
  const seen = new Set<Json>();
  for (const { value } of optionsOf(element)) {
    if (value === undefined) continue;
    if (seen.has(value)) problems.push({ at, message: `duplicate option value: ${String(value)}` });
    seen.add(value);
  }
};

/** Rule: no more is chosen at first than may be chosen. */
export const initialsWithinMaximum =
  (field: string) =>
  (element: JsonObject, at: string, problems: Problem[]): void => {
    const max = element["max_selected_items"];
    const chosen = element[field];
    if (typeof max === "number" && Array.isArray(chosen) && chosen.length > max) {
      problems.push({ at: `${at}/${field}`, message: `no more than ${max} items allowed` });
    }
  };

/** Rule: exactly one of two fields is there. */
export const exactlyOne =
  (first: string, second: string) =>
  (value: JsonObject, at: string, problems: Problem[]): void => {
    const count = Number(value[first] !== undefined) + Number(value[second] !== undefined);
    if (count === 0) problems.push({ at, message: `missing required field: ${first} or ${second}` });
    if (count === 2) problems.push({ at, message: `only one of ${first} and ${second} may be given` });
  };

export const imageSource = {
  image_url: text({ min: 1, max: LIMITS["image.url"], pattern: /^https?:\/\// }),
  slack_file: withRules(record({}, { id: text({ min: 1 }), url: text({ min: 1 }) }), exactlyOne("id", "url")),
};

// One entry of `actions` in block_actions: what was pressed or changed, in the form of its element.
// Never decides whether it is sent.
import type { Found } from "./find-element.ts";
import { slotOf } from "./input-values.ts";
import { type JsonObject, objectAt, stringAt } from "./json.ts";

/** Fields of the element that Slack repeats in the action. */
const REPEATED = ["placeholder", "confirm", "initial_option", "initial_date", "initial_time", "initial_user"];

const repeated = (element: JsonObject): JsonObject =>
  Object.fromEntries(REPEATED.flatMap((name) => (element[name] === undefined ? [] : [[name, element[name]]])));

const head = ({ element, blockId, actionId }: Found, actionTs: string): JsonObject => ({
  type: stringAt(element, "type") ?? "",
  action_id: actionId,
  block_id: blockId,
  action_ts: actionTs,
});

const buttonAction = (found: Found, actionTs: string): JsonObject => {
  const { element } = found;
  const kept = ["value", "style", "url", "confirm"].flatMap((name) =>
    element[name] === undefined ? [] : [[name, element[name]]],
  );
  return { ...head(found, actionTs), text: objectAt(element, "text") ?? null, ...Object.fromEntries(kept) };
};

/** Press of a button. */
export const pressOf = (found: Found, actionTs: string): JsonObject => buttonAction(found, actionTs);

/** Choice in an overflow menu. */
export const menuChoiceOf = (found: Found, option: JsonObject, actionTs: string): JsonObject => ({
  ...head(found, actionTs),
  selected_option: option,
});

/** Change of an element that has a value. */
export const changeOf = (found: Found, value: JsonObject, actionTs: string): JsonObject => {
  const key = slotOf(found.element)?.key ?? "value";
  return { ...head(found, actionTs), [key]: value[key] ?? null, ...repeated(found.element) };
};

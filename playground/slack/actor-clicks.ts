// What a person presses, picks and types outside of submitting: in messages, on the Home tab and in modals.
// Never locks anything: two presses at once are two requests, as in Slack.
import { type Acting, messageFor, mustBePresent } from "./acting.ts";
import { changeOf, menuChoiceOf, pressOf } from "./action.ts";
import { deliverInteraction, outcomeOf } from "./delivery.ts";
import { type Found, findElement, findInput } from "./find-element.ts";
import { type JsonObject, numberAt, objectAt, objectsAt, stringAt } from "./json.ts";
import { allBlocksOf } from "./messages.ts";
import { homeOf, topOf } from "./modals.ts";
import { type MessagePlace, messageActionsPayload, viewActionsPayload } from "./payloads.ts";
import { inputValue } from "./set-input.ts";
import { askForOptions } from "./suggestions.ts";
import type { ClickTarget, ElementRef, InputValue, Outcome, StateValues, Suggestion } from "./types.ts";
import type { View } from "./world.ts";

const offeredKey = ({ blockId, actionId }: Pick<Found, "blockId" | "actionId">): string => `${blockId}\n${actionId}`;

export const topModal = ({ workspace, person }: Acting): View => {
  const view = topOf(workspace.world, person.id);
  if (view === undefined) throw new Error(`${person.name} has no modal open`);
  return view;
};

const viewAt = (acting: Acting, target: { home: true } | { view: true }): View => {
  if ("view" in target) return topModal(acting);
  const home = homeOf(acting.workspace.world, acting.person.id);
  if (home === undefined) throw new Error(`${acting.person.name} has no Home view yet`);
  return home;
};

type InMessage = Extract<ClickTarget, { channel: string }>;

/** Where in the message it stands: in its own blocks, or in one of its attachments. */
const placeOf = (acting: Acting, target: InMessage, blockId: string): MessagePlace => {
  const { channel, message } = messageFor(acting, target.channel, target.ts);
  const attachment = message.attachments.find((candidate) =>
    objectsAt(candidate, "blocks").some((block) => stringAt(block, "block_id") === blockId),
  );
  return { channel, message, attachmentId: numberAt(attachment, "id") ?? null };
};

const isPressed = ({ element }: Found): boolean => element["type"] === "button";
const isMenu = ({ element }: Found): boolean => element["type"] === "overflow";
const sendsAction = ({ block }: Found): boolean => block["type"] !== "input" || block["dispatch_action"] === true;

const menuOptionOf = ({ element }: Found, value: InputValue | undefined): JsonObject => {
  const option = objectsAt(element, "options").find(
    (candidate) => candidate["value"] === value || stringAt(objectAt(candidate, "text"), "text") === value,
  );
  if (option === undefined) throw new Error(`The menu has no option ${JSON.stringify(value)}`);
  return option;
};

/** The action to send; an element with a value keeps it in `values`. */
const actOn = (
  acting: Acting,
  found: Found,
  value: InputValue | undefined,
  values: StateValues,
  offered: JsonObject[],
): JsonObject => {
  const { workspace, clientLimits } = acting;
  const actionTs = workspace.mint.ts();
  if (isPressed(found)) return pressOf(found, actionTs);
  if (isMenu(found)) return menuChoiceOf(found, menuOptionOf(found, value), actionTs);
  if (value === undefined) throw new Error(`${found.actionId} is not a button: say what is chosen`);
  const fresh = inputValue({ world: workspace.world, element: found.element, value, offered, clientLimits });
  values[found.blockId] = { ...values[found.blockId], [found.actionId]: fresh };
  return changeOf(found, fresh, actionTs);
};

const NOTHING_SENT: Outcome = { ok: true, status: 0 };

const actInView = async (acting: Acting, view: View, found: Found, value: InputValue | undefined): Promise<Outcome> => {
  const { workspace, person } = acting;
  const action = actOn(acting, found, value, view.values, view.offered[offeredKey(found)] ?? []);
  delete view.errors[found.blockId];
  workspace.changed({ what: view.type, users: [person.id] });
  if (!sendsAction(found)) return NOTHING_SENT;
  return outcomeOf(await deliverInteraction(workspace, viewActionsPayload(workspace, person, view, action)));
};

const actInMessage = async (
  acting: Acting,
  target: InMessage,
  ref: ElementRef,
  value?: InputValue,
): Promise<Outcome> => {
  const { workspace, person } = acting;
  const { message } = messageFor(acting, target.channel, target.ts);
  const found = findElement(target.blocks ?? allBlocksOf(message), ref);
  const choices = message.choices[person.id] ?? {};
  const action = actOn(acting, found, value, choices, []);
  message.choices[person.id] = choices;
  if (!sendsAction(found)) return NOTHING_SENT;
  const payload = messageActionsPayload(workspace, person, placeOf(acting, target, found.blockId), message, action);
  return outcomeOf(await deliverInteraction(workspace, payload));
};

export const click = async (
  acting: Acting,
  target: ClickTarget,
  ref: ElementRef,
  value?: InputValue,
): Promise<Outcome> => {
  mustBePresent(acting);
  if ("channel" in target) return actInMessage(acting, target, ref, value);
  const view = viewAt(acting, target);
  return actInView(acting, view, findElement(view.blocks, ref), value);
};

const suggestInView = (acting: Acting, view: View, found: Found, query: string): Promise<Suggestion> =>
  askForOptions(acting, view, { ...found, query }, (options) => {
    const key = offeredKey(found);
    view.offered[key] = [...(view.offered[key] ?? []), ...options];
  });

export const suggest = async (
  acting: Acting,
  blockId: string,
  actionId: string,
  query: string,
  where: ClickTarget = { view: true },
): Promise<Suggestion> => {
  mustBePresent(acting);
  const ref = { blockId, actionId };
  if (!("channel" in where)) {
    const view = viewAt(acting, where);
    return suggestInView(acting, view, findElement(view.blocks, ref), query);
  }
  const { message } = messageFor(acting, where.channel, where.ts);
  const found = findElement(allBlocksOf(message), ref);
  return askForOptions(acting, placeOf(acting, where, blockId), { ...found, query }, () => undefined);
};

const isExternal = ({ element }: Found): boolean => (stringAt(element, "type") ?? "").endsWith("external_select");

/** Fills an input of the modal on top; into an external select the wanted text is typed first. */
export const set = async (acting: Acting, name: string, value: InputValue): Promise<Outcome> => {
  mustBePresent(acting);
  const view = topModal(acting);
  const found = findInput(view.blocks, name);
  if (isExternal(found) && acting.clientLimits) {
    const known = (view.offered[offeredKey(found)] ?? []).flatMap((option) => [
      option["value"],
      stringAt(objectAt(option, "text"), "text"),
    ]);
    for (const wanted of [value].flat()) {
      if (typeof wanted !== "string" || wanted === "" || known.includes(wanted)) continue;
      const suggestion = await suggestInView(acting, view, found, wanted);
      if (!suggestion.ok) return suggestion;
    }
  }
  return actInView(acting, view, found, value);
};

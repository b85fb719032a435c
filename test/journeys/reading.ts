// How journeys read what people see: the words of a message or a modal, its buttons, and the moments that it names. Never
// changes anything.
import { type JsonObject, objectAt, objectsAt, stringAt } from "../../playground/slack/json.ts";
import type { SlackSimulator } from "../../playground/slack/simulator.ts";
import type { VisibleMessage } from "../../playground/slack/types.ts";
import { visibleText } from "../../playground/slack/visible-text.ts";
import type { Stage } from "./stage.ts";
import { OPS, REQUESTS } from "./workspace.ts";

/** All that is written in it, a line for each piece. Nothing where there is none. */
export const wordsOf = (shown: { text?: string; blocks?: JsonObject[] } | null | undefined): string =>
  shown ? visibleText(shown) : "";

export const buttonsOf = ({ blocks }: { blocks: JsonObject[] }): string[] =>
  blocks
    .flatMap((block) => [...objectsAt(block, "elements"), ...[objectAt(block, "accessory") ?? {}]])
    .filter((element) => element["type"] === "button")
    .map((element) => stringAt(objectAt(element, "text"), "text") ?? "");

/** Moments that it shows in the reader's zone, in epoch seconds. */
export const momentsIn = (words: string): number[] =>
  [...words.matchAll(/<!date\^(\d+)\^/g)].map(([, seconds]) => Number(seconds));

/** Labels of what a select in a modal offers. */
export function optionsIn({ blocks }: { blocks: JsonObject[] }, label: string): string[] {
  const block = blocks.find((one) => stringAt(objectAt(one, "label"), "text") === label);
  return objectsAt(objectAt(block, "element"), "options").map(
    (option) => stringAt(objectAt(option, "text"), "text") ?? "",
  );
}

const only = <T>(all: readonly T[], what: string): T => {
  const last = all.at(-1);
  if (last === undefined) throw new Error(`there is no ${what}`);
  return last;
};

const fromSym = (messages: VisibleMessage[]): VisibleMessage[] =>
  messages.filter((message) => message.botId !== undefined && !message.ephemeral);

/** Everything that stands in a channel from Sym for everybody, oldest first. */
export const cardsOn = ({ slack }: Stage): VisibleMessage[] => fromSym(slack.as(CHANNEL_READER).messages(REQUESTS));
const CHANNEL_READER = "U0OTTO";

/** The newest card. */
export const cardOn = (stage: Stage): VisibleMessage => only(cardsOn(stage), "card");

/** What the operators were told, oldest first. */
export const operatorsWere = ({ slack }: Stage): string[] =>
  fromSym(slack.as("U0ADA").messages(OPS))
    .map(wordsOf)
    .filter((words) => !words.startsWith("Audit digest"));

/** The digests of the audit trail in the same channel. */
export const digestsIn = ({ slack }: Stage): string[] =>
  fromSym(slack.as("U0ADA").messages(OPS))
    .map(wordsOf)
    .filter((words) => words.startsWith("Audit digest"));

/** The direct messages of somebody, oldest first: the receipts and the news. */
export const newsOf = ({ slack }: { slack: SlackSimulator }, userId: string): string[] =>
  slack.as(userId).dm().map(wordsOf);

/** The message with the button Cancel or Revoke, or what has become of it. */
export const receiptOf = ({ slack }: Stage, userId: string): VisibleMessage =>
  only(
    slack
      .as(userId)
      .dm()
      .filter((message) => message.edited || buttonsOf(message).length > 0),
    "receipt",
  );

/** What only this person was told in a channel, the newest. */
export const toldPrivately = ({ slack }: Stage, userId: string, channelId = REQUESTS): string =>
  wordsOf(
    slack
      .as(userId)
      .messages(channelId)
      .filter((message) => message.ephemeral)
      .at(-1),
  );

// What every button of a request has in common: what it asks for, and how whoever clicked it is answered.
import type { Commands } from "../../ports.ts";
import type { ButtonClick } from "../payload.ts";
import { parseButton } from "../views/request-card.ts";
import type { MrkdwnText } from "../words/escape.ts";
import { type Front, turnAway } from "./front.ts";
import type { Reply } from "./listen.ts";
import { sayPrivately } from "./say-privately.ts";
import { unreadableButton } from "./sentences.ts";

/** What a button of a request asks for; null where its value is not one that Sym draws. */
export function clickOf({ person, value }: ButtonClick): (Parameters<Commands["approve"]>[0] & { seq: number }) | null {
  const button = parseButton(value);
  return button === null ? null : { ...button, ...person, reason: null };
}

/** A value that Sym never drew: somebody's client, or somebody's doing. */
export function sayUnreadable(front: Front, { person, actionId, replyTo }: ButtonClick): Promise<void> {
  front.log("slack.button.refused", { user: person.userId, action: actionId });
  turnAway(front, person, actionId, "button_refused");
  return sayPrivately(front, replyTo, unreadableButton);
}

/** The answer to a click is empty; what there is to say follows it. */
export const says = (front: Front, { replyTo }: ButtonClick, text: MrkdwnText): Reply<""> => ({
  body: "",
  after: () => sayPrivately(front, replyTo, text),
});

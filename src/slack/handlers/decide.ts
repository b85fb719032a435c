// Approve, in the acknowledgement: the rules are asked, one decision is written, and the engine redraws the card. A refusal is
// told to whoever clicked and to nobody else.
import type { Commands } from "../../ports.ts";
import { type ButtonClick, click } from "../payload.ts";
import { parseButton, REQUEST_ACTIONS } from "../views/request-card.ts";
import type { MrkdwnText } from "../words/escape.ts";
import { sayRefusal } from "../words/refusals.ts";
import type { Front } from "./front.ts";
import type { Listener, Reply } from "./listen.ts";
import { sayPrivately } from "./say-privately.ts";
import { somethingWentWrongHere, unreadableButton } from "./sentences.ts";

export const APPROVE = REQUEST_ACTIONS.approve;

export const onApprove: Listener<ButtonClick, ""> = {
  name: "approve",
  schema: click,
  work: async (front, payload) => {
    const asked = clickOf(payload);
    if (asked === null) return says(front, payload, unreadableButton);
    const decided = await front.commands.approve(asked);
    return decided.ok ? { body: "" } : says(front, payload, sayRefusal(decided.refusal));
  },
  sorry: (front, payload) => says(front, payload, somethingWentWrongHere),
  nothing: "",
};

/** What a button of a request asks for; null where its value is not one that Sym draws. */
export function clickOf({ person, value }: ButtonClick): (Parameters<Commands["approve"]>[0] & { seq: number }) | null {
  const button = parseButton(value);
  return button === null ? null : { ...button, ...person, reason: null };
}

/** The answer to a click is empty; what there is to say follows it. */
export const says = (front: Front, { replyTo }: ButtonClick, text: MrkdwnText): Reply<""> => ({
  body: "",
  after: () => sayPrivately(front, replyTo, text),
});

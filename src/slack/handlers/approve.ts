// Approve, in the acknowledgement: the rules are asked, one decision is written, and the engine redraws the card. A refusal is
// told to whoever clicked and to nobody else.
import { type ButtonClick, click } from "../payload.ts";
import { REQUEST_ACTIONS } from "../views/request-card.ts";
import { sayRefusal } from "../words/refusals.ts";
import { clickOf, says, sayUnreadable } from "./button.ts";
import type { Listener } from "./listen.ts";
import { somethingWentWrongHere } from "./sentences.ts";

export const APPROVE = REQUEST_ACTIONS.approve;

export const onApprove: Listener<ButtonClick, ""> = {
  name: "approve",
  schema: click,
  work: async (front, payload) => {
    const asked = clickOf(payload);
    if (asked === null) return { body: "", after: () => sayUnreadable(front, payload) };
    const decided = await front.commands.approve(asked);
    return decided.ok ? { body: "" } : says(front, payload, sayRefusal(decided.refusal));
  },
  sorry: (front, payload) => says(front, payload, somethingWentWrongHere),
  nothing: "",
};

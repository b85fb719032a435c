// "End by hand", from the card or `/sym close REQUEST`: opens the form that this admin's part needs, and what is sent is decided
// in the acknowledgement. Two different people, by the rules; this file only carries what they say.
import { userIdOf } from "../../domain/person.ts";
import type { Request } from "../../domain/request.ts";
import { type ButtonClick, click, type Person, type ReplyTo, type Submission, submission } from "../payload.ts";
import { CLOSE_FORM, EVIDENCE_MISSING, parseCloseForm, renderCloseForm } from "../views/close-form.ts";
import { REQUEST_ACTIONS } from "../views/request-card.ts";
import { sayRefusal } from "../words/refusals.ts";
import { clickOf, says, sayUnreadable } from "./button.ts";
import type { Front } from "./front.ts";
import type { Listener } from "./listen.ts";
import { openView } from "./open.ts";
import { sayPrivately } from "./say-privately.ts";
import { closedByHand, closeProposed, somethingWentWrongHere, stillAtItHere } from "./sentences.ts";
import { becomes, closes, notice, refusalIn, staysOpen, underFields, type ViewBody } from "./view-replies.ts";

export const CLOSE = REQUEST_ACTIONS.close;
export const CLOSE_SENT = [CLOSE_FORM.proposeId, CLOSE_FORM.confirmId] as const;

export const onClose: Listener<ButtonClick, ""> = {
  name: "close",
  schema: click,
  work: async (front, payload) => {
    const asked = clickOf(payload);
    if (asked === null) return { body: "", after: () => sayUnreadable(front, payload) };
    return { body: "", after: () => askClose(front, payload, asked.requestId) };
  },
  sorry: (front, payload) => says(front, payload, somethingWentWrongHere),
  nothing: "",
};

interface Asking {
  readonly person: Person;
  readonly triggerId: string;
  readonly replyTo: ReplyTo;
}

/** Asking and opening change nothing, so they follow the acknowledgement. */
export async function askClose(front: Front, { person, triggerId, replyTo }: Asking, requestId: string): Promise<void> {
  const may = await front.commands.mayClose({ requestId, seq: null, ...person, reason: null });
  if (!may.ok) return sayPrivately(front, replyTo, sayRefusal(may.refusal));
  const trouble = await openView(front, triggerId, renderCloseForm(may.value, isSecond(may.value, person.userId)));
  if (trouble !== null) await sayPrivately(front, replyTo, trouble);
}

const isSecond = ({ byHand }: Request, userId: string): boolean =>
  byHand !== undefined && userIdOf(byHand.by) !== userId;

export const onCloseSent: Listener<Submission, ViewBody> = {
  name: "close_sent",
  schema: submission,
  work: async (front, { person, view }) => {
    const form = parseCloseForm(view);
    if (form === null) return closes();
    const { requestId, seq, confirms, evidence } = form;
    if (!confirms && evidence === null) return underFields(EVIDENCE_MISSING);
    const asked = { requestId, seq, ...person, reason: evidence };
    const done = await (confirms ? front.commands.confirmClose(asked) : front.commands.proposeClose(asked));
    return done.ok ? becomes(notice(confirms ? closedByHand : closeProposed)) : refusalIn(view, done.refusal);
  },
  late: (_front, { view }) => staysOpen(view, stillAtItHere),
  sorry: (_front, { view }) => staysOpen(view, somethingWentWrongHere),
  nothing: "",
};

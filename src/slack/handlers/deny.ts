// Deny asks for a reason: the button opens a form for whoever may deny, and the form, sent, denies in the acknowledgement.
import { type ButtonClick, click, type Submission, submission } from "../payload.ts";
import { DENY_FORM, parseDenyForm, renderDenyForm } from "../views/deny-form.ts";
import { REQUEST_ACTIONS } from "../views/request-card.ts";
import { sayRefusal } from "../words/refusals.ts";
import { clickOf, says, sayUnreadable } from "./button.ts";
import type { Front } from "./front.ts";
import type { Listener } from "./listen.ts";
import { openView } from "./open.ts";
import { sayPrivately } from "./say-privately.ts";
import { somethingWentWrongHere, stillAtItHere } from "./sentences.ts";
import { unreadable } from "./unreadable.ts";
import { closes, refusalIn, staysOpen, type ViewBody } from "./view-replies.ts";

export const DENY = REQUEST_ACTIONS.deny;
export const DENY_SENT = DENY_FORM.callbackId;

export const onDeny: Listener<ButtonClick, ""> = {
  name: "deny",
  schema: click,
  // Asking and opening change nothing, so they may follow the acknowledgement.
  work: async (front, payload) => ({ body: "", after: () => askReason(front, payload) }),
  sorry: (front, payload) => says(front, payload, somethingWentWrongHere),
  nothing: "",
};

async function askReason(front: Front, payload: ButtonClick): Promise<void> {
  const asked = clickOf(payload);
  if (asked === null) return sayUnreadable(front, payload);
  const may = await front.commands.mayDeny(asked);
  if (!may.ok) return sayPrivately(front, payload.replyTo, sayRefusal(may.refusal, "list"));
  const trouble = await openView(front, payload.triggerId, renderDenyForm(may.value, asked));
  if (trouble !== null) await sayPrivately(front, payload.replyTo, trouble);
}

export const onDenySent: Listener<Submission, ViewBody> = {
  name: "deny_sent",
  schema: submission,
  work: async (front, { person, view }) => {
    const form = parseDenyForm(view);
    if (form === null) return unreadable(front, "deny", person);
    const { requestId, seq, reason } = form;
    const denied = await front.commands.deny({ requestId, seq, ...person, reason });
    return denied.ok ? closes() : refusalIn(view, denied.refusal);
  },
  late: (_front, { view }) => staysOpen(view, stillAtItHere),
  sorry: (_front, { view }) => staysOpen(view, somethingWentWrongHere),
  nothing: "",
};

// "Show the sign-in": opens the place where it will stand while the trigger still lives, has the sign-in made, and puts it
// there. What was made is in the answer to this one person and nowhere else: not in a message, a log or an error.
import { TransientError } from "../../ports.ts";
import { IN_THE_BACKGROUND_MS, SlackRefusal } from "../client.ts";
import { type ButtonClick, click } from "../payload.ts";
import { renderCredential, renderCredentialComing } from "../views/credential.ts";
import { REQUEST_ACTIONS } from "../views/request-card.ts";
import { sayRefusal } from "../words/refusals.ts";
import { clickOf, says, sayUnreadable } from "./button.ts";
import { type Front, findFlow } from "./front.ts";
import type { Listener } from "./listen.ts";
import { openPlace } from "./open.ts";
import { sayPrivately } from "./say-privately.ts";
import { signInNotShown, somethingWentWrongHere } from "./sentences.ts";
import { notice } from "./view-replies.ts";

export const SHOW_CREDENTIAL = REQUEST_ACTIONS.showCredential;

export const onShowCredential: Listener<ButtonClick, ""> = {
  name: "show_credential",
  schema: click,
  work: async (front, payload) => {
    const asked = clickOf(payload);
    if (asked === null) return { body: "", after: () => sayUnreadable(front, payload) };
    // First the place: what is made for a modal that does not open would be lost, and the secret before it with it.
    const place = await openPlace(front, payload.triggerId, renderCredentialComing());
    if (!place.isOpen) return says(front, payload, place.trouble);
    const made = await front.commands.showCredential({ ...asked, seq: null });
    if (!made.ok) return { body: "", after: () => put(front, payload, place.viewId, notice(refusal(made.refusal))) };
    const { flow, environment } = made.value.request;
    const label = findFlow(front, flow, environment)?.flow.label ?? flow;
    return { body: "", after: () => put(front, payload, place.viewId, renderCredential(made.value, label)) };
  },
  sorry: (front, payload) => says(front, payload, somethingWentWrongHere),
  nothing: "",
};

const refusal = (why: Parameters<typeof sayRefusal>[0]) => sayRefusal(why, "credential");

/** Closed meanwhile, or not to be had: then it is lost, which costs a click. */
async function put(
  front: Front,
  { replyTo }: ButtonClick,
  viewId: string,
  view: ReturnType<typeof notice>,
): Promise<void> {
  try {
    await front.call("views.update", { view_id: viewId, view }, IN_THE_BACKGROUND_MS);
  } catch (error) {
    if (!(error instanceof TransientError) && !(error instanceof SlackRefusal)) throw error;
    front.log("slack.credential.not_shown", { class: error.name });
    await sayPrivately(front, replyTo, signInNotShown);
  }
}

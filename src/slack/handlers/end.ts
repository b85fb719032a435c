// Cancel and Revoke: an end, in the acknowledgement. An end is the same whichever version of the card its button was drawn at.
import type { Result } from "../../domain/refusal.ts";
import type { Click as Asked, Commands } from "../../ports.ts";
import { type ButtonClick, click } from "../payload.ts";
import { REQUEST_ACTIONS } from "../views/request-card.ts";
import { renderList } from "../views/request-list.ts";
import { sayRefusal } from "../words/refusals.ts";
import { clickOf, says, sayUnreadable } from "./button.ts";
import type { Front } from "./front.ts";
import { publishHome } from "./home.ts";
import type { Listener } from "./listen.ts";
import { somethingWentWrongHere } from "./sentences.ts";

export const CANCEL = REQUEST_ACTIONS.cancel;
export const REVOKE = REQUEST_ACTIONS.revoke;

const ending = (
  name: "cancel" | "revoke",
  end: (commands: Commands, asked: Asked) => Promise<Result<unknown>>,
): Listener<ButtonClick, ""> => ({
  name,
  schema: click,
  work: async (front, payload) => {
    const button = clickOf(payload);
    if (button === null) return { body: "", after: () => sayUnreadable(front, payload) };
    const ended = await end(front.commands, { ...button, seq: null });
    if (!ended.ok) return says(front, payload, sayRefusal(ended.refusal));
    return { body: "", after: () => redrawOwn(front, payload) };
  },
  sorry: (front, payload) => says(front, payload, somethingWentWrongHere),
  nothing: "",
});

export const onCancel = ending("cancel", (commands, asked) => commands.cancel(asked));
export const onRevoke = ending("revoke", (commands, asked) => commands.revoke(asked));

/** The engine redraws cards and receipts. What only this person sees, it does not know of: their list, and their Home tab. */
async function redrawOwn(front: Front, { person, isEphemeral, view, replyTo }: ButtonClick): Promise<void> {
  if (view !== null) return publishHome(front, person);
  if (!isEphemeral || replyTo.responseUrl === null) return;
  const mine = await front.commands.list(person);
  if (!mine.ok) return;
  const { text, blocks } = renderList(mine.value.lines, {
    ...mine.value,
    now: front.clock.now(),
    flows: front.deployment.flows,
  });
  await front.respond(replyTo.responseUrl, { text, blocks, replaceOriginal: true });
}

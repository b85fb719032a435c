// What a modal can be told when it is sent: close, show this instead, or stay as it is with a line under a question.
import type { ModalView, ViewClearResponse, ViewErrorsResponse, ViewUpdateResponse } from "slack-edge";
import type { Refusal } from "../../domain/refusal.ts";
import { firstQuestion, type View } from "../payload.ts";
import { section, words } from "../views/blocks.ts";
import { type MrkdwnText, piece } from "../words/escape.ts";
import { type Asked, sayRefusal } from "../words/refusals.ts";
import type { Reply } from "./listen.ts";

export type ViewBody = "" | ViewClearResponse | ViewErrorsResponse | ViewUpdateResponse;

/** Closes the modal and all that lie under it. */
export const closes = (): Reply<ViewBody> => ({ body: { response_action: "clear" } });

export const becomes = (view: ModalView): Reply<ViewBody> => ({ body: { response_action: "update", view } });

export const underFields = (errors: Record<string, string>): Reply<ViewBody> => ({
  body: { response_action: "errors", errors },
});

/** A modal that only says something; mrkdwn, so that people and links in it can be clicked. */
export const notice = (text: MrkdwnText): ModalView => ({
  type: "modal",
  title: words("Sym", 24),
  close: words("Close", 24),
  blocks: [section(piece(text))],
});

/** What may be tried again at once keeps the modal open, with everything that was typed; the rest takes its place. */
export function refusalIn(view: View, refusal: Refusal, asked?: Asked): Reply<ViewBody> {
  const mayRetry = refusal.kind === "not_known_yet" || refusal.kind === "lookup_unavailable";
  const said = sayRefusal(refusal, asked);
  return mayRetry ? staysOpen(view, said) : becomes(notice(said));
}

/** Says it under the first question, where there is one. */
export function staysOpen(view: View, text: MrkdwnText): Reply<ViewBody> {
  const question = firstQuestion(view);
  return question === null ? becomes(notice(text)) : underFields({ [question]: plainly(text) });
}

/** Slack shows errors letter by letter. */
const plainly = (text: MrkdwnText): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

// What everybody has through Sym at this moment, for admins: who, what, until when. One line each, what ends soonest first;
// cut to what a message holds, and says so.
import type { Request } from "../../domain/request.ts";
import type { LiveAccess } from "../../ports.ts";
import { type Mrkdwn, mrkdwn } from "../words/escape.ts";
import { mention } from "../words/people.ts";
import { statusOf } from "../words/status.ts";
import { context, fitting, header, MESSAGE_TEXT_MAX, type Message, section } from "./blocks.ts";
import { type ListOptions, paragraphs, until, whatOf } from "./request-list.ts";

export function renderLiveAccess({ requests, total }: LiveAccess, at: ListOptions): Message {
  const shown = fitting(
    requests.map((request) => liveLine(request, at)),
    MESSAGE_TEXT_MAX,
  );
  const more = total - shown.length;
  return {
    text: mrkdwn`Live access of everybody: ${total}`.mrkdwn,
    blocks: [
      header("Live access of everybody"),
      section(
        total === 0 ? mrkdwn`Nobody has access through Sym now.` : mrkdwn`*${total}* live, what ends soonest first.`,
      ),
      ...paragraphs(shown),
      ...(more > 0 ? [context(mrkdwn`…and ${more} more, which are not shown here. The record has them all.`)] : []),
      ...(total === 0
        ? []
        : [
            context(
              mrkdwn`\`/sym revoke-all @person\` and \`/sym revoke-all TARGET\` end them; so does *Revoke* on a card.`,
            ),
          ]),
    ],
  };
}

function liveLine(request: Request, at: ListOptions): Mrkdwn {
  const { sign, words } = statusOf(request, at.now);
  return mrkdwn`${sign} ${mention(request.requester)}: ${whatOf(request, at)}, ${words.toLowerCase()}${until(request, at.now)}`;
}

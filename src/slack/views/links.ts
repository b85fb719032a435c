// Whose account is whose: one's own links, or a page of everybody's for admins. Cut to what a message holds, and says so.
import type { Link } from "../../domain/identity.ts";
import type { LinkPage } from "../../ports.ts";
import { code, type Mrkdwn, mentionOf, mrkdwn } from "../words/escape.ts";
import { mention } from "../words/people.ts";
import { sayWhen } from "../words/when.ts";
import { context, fitting, header, MESSAGE_TEXT_MAX, type Message, section } from "./blocks.ts";
import { paragraphs } from "./request-list.ts";

const TOKEN = "token/";

export function renderOwnLinks({ links, total }: LinkPage): Message {
  const none = mrkdwn`You are linked to no account yet. The first request at a Target looks yours up, and keeps it.`;
  const wrong = context(
    mrkdwn`Is one of them wrong? Please ask an admin of Sym to set it: \`/sym identity set @person TARGET ACCOUNT\`.`,
  );
  const told = total === 0 ? [section(none)] : [...paragraphs(links.map((link) => mrkdwn`${lineOf(link)}`)), wrong];
  return { text: mrkdwn`Your accounts: ${total}`.mrkdwn, blocks: [header("Your accounts"), ...told] };
}

/** `of`: somebody whose links were asked for. */
export function renderLinks(
  { links, total, pageSize }: LinkPage & { readonly pageSize: number },
  { of, page }: { readonly of: string | null; readonly page: number },
): Message {
  const pages = Math.max(1, Math.ceil(total / pageSize));
  const lines = links.map((link) => mrkdwn`${mention(link.person)}: ${lineOf(link)}`);
  const shown = fitting(lines, MESSAGE_TEXT_MAX);
  const whose = of === null ? mrkdwn`` : mrkdwn` of ${mentionOf("person", of)}`;
  const counted = mrkdwn`*${total}* ${total === 1 ? "link" : "links"}${whose}, page ${page} of ${pages}.`;
  const next = of === null && page < pages ? mrkdwn` More: \`/sym identity list ${page + 1}\`.` : mrkdwn``;
  const cut =
    shown.length < lines.length ? mrkdwn` ${lines.length - shown.length} of this page do not fit here.` : mrkdwn``;
  return {
    text: mrkdwn`Whose account is whose: ${total}`.mrkdwn,
    blocks: [
      header("Whose account is whose"),
      section(mrkdwn`${counted}${next}${cut}`),
      ...paragraphs(shown),
      context(
        mrkdwn`\`/sym identity set @person TARGET ACCOUNT\` sets one for every Flow, \`/sym identity remove @person TARGET\` lets it be found anew. Neither touches access that is there.`,
      ),
    ],
  };
}

function lineOf({ account, realm, flow, source, by, at }: Link): Mrkdwn {
  const where = flow === "" ? mrkdwn`` : mrkdwn` (Flow ${code(flow)})`;
  const who = by.startsWith(TOKEN) ? code(by.slice(TOKEN.length)) : mention(by);
  const how =
    source === "found" ? mrkdwn`found` : source === "csv" ? mrkdwn`from a file, by ${who}` : mrkdwn`set by ${who}`;
  return mrkdwn`${code(account.label)} at ${code(realm)}${where}, ${how}${sayWhen(at, "UTC", ", ")}`;
}

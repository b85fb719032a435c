// The Home tab: what Sym is, a way to ask, and the person's own requests.
import type { HomeTabView } from "slack-edge";
import type { Result } from "../../domain/refusal.ts";
import type { Listing } from "../../ports.ts";
import { mrkdwn, piece } from "../words/escape.ts";
import { sayRefusal } from "../words/refusals.ts";
import { actions, button, context, divider, header, section } from "./blocks.ts";
import { type ListOptions, listBlocks } from "./request-list.ts";

export const HOME_ACTIONS = { newRequest: "home.new_request" } as const;

/** `mine`: what `Commands.list` answered. */
export const renderHome = (mine: Result<Listing>, at: ListOptions): HomeTabView => ({
  type: "home",
  callback_id: "home",
  blocks: [
    header("Access for a while"),
    section(
      mrkdwn`Ask for what you need. Somebody who may decide approves it, Sym grants it, and when the time is up Sym takes it away again and makes sure that it is gone.`,
    ),
    actions(button({ label: "New request", actionId: HOME_ACTIONS.newRequest, value: "open", style: "primary" })),
    divider(),
    header("Your requests"),
    ...(mine.ok
      ? listBlocks(mine.value.lines, { ...at, ...mine.value })
      : [section(mrkdwn`:warning: ${piece(sayRefusal(mine.refusal, "list"))}`)]),
    context(mrkdwn`The same from anywhere: \`/sym req\`, \`/sym list\`, \`/sym help\`.`),
  ],
});

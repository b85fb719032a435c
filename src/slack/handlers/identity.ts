// `/sym identity`: what one is linked to, and for admins whose account is whose. Answers one person alone.
import type { LinkSet, LinkWish } from "../../ports.ts";
import type { SlashCommand } from "../payload.ts";
import type { Message } from "../views/blocks.ts";
import { renderLinks, renderOwnLinks } from "../views/links.ts";
import { code, joined, type Mrkdwn, type MrkdwnText, mentionOf, mrkdwn } from "../words/escape.ts";
import { mention } from "../words/people.ts";
import { sayRefusal } from "../words/refusals.ts";
import type { Front } from "./front.ts";
import type { IdentityWish } from "./grammar.ts";

export async function answerIdentity(
  { commands }: Front,
  { person, triggerId }: SlashCommand,
  wish: IdentityWish,
): Promise<Message | MrkdwnText> {
  switch (wish.kind) {
    case "own": {
      const own = await commands.ownLinks(person);
      return own.ok ? renderOwnLinks(own.value) : sayRefusal(own.refusal, "list");
    }
    case "list": {
      const found = await commands.listLinks(person, wish.of, wish.page);
      return found.ok ? renderLinks(found.value, wish) : sayRefusal(found.refusal, "list");
    }
    case "set": {
      const done = await commands.setLink(person, wish, triggerId);
      return done.ok ? sayDone(wish, done.value).mrkdwn : sayRefusal(done.refusal, "freeze");
    }
  }
}

function sayDone({ userId, account }: LinkWish, { realm, changed, shared }: LinkSet): Mrkdwn {
  const who = mentionOf("person", userId);
  if (account === null)
    return mrkdwn`Removed: ${who} is linked to no account of ${code(realm)} any more; the next request finds one anew. Access that is there stays as it is, until its end.`;
  const said = changed
    ? mrkdwn`Set: ${who} is ${code(account)} at ${code(realm)} from now on, in every Flow. Access that is there stays with the account that it was given to, until its end.`
    : mrkdwn`${who} is linked to ${code(account)} at ${code(realm)} already.`;
  return shared.length === 0
    ? said
    : mrkdwn`${said}\n:warning: The same account is linked to ${joined(shared.map(mention), ", ")} too. What one of them gets, all of them have.`;
}

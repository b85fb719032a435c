// Says something that only one person sees, where they just did something: the reply URL first, which needs no membership,
// then an ephemeral message, then a direct one. Never fails: what could not be said is logged, without the words.
import type { AnyMessageBlock } from "slack-edge";
import { TransientError } from "../../ports.ts";
import { type CallSlack, IN_THE_BACKGROUND_MS, SlackRefusal } from "../client.ts";
import type { ReplyTo } from "../payload.ts";
import type { MrkdwnText } from "../words/escape.ts";
import type { Front } from "./front.ts";

/** `said`: a sentence, or a message whose `text` stands for its blocks where those cannot be shown. */
export async function sayPrivately(
  { call, respond, log }: Front,
  to: ReplyTo,
  said: MrkdwnText | { readonly text: MrkdwnText; readonly blocks?: readonly AnyMessageBlock[] },
): Promise<void> {
  const { text, blocks } = typeof said === "string" ? { text: said } : said;
  if (to.responseUrl !== null && (await respond(to.responseUrl, { text, blocks, replaceOriginal: false }))) return;
  if (
    to.channelId !== null &&
    (await done(call, "chat.postEphemeral", { channel: to.channelId, user: to.userId, text, blocks }))
  )
    return;
  const quiet = { unfurl_links: false, unfurl_media: false };
  if (await done(call, "chat.postMessage", { channel: to.userId, text, blocks, ...quiet })) return;
  log("slack.reply.failed", { user: to.userId });
}

async function done(
  call: CallSlack,
  method: "chat.postEphemeral" | "chat.postMessage",
  args: Record<string, unknown>,
): Promise<boolean> {
  try {
    await call(method, args, IN_THE_BACKGROUND_MS);
    return true;
  } catch (error) {
    if (error instanceof TransientError || error instanceof SlackRefusal) return false;
    throw error;
  }
}

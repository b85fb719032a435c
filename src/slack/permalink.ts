// Links to messages. Asked for when they are shown and kept nowhere; no message waits for its link.
import * as z from "zod";
import type { MessageRef } from "../domain/effect.ts";
import { TransientError } from "../ports.ts";
import { type CallSlack, readAnswer, SlackRefusal } from "./client.ts";

const permalinkAnswer = z.object({ permalink: z.url() });

/** Null where there is no message, or no link to it to be had within `limitMs`. */
export async function permalinkOf(call: CallSlack, ref: MessageRef | null, limitMs: number): Promise<string | null> {
  if (ref === null) return null;
  const method = "chat.getPermalink";
  try {
    const answer = await call(method, { channel: ref.channel, message_ts: ref.ts }, limitMs);
    return readAnswer(method, permalinkAnswer, answer).permalink;
  } catch (error) {
    if (error instanceof TransientError || error instanceof SlackRefusal) return null;
    throw error;
  }
}

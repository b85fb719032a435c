// The hourly digest of the audit trail, in one line that can be copied out whole. Holds hashes and counts; nobody's name and
// nothing that anybody wrote.
import type { DigestBody } from "../../domain/digest.ts";
import { codeLine, mrkdwn } from "../words/escape.ts";
import { type Message, section } from "./blocks.ts";

export function renderDigest({ seq, from, to, key }: DigestBody, line: string): Message {
  const news = to < from ? "nothing new" : `lines ${from} to ${to}`;
  const text = mrkdwn`Audit digest ${seq}, ${news}${key === null ? ", not signed" : ""}`;
  return { text: text.mrkdwn, blocks: [section(mrkdwn`${text}: ${codeLine(line)}`)] };
}

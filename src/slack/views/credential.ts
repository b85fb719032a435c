// The sign-in of somebody's own access, in a modal that nobody else sees: first that it is being made, then the lines as the
// strategy gave them. Never drawn into a message, and without anything to press: what stands here must not come back.
import type { ModalView } from "slack-edge";
import type { Credential } from "../../ports.ts";
import { codeLine, type Mrkdwn, mrkdwn } from "../words/escape.ts";
import { sayAsk } from "../words/request.ts";
import { sayWhen } from "../words/when.ts";
import { context, section, words } from "./blocks.ts";

const modal = (...blocks: ModalView["blocks"]): ModalView => ({
  type: "modal",
  title: words("Your sign-in", 24),
  close: words("Close", 24),
  blocks,
});

export const renderCredentialComing = (): ModalView =>
  modal(
    section(
      mrkdwn`:hourglass_flowing_sand: One moment: a new sign-in is being made for you. If it does not stand here within a minute, close this and press the button again.`,
    ),
  );

export function renderCredential({ request, lines }: Credential, flowLabel: string): ModalView {
  const until = request.granted === null ? null : sayWhen(request.granted.until, request.requesterTz, ", until ");
  const about = mrkdwn`Your sign-in for ${sayAsk(request, flowLabel)}${until ?? ""}:`;
  return modal(section(about), ...lines.map((line) => section(said(line.label, line.value))), context(NOTE));
}

/** Copied letter by letter. */
const said = (label: string, value: string): Mrkdwn => mrkdwn`*${label}*\n${codeLine(value)}`;

const NOTE = mrkdwn`Only you see this, and only now: Sym keeps no copy. When you ask again you get a new password, and this one stops working. Do not pass it on: what is done with it is done in your name.`;

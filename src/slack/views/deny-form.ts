// The form behind Deny: an optional reason. It carries the button's value and nothing else.
import type { ModalView } from "slack-edge";
import * as z from "zod";
import type { Request } from "../../domain/request.ts";
import { mrkdwn } from "../words/escape.ts";
import { mention } from "../words/people.ts";
import { sayAsk, sayFor } from "../words/request.ts";
import { section, words } from "./blocks.ts";
import { readState } from "./form-state.ts";
import { input } from "./inputs.ts";
import { parseButton } from "./request-buttons.ts";

export const DENY_FORM = { callbackId: "deny_form", reason: "deny.reason" } as const;

const REASON_BLOCK = "reason";
const REASON_MAX = 1_000;

/** `seq`: of the button that was clicked, so that the decision is about what the person saw. */
export const renderDenyForm = (request: Request, button: { readonly seq: number }): ModalView => ({
  type: "modal",
  callback_id: DENY_FORM.callbackId,
  title: words("Deny this request", 24),
  submit: words("Deny", 24),
  close: words("Back", 24),
  private_metadata: `${request.id}.${button.seq}`,
  blocks: [
    section(mrkdwn`${mention(request.requester)} asks for ${sayAsk(request, request.flow)}${sayFor(request)}.`),
    input({
      blockId: REASON_BLOCK,
      label: "Reason",
      hint: "Shown to the requester and on the card.",
      required: false,
      element: { type: "plain_text_input", action_id: DENY_FORM.reason, multiline: true, max_length: REASON_MAX },
    }),
  ],
});

const denyForm = z.object({
  callback_id: z.literal(DENY_FORM.callbackId),
  private_metadata: z.string(),
  state: z.object({ values: z.unknown() }).nullish().catch(null),
});

/** Null where the view is not this form. `reason` is as typed, at most 1,000 characters; null where none was given. */
export function parseDenyForm(
  view: unknown,
): { readonly requestId: string; readonly seq: number; readonly reason: string | null } | null {
  const read = denyForm.safeParse(view);
  const button = read.success ? parseButton(read.data.private_metadata) : null;
  if (!read.success || button === null) return null;
  const typed = readState(read.data.state?.values)(REASON_BLOCK)?.typed?.trim() ?? "";
  return { ...button, reason: typed === "" ? null : typed.slice(0, REASON_MAX).toWellFormed() };
}

// The two forms behind "End by hand": the first admin says what proves that access is gone, the second reads that and confirms.
// Each carries the request's id and the proposal that it is about, and nothing else.
import type { AnyModalBlock, ModalView } from "slack-edge";
import * as z from "zod";
import type { Request } from "../../domain/request.ts";
import { type Mrkdwn, mrkdwn } from "../words/escape.ts";
import { mention } from "../words/people.ts";
import { sayAsk, sayStruggle } from "../words/request.ts";
import { sayWhen } from "../words/when.ts";
import { quote, section, words } from "./blocks.ts";
import { readState } from "./form-state.ts";
import { input } from "./inputs.ts";
import { parseButton } from "./request-buttons.ts";

export const CLOSE_FORM = {
  proposeId: "close_propose_form",
  confirmId: "close_confirm_form",
  evidence: "close.evidence",
} as const;

const EVIDENCE_BLOCK = "evidence";
const EVIDENCE_MAX = 1_000;

/** `confirms`: this person is the second one, and reads what the first one wrote. */
export const renderCloseForm = (request: Request, confirms: boolean): ModalView => ({
  type: "modal",
  callback_id: confirms ? CLOSE_FORM.confirmId : CLOSE_FORM.proposeId,
  title: words("End by hand", 24),
  submit: words(confirms ? "It is gone: close" : "Ask a second admin", 24),
  close: words("Back", 24),
  private_metadata: `${request.id}.${confirms ? (request.byHand?.seq ?? 1) : request.seq}`,
  blocks: [section(aboutOf(request)), ...(confirms ? proposalOf(request) : [evidenceInput])],
});

function aboutOf(request: Request): Mrkdwn {
  const what = mrkdwn`${mention(request.requester)} should no longer have ${sayAsk(request, request.flow)}.`;
  const struggle = sayStruggle(request);
  const rest = mrkdwn`Close this by hand only if you have looked at the target and the access is gone. Sym then stops trying, reads it back every day for 30 days, and removes it again if it is there.`;
  return struggle === null ? mrkdwn`${what}\n${rest}` : mrkdwn`${what}\n${struggle}\n${rest}`;
}

const proposalOf = ({ byHand, requesterTz }: Request): AnyModalBlock[] =>
  byHand === undefined
    ? []
    : [
        section(mrkdwn`${mention(byHand.by)} says that it is gone${sayWhen(byHand.at, requesterTz, ", ")}:`),
        quote(byHand.evidence, EVIDENCE_MAX),
      ];

const evidenceInput = input({
  blockId: EVIDENCE_BLOCK,
  label: "What shows that it is gone?",
  hint: "What you looked at and saw, or a link to it. It is kept in the record and shown on the card.",
  required: true,
  element: { type: "plain_text_input", action_id: CLOSE_FORM.evidence, multiline: true, max_length: EVIDENCE_MAX },
});

const closeForm = z.object({
  callback_id: z.enum([CLOSE_FORM.proposeId, CLOSE_FORM.confirmId]),
  private_metadata: z.string(),
  state: z.object({ values: z.unknown() }).nullish().catch(null),
});

/** Null where the view is neither form. `evidence` null: it confirms, or none was given. */
export function parseCloseForm(view: unknown): {
  readonly confirms: boolean;
  readonly requestId: string;
  readonly seq: number;
  readonly evidence: string | null;
} | null {
  const read = closeForm.safeParse(view);
  const about = read.success ? parseButton(read.data.private_metadata) : null;
  if (!read.success || about === null) return null;
  const typed = readState(read.data.state?.values)(EVIDENCE_BLOCK)?.typed?.trim() ?? "";
  const evidence = typed === "" ? null : typed.slice(0, EVIDENCE_MAX).toWellFormed();
  return { ...about, confirms: read.data.callback_id === CLOSE_FORM.confirmId, evidence };
}

/** Where an answer without evidence is told so. */
export const EVIDENCE_MISSING = { [EVIDENCE_BLOCK]: "Say what shows that it is gone." };

// What the form turns into when there is more to say about a request that was sent than that it was sent.
import type { ModalView } from "slack-edge";
import type { FlowVersion } from "../../domain/flow.ts";
import type { Request } from "../../domain/request.ts";
import { sayFirstAsked } from "../words/approvals.ts";
import { mrkdwn } from "../words/escape.ts";
import { sayAlreadyHeld, sayAsk, sayFor } from "../words/request.ts";
import { section, words } from "./blocks.ts";

/** Null: nothing to add, the form simply closes and the direct message tells the rest. */
export function renderSent(request: Request, { flow }: FlowVersion): ModalView | null {
  const held = sayAlreadyHeld(request);
  if (held === null) return null;
  return {
    type: "modal",
    callback_id: "sent",
    title: words("Request sent", 24),
    close: words("Close", 24),
    blocks: [
      section(
        mrkdwn`:white_check_mark: You asked for ${sayAsk(request, flow.label)}${sayFor(request)}. ${sayFirstAsked(flow)} can approve it; you will hear in a direct message.`,
      ),
      section(mrkdwn`:information_source: ${held} That stays as it is, whatever becomes of this request.`),
    ],
  };
}

// The receipt: the requester's own standing message, drawn whole from the request's state. Everything that they may need
// to do about their request is here, since they may not be in the channel of the card.
import type { ActionsBlock, AnyMessageBlock } from "slack-edge";
import type { Request } from "../../domain/request.ts";
import { approvalsOf } from "../../domain/stages.ts";
import type { Snapshot } from "../../ports.ts";
import { sayWhoDecides } from "../words/approvals.ts";
import { reasonGiven, sayClosing, sayEnding } from "../words/closing.ts";
import { code, joined, link, type Mrkdwn, mrkdwn } from "../words/escape.ts";
import { sayGrantEvidence, sayRemoval } from "../words/evidence.ts";
import {
  sayAccountKept,
  sayApprovers,
  sayAsk,
  sayFlow,
  sayFor,
  sayGrantBy,
  sayHeldWhenAsked,
  saySelfApproval,
  sayStruggle,
} from "../words/request.ts";
import { isActive, isTimeUp, statusOf } from "../words/status.ts";
import { sayWhen } from "../words/when.ts";
import { actions, context, type Message, quote, section } from "./blocks.ts";
import { cancelButton, revokeButton } from "./request-buttons.ts";

export interface ReceiptOptions {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Link to the card; null while it is not posted. */
  readonly permalink: string | null;
}

const REASON_MAX = 1_000;

export function renderReceipt(snapshot: Snapshot, at: ReceiptOptions): Message {
  const { request, version } = snapshot;
  const status = statusOf(request, at.now);
  const title = mrkdwn`${status.sign} *${status.words}:* ${sayAsk(request, version.flow.label)}${sayFor(request)}`;
  const remarks = remarksOf(request, at.now);
  const reason = reasonGiven(request);
  const struggle = sayStruggle(request);
  const blocks: (AnyMessageBlock | null)[] = [
    section(mrkdwn`${title}\n${storyOf(snapshot, at.now)}`),
    reason === null ? null : quote(reason, REASON_MAX),
    struggle === null ? null : section(struggle),
    remarks.length === 0 ? null : context(joined(remarks, "\n")),
    buttonsOf(request, at.now),
    footer(snapshot, at.permalink),
  ];
  return {
    text: mrkdwn`${status.words}: ${sayAsk(request, version.flow.label)}`.mrkdwn,
    blocks: blocks.filter((block) => block !== null),
  };
}

function storyOf({ request, version, frozen }: Snapshot, now: number): Mrkdwn {
  const tz = request.requesterTz;
  const self = saySelfApproval(request, "You");
  const others = mrkdwn`Approved by ${sayApprovers(request) ?? mrkdwn`nobody`}.`;
  const approved = approvalsOf(request).length > 1 ? joined([others, self], " ") : (self ?? others);
  switch (request.state) {
    case "pending": {
      const wait = mrkdwn`${sayWhoDecides(version.flow, request)} You will hear of it here.`;
      return frozen
        ? mrkdwn`${wait}\nSym is frozen at the moment: nothing new is granted until an admin ends the freeze.`
        : wait;
    }
    case "granting":
      return joined([approved, mrkdwn`You will hear as soon as it is there.`, sayGrantBy(request)], " ");
    case "active":
      if (request.granted === null) return approved;
      return isTimeUp(request, now)
        ? mrkdwn`You had it ${sayWhen(request.granted.until, tz, "until ")}. It is being removed; there is nothing for you to do.`
        : mrkdwn`You have it *${sayWhen(request.granted.until, tz, "until ")}*. It then ends by itself. ${approved}`;
    case "revoking":
      return mrkdwn`${sayEnding(request)} It is being removed; there is nothing for you to do.`;
    case "closed":
      return joined([sayClosing(request), sayRemoval(request, "You"), ownOnly(request)], " ");
  }
}

/** Of a request that gave nothing, that it was their own approval is said beside who approved. */
const ownOnly = (request: Request): Mrkdwn | null =>
  request.outcome === "approved" ? saySelfApproval(request, "You") : null;

function remarksOf(request: Request, now: number): Mrkdwn[] {
  if (request.state === "closed") return [];
  const held = sayHeldWhenAsked(request, "You", now);
  const seen = request.granted === null ? [] : sayGrantEvidence(request.granted.evidence, "You");
  const kept = sayAccountKept(request, "You");
  return [held, kept, ...seen].filter((remark) => remark !== null);
}

function buttonsOf(request: Request, now: number): ActionsBlock | null {
  if (request.state === "pending" || request.state === "granting") return actions(cancelButton(request));
  return isActive(request, now) ? actions(revokeButton(request)) : null;
}

function footer(snapshot: Snapshot, permalink: string | null) {
  const { request, version } = snapshot;
  return context(
    joined([sayFlow(version.flow), cardOf(snapshot, permalink), mrkdwn`request ${code(request.id)}`], "  ·  "),
  );
}

/** A card without a link is there all the same, and one that is not there may never be: neither is promised. */
function cardOf({ request, card }: Snapshot, permalink: string | null): Mrkdwn | null {
  if (permalink !== null) return link(permalink, "Open the card");
  return card === null && request.state === "pending" ? mrkdwn`The card is not posted yet` : null;
}

// News for the requester: one message a time that something happened, and never redrawn. Says what has happened, and is
// still true when it comes late.
import type { AnyMessageBlock } from "slack-edge";
import type { Note } from "../../domain/effect.ts";
import type { Request } from "../../domain/request.ts";
import type { Snapshot } from "../../ports.ts";
import { reasonGiven, sayClosing } from "../words/closing.ts";
import { code, joined, type Mrkdwn, mrkdwn } from "../words/escape.ts";
import { sayGrantEvidence, sayRemoval } from "../words/evidence.ts";
import { sayApprovers, sayAsk, sayFlow, saySelfApproval } from "../words/request.ts";
import { isTimeUp } from "../words/status.ts";
import { sayWhen } from "../words/when.ts";
import { actions, context, type Message, quote, section } from "./blocks.ts";
import { howToUse } from "./how-to-use.ts";
import { showCredentialButton } from "./request-buttons.ts";

const REASON_MAX = 1_000;

export interface NoteOptions {
  readonly now: number;
  /** There is a sign-in to be shown (`Strategy.credential`). */
  readonly hasCredential?: boolean;
}

export function renderNote(snapshot: Snapshot, note: Note, at: NoteOptions): Message {
  const { request, version } = snapshot;
  const has = request.state === "active" && !isTimeUp(request, at.now);
  const news = newsOf(snapshot, note, has);
  const reason = note === "approved" || note === "active" ? null : reasonGiven(request);
  const remarks =
    note === "active" && request.granted !== null ? sayGrantEvidence(request.granted.evidence, "You") : [];
  const blocks: (AnyMessageBlock | null)[] = [
    section(news),
    reason === null ? null : quote(reason, REASON_MAX),
    note === "active" && has && at.hasCredential === true ? actions(showCredentialButton(request)) : null,
    note === "active" && has ? howToUse(version.flow) : null,
    remarks.length === 0 ? null : context(joined(remarks, "\n")),
    context(joined([sayFlow(version.flow), mrkdwn`request ${code(request.id)}`], "  ·  ")),
  ];
  return { text: news.mrkdwn, blocks: blocks.filter((block) => block !== null) };
}

function newsOf({ request, version }: Snapshot, note: Note, has: boolean): Mrkdwn {
  const what = sayAsk(request, version.flow.label);
  const yours = request.access?.onlyLevel ? mrkdwn`access to ${what}` : what;
  const tz = request.requesterTz;
  switch (note) {
    case "approved": {
      const approved = approvedBy(request, what);
      return request.access === null ? approved : mrkdwn`${approved} You will hear when it is there.`;
    }
    case "active":
      if (request.granted === null) return mrkdwn`:white_check_mark: You have ${what}.`;
      // This one message says both: that it was approved, and that it is there.
      if (has)
        return mrkdwn`${approvedBy(request, what)} It is there: you have it *${sayWhen(request.granted.until, tz, "until ")}*. It then ends by itself.`;
      return mrkdwn`:lock: You had ${what}, ${sayWhen(request.granted.at, tz, "granted ")}. It has ended, or is just being removed.`;
    case "denied":
      return mrkdwn`:no_entry: Your request for ${what} is not granted. ${sayClosing(request)}`;
    case "lapsed":
      return mrkdwn`:white_circle: Your request for ${what} is closed. ${sayClosing(request)} If you still need it, ask again with \`/sym req\`.`;
    case "cancelled":
      return mrkdwn`:white_circle: Your request for ${what} is closed. ${sayClosing(request)}`;
    case "expired":
      return ended(mrkdwn`:lock: Your ${yours} has ended.`, request);
    case "revoked":
      return request.granted === null
        ? ended(mrkdwn`:white_circle: Your request for ${what} was stopped before access was there.`, request)
        : ended(mrkdwn`:lock: Your ${yours} has ended early.`, request);
    case "failed":
      return mrkdwn`${ended(mrkdwn`:warning: Your request for ${what} was approved.`, request)} The operators have been told.`;
    case "closed_by_hand":
      return ended(mrkdwn`:lock: Your ${yours} has ended.`, request);
    case "externally_removed":
      return mrkdwn`${ended(mrkdwn`:warning: Your ${yours} has ended early.`, request)} The operators have been told. If you still need it, ask again with \`/sym req\`.`;
  }
}

function approvedBy(request: Request, what: Mrkdwn): Mrkdwn {
  const own = saySelfApproval(request, "You");
  const by = own === null ? sayApprovers(request) : null;
  return by === null
    ? joined([mrkdwn`:white_check_mark: ${what} is approved.`, own], " ")
    : mrkdwn`:white_check_mark: ${by} approved ${what} for you.`;
}

const ended = (first: Mrkdwn, request: Request): Mrkdwn =>
  joined([first, sayClosing(request), sayRemoval(request, "You")], " ");

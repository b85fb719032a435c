// Why a request is ending or has closed, in one or two sentences that fit any reader, and the reason that a person typed
// with it. The reason is only ever quoted, never put into a sentence.
import { ENDED_BY_ORDER, type Request } from "../../domain/request.ts";
import { sayDisallowed } from "./disallowed.ts";
import { type Mrkdwn, mrkdwn, prose } from "./escape.ts";
import { mention, sayActor } from "./people.ts";
import { sayFailure } from "./request.ts";
import { sayWhen } from "./when.ts";

/** Of a closed request. What was seen at the target is `sayRemoval`. */
export function sayClosing(request: Request): Mrkdwn {
  const { ending, outcome, requesterTz: tz } = request;
  const by = ending === null ? mrkdwn`Sym` : sayWho(ending);
  const when = sayWhen(ending?.at ?? request.closedAt ?? request.createdAt, tz, ", ");
  switch (outcome) {
    case "approved":
      return mrkdwn`Approved by ${by}${when}.`;
    case "denied":
      return mrkdwn`Denied by ${by}${when}.`;
    case "cancelled":
      return mrkdwn`Cancelled by ${by}${when}. Nothing was granted.`;
    case "lapsed":
      return mrkdwn`Nobody decided ${sayWhen(request.lapsesAt, tz, "before ")}, so the request lapsed. Nothing was granted.`;
    case "expired":
      return mrkdwn`${sayWhen(request.granted?.until ?? ending?.at ?? request.createdAt, tz, "The time was up ")}.`;
    case "revoked":
      return mrkdwn`${request.granted === null ? "Stopped" : "Revoked"} by ${by}${when}.`;
    case "failed":
      return sayFailure(request);
    case "externally_removed":
      return mrkdwn`Somebody took it away at the target, not through Sym. Sym puts nothing back.`;
    case "closed_by_hand": {
      const first = request.byHand === undefined ? by : mention(request.byHand.by);
      const readable = request.granted?.evidence.seen !== "unverified";
      const after = readable
        ? mrkdwn`Sym reads it back every day for 30 days.`
        : mrkdwn`This target cannot be read back.`;
      return mrkdwn`The target never confirmed the removal. ${first} said that it is gone, and ${by} confirmed it${when}. ${after}`;
    }
    case null:
      return mrkdwn`Closed${when}.`;
  }
}

/** Why access that was given, or was about to be, is coming to its end before its time. */
export function sayEnding({ ending, granted }: Request): Mrkdwn {
  if (ending === null) return mrkdwn`Ending.`;
  if (ending.by.kind === "person") return mrkdwn`${granted === null ? "Stopped" : "Revoked"} by ${sayWho(ending)}.`;
  if (ending.disallowed !== undefined) return mrkdwn`Ended by Sym: ${sayDisallowed(ending.disallowed)}.`;
  return ending.note === null ? mrkdwn`Ended by Sym.` : mrkdwn`Ended by Sym: ${prose(ending.note)}.`;
}

/** What whoever denied it, or ended it, gave as reason; null where they gave none. As typed: for rich text only. */
export function reasonGiven({ ending }: Request): string | null {
  if (ending === null) return null;
  return ending.by.kind === "person" && !isOrdered(ending) ? ending.note : null;
}

type Ending = NonNullable<Request["ending"]>;

/** `<@U1>`, or `<@U1> with /sym revoke-all` where it was one of many. */
const sayWho = (ending: Ending): Mrkdwn =>
  isOrdered(ending) ? mrkdwn`${sayActor(ending.by)} with \`/sym revoke-all\`` : sayActor(ending.by);

/** Ended with many others. The reason of a denial is always a person's own. */
const isOrdered = ({ note, outcome, by }: Ending): boolean =>
  note === ENDED_BY_ORDER && outcome !== "denied" && outcome !== "approved" && by.kind === "person";

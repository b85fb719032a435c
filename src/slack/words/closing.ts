// Why a request closed, in one or two sentences that fit any reader, and the reason that a person typed with it.
// The reason is only ever quoted, never put into a sentence.
import type { Request } from "../../domain/request.ts";
import { type Mrkdwn, mrkdwn } from "./escape.ts";
import { sayActor } from "./people.ts";
import { sayFailure } from "./request.ts";
import { sayWhen } from "./when.ts";

/** Of a closed request. What was seen at the target is `sayRemoval`. */
export function sayClosing(request: Request): Mrkdwn {
  const { ending, outcome, requesterTz: tz } = request;
  const by = ending === null ? mrkdwn`Sym` : sayActor(ending.by);
  const when = sayWhen(ending?.at ?? request.closedAt ?? request.createdAt, tz);
  switch (outcome) {
    case "approved":
      return mrkdwn`Approved by ${by} ${when}.`;
    case "denied":
      return mrkdwn`Denied by ${by} ${when}.`;
    case "cancelled":
      return mrkdwn`Cancelled by ${by} ${when}. Nothing was granted.`;
    case "lapsed":
      return mrkdwn`Nobody decided before ${sayWhen(request.lapsesAt, tz)}, so the request lapsed. Nothing was granted.`;
    case "expired":
      return mrkdwn`The time was up ${sayWhen(request.granted?.until ?? ending?.at ?? request.createdAt, tz)}.`;
    case "revoked":
      return mrkdwn`Revoked by ${by} ${when}.`;
    case "failed":
      return sayFailure(request);
    case "externally_removed":
      return mrkdwn`Somebody took it away at the target, not through Sym. Sym puts nothing back.`;
    case null:
      return mrkdwn`Closed ${when}.`;
  }
}

/** What whoever decided, or ended it, gave as reason; null where they gave none. As typed: for rich text only. */
export function reasonGiven({ decisions, ending }: Request): string | null {
  if (ending === null) return decisions.at(-1)?.reason ?? null;
  return ending.by.kind === "person" ? ending.note : null;
}

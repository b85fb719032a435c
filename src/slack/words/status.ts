// How a request stands, in a few words with a sign, the same in every message and list.
import type { Outcome, Request } from "../../domain/request.ts";

export interface Status {
  /** Short code of an emoji, colons included. */
  readonly sign: string;
  readonly words: string;
}

const OUTCOMES: Readonly<Record<Outcome, Status>> = {
  approved: { sign: ":white_check_mark:", words: "Approved" },
  denied: { sign: ":no_entry:", words: "Denied" },
  cancelled: { sign: ":white_circle:", words: "Cancelled" },
  lapsed: { sign: ":white_circle:", words: "Lapsed" },
  expired: { sign: ":lock:", words: "Expired" },
  revoked: { sign: ":lock:", words: "Revoked" },
  failed: { sign: ":warning:", words: "Not granted" },
  externally_removed: { sign: ":warning:", words: "Removed outside Sym" },
  closed_by_hand: { sign: ":lock:", words: "Closed by hand" },
};

/** Revoked, as the record calls it, before anything was there to be taken away. */
const STOPPED: Status = { sign: ":white_circle:", words: "Stopped" };

export function statusOf(request: Request, now: number): Status {
  switch (request.state) {
    case "pending":
      return { sign: ":hourglass_flowing_sand:", words: "Waiting for approval" };
    case "granting":
      return request.struggling === null
        ? { sign: ":gear:", words: "Approved, being granted" }
        : { sign: ":hourglass_flowing_sand:", words: "Approved, not there yet" };
    case "active":
      if (isOverdue(request)) return { sign: ":warning:", words: "Removal overdue" };
      return isTimeUp(request, now)
        ? { sign: ":gear:", words: "Time is up, being removed" }
        : { sign: ":white_check_mark:", words: "Active" };
    case "revoking":
      return request.struggling === null
        ? { sign: ":gear:", words: "Being removed" }
        : { sign: ":warning:", words: "Removal overdue" };
    case "closed":
      if (request.back?.goneAt === null) return { sign: ":rotating_light:", words: "There again, being removed" };
      if (request.outcome === "revoked" && request.granted === null) return STOPPED;
      return request.outcome === null ? { sign: ":white_circle:", words: "Closed" } : OUTCOMES[request.outcome];
  }
}

/** When access should have been gone: when somebody asked for its end, or at its time. */
export const endOf = ({ ending, granted, hold, createdAt }: Request): number =>
  ending?.at ?? granted?.until ?? hold?.hardEnd ?? createdAt;

/** Its end is late, and the target has not let go. */
export const isOverdue = ({ struggling }: Request): boolean => struggling !== null && struggling.wanting === undefined;

/** Active still, though its end has come: the removal is under way. */
export const isTimeUp = ({ state, granted, struggling }: Request, now: number): boolean =>
  state === "active" && granted !== null && (struggling !== null || now >= granted.until);

/** Somebody has it now, and may give it up or lose it before its time. */
export const isActive = (request: Request, now: number): boolean =>
  request.state === "active" && !isTimeUp(request, now);

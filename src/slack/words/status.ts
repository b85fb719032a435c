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
};

/** Revoked, as the record calls it, before anything was there to be taken away. */
const STOPPED: Status = { sign: ":white_circle:", words: "Stopped" };

export function statusOf(request: Request, now: number): Status {
  switch (request.state) {
    case "pending":
      return { sign: ":hourglass_flowing_sand:", words: "Waiting for approval" };
    case "granting":
      return { sign: ":gear:", words: "Approved, being granted" };
    case "active":
      if (request.struggling !== null) return { sign: ":warning:", words: "Removal overdue" };
      return isTimeUp(request, now)
        ? { sign: ":gear:", words: "Time is up, being removed" }
        : { sign: ":white_check_mark:", words: "Active" };
    case "revoking":
      return request.struggling === null
        ? { sign: ":gear:", words: "Being removed" }
        : { sign: ":warning:", words: "Removal overdue" };
    case "closed":
      if (request.outcome === "revoked" && request.granted === null) return STOPPED;
      return request.outcome === null ? { sign: ":white_circle:", words: "Closed" } : OUTCOMES[request.outcome];
  }
}

/** Active still, though its end has come: the removal is under way. */
export const isTimeUp = ({ state, granted, struggling }: Request, now: number): boolean =>
  state === "active" && granted !== null && (struggling !== null || now >= granted.until);

/** Somebody has it now, and may give it up or lose it before its time. */
export const isActive = (request: Request, now: number): boolean =>
  request.state === "active" && !isTimeUp(request, now);

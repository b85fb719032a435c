// A request and everything that can happen to it, as data. Changed only by `transition`.
import type { Access } from "./access.ts";
import type { Answer, AnswerLabels } from "./field.ts";
import type { LinkSource } from "./identity.ts";
import type { Actor, PersonKey } from "./person.ts";
import type { Disallowed } from "./refusal.ts";
import type { Waiting } from "./stages.ts";
import type { TroubleClass } from "./trouble.ts";

export type RequestState = "pending" | "granting" | "active" | "revoking" | "closed";

/** Why a request closed. */
export type Outcome =
  | "approved"
  | "denied"
  | "cancelled"
  | "lapsed"
  | "expired"
  | "revoked"
  | "failed"
  | "externally_removed"
  /** Two admins say that it is gone, with evidence; the target never did. */
  | "closed_by_hand";

export interface Decision {
  readonly verdict: "approve" | "deny";
  readonly by: PersonKey;
  readonly at: number;
  /** Of a denial, where one was given. */
  readonly reason: string | null;
  /** Which of several stages it was for, from 0. Absent: the first, or the only one. */
  readonly stage?: number;
}

/** What a read-back, or its absence, says. Stored with the report it came with. */
export interface Evidence {
  /** What the target says now: the direct level of the slot, `absent`, or `unverified` where it cannot be read. */
  readonly seen: string;
  /** Access that comes from elsewhere (a parent group), which Sym neither gives nor takes. */
  readonly inherited: string | null;
  readonly at: number;
  /** Why nothing was, or had to be, changed. */
  readonly standing: "none" | "baseline" | "covered_by_another_hold";
  /** Calls to the target that were to change the slot since the last report: an intent was stored before each. Absent: none. */
  readonly calls?: Calls;
}

export type Calls = { readonly count: number; readonly firstAt: number; readonly lastAt: number };

/** Why a hold came to its end, in the Entitlement's words. */
export type EndCause = "time" | "released" | "grant_by_passed" | "refused_by_target" | "not_cleared";

/** The note of an end that came with an order over many requests, where a reason that somebody typed would stand. */
export const ENDED_BY_ORDER = "revoke-all";

export interface Request {
  readonly id: string;
  /** Number of events so far; the next event's key is `(id, seq + 1)`. */
  readonly seq: number;
  /** Hash of the newest event: the head of this request's chain. */
  readonly head: string;
  readonly state: RequestState;
  readonly outcome: Outcome | null;
  readonly flow: string;
  readonly environment: string;
  readonly version: string;
  readonly requester: PersonKey;
  readonly requesterTz: string;
  readonly teamId: string;
  /** Slack's id of the submitted view: with the team, what makes a submission one request. */
  readonly viewId: string;
  readonly answers: Readonly<Record<string, Answer>>;
  /** What was chosen of options that a function says, as it called them then: by field, by value. Absent: nothing was. */
  readonly answerLabels?: AnswerLabels;
  /** Null for an approval-only Flow. */
  readonly access: Access | null;
  readonly durationMs: number | null;
  /** What the same account already had in the same slot through Sym when this was asked, for a line on card and DM. */
  readonly alreadyHeld: { readonly level: string; readonly until: number | null } | null;
  /** Another account would be found today than the one that is linked since then, and stands. */
  readonly accountKept?: { readonly since: number };
  readonly createdAt: number;
  readonly lapsesAt: number;
  readonly decisions: readonly Decision[];
  /** Approved in part: the stage that is waited for, and how many approvals it lacks. Absent: nothing was approved yet, or all. */
  readonly awaiting?: Waiting;
  /** Set when approved with access to give. */
  readonly hold: {
    readonly sequence: number;
    readonly grantBy: number;
    readonly hardEnd: number;
  } | null;
  readonly granted: { readonly at: number; readonly until: number; readonly evidence: Evidence } | null;
  /** The end that was asked for, or that came: fixed once. */
  readonly ending: {
    readonly outcome: Outcome;
    readonly by: Actor;
    readonly at: number;
    readonly note: string | null;
    /** Set where the rules, asked again before the grant, said no. */
    readonly disallowed?: Disallowed;
  } | null;
  readonly removed: { readonly at: number; readonly cause: EndCause | "gone"; readonly evidence: Evidence } | null;
  /** Set while an end is overdue because the target does not let go, or a grant because it does not take it. */
  readonly struggling: {
    readonly since: number;
    /** The last trouble, in our own words. */
    readonly detail: string;
    readonly toldAt: number;
    /** How often it was tried. Absent: not counted. */
    readonly tries?: number;
    /** It is a grant that does not come. Absent: an end. */
    readonly wanting?: "grant";
    /** Whoever is on call knows, and is to hear that it is over. */
    readonly onCall?: boolean;
    /** Who must act. Absent: nobody knows yet, or an older version wrote it. */
    readonly class?: TroubleClass;
  } | null;
  /** An admin says that it is gone at the target; a second one has yet to confirm. `seq`: of the event that said so. */
  readonly byHand?: {
    readonly by: PersonKey;
    readonly at: number;
    readonly evidence: string;
    readonly seq: number;
    readonly confirmedBy?: PersonKey;
  };
  /** Access was there again after this was closed, and is being removed again until `goneAt`. */
  readonly back?: { readonly at: number; readonly goneAt: number | null };
  /** How often the requester has asked for the sign-in, and when last. What was shown is nowhere. Absent: never. */
  readonly credential?: { readonly asked: number; readonly at: number };
  /** When somebody else was last seen to have given more while this was there. */
  readonly alteredAt?: number;
  readonly closedAt: number | null;
}

/** What is asked of a request. Policy has been asked before; `transition` decides only whether it still fits. */
export type Command =
  | { readonly kind: "submit"; readonly commandId: string; readonly request: NewRequest }
  | {
      readonly kind: "approve";
      readonly commandId: string;
      readonly by: PersonKey;
      readonly grantWithinMs: number;
      readonly frozen: boolean;
      /** One of several approvals: for which stage, and what is lacking after it (null: nothing). Absent: the only one. */
      readonly part?: { readonly stage: number; readonly awaiting: Waiting | null };
    }
  | { readonly kind: "deny"; readonly commandId: string; readonly by: PersonKey; readonly reason: string | null }
  | { readonly kind: "cancel"; readonly commandId: string; readonly by: PersonKey }
  | { readonly kind: "revoke"; readonly commandId: string; readonly by: PersonKey; readonly note: string | null }
  /** The requester wants a sign-in for what they hold: a new secret, in place of the one before. */
  | { readonly kind: "show_credential"; readonly commandId: string; readonly by: PersonKey }
  | { readonly kind: "lapse"; readonly commandId: string }
  /** The requester is no longer in this Slack: what was given ends early. */
  | { readonly kind: "depart"; readonly commandId: string; readonly note: string }
  | {
      readonly kind: "propose_close";
      readonly commandId: string;
      readonly by: PersonKey;
      readonly evidence: string;
    }
  | { readonly kind: "confirm_close"; readonly commandId: string; readonly by: PersonKey }
  /** The rules, asked again before the grant, no longer allow it. */
  | { readonly kind: "disallow"; readonly commandId: string; readonly disallowed: Disallowed };

/** What is told to a request by its Entitlement. */
export type Report =
  | {
      readonly kind: "granted";
      readonly commandId: string;
      readonly sequence: number;
      readonly until: number;
      readonly evidence: Evidence;
    }
  | {
      readonly kind: "ended";
      readonly commandId: string;
      readonly sequence: number;
      readonly cause: EndCause;
      readonly by: Actor;
      readonly detail: string | null;
      /** Who must act about that detail, where it is trouble that the target made. */
      readonly class?: TroubleClass;
      readonly evidence: Evidence;
    }
  | { readonly kind: "gone"; readonly commandId: string; readonly sequence: number; readonly evidence: Evidence }
  /** It was closed by hand, and the target shows it again; the Entitlement is removing it. */
  | { readonly kind: "seen_again"; readonly commandId: string; readonly sequence: number; readonly evidence: Evidence }
  /** Somebody else raised what is in the slot. Theirs is not ours to take away. */
  | { readonly kind: "altered"; readonly commandId: string; readonly sequence: number; readonly evidence: Evidence }
  /** An end, or a grant, is overdue and still being tried; told on every rung of the ladder. */
  | {
      readonly kind: "struggling";
      readonly commandId: string;
      readonly sequence: number;
      readonly since: number;
      readonly at: number;
      readonly detail: string;
      readonly class?: TroubleClass;
      readonly tries?: number;
      readonly wanting?: "grant";
    };

export interface NewRequest {
  readonly id: string;
  readonly flow: string;
  readonly environment: string;
  readonly version: string;
  readonly requester: PersonKey;
  readonly requesterTz: string;
  readonly teamId: string;
  readonly viewId: string;
  readonly answers: Readonly<Record<string, Answer>>;
  /** What was chosen of options that a function says, as it called them then: by field, by value. Absent: nothing was. */
  readonly answerLabels?: AnswerLabels;
  readonly access: Access | null;
  readonly durationMs: number | null;
  readonly alreadyHeld: Request["alreadyHeld"];
  readonly timeoutMs: number;
  /** Nobody asked under this version before: the operators are told that the Flow changed. */
  readonly firstOfVersion: boolean;
  readonly accountKept?: { readonly since: number };
  /** How the account came to be linked, for the record; absent: it was not looked for. */
  readonly link?: LinkSource | "new";
  /** The operators have not heard yet that a link stands although another account would be found. */
  readonly accountNews?: boolean;
}

export const commandActor = (input: Command | Report): Actor => {
  switch (input.kind) {
    case "submit":
      return { kind: "person", key: input.request.requester };
    case "approve":
    case "deny":
    case "cancel":
    case "revoke":
    case "show_credential":
    case "propose_close":
    case "confirm_close":
      return { kind: "person", key: input.by };
    case "lapse":
      return { kind: "system", name: "timer" };
    case "disallow":
    case "depart":
      return { kind: "system", name: "policy" };
    case "ended":
      return input.by;
    case "granted":
    case "gone":
    case "seen_again":
    case "altered":
    case "struggling":
      return { kind: "system", name: "entitlement" };
  }
};

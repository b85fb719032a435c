// Every expected no. A refusal is a returned value, is put into words in one place, and never changes anything.
import type { MessageRef } from "./effect.ts";
import type { Rule } from "./flow.ts";
import type { PersonKey } from "./person.ts";
import type { Outcome, Request, RequestState } from "./request.ts";
import type { Source } from "./source.ts";
import type { Waiting } from "./stages.ts";

/** Why an admin's wish about a link cannot be carried out. */
export type LinkTrouble =
  | "no_such_target"
  /** Several Targets have that name, and accounts of their own. */
  | "unclear_target"
  | "no_full_member"
  /** The Target can have no such account. */
  | "no_place"
  | "nothing_linked"
  | "changed_meanwhile";

export type WrongAnswer =
  /** A person who may have no part in a request. */
  | "deactivated"
  | "guest"
  | "stranger"
  | "bot"
  | "person_unavailable"
  /** What a function of the Flow no longer says, or cannot say just now. */
  | "not_offered"
  /** A setting of the Target that its rule does not allow. */
  | "not_allowed"
  | "options_unavailable";

export type Refusal =
  /** No such request, or not one that this person may know of: both are answered alike. */
  | { readonly kind: "not_found" }
  | { readonly kind: "not_a_member"; readonly why: "deactivated" | "guest" | "stranger" | "bot" }
  | { readonly kind: "may_not_request"; readonly flowLabel: string }
  | { readonly kind: "may_not_approve"; readonly approvers: readonly Rule[] }
  /** Others have to approve before. `label`: of their stage. */
  | { readonly kind: "not_your_stage"; readonly label: string; readonly approvers: readonly Rule[] }
  /** One person's approval counts once. */
  | { readonly kind: "approved_already"; readonly awaiting: Waiting | null; readonly approvers: readonly Rule[] }
  /** The Flow asks for approvals in another number of stages than when this was asked. */
  | { readonly kind: "stages_changed" }
  /** Of those whose approvals were recorded, fewer may still approve than it takes. */
  | { readonly kind: "too_few_approvals" }
  | { readonly kind: "own_request"; readonly approvers: readonly Rule[] }
  /** Whoever asked may not ask for it any more. */
  | { readonly kind: "requester_may_not" }
  | { readonly kind: "may_not_end" }
  | { readonly kind: "not_requester" }
  /** Only whoever has the access may see its sign-in. */
  | { readonly kind: "not_holder" }
  /** There is no sign-in to be shown: not yet, no longer, not here, not known just now, or the target did not give one. */
  | { readonly kind: "no_credential"; readonly why: "not_yet" | "over" | "none" | "unsure" | "failed" }
  | { readonly kind: "not_admin" }
  /** Too late: this is what already happened. */
  | {
      readonly kind: "already";
      readonly state: RequestState;
      readonly outcome: Outcome | null;
      readonly by: PersonKey | null;
    }
  | { readonly kind: "frozen" }
  /** An admin ordered that everything of this kind end, after it was sent. */
  | { readonly kind: "end_ordered" }
  | { readonly kind: "lookup_unavailable"; readonly what: "person" | "usergroup" | "channel" | "account" | "options" }
  | { readonly kind: "lookup_unavailable"; readonly what: "outside"; readonly source: Source }
  /** A function of the Flow's, by what people read of it. */
  | { readonly kind: "lookup_unavailable"; readonly what: "function"; readonly label: string }
  | { readonly kind: "flow_gone"; readonly flow: string; readonly environment: string }
  | { readonly kind: "target_gone"; readonly target: string }
  | { readonly kind: "no_account"; readonly detail: string }
  /** Nobody was linked to an account, and nobody's link was removed. `names`: the Targets that could be meant. */
  | { readonly kind: "link_refused"; readonly why: LinkTrouble; readonly names: readonly string[] }
  /** Who is in a Target was not compared with the record. `names`: the Targets here, or what was in the way. */
  | {
      readonly kind: "not_compared";
      readonly why: "no_such_target" | "no_list" | "failed";
      readonly names: readonly string[];
    }
  /** What would be this person's account is linked to somebody else. */
  | { readonly kind: "account_taken"; readonly account: string }
  /** The account that the card shows is not, or no longer, the requester's. */
  | { readonly kind: "account_changed" }
  /** The same slot and level is already waiting for an answer. */
  | { readonly kind: "duplicate"; readonly requestId: string; readonly card: MessageRef | null }
  /** This form became a request already, and what it says now is something else. */
  | { readonly kind: "already_sent"; readonly request: Request; readonly flowLabel: string }
  /** This person has as many as one may have: waiting at once, or within a day. */
  | { readonly kind: "too_many"; readonly what: "pending" | "day"; readonly most: number }
  /** Clicks faster than people do. */
  | { readonly kind: "too_fast" }
  /** An answer of the form that only the world could judge: a person who is none of ours, an option that is not there. */
  | { readonly kind: "wrong_answer"; readonly field: string; readonly why: WrongAnswer }
  /** The Flow is not as it was when the form was drawn: ask again. */
  | { readonly kind: "form_changed" }
  /** The button belongs to another version of the card. */
  | { readonly kind: "changed" }
  /** This very command was carried out before, and something else was ordered since. */
  | { readonly kind: "sent_before" }
  /** It is frozen from outside the record, which no order lifts. */
  | { readonly kind: "freeze_imposed" }
  /** By hand is only closed what is overdue. */
  | { readonly kind: "not_overdue" }
  /** Whoever has it, or proposed it, cannot be the one who says that it is gone. */
  | { readonly kind: "second_person_needed"; readonly why: "requester" | "proposer" }
  /** An end at this Target is overdue for a day: nothing new is granted there. */
  | { readonly kind: "target_stuck"; readonly target: string; readonly since: number }
  /** A row about the same access cannot be read by this version of Sym: whether it stands in the way is not known. */
  | { readonly kind: "unreadable_record" }
  /** The record could not be reached, or its answer was lost and could not be read back. */
  | { readonly kind: "not_known_yet" }
  /** Does not fit the state: a report or command that the table has no row for. */
  | { readonly kind: "does_not_fit"; readonly input: string; readonly state: RequestState | null };

/** Which no the rules gave when they were asked again before a grant, and about whom. Stored; put into words like any other. */
export interface Disallowed {
  readonly kind: Refusal["kind"];
  readonly who: "requester" | "approver";
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

export const accepted = <T>(value: T): Result<T> => ({ ok: true, value });
export const refused = (refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } => ({
  ok: false,
  refusal,
});

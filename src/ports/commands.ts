// What people may ask of Sym: the engine as the front door sees it.
import type { AnswerLabels, FieldOption } from "../domain/field.ts";
import type { Answer, Flow, FlowVersion } from "../domain/flow.ts";
import type { PersonKey } from "../domain/person.ts";
import type { Result } from "../domain/refusal.ts";
import type { Request } from "../domain/request.ts";
import type { Verdict } from "../domain/rule.ts";
import type { DriftView } from "./drift.ts";
import type { LinkPage } from "./links.ts";
import type { RevokeScope } from "./orders.ts";
import type { LiveAccess, RequestLines } from "./record.ts";
import type { CredentialLine } from "./targets.ts";

/** A form, parsed and checked against the Flow that it was rendered from. */
export interface Ask {
  readonly flow: FlowVersion;
  readonly userId: string;
  readonly teamId: string;
  readonly viewId: string;
  /** Name of the Target; null for an approval-only Flow. */
  readonly target: string | null;
  readonly answers: Readonly<Record<string, Answer>>;
  readonly durationMs: number | null;
  /** What the form called the options that a function of the Flow says: words to search with, never to be believed. */
  readonly searched?: AnswerLabels;
}

/** Somebody types into a field whose options a function of the Flow says. */
export interface OptionsAsk {
  readonly flow: FlowVersion;
  readonly field: string;
  readonly search: string;
  readonly userId: string;
  readonly teamId: string;
}

/** What somebody may read in their own list. `overdue`: for admins, ends that do not come and ends by hand; else null. */
export interface Listing extends RequestLines {
  readonly overdue: RequestLines | null;
}

/** A button, or a form behind a button. */
export interface Click {
  readonly requestId: string;
  /** The `seq` that the button was drawn at; null where it does not matter (an end is always the same end). */
  readonly seq: number | null;
  readonly userId: string;
  readonly teamId: string;
  readonly reason: string | null;
}

/** Whom an admin wants linked to what. */
export interface LinkWish {
  readonly userId: string;
  /** A Target's name, or `ENVIRONMENT/TARGET`. */
  readonly target: string;
  readonly account: string | null;
}

export interface LinkSet {
  readonly realm: string;
  readonly changed: boolean;
  /** Others who are linked to the same account. */
  readonly shared: readonly PersonKey[];
}

/** A sign-in as it is shown, once. */
export interface Credential {
  readonly request: Request;
  readonly lines: readonly CredentialLine[];
}

/** Every change that a person can ask for. Refusals are values; nothing is thrown but bugs. All of it fits in the ack. */
export interface Commands {
  /** Which of these Flows may this person ask for? One verdict a Flow. Asked before any of it is shown; changes nothing. */
  mayAsk(person: { userId: string; teamId: string }, flows: readonly Flow[]): Promise<Result<readonly Verdict[]>>;
  submit(ask: Ask): Promise<Result<Request>>;
  /** What there is for what somebody types; nothing for whoever may not ask. Changes nothing. */
  offeredOptions(ask: OptionsAsk): Promise<Result<readonly FieldOption[]>>;
  approve(click: Click): Promise<Result<Request>>;
  deny(click: Click): Promise<Result<Request>>;
  cancel(click: Click): Promise<Result<Request>>;
  /** Works with the record down too: `request` is then null. */
  revoke(click: Click): Promise<Result<Request | null>>;
  /**
   * A new sign-in for what the requester holds. The lines are the only copy: they are shown to whoever clicked, and go nowhere
   * else.
   */
  showCredential(click: Click): Promise<Result<Credential>>;
  /** May this person deny this request now? Asked before the form for the reason is opened. Changes nothing. */
  mayDeny(click: Click): Promise<Result<Request>>;
  /** May this person say that overdue access is gone? Changes nothing. */
  mayClose(click: Click): Promise<Result<Request>>;
  /** The first of two people; `reason` is the evidence. */
  proposeClose(click: Click): Promise<Result<Request>>;
  /** The second; `seq` is that of the proposal which they read. */
  confirmClose(click: Click): Promise<Result<Request>>;
  /** Slack says that something about this person changed. True: they are gone, and what they had ends. */
  personChanged(userId: string): Promise<boolean>;
  list(person: { userId: string; teamId: string }): Promise<Result<Listing>>;
  /** Everybody's live access, for admins. */
  listAll(person: { userId: string; teamId: string }): Promise<Result<LiveAccess>>;
  /** Who is in a Target and what of that is ours, for admins: read now, and nothing is changed. A Target's name, or `ENVIRONMENT/TARGET`. */
  drift(person: { userId: string; teamId: string }, target: string): Promise<Result<readonly DriftView[]>>;
  /** One's own links. */
  ownLinks(person: { userId: string; teamId: string }): Promise<Result<LinkPage>>;
  /** Anybody's, for admins. `of` null: everybody's. `page`: from 1. */
  listLinks(
    person: { userId: string; teamId: string },
    of: string | null,
    page: number,
  ): Promise<Result<LinkPage & { readonly pageSize: number }>>;
  /** For admins; `sentAs` as below. `account` null: removes what is linked. */
  setLink(person: { userId: string; teamId: string }, wish: LinkWish, sentAs: string): Promise<Result<LinkSet>>;
  /** `sentAs`: what Slack calls this one command, so that it counts once however often it comes. */
  freeze(
    person: { userId: string; teamId: string },
    frozen: boolean,
    sentAs: string,
  ): Promise<Result<{ changed: boolean }>>;
  /** Who would be affected; asked before the confirmation. Changes nothing. */
  countUnder(
    person: { userId: string; teamId: string },
    scope: RevokeScope,
  ): Promise<Result<{ pending: number; open: number }>>;
  /** `sentAs`: Slack's id of the confirmed form, so that it is one order however often it comes. */
  revokeAll(
    person: { userId: string; teamId: string },
    scope: RevokeScope,
    sentAs: string,
  ): Promise<Result<{ orderId: string }>>;
}

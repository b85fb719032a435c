// People, looked up when something is decided, and the messages drawn from state. Implemented in slack/.
import type { DigestBody } from "../domain/digest.ts";
import type { Finding } from "../domain/drift-finding.ts";
import type { Alarm, MessageRef, Note } from "../domain/effect.ts";
import type { Rule } from "../domain/flow.ts";
import type { PersonFacts, PersonKey } from "../domain/person.ts";
import type { GroupQuestion } from "../domain/rule.ts";
import type { Decides, RuleQuestion } from "../domain/rule-function.ts";
import type { Source } from "../domain/source.ts";
import type { Order, OrderProgress } from "./orders.ts";
import type { FoundSlot, OwedNotice, Snapshot } from "./record.ts";
import type { Warning } from "./watch.ts";

export interface Directory {
  /** Facts now; throws `TransientError` where they cannot be had. */
  person(userId: string): Promise<PersonFacts>;
  isMember(question: GroupQuestion, userId: string): Promise<boolean>;
  /**
   * The key under which facts speak of whoever acts as this user of this team, where that is not the two as they stand: in an
   * organisation of many workspaces. Null: they stand. Throws `TransientError` like the others.
   */
  actingAs(userId: string, teamId: string): Promise<PersonKey | null>;
}

/** Systems outside Slack, and functions, that rules ask about people. Implemented in sources/. */
export interface Sources {
  /**
   * Is this address, in lower case, of somebody whom the source names now? Throws `TransientError` where that cannot be had,
   * for whatever reason.
   */
  names(source: Source, address: string): Promise<boolean>;
  /** What a function of the implementer's says of somebody. Throws `TransientError` where it says neither yes nor no in time. */
  says(rule: Extract<Rule, { kind: "function" }>, decides: Decides, asked: RuleQuestion): Promise<boolean>;
}

export type MessageOutcome =
  | { readonly kind: "sent"; readonly ref: MessageRef }
  /** Slack will never take it (no such channel, not a member, archived, message gone). */
  | { readonly kind: "undeliverable"; readonly code: string };

/** What operators are told of many requests, or of none. */
export type Notice =
  | { readonly kind: "many"; readonly notices: readonly OwedNotice[] }
  | { readonly kind: "unreadable_slots"; readonly count: number }
  | { readonly kind: "found_slots"; readonly slots: readonly FoundSlot[] }
  | { readonly kind: "drift"; readonly findings: readonly Finding[] };

/** Throws `TransientError` where Slack cannot be reached or asks to wait. Messages are drawn whole from state. */
export interface Messenger {
  card(snapshot: Snapshot, now: number): Promise<MessageOutcome>;
  receipt(snapshot: Snapshot, now: number): Promise<MessageOutcome>;
  note(snapshot: Snapshot, note: Note, now: number): Promise<MessageOutcome>;
  operators(snapshot: Snapshot, alarm: Alarm, now: number): Promise<MessageOutcome>;
  notice(notice: Notice, now: number): Promise<MessageOutcome>;
  orderProgress(order: Order, progress: OrderProgress): Promise<MessageOutcome>;
  /** `line`: the digest with its signature, to be kept as it stands. */
  digest(digest: DigestBody, line: string): Promise<MessageOutcome>;
  /** To the operators, about Sym itself. */
  warning(warning: Warning): Promise<MessageOutcome>;
}

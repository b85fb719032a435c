// The record: what D1 keeps, and the only door to it. Implemented in store/, and in memory by the tests.
import type { Access, Account } from "../domain/access.ts";
import type { Effect, MessageRef } from "../domain/effect.ts";
import type { Baseline } from "../domain/entitlement.ts";
import type { FlowVersion } from "../domain/flow.ts";
import type { Linked, LinkNote } from "../domain/identity.ts";
import type { PersonKey } from "../domain/person.ts";
import type { Change } from "../domain/record.ts";
import type { Request } from "../domain/request.ts";
import type { Finder } from "../domain/silence.ts";
import type { AuditRecord } from "./audit.ts";
import type { DriftRecord } from "./drift.ts";
import type { LinkRecord } from "./links.ts";
import type { Order, OrderProgress } from "./orders.ts";
import type { Signs } from "./watch.ts";

export interface Snapshot {
  readonly request: Request;
  /** The version that the request was made under. */
  readonly version: FlowVersion;
  readonly frozen: boolean;
  /** An admin has ordered that everything of this kind end, and this was there when it was ordered. */
  readonly endOrdered: boolean;
  /** Where access is still to be given: when what is longest overdue at its Target should have been gone; null where nothing is. */
  readonly stuckSince: number | null;
  /** Links of whoever asked, in the realm of the account that was asked for. */
  readonly linked: Linked;
  readonly card: MessageRef | null;
  readonly receipt: MessageRef | null;
}

export interface PendingEffect {
  readonly effect: Effect;
  readonly tries: number;
  readonly notBefore: number;
  /** What kind of trouble the last attempt met; null where there was none. */
  readonly errorClass: string | null;
}

export interface OpenSlot {
  readonly openedAt: number;
  readonly baseline: Baseline;
  readonly ids: Readonly<Record<string, string>>;
}

/** What an opening of a slot that may still arrive would write. */
export interface LateOpening {
  readonly access: Access;
  readonly baseline: Baseline;
  readonly ids: Readonly<Record<string, string>>;
}

/** A row that cannot be read stands with its key, and keeps no other from being found. */
export interface LeftSlots {
  readonly slots: readonly Access[];
  /** `toldAt`: when the operators last heard of it. */
  readonly unreadable: readonly { readonly key: string; readonly toldAt: number | null }[];
}

/** More than the baseline, seen in a closed slot that nobody holds. */
export interface FoundLevel {
  readonly level: string;
  readonly at: number;
}

/** A closed slot with what was found in it, and the last request that held it. */
export interface FoundSlot {
  readonly access: Access;
  readonly found: FoundLevel;
  readonly requestId: string | null;
}

/** Why nobody may take a closed slot as proven. */
export interface ClosedSlot extends OpenSlot {
  readonly found: FoundLevel | null;
  /** The last request that held it. */
  readonly last: Request | null;
}

/** Something that operators are owed, with the request that it is about. */
export interface OwedNotice {
  readonly pending: PendingEffect;
  readonly request: Request;
}

/** What an order is about. A row that cannot be read stands with its id, and keeps no other from being found. */
export interface UnderOrder {
  readonly requests: readonly Request[];
  readonly unreadable: readonly { readonly id: string; readonly closed: boolean }[];
}

/** Access that is there, on its way, or being removed: what ends soonest first, and how much there is in all. */
export interface LiveAccess {
  readonly requests: readonly Request[];
  readonly total: number;
}

export interface RequestLine {
  readonly request: Request;
  readonly card: MessageRef | null;
}

/** What one person may have asked for when a first event is written. Null or absent: anything. */
export interface Room {
  readonly pending: number;
  readonly recent: number;
  /** From when on requests count as recent; epoch milliseconds. */
  readonly since: number;
  /** When it was sent: what is older than an order to end everything of its kind is not taken any more. Absent: not asked. */
  readonly sentAt?: number;
  /** So many hold its slot, at whatever level. Absent: not asked. */
  readonly holders?: number;
}

/** Among which requests somebody asks: those of a slot, or, while nobody knows the account yet, a person's own for a Target. */
export type Among = { readonly key: string; readonly level: string } | { readonly target: string };

/** Of the rows that were found, `unreadable` could not be read: counted, so that nobody takes the rest for all. */
export interface RequestLines {
  readonly lines: readonly RequestLine[];
  readonly unreadable: number;
}

/** What the record says about a slot: its row, and who holds it. Claims that cannot be read stand with their ids. */
export interface Claims {
  readonly open: OpenSlot | null;
  readonly requests: readonly Request[];
  readonly unreadable: readonly string[];
  readonly frozen: boolean;
  /** Those of `requests` that an admin has ordered to end. */
  readonly endOrdered: readonly string[];
}

/** `ordered`: the newest word of an admin. `imposed`: from outside the record, so that no order lifts it. */
export type Freeze = false | "ordered" | "imposed";

/** Orders that are not done. One that cannot be read stands with its id, and keeps no other from being carried out. */
export interface OpenOrders {
  readonly orders: readonly { readonly order: Order; readonly progress: OrderProgress }[];
  readonly unreadable: readonly string[];
}

/** A request with what is owed for it. `unreadable`: effects that only a newer Sym knows, or that are damaged; they stay owed. */
export interface Work {
  readonly snapshot: Snapshot;
  readonly effects: readonly PendingEffect[];
  readonly unreadable: number;
}

/** Reads are consistent (first-primary). Every method throws a `TransientError` when the record cannot be reached. */
export interface Store extends AuditRecord, DriftRecord, LinkRecord {
  snapshot(requestId: string): Promise<Snapshot | null>;
  /** What is asked before a submission, in one read. */
  beforeSubmit(question: {
    teamId: string;
    viewId: string;
    version: string;
    /** Null: for an approval alone. */
    among: Among | null;
    requester: PersonKey;
    /** From when on requests count as recent; epoch milliseconds. */
    since: number;
    /** When it was sent, and for which Target; null: for none. Absent: orders are not asked about. */
    sent?: { readonly at: number; readonly target: string | null };
    /** The realm where the account will be, and the one that would be found there; absent: links are not asked about. */
    seek?: { readonly realm: string; readonly account: Account | null };
  }): Promise<{
    frozen: boolean;
    /** An admin has ordered that everything of its kind end, and it was sent before that. */
    endOrdered: boolean;
    submitted: Request | null;
    /** Those that nobody has answered, oldest first: of a slot at that level, of a Target at any. */
    waiting: readonly RequestLine[];
    /** Those that have the access, are about to get it or to lose it, oldest first. */
    holding: readonly Request[];
    /** So many rows among these, or about this view, cannot be read: what they say is not known, so nothing may rest on the others. */
    unreadable: number;
    /** Links of the requester in that realm, and whether that account is linked to somebody else. */
    linked: Linked;
    /** A request was made under this version before. */
    versionKnown: boolean;
    /** How many requests of this person wait for an answer, and how many were made since then. */
    asked: { readonly pending: number; readonly recent: number };
  }>;
  /**
   * One batch, all or nothing. `conflict`: another writer took the event's key, the view or the pending slot, or `room`, which
   * is judged in the batch itself, is used up or tells of a slot that is held otherwise,
   * or the account of a link that was found is somebody else's by now,
   * or an admin's order stands against it: an approval of what is to end, a submission that was sent before the order.
   * Throws `TransientError` with effect `unknown` where the answer was lost.
   */
  commit(
    change: Change,
    version: FlowVersion | null,
    room?: Room | null,
    note?: LinkNote | null,
  ): Promise<"committed" | "conflict">;
  /** The command id stored under an event's key, to recognise one's own after a lost answer; null where there is none. */
  eventAt(requestId: string, seq: number): Promise<{ commandId: string } | null>;

  /** A request with everything owed for it, oldest first. */
  work(requestId: string): Promise<Work | null>;
  delivered(
    effectIds: readonly string[],
    message: { purpose: "card" | "receipt"; requestId: string; ref: MessageRef } | null,
  ): Promise<void>;
  postponed(effectId: string, tries: number, notBefore: number, errorClass: string): Promise<void>;

  /** For an Entitlement: the slot's row, the requests that hold it (granting, active, revoking), and the freeze. */
  claims(key: string): Promise<Claims>;
  /** Opens the slot, or gives the row that is open already. The same opening again brings its row up to date. */
  openSlot(key: string, access: Access, row: OpenSlot): Promise<OpenSlot>;
  /** Open slots that no open request holds any more, to be settled and closed: a page of them, as with `dueRequests`. */
  leftSlots(limit: number, turn?: number): Promise<LeftSlots>;
  /**
   * Closed only by the opening that it belongs to. `late`: nobody knows whether that opening is in the record, or still on its
   * way; it is kept as a closed one, so that it opens nothing when it comes.
   */
  closeSlot(key: string, openedAt: number, at: number, late?: LateOpening | null): Promise<void>;

  /**
   * Closed slots that were closed since `since` and not sent to be looked at since `before`; they count as
   * sent from now on, whatever becomes of it. Rows that cannot be read are passed over.
   */
  slotsToCheck(window: { since: number; before: number; now: number }, limit: number): Promise<readonly Access[]>;
  /** The row of a slot that is closed; null where it is open, or was never touched. */
  closedSlot(key: string): Promise<ClosedSlot | null>;
  /** What a look at a closed slot found beyond its baseline; null: nothing. Something else than before is told anew. */
  slotChecked(key: string, openedAt: number, found: FoundLevel | null): Promise<void>;
  /** What was found and not told yet. */
  foundSlots(limit: number): Promise<readonly FoundSlot[]>;
  /** The operators have heard of these rows. */
  slotsTold(keys: readonly string[], at: number): Promise<void>;

  /** What the operators are owed, of whatever request, oldest first. Rows that cannot be read are passed over. */
  owedToOperators(limit: number): Promise<readonly OwedNotice[]>;

  /**
   * Ids of requests with something due at `now`: undelivered effects, a passed deadline, an end that did not come. The
   * longest overdue first; where they are more than `limit`, one page of them: with every `turn` the next, and round again.
   */
  dueRequests(now: number, limit: number, turn?: number): Promise<readonly string[]>;
  /** Open requests of a person, newest first, and the last closed ones. */
  listFor(person: PersonKey, closedLimit: number): Promise<RequestLines>;

  /**
   * Access that should be gone: ends that are two minutes late, the latest first, then what people closed by hand in the last
   * 30 days.
   */
  overdue(now: number, limit: number): Promise<RequestLines>;

  /** Everybody's. A row that cannot be read is counted and left out. */
  liveAccess(limit: number): Promise<LiveAccess>;
  /**
   * A revoke-all is about all that is open in the record when it is stored, also what was written by a clock that is ahead:
   * its `at` is stored as late as that asks for. `known`: there is one with this id, which stays as it is.
   */
  placeOrder(order: Order): Promise<"placed" | "known">;
  /** Orders not done yet, oldest first. */
  openOrders(): Promise<OpenOrders>;
  /** Requests that an order is about: all that were open when it was placed, whatever has become of them since. */
  requestsUnder(order: Order & { kind: "revoke_all" }): Promise<UnderOrder>;
  /**
   * Takes the telling of an open order, where nobody has it or whoever took it did so before `takenBefore` and never came
   * back. How far the order has come by now; null: somebody else is telling, or all is told. Ends with `orderProgressed`.
   */
  claimTelling(orderId: string, now: number, takenBefore: number): Promise<OrderProgress | null>;
  orderProgressed(orderId: string, progress: OrderProgress): Promise<void>;
  isFrozen(): Promise<Freeze>;

  /** What the finders last showed of themselves, and the oldest ends that have not come. */
  signs(): Promise<Signs>;
  /** From a finder's first sign on the other one is waited for too, as one that has to be woken. A sign never becomes older. */
  showSign(finder: Finder, at: number, rescued: number): Promise<void>;
  /** People were told that it is silent; null: that it is back. */
  signTold(finder: Finder, at: number | null): Promise<void>;
}

// The kinds of object, as their callers and their own engine see them. Orders are stored, alarms act.
import type { Access } from "../domain/access.ts";
import type { EntitlementState, HoldOrder, ReleaseOrder } from "../domain/entitlement.ts";
import type { LaneAnswer, LaneAsk, LaneNews } from "../domain/lane.ts";
import type { PersonKey } from "../domain/person.ts";
import type { GateAnswer, GateAsk, GateNews } from "../domain/turn.ts";
import type { CredentialLine } from "./targets.ts";

/** One per request: a timer of its own. Never changes a request by itself; it drains what is owed. */
export interface Doorbell {
  /** Makes sure that the object wakes at `at`, also where it wakes before, until whoever armed it rings. */
  arm(requestId: string, at: number): Promise<void>;
  /** Nothing was written, nor will be, by whoever armed it for then: an object with nothing else to do deletes itself. Losing it is harmless. */
  disarm(requestId: string, armedFor: number): Promise<void>;
  /** Wakes it now; `armedFor`: and there is no need of the wake-up at that time any more. Losing a ring is harmless. */
  ring(requestId: string, armedFor?: number | null): Promise<void>;
  /** An early end that must work with the record down: the object asks its own memory whether this person may. */
  release(requestId: string, by: PersonKey, isAdmin: boolean): Promise<"accepted" | "refused" | "unknown_request">;
}

/** Whose secret is to be set, by the hold that it rests on. */
export interface CredentialOrder {
  readonly access: Access;
  readonly requestId: string;
  readonly sequence: number;
}
export type CredentialAnswer =
  | { readonly kind: "shown"; readonly lines: readonly CredentialLine[] }
  /** This request does not hold it, or no longer: an end that came meanwhile wins. */
  | { readonly kind: "not_held" }
  /** A change is under way at the target, or was not answered: what is there is not known just now. */
  | { readonly kind: "unsure" }
  | { readonly kind: "failed" };

/** One per slot: the only caller of a strategy for it. Orders are stored, then carried out by its alarm. */
export interface Entitlements {
  hold(order: HoldOrder): Promise<void>;
  release(order: ReleaseOrder): Promise<void>;
  /** Two people closed it by hand: it is looked at daily, and tried no more. */
  letGo(order: HoldOrder): Promise<void>;
  /** Looks at it once, where it is closed and nobody holds it; else it looks by itself. */
  check(access: Access): Promise<void>;
  /**
   * Sets a new secret for what this request holds now. The answer is the only copy that there is: it goes to the person who
   * holds it, and is written down nowhere.
   */
  credential(order: CredentialOrder): Promise<CredentialAnswer>;
  /** Wakes it; one that lost its memory asks the record what it was about. */
  wake(access: Access): Promise<void>;
}

/** One per target with published limits: says when it may be called. It answers at once, and is advice that may fail. */
export interface Gates {
  ask(gate: string, ask: GateAsk): Promise<GateAnswer>;
  /** How calls went. Losing it is harmless. */
  told(gate: string, news: GateNews): Promise<void>;
}

/** One per list that a target only lets be replaced as a whole: lets one change in at a time. It answers at once. */
export interface Lanes {
  enter(lane: string, ask: LaneAsk): Promise<LaneAnswer>;
  /** How the change ended. True: nobody else was in the lane all the while. Losing it keeps the others waiting for seconds. */
  left(lane: string, news: LaneNews): Promise<boolean>;
}

/** The memory of one object: read and written synchronously, state and wake-up together. `at` null: no wake-up. */
export interface Memory<S> {
  read(): S | null;
  write(state: S, wakeAt: number): void;
  /** Only the state; the wake-up that is booked stands. */
  replace(state: S): void;
  /** Only the wake-up. */
  arm(at: number): void;
  forget(): Promise<void>;
}
export type EntitlementMemory = Memory<EntitlementState>;

/** What a Request object keeps for a day without the record. */
export interface RequestMemoryState {
  readonly requestId: string;
  readonly missedOnce: boolean;
  readonly hold: HoldOrder | null;
  readonly mayEnd: readonly PersonKey[];
  /** When Slack last said that whoever holds it is still there. Absent: not since the grant. */
  readonly holderSeenAt?: number;
}
export interface RequestMemory<S = RequestMemoryState> extends Memory<S> {
  /** How often this object was rung since it came up: tells whether somebody called while its alarm was at work. */
  rings(): number;
  /** The next wake-up that is owed to somebody who has not rung yet; null where none is. `arm` never goes past it. */
  owed(): number | null;
}

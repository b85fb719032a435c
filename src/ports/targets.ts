// What a strategy must do, and what it is given to do it with. Holds no behaviour.
import type { Account } from "../domain/access.ts";
import type { Members } from "../domain/drift.ts";
import type { PersonFacts } from "../domain/person.ts";
import type { TargetLimits } from "../domain/turn.ts";

export interface Schema<T> {
  safeParse(
    input: unknown,
  ):
    | { success: true; data: T }
    | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } };
}

/** What the slot looks like at the target now. */
export interface Inspection {
  /** The level that the slot itself has; null where it has none. A pending invitation counts as access. */
  readonly level: string | null;
  /** Access that comes from elsewhere, such as a parent group. */
  readonly inherited: string | null;
  /** Ids that the target itself uses for the slot, if they differ from what the settings say. Stored before the first add. */
  readonly ids: Readonly<Record<string, string>>;
}

export interface StrategyCall {
  readonly settings: unknown;
  readonly level: string;
  readonly account: Account;
  readonly ids: Readonly<Record<string, string>>;
  /** The same for every attempt at one intent. */
  readonly idempotencyKey: string;
  /**
   * Of a grant at a target with `nativeExpiry`: the latest end of those who hold it, epoch milliseconds. Absent: nobody knows
   * one, and what the target was told before stands.
   */
  readonly until?: number;
}

/** How a strategy reaches the world. */
export interface StrategyContext {
  /** A Worker secret by name. Throws `PermanentError` where it is not set. */
  secret(name: string): string;
  readonly fetch: (request: globalThis.Request) => Promise<Response>;
  /** Ends when the call's time is up. */
  readonly signal: AbortSignal;
  now(): number;
}

/** One line of a sign-in, as the person reads it and copies it. */
export interface CredentialLine {
  readonly label: string;
  readonly value: string;
}

export interface CredentialContext extends StrategyContext {
  /** So many random bytes, fit for a secret. */
  random(count: number): Uint8Array<ArrayBuffer>;
}

/**
 * How access is given and taken at one type of target. Throws `TransientError` or `PermanentError` only; no message holds
 * a secret or the target's own text.
 */
export interface Strategy {
  readonly type: string;
  /** Weakest to strongest. */
  readonly levels: readonly string[];
  readonly settings: Schema<unknown>;
  /**
   * Settings that a field of a form may say: ids that spell one thing in one way, and are encoded wherever they are put. Default:
   * none. Never one that says where the target is, or who Sym is there.
   */
  readonly bindable?: readonly string[];
  /** The canonical remote ids of the slot: never names that people give, never labels. */
  slot(settings: unknown, account: Account): readonly string[];
  /** Names of the Worker secrets that it reads. */
  secrets(settings: unknown): readonly string[];
  /**
   * The set of accounts that these settings speak of: the same text wherever the same accounts are meant, so that one link serves
   * all Targets there, also those of another strategy. Default: this Target alone.
   */
  realm?(settings: unknown): string;
  /** Slack person to account. Default: the confirmed e-mail. Refuses with `PermanentError`, whose message the person reads. */
  identify?(settings: unknown, person: PersonFacts): Promise<Account>;
  /** Sets exactly this level; again is success. */
  grant(call: StrategyCall, context: StrategyContext): Promise<void>;
  /** Absent is success. */
  revoke(call: StrategyCall, context: StrategyContext): Promise<void>;
  /** The read-back. Without it everything is marked "unverified". */
  inspect?(call: StrategyCall, context: StrategyContext): Promise<Inspection>;
  /** Can these settings be read back? Default: yes where there is an `inspect`. */
  readable?(settings: unknown): boolean;
  /**
   * Everybody who has the access now, so that they can be held against the record. All or nothing: what cannot be read to its end
   * throws. Never called to decide about one account: `inspect` does.
   */
  list?(settings: unknown, context: StrategyContext): Promise<Members>;
  /**
   * Has Sym there what it needs to give and to take, as far as that can be told without changing anything? Throws where not.
   * Without it nobody knows before the first call.
   */
  check?(settings: unknown, context: StrategyContext): Promise<void>;
  /** How often the target may be called with these settings. Null, or no such method: as often as there is something to do. */
  limits?(settings: unknown): TargetLimits | null;
  /**
   * Whatever `inspect` says is in a slot was made by Sym, as where it makes logins of its own: never taken for what was there
   * before, also where the record was set back and does not know it any more.
   */
  readonly onlyOurs?: boolean;
  /**
   * The list that a change of these settings replaces as a whole, in the target's own ids: of all changes to one list, of one
   * strategy, one is made at a time. Null, or no such method: `grant` and `revoke` touch nothing but their own slot.
   */
  lane?(settings: unknown): string | null;
  /**
   * The target ends access by itself, `NATIVE_EXPIRY_AFTER_MS` after the `until` of the newest grant. Where that end moves, a
   * grant is made again.
   */
  readonly nativeExpiry?: boolean;
  /**
   * Sets a new secret for access that is there, and says how to sign in with it; the one before stops working. What it returns
   * is shown to one person once, and kept by nobody. Throws where the access is not there.
   */
  credential?(call: StrategyCall, context: CredentialContext): Promise<readonly CredentialLine[]>;
  /** What outlives a revoke with these settings, in words for the card; null where nothing does. */
  outlives(settings: unknown): string | null;
}

/** By type; null where the deployment has no such strategy any more. */
export type Strategies = (type: string) => Strategy | null;

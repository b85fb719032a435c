// The audit trail beside the record, and the digests over it: where they are kept, who signs them and where they go.
import type { AuditEntry, Overflow } from "../domain/audit-entry.ts";
import type { Digest, TrailLine } from "../domain/digest.ts";

/** Where digests are sent, so that whoever changes the record does not change them too. */
export type Home = "slack" | "archive";

/** How far a home has come, and when it may be tried again. */
export interface HomeState {
  readonly home: Home;
  /** The newest digest that is there; 0: none. */
  readonly seq: number;
  readonly notBefore: number;
}

/** Part of the record. Every method throws a `TransientError` when it cannot be reached. */
export interface AuditRecord {
  /** Kept once under its id; where its bucket is full for this hour, only counted. */
  witness(entry: AuditEntry): Promise<void>;
  /** What was only counted in hours before this one, and is in no entry yet. */
  overflows(beforeHour: number): Promise<readonly Overflow[]>;
  /** The entry that stands for it. */
  overflowTold(overflow: Overflow, entry: AuditEntry): Promise<void>;
  /** Lines after a position, in order. What is committed later comes later. */
  trail(after: number, limit: number): Promise<readonly TrailLine[]>;
  /** The newest digest, and how far each home is. */
  digestState(): Promise<{ newest: Digest | null; homes: readonly HomeState[] }>;
  /** `conflict`: it does not follow the newest one. */
  keepDigest(digest: Digest): Promise<"kept" | "conflict">;
  digestsAfter(seq: number, limit: number): Promise<readonly Digest[]>;
  /** Never moves a home back. */
  homeReached(state: HomeState): Promise<void>;
}

/** Signs digests, and has the bucket that keeps them. */
export interface Notary {
  /** The public key, base64url; null: there is none, or what is set is no key. */
  key(): Promise<string | null>;
  /** Ed25519, base64url. Asked only where there is a key. */
  sign(text: string): Promise<string>;
  /** Null: there is no bucket. */
  readonly archive: Archive | null;
}

/** A bucket whose lock keeps what is in it. */
export interface Archive {
  /** `differs`: something else is there under this name, and stays. Throws `TransientError`. */
  put(name: string, text: string): Promise<"there" | "differs">;
}

/** Keeps a refusal or a failure, behind the answer. Never throws and never delays anything. */
export type Witness = (seen: Omit<AuditEntry, "id" | "at">) => void;

/** What can be had for a token. */
export type TokenAction = "read_readiness" | "read_figures" | "read_targets" | "read_links" | "write_links";

/** Told of every token that is shown. Never throws and never delays the answer. */
export type TokenShown = (action: TokenAction, isRight: boolean) => void;

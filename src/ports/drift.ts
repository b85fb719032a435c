// What the record keeps of comparisons between a target's members and itself, what people are shown of one, and the one write that
// takes somebody away. Part of the record; every method throws a `TransientError` when it cannot be reached.
import type { Access } from "../domain/access.ts";
import type { Known } from "../domain/drift.ts";
import type { Finding, Last } from "../domain/drift-finding.ts";

/** A place whose time has come, with what the last comparison found there. */
export interface TakenPlace {
  readonly place: string;
  readonly last: Last | null;
}

/** Somebody whom no row of ours speaks of. */
export interface Removable {
  /** As for a request: all that is needed to take it away. */
  readonly access: Access;
  readonly ids: Readonly<Record<string, string>>;
  /** Every slot that could be theirs, `access.key` among them. */
  readonly keys: readonly string[];
}

export interface UntoldFinding {
  readonly place: string;
  /** Stands for what is to be told. */
  readonly news: string;
  readonly finding: Finding;
}

export interface DriftRecord {
  /** The one of these places that was compared longest ago and is due; whoever takes it has it until then. */
  takePlace(places: readonly string[], now: number, until: number): Promise<TakenPlace | null>;
  lastFinding(place: string): Promise<Last | null>;
  /** What is known of slots whose key begins so. `byHandSince`: from when on what people closed counts. */
  knownAt(place: string, byHandSince: number): Promise<Known>;
  /** What was found, what stands for it (empty: nothing), and when to look again. */
  compared(place: string, finding: Finding, news: string, dueAt: number): Promise<void>;
  /**
   * Opens slots of those whom nobody holds, with nothing before: from then on they are taken away like anything that nobody holds.
   * Judged in the write itself: where Sym is frozen, or any of their slots is held, open or goes back to something, it opens nothing.
   * Which keys were opened.
   */
  openToRemove(removable: readonly Removable[], at: number): Promise<readonly string[]>;
  /** What operators have not heard of. */
  untoldFindings(limit: number): Promise<readonly UntoldFinding[]>;
  /** They have. What was found since then stays untold. */
  findingsTold(told: readonly Pick<UntoldFinding, "place" | "news">[], at: number): Promise<void>;
}

/** One comparison as an admin is shown it. Nothing has changed. */
export interface DriftView {
  readonly finding: Finding;
  readonly others: readonly {
    readonly account: string;
    /** Null: from elsewhere. */
    readonly level: string | null;
    readonly since: number;
    /** Would be taken away if this were the daily look. */
    readonly goes: boolean;
  }[];
  readonly missing: readonly { readonly requestId: string; readonly account: string }[];
}

// What admins order of many requests at once, and how far it has come.
import type { MessageRef } from "../domain/effect.ts";
import type { PersonKey } from "../domain/person.ts";

/** A stored wish of an admin, carried out by the sweep. */
export type Order =
  | { readonly id: string; readonly kind: "freeze" | "unfreeze"; readonly by: PersonKey; readonly at: number }
  | {
      readonly id: string;
      readonly kind: "revoke_all";
      readonly scope: RevokeScope;
      readonly by: PersonKey;
      readonly at: number;
    };
export type RevokeScope =
  | { readonly kind: "everything" }
  | { readonly kind: "person"; readonly userId: string }
  | { readonly kind: "target"; readonly target: string };
/** How far an order has come, counted in requests where it is a revoke-all. */
export interface OrderProgress {
  readonly total: number;
  /** Proven gone, or never given. */
  readonly gone: number;
  /** Ended where nothing can be read back, or where the row that would say so cannot be read. */
  readonly unverified: number;
  /** Ended, and the person has access there all the same: it was there before, comes from elsewhere, or another request holds it. */
  readonly standing?: number;
  /** Not ended yet. */
  readonly remaining: number;
  /** So many of those that remain are rows that this version of Sym cannot read. Absent: none. */
  readonly unreadable?: number;
  /** The operators' message about it. */
  readonly message: MessageRef | null;
  /** Since when somebody is telling the operators, so that two who are at it post one message. Absent: nobody is. */
  readonly telling?: number;
  /** Nothing is left to do, and the operators have heard of it. */
  readonly done: boolean;
}

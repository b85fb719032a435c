// What is owed for a request, as data: made by a step, stored with the event that made it, done by the engine.
import type { Actor } from "./person.ts";

/** Where a message about a request is. */
export interface MessageRef {
  readonly channel: string;
  readonly ts: string;
}

/** News for the requester, sent once as a message of its own. */
export type Note =
  | "approved"
  | "denied"
  | "lapsed"
  | "active"
  | "expired"
  | "revoked"
  | "failed"
  | "cancelled"
  | "externally_removed"
  | "closed_by_hand";

/** Something that operators must know. */
export type Alarm =
  | "grant_failed"
  | "externally_removed"
  /** Somebody else gave more while ours was there. */
  | "externally_changed"
  | "close_proposed"
  | "closed_by_hand"
  | "seen_after_close"
  | "revoke_struggling"
  | "card_undeliverable"
  | "new_version"
  /** A link stands although another account would be found today. */
  | "account_kept";

export type EffectBody =
  | { readonly kind: "hold" }
  | { readonly kind: "release"; readonly by: Actor }
  /** Two people closed it by hand: looked at daily from now on, no longer tried. */
  | { readonly kind: "let_go" }
  /** Redraw the card (post it the first time). */
  | { readonly kind: "card" }
  /** Redraw the requester's own message with link, approvers and Cancel. */
  | { readonly kind: "receipt" }
  | { readonly kind: "note"; readonly note: Note }
  | { readonly kind: "operators"; readonly alarm: Alarm }
  | { readonly kind: "on_call"; readonly action: "trigger" | "resolve" };

/** Something that is owed, stored with the event that made it. `id` is its idempotency key. */
export interface Effect {
  readonly id: string;
  readonly requestId: string;
  readonly seq: number;
  readonly body: EffectBody;
  readonly createdAt: number;
  /** Not to be tried before; absent: at once. */
  readonly notBefore?: number;
}

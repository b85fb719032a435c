// Whose account is whose, as the record keeps it beside the requests, and what people may do about it.
import type { Account } from "../domain/access.ts";
import type { Link, LinkChange, LinkSource } from "../domain/identity.ts";
import type { PersonKey } from "../domain/person.ts";

/** Links as somebody who may wants them: all of it at once or nothing, kept like an admin's order. Carried out when it is stored. */
export interface LinkOrder {
  readonly id: string;
  /** An admin, or `token/NAME`. */
  readonly by: PersonKey;
  readonly at: number;
  readonly source: Exclude<LinkSource, "found">;
  readonly changes: readonly LinkChange[];
}

/** Whose links: somebody's, those of an account, or everybody's. */
export type LinksOf =
  | { readonly kind: "person"; readonly person: PersonKey }
  | { readonly kind: "account"; readonly realm: string; readonly account: Account }
  | { readonly kind: "everybody" };

/** One page, and how many there are in all. */
export interface LinkPage {
  readonly links: readonly Link[];
  readonly total: number;
}

/** Part of the record. Every method throws a `TransientError` when it cannot be reached. */
export interface LinkRecord {
  /** In the order of people and realms. */
  links(of: LinksOf, offset: number, limit: number): Promise<LinkPage>;
  /** `known`: there is one with this id, which was carried out. `conflict`: some link is not as `before` says; nothing has changed. */
  relink(order: LinkOrder): Promise<"placed" | "known" | "conflict">;
}

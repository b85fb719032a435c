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

/** A row of a file about links. `account` empty: the link is to go. `realm`: a realm, or the name of a Target there. */
export interface LinkRow extends Pick<Link, "realm" | "flow"> {
  /** Of the file, for whoever mends it. */
  readonly line: number;
  readonly person: string;
  readonly account: string;
}

export interface LinkRowProblem {
  readonly line: number;
  readonly problem: string;
}

/** What a file would change. Nothing can be done where there are problems. */
export interface LinkPlan {
  /** Stands for just these changes. */
  readonly plan: string;
  readonly changes: readonly LinkChange[];
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly unchanged: number;
  readonly problems: readonly LinkRowProblem[];
}

/** Links in and out by the hundred. Throws a `TransientError` where the record cannot be reached. */
export interface LinkFile {
  page(offset: number): Promise<LinkPage>;
  plan(rows: readonly LinkRow[]): Promise<LinkPlan>;
  /** Only where the plan is still the same. */
  apply(rows: readonly LinkRow[], plan: string): Promise<LinkPlan | "changed_meanwhile">;
}

// Which account at a remote is a person's: a link that is kept stands until an admin changes it, whatever an e-mail address or a
// Flow says by then. Pure; never moves a link, and never gives one person what is linked to another.
import type { Account } from "./access.ts";
import { hashOf } from "./canonical.ts";
import type { PersonKey } from "./person.ts";
import { accepted, type Refusal, type Result, refused } from "./refusal.ts";

/** `found`: by a Flow, a strategy or an e-mail address when somebody asked. The others were said by people who may. */
export type LinkSource = "found" | "admin" | "csv";

/** Names one link. A realm is one set of accounts: all Targets of one remote share it. */
export interface LinkPlace {
  readonly person: PersonKey;
  readonly realm: string;
  /** Where a Flow's own function found it, the name of that Flow; else empty: whatever Flow. */
  readonly flow: string;
}

export interface Link extends LinkPlace {
  readonly account: Account;
  readonly source: LinkSource;
  /** Of the e-mail address that the person had when it was found: see `addressHash`. Null: they had none, or people said it. */
  readonly address: string | null;
  /** The person themselves, an admin, or `token/NAME`. */
  readonly by: PersonKey;
  readonly at: number;
  /** What would be found instead, as far as the operators have heard of it: see `Choice`. */
  readonly told: string | null;
}

/** What the record says about one person in one realm. */
export interface Linked {
  readonly own: readonly Link[];
  /** The account that was asked about is linked to somebody else. */
  readonly taken: boolean;
}

export const NOT_LINKED: Linked = { own: [], taken: false };

/** What a commit writes about links, in its own batch. */
export type LinkNote =
  /** Kept where nothing is; the commit fails where the account is somebody else's by now. */
  | { readonly kind: "found"; readonly link: Link }
  | { readonly kind: "told"; readonly place: LinkPlace; readonly told: string };

/** One link as somebody who may wants it. `after` null: gone. */
export interface LinkChange extends LinkPlace {
  readonly before: Account | null;
  readonly after: Account | null;
}

/** Capitals of ASCII make no other account; of other letters nothing is assumed. The record says the same in SQL. */
export const claimOf = ({ id }: Account): string => id.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** Says whether an address is the same, and not what it was. */
export const addressHash = (person: PersonKey, email: string | null): string | null =>
  email === null ? null : hashOf(["address", person, email]);

/** In one of these domains, to the letter: a domain below one is another. None given: any. */
export function isInDomains(email: string, domains: readonly string[]): boolean {
  return domains.length === 0 || domains.includes(email.slice(email.lastIndexOf("@") + 1).toLowerCase());
}

/** Who asks through which Flow, and what would be found for them today. */
export interface Seeker {
  readonly person: PersonKey;
  readonly realm: string;
  readonly flow: string;
  /** The Flow has a function of its own that says accounts. */
  readonly ownFunction: boolean;
  /** That function may say one account for several people. */
  readonly shared?: boolean;
  readonly email: string | null;
}

/** What people said stands for every Flow; what was found, for the way in which it was found, unless many share what is found. */
export function linkInForce(
  own: readonly Link[],
  { flow, ownFunction, shared }: Pick<Seeker, "flow" | "ownFunction" | "shared">,
): Link | null {
  const general = own.find((link) => link.flow === "") ?? null;
  if (!ownFunction || (general !== null && general.source !== "found")) return general;
  return shared ? null : (own.find((link) => link.flow === flow) ?? null);
}

export interface Choice {
  readonly account: Account;
  readonly note: LinkNote | null;
  /** The link stood already, by this source; `new`: it is kept from now on. Null: there is none, since many share the account. */
  readonly link: LinkSource | "new" | null;
  /** Another account, or none, would be found today; the link stands all the same. `isNews`: nobody has told the operators. */
  readonly kept: { readonly since: number; readonly isNews: boolean } | null;
}

/**
 * The stored link, then what was found. Where the link is in force it matters not that nothing could be found. An account that the
 * Flow shares among people is linked to none of them.
 */
export function chooseAccount(seeker: Seeker, linked: Linked, found: Result<Account>, now: number): Result<Choice> {
  const link = linkInForce(linked.own, seeker);
  if (link !== null) return accepted(byLink(seeker, link, found));
  if (!found.ok) return found;
  if (seeker.shared) return accepted({ account: found.value, note: null, link: null, kept: null });
  if (linked.taken) return refused(accountTaken(found.value));
  const { person, realm, flow, ownFunction, email } = seeker;
  const address = addressHash(person, email);
  const kept: Link = {
    person,
    realm,
    flow: ownFunction ? flow : "",
    account: found.value,
    source: "found",
    address,
    by: person,
    at: now,
    told: null,
  };
  return accepted({ account: found.value, note: { kind: "found", link: kept }, link: "new", kept: null });
}

export const accountTaken = ({ label }: Account): Refusal => ({ kind: "account_taken", account: label });

function byLink(seeker: Seeker, link: Link, found: Result<Account>): Choice {
  const { account, source } = link;
  if (source !== "found" || !isOther(seeker, link, found)) return { account, note: null, link: source, kept: null };
  const told = hashOf(["instead", seeker.person, found.ok ? claimOf(found.value) : null, seeker.email]);
  const isNews = told !== link.told;
  const { person, realm, flow } = link;
  const note: LinkNote | null = isNews ? { kind: "told", place: { person, realm, flow }, told } : null;
  return { account, note, link: source, kept: { since: link.at, isNews } };
}

/** A look-up that could not be had says nothing; one that found nothing says something where the address is another. */
function isOther({ person, email }: Seeker, link: Link, found: Result<Account>): boolean {
  if (found.ok) return claimOf(found.value) !== claimOf(link.account);
  if (found.refusal.kind === "lookup_unavailable") return false;
  return link.address !== null && addressHash(person, email) !== link.address;
}

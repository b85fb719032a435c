// How a temporary login is called, at whatever database, and whose it is. The name follows from the account and the roles alone, so
// that no two people, and no two accesses of one, ever share a login.
import { canonicalJson, sha256Hex } from "../domain/canonical.ts";
import type { PersonFacts } from "../domain/person.ts";
import { PermanentError } from "../ports.ts";

/** What of a Target a login's name follows from. */
export interface NamedBy {
  /** How the name of every login begins. */
  readonly prefix: string;
  readonly roles: readonly string[];
}

const READABLE_MAX = 24;
const HASH_DIGITS = 16;

/** Small letters, digits and _ only, whatever the account is called: nothing in it means anything in SQL or in a shell. */
export function loginName({ prefix, roles }: NamedBy, accountId: string): string {
  const hash = sha256Hex(canonicalJson([roles.toSorted(), accountId])).slice(0, HASH_DIGITS);
  const plain = (/^[^@ ]*/.exec(accountId)?.[0] ?? "").toLowerCase().replace(/[^a-z0-9]+/g, "_");
  const readable = plain.slice(0, READABLE_MAX).replace(/^_+|_+$/g, "");
  return `${prefix}${readable === "" ? "" : `${readable}_`}${hash}`;
}

/** Slack never gives the id of a person again; what stands before it is for people to read. */
export async function accountFor(
  target: NamedBy & { readonly emailDomain?: string | undefined },
  { key, email }: Pick<PersonFacts, "key" | "email">,
): Promise<{ id: string; label: string }> {
  const address = email?.toLowerCase() ?? null;
  const domain = target.emailDomain;
  if (domain !== undefined && address?.slice(address.lastIndexOf("@") + 1) !== domain)
    throw new PermanentError(
      "this target gives logins to people with a confirmed e-mail address of its own domain, and Slack shows none of yours",
    );
  const readable = address === null ? "" : address.slice(0, address.lastIndexOf("@")).replace(/[@ ]/g, "_");
  // No space at either end: tables of links take none.
  const id = readable === "" ? key : `${readable} ${key}`;
  return { id, label: loginName(target, id) };
}

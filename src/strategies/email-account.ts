// Accounts that are called after people's e-mail addresses, for the strategies whose targets know no address that Slack could
// confirm. Never takes one domain's ana for another's.
import type { Account } from "../domain/access.ts";
import { PermanentError } from "../ports.ts";

export interface EmailAccountSettings {
  /** The whole address, in small letters, or what stands before the @. */
  readonly account: "email" | "email_local_part";
  /** Only addresses in this domain have an account. */
  readonly emailDomain?: string | undefined;
}

export async function emailAccount(
  { account, emailDomain }: EmailAccountSettings,
  email: string | null,
): Promise<Account> {
  if (email === null)
    throw new PermanentError("Slack shows no confirmed e-mail address for you, and this target names accounts by it");
  const address = email.toLowerCase();
  const at = address.lastIndexOf("@");
  if (at < 1 || (emailDomain !== undefined && address.slice(at + 1) !== emailDomain))
    throw new PermanentError("your e-mail address is not in the domain that has accounts at this target");
  const id = account === "email" ? address : address.slice(0, at);
  return { id, label: id };
}

/** What nearly all addresses are, and nothing that means something in a path, a query or a list. */
const ADDRESS = /^[a-z0-9._'+&-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}$/;

/** The address that this account is, for targets that tell no capitals apart. Throws `PermanentError`. */
export function addressOf({ id }: Account): string {
  const address = lowerCase(id);
  if (ADDRESS.test(address)) return address;
  throw new PermanentError("this account is no e-mail address that can be spelt for the target", {
    class: "impossible",
  });
}

/** Of ASCII alone: elsewhere capitals change more than their height. */
export const lowerCase = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

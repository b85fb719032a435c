// Whether Sym's account may find, compare and change, told without changing anything: the directory is asked to take away a member
// that cannot be there. Whoever lacks the right is refused before it is looked at.
import { PermanentError } from "../../ports.ts";
import { group, kindOf, people, type Slot } from "./entries.ts";
import { holds } from "./membership.ts";
import type { Directory } from "./session.ts";
import { CODES } from "./trouble.ts";

/** That there is no such member: noSuchAttribute, and unwillingToPerform from Active Directory. */
const IS_NO_MEMBER: ReadonlySet<number> = new Set([CODES.noSuchAttribute, 53]);
const NOBODY = "sym-looks-whether-it-may-change-this-group";

export async function checkRights(directory: Directory, given: Omit<Slot, "account" | "ids">): Promise<void> {
  const slot: Slot = { ...given, account: NOBODY, ids: {} };
  await people(directory, slot);
  const found = await group(directory, slot);
  if (found === null)
    throw new PermanentError("the group does not exist in the directory, or Sym's account may not see it");
  const { member, value: kind } = kindOf(slot);
  // Active Directory wants the name of something that exists; no group of its kind can be a member of itself.
  const value = kind === "dn" ? found.dn : NOBODY;
  if (await holds(directory, slot, found, value)) return;
  const refusal = await directory.modify(found.dn, { operation: "delete", attribute: member, value });
  if (refusal !== null && !IS_NO_MEMBER.has(refusal.code)) throw refusal.trouble;
}

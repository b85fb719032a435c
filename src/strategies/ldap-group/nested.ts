// Membership that comes from elsewhere: through a group that is a member itself, or because the group is the person's primary one.
// Only told, never changed. Where a directory cannot say through how many groups, one is looked at.
import { type Group, kindOf, type Person, type Slot } from "./entries.ts";
import type { Directory } from "./session.ts";

/** LDAP_MATCHING_RULE_IN_CHAIN of Active Directory. */
const IN_CHAIN = "1.2.840.113556.1.4.1941";
/** Groups that one person is looked for through; in more than these it is not told. */
const MOST_GROUPS = 200;

export async function inheritedOf(
  directory: Directory,
  slot: Slot,
  person: Person,
  where: Group,
): Promise<string | null> {
  const { primary, nesting } = kindOf(slot);
  if (primary !== null && person.primary !== "" && person.primary === where.primary) return "as the primary group";
  if (nesting === "none") return null;
  const through =
    nesting === "in_chain" ? inChain(directory, slot, person, where) : oneLevel(directory, slot, person, where);
  return (await through) ? "through another group" : null;
}

async function inChain(directory: Directory, slot: Slot, person: Person, where: Group): Promise<boolean> {
  const { AndFilter, ExtensibleFilter } = directory.wire;
  const chain = (matchType: string, value: string) => new ExtensibleFilter({ rule: IN_CHAIN, matchType, value });
  const filter = new AndFilter({ filters: [chain("member", person.dn), chain("memberOf", where.dn)] });
  const { base } = slot.settings;
  const found = await directory.search({ base, scope: "sub", filter, attributes: ["1.1"], most: 1 });
  return (found ?? []).length > 0;
}

async function oneLevel(directory: Directory, slot: Slot, person: Person, where: Group): Promise<boolean> {
  const { EqualityFilter, OrFilter } = directory.wire;
  const [{ member }, { base }] = [kindOf(slot), slot.settings];
  const lists = (value: string) => new EqualityFilter({ attribute: member, value });
  const groups =
    (await directory.search({
      base,
      scope: "sub",
      filter: lists(person.dn),
      attributes: ["1.1"],
      most: MOST_GROUPS,
    })) ?? [];
  const others = groups.map(({ dn }) => dn).filter((dn) => dn !== where.dn);
  if (others.length === 0) return false;
  const filter = new OrFilter({ filters: others.map(lists) });
  const found = await directory.search({ base: where.dn, scope: "base", filter, attributes: ["1.1"], most: 1 });
  return (found ?? []).length > 0;
}

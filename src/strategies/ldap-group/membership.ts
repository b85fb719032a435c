// Membership of one group: looked at, added and taken away, one value at a time, each looked at again before it is believed. Never
// touches a value that may mean somebody else.
import { PermanentError, TransientError } from "../../ports.ts";
import { type Group, group, kindOf, occupant, type Person, people, type Slot } from "./entries.ts";
import type { Directory } from "./session.ts";

/** What there is for the slot now. */
export interface Seen {
  /** The entry that bears the account's name, and the group in its place: what a grant would be about. */
  readonly person: Person | null;
  readonly group: Group | null;
  /** The values of the group's list that stand for the person. */
  readonly held: readonly string[];
}

export async function look(directory: Directory, slot: Slot): Promise<Seen> {
  const { meant } = await people(directory, slot);
  const found = await group(directory, slot);
  return { person: meant, group: found, held: found === null ? [] : await heldIn(directory, slot, found, meant) };
}

export async function add(directory: Directory, slot: Slot): Promise<void> {
  const { named: person } = await people(directory, slot);
  const found = await group(directory, slot);
  if (person === null) throw new PermanentError("no entry of the directory has the person's account in `match`");
  if (found === null) throw new PermanentError("the group does not exist in the directory");
  if (isAnother(slot.ids["person"], person.id) || isAnother(slot.ids["group"], found.id))
    throw new PermanentError("the person's entry or the group was replaced by another of the same name");
  if (await holds(directory, slot, found, person.value)) return;
  await change(directory, slot, found, { operation: "add", value: person.value });
}

/** Whatever the slot may mean: what stands for the person now, and what did when it was given. */
export async function remove(directory: Directory, slot: Slot): Promise<void> {
  const { meant } = await people(directory, slot);
  const found = await group(directory, slot);
  if (found === null) return;
  for (const value of await heldIn(directory, slot, found, meant))
    await change(directory, slot, found, { operation: "delete", value });
}

const isAnother = (known: string | undefined, id: string): boolean =>
  known !== undefined && known !== "" && known !== id;

async function heldIn(
  directory: Directory,
  slot: Slot,
  where: Group,
  person: Person | null,
): Promise<readonly string[]> {
  const now = person !== null && (await holds(directory, slot, where, person.value)) ? [person.value] : [];
  const before = slot.ids["value"] ?? "";
  // A directory that carries memberships along leaves nothing behind under the old name.
  if (before === "" || before === person?.value || now.length > 0 || kindOf(slot).followsRenames) return now;
  if (!(await holds(directory, slot, where, before))) return now;
  const there = await occupant(directory, slot, before);
  // Left behind by a rename, or by an entry that is gone.
  if (there === null || (there !== "" && there === slot.ids["person"])) return [before];
  throw new PermanentError(
    "the group lists the name that the person had when access was given, and somebody else has that name now: look at the group, and take the membership away if it is not theirs",
    { class: "impossible" },
  );
}

/** Asked with Compare: a search that lacks a right finds nothing, and that would look like absence. */
export async function holds(directory: Directory, slot: Slot, where: Group, value: string): Promise<boolean> {
  const { member, neverEmpty } = kindOf(slot);
  const held = await directory.compare(where.dn, member, value);
  if (held === null && neverEmpty)
    throw new PermanentError(
      "Sym's account may not see the group's members, or the group is not of the kind that the Target says",
      {
        class: "auth",
      },
    );
  return held ?? false;
}

async function change(
  directory: Directory,
  slot: Slot,
  where: Group,
  { operation, value }: { readonly operation: "add" | "delete"; readonly value: string },
): Promise<void> {
  const refusal = await directory.modify(where.dn, { operation, attribute: kindOf(slot).member, value });
  // There already, or not there any more: directories have several codes for it, so what is there decides.
  if ((await holds(directory, slot, where, value)) === (operation === "add")) return;
  if (refusal !== null) throw refusal.trouble;
  throw new TransientError("the directory says that it is done, and shows it otherwise", { effect: "unknown" });
}

// Who and what a Target means at the directory: the person's entry and the group's, by the ids that the directory gave them and,
// before those were learnt, by name. Never takes an entry that only bears the name for the one that was meant.
import type { Filter } from "ldapts";
import { PermanentError } from "../../ports.ts";
import { asBuffer } from "../driver-socket.ts";
import { KINDS, type Kind } from "./kinds.ts";
import type { Directory, Found } from "./session.ts";
import type { Settings } from "./settings.ts";

/** The access as it is asked for: by name, and by the directory's ids and the value that stood for the person then. */
export interface Slot {
  readonly settings: Settings;
  readonly account: string;
  readonly ids: Readonly<Record<string, string>>;
}

export interface Person {
  readonly dn: string;
  /** Empty where the directory gives none. */
  readonly id: string;
  /** What the group's list holds for this person. */
  readonly value: string;
  /** The number of the group that everybody has one of; empty where there is none. */
  readonly primary: string;
}
export type Group = Omit<Person, "value">;

export const kindOf = (slot: Pick<Slot, "settings">): Kind => KINDS[slot.settings.kind];

export interface People {
  /** The entry that bears the account's name now. */
  readonly named: Person | null;
  /** The entry that was meant when the ids were learnt; without ids the one that bears the name. */
  readonly meant: Person | null;
}

const MOST_PEOPLE = 10;

export async function people(directory: Directory, slot: Slot): Promise<People> {
  const { base, match } = slot.settings;
  const [known, kind] = [slot.ids["person"] ?? "", kindOf(slot)];
  const byName = named(directory, slot);
  const found = await directory.search({
    base,
    scope: "sub",
    filter: known === "" ? byName : anyOf(directory, [byName, identified(directory, kind, known)]),
    attributes: [...attributesOf(kind), match],

    most: MOST_PEOPLE,
  });
  if (found === null) throw new PermanentError("`base` is not there, or Sym's account may not see it");
  const bearers = found.filter((entry) => entry.of(match).some((value) => sameName(value, slot.account)));
  if (bearers.length > 1)
    throw new PermanentError("more than one entry of the directory has the person's account in `match`");
  const bearer = bearers[0] === undefined ? null : personOf(bearers[0], slot);
  if (known === "") return { named: bearer, meant: bearer };
  const meant = found.find((entry) => idOf(entry, kind) === known);
  return { named: bearer, meant: meant === undefined ? null : personOf(meant, slot) };
}

/** The group that was meant; null where it is gone. */
export async function group(directory: Directory, slot: Slot): Promise<Group | null> {
  const [known, kind] = [slot.ids["group"] ?? "", kindOf(slot)];
  const what = { attributes: attributesOf(kind), most: 1 };
  const filter = new directory.wire.PresenceFilter({ attribute: "objectClass" });
  const [here] = (await directory.search({ ...what, base: slot.settings.group, scope: "base", filter })) ?? [];
  const inPlace = here === undefined ? null : groupOf(here, kind);
  if (known === "" || inPlace?.id === known) return inPlace;
  if (inPlace?.id === "")
    throw new PermanentError("Sym's account may not read the group's id any more", { class: "auth" });
  // Renamed, moved, or gone.
  const search = {
    ...what,
    base: slot.settings.base,
    scope: "sub",
    filter: identified(directory, kind, known),
  } as const;
  const [moved] = (await directory.search(search)) ?? [];
  return moved === undefined ? null : groupOf(moved, kind);
}

/** The id of whoever has this value now, by which a group would mean them; null where nobody has it. */
export async function occupant(directory: Directory, slot: Slot, value: string): Promise<string | null> {
  const kind = kindOf(slot);
  const { PresenceFilter, EqualityFilter } = directory.wire;
  const what = { attributes: attributesOf(kind), most: 1 };
  const [found] =
    (await directory.search(
      kind.value === "dn"
        ? { ...what, base: value, scope: "base", filter: new PresenceFilter({ attribute: "objectClass" }) }
        : { ...what, base: slot.settings.base, scope: "sub", filter: new EqualityFilter({ attribute: "uid", value }) },
    )) ?? [];
  return found === undefined ? null : idOf(found, kind);
}

/** A directory's own equality forgives spaces and more; two accounts that we tell apart must stay two. */
const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Values go into filters as they are, by length and not by delimiter, so that none can end one. */
function named({ wire }: Directory, slot: Slot): Filter {
  const { AndFilter, EqualityFilter, OrFilter } = wire;
  const classes = kindOf(slot).people.map((value) => new EqualityFilter({ attribute: "objectClass", value }));
  const account = new EqualityFilter({ attribute: slot.settings.match, value: slot.account });
  return new AndFilter({ filters: [new OrFilter({ filters: classes }), account] });
}

const anyOf = ({ wire }: Directory, filters: Filter[]): Filter => new wire.OrFilter({ filters });

function identified({ wire }: Directory, { id }: Kind, value: string): Filter {
  const spelt = id.binary ? asBuffer(bytesOf(value)) : value;
  // The library takes bytes too, by a type that a Worker's types do not have.
  return new wire.EqualityFilter({ attribute: id.attribute, value: spelt as string });
}

/** Of hexadecimal digits. */
const bytesOf = (digits: string): Uint8Array =>
  Uint8Array.from({ length: digits.length / 2 }, (_, at) => Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16));

const attributesOf = (kind: Kind): string[] => [
  kind.id.attribute,
  ...(kind.value === "dn" ? [] : [kind.value]),
  ...(kind.primary === null ? [] : [...new Set(Object.values(kind.primary))]),
];
const idOf = (entry: Found, { id }: Kind): string =>
  (id.binary ? entry.bytesOf(id.attribute) : entry.of(id.attribute))[0] ?? "";

function personOf(entry: Found, slot: Slot): Person {
  const kind = kindOf(slot);
  const values = kind.value === "dn" ? [entry.dn] : entry.of(kind.value);
  const [value] = values;
  if (value === undefined || values.length > 1)
    throw new PermanentError(`the person's entry has ${value === undefined ? "no" : "more than one"} ${kind.value}`);
  return { dn: entry.dn, id: idOf(entry, kind), value, primary: numberOf(entry, kind.primary?.person) };
}

const groupOf = (entry: Found, kind: Kind): Group => ({
  dn: entry.dn,
  id: idOf(entry, kind),
  primary: numberOf(entry, kind.primary?.group),
});

const numberOf = (entry: Found, attribute: string | undefined): string =>
  attribute === undefined ? "" : (entry.of(attribute)[0] ?? "");

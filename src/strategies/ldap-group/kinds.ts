// The kinds of group that directories have: which attribute lists the members, what a member is called in it, and how entries
// are told apart for good. Only names that RFCs and Active Directory's schema define.

export interface Kind {
  /** The attribute of the group that holds its members, one value each. */
  readonly member: string;
  /** What of the person such a value is: the entry's DN, or an attribute with one value. */
  readonly value: "dn" | "uid";
  /** The id that an entry keeps whatever it is called. `binary`: its bytes are written as hexadecimal digits. */
  readonly id: { readonly attribute: string; readonly binary: boolean };
  /** Classes of which an entry must have one to be a person. */
  readonly people: readonly string[];
  /** A group that everybody has who is said to, besides its list: the same number at the person and at the group. */
  readonly primary: { readonly person: string; readonly group: string } | null;
  /** Does the schema forbid a group without members? Then no list at all means that it may not be seen. */
  readonly neverEmpty: boolean;
  /** Does the directory itself carry memberships along when an entry is renamed, moved or deleted, always? */
  readonly followsRenames: boolean;
  /** Can groups be members of groups, and does the directory tell through how many? */
  readonly nesting: "none" | "one_level" | "in_chain";
}

const ENTRY_UUID = { attribute: "entryUUID", binary: false } as const;
const OF_RFC_4519 = {
  value: "dn",
  id: ENTRY_UUID,
  people: ["person", "posixAccount"],
  primary: null,
  neverEmpty: true,
  followsRenames: false,
  nesting: "one_level",
} as const;

export const KINDS = {
  groupOfNames: { ...OF_RFC_4519, member: "member" },
  groupOfUniqueNames: { ...OF_RFC_4519, member: "uniqueMember" },
  posixGroup: {
    ...OF_RFC_4519,
    member: "memberUid",
    value: "uid",
    primary: { person: "gidNumber", group: "gidNumber" },
    neverEmpty: false,
    nesting: "none",
  },
  activeDirectory: {
    ...OF_RFC_4519,
    member: "member",
    id: { attribute: "objectGUID", binary: true },
    people: ["user"],
    primary: { person: "primaryGroupID", group: "primaryGroupToken" },
    neverEmpty: false,
    followsRenames: true,
    nesting: "in_chain",
  },
} as const satisfies Readonly<Record<string, Kind>>;

export type KindName = keyof typeof KINDS;

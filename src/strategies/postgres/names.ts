// Which names a role can have, and how one is spoken in SQL. Never cuts a name short or makes another of it.

/** PostgreSQL cuts names after 63 bytes; a longer one would silently mean another role. */
const MAX_NAME_BYTES = 63;

/** Can a role have this name at all? */
export const isRoleName = (name: string): boolean =>
  name !== "" && name.isWellFormed() && !name.includes("\0") && new TextEncoder().encode(name).length <= MAX_NAME_BYTES;

/** A delimited identifier: only the quotation mark itself means anything inside it, and is doubled. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

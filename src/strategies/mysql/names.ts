// Which names accounts and roles of MySQL and MariaDB can have, and how they are spoken in SQL: in a question as hexadecimal digits,
// in a change between backticks, after the server has listed them. Never depends on a mode, a collation or an alphabet of the server.

/** MariaDB's limit; MySQL's is 32, and what is longer is not found there. */
const MAX_NAME_LETTERS = 128;

/** Servers keep names in the letters of the basic plane, and drop spaces at their end. */
const SPEAKABLE = /^(?![ ])[^\0\ud800-\udfff]+(?<![ ])$/;

/** Can an account or a role have this name at all? */
export const isName = (name: string): boolean => name.length <= MAX_NAME_LETTERS && SPEAKABLE.test(name);

/** A delimited identifier: only the backtick itself means anything inside it, and is doubled. */
export const quoted = (name: string): string => `\`${name.replaceAll("`", "``")}\``;

/** The digits that the server's own `hex()` makes of this very name. Compared so, `ana` is neither `Ana` nor `ana `. */
export const hexOf = (name: string): string =>
  Array.from(new TextEncoder().encode(name), (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .toUpperCase();

/** An account is a name and where its sessions may come from. */
export interface AccountName {
  readonly user: string;
  readonly host: string;
}

export const account = ({ user, host }: AccountName): string => `${quoted(user)}@${quoted(host)}`;

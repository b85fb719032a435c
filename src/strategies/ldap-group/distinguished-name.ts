// Distinguished names (DNs) as a Flow writes them, in one spelling only, so that two Targets that mean one group also say so.
// What the directory itself answers is never taken apart: it is handed back as it came.

const ATTRIBUTE = "(?:[A-Za-z][A-Za-z0-9-]*|\\d+(?:\\.\\d+)+)";
/** RFC 4514, without spaces around separators and without values in hexadecimal form. */
const VALUE =
  '(?:[^\\u0000-\\u001f\\\\",;+<>#= ]|\\\\[\\\\",;+<>#= ]|\\\\[0-9A-Fa-f]{2})(?:[^\\u0000-\\u001f\\\\",;+<>]|\\\\[\\\\",;+<>#= ]|\\\\[0-9A-Fa-f]{2})*(?<![^\\\\] )';
const PAIR = `${ATTRIBUTE}=${VALUE}`;
const DN = new RegExp(`^${PAIR}(?:[,+]${PAIR})*$`, "u");
const MAX_LENGTH = 1_000;

export const isDn = (text: string): boolean => text.length <= MAX_LENGTH && text.isWellFormed() && DN.test(text);

/** Directories tell no capitals in the names that groups and people have. */
export const canonicalDn = (dn: string): string => dn.normalize("NFC").toLowerCase();

export const isUnder = (dn: string, base: string): boolean => canonicalDn(dn).endsWith(`,${canonicalDn(base)}`);

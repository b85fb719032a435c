// Where the elements of BER, which LDAP is spelt in, begin and end. Never reads what is in them.

/** The tag of every message of LDAP. */
export const SEQUENCE = 0x30;

/** Where the contents of a BER element begin and end; null where its head is not complete. */
export function elementAt(bytes: Uint8Array, at: number): { tag: number; start: number; end: number } | null {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined) return null;
  if (first < 0x80) return { tag, start: at + 2, end: at + 2 + first };
  const digits = first - 0x80;
  const start = at + 2 + digits;
  if (digits < 1 || digits > 4 || bytes.length < start) return null;
  const length = bytes.subarray(at + 2, start).reduce((sum, byte) => sum * 256 + byte, 0);
  return { tag, start, end: start + length };
}

export const joined = (one: Uint8Array, two: Uint8Array): Uint8Array<ArrayBuffer> => {
  const both = new Uint8Array(one.length + two.length);
  both.set(one);
  both.set(two, one.length);
  return both;
};

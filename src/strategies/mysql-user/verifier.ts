// What a server keeps to check a password by, made here (`mysql_native_password`), so that the password itself never stands in a
// statement, and so in no log of the server. Never keeps the password.
import { sha256Hex } from "../../domain/canonical.ts";

/** SHA-1 twice: good for a password of 192 random bits, which nobody can try, and for no other. */
export async function verifierOf(password: string): Promise<string> {
  const once = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(password));
  return spelt(await crypto.subtle.digest("SHA-1", once));
}

/** Fits no password that anybody could find. */
export const noPassword = (mark: string): string => `*${sha256Hex(`no password ${mark}`).slice(0, 40).toUpperCase()}`;

const spelt = (digest: ArrayBuffer): string =>
  `*${Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .toUpperCase()}`;

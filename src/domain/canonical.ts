// One spelling for one value: canonical JSON (RFC 8785 for the values that Sym stores: objects, arrays, strings, finite
// numbers, booleans, null) and its SHA-256. Anything that is compared, chained or counted by content goes through here.
/// <reference path="./node-crypto.d.ts" />
import { createHash, hash } from "node:crypto";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Keys in code unit order, no white space, absent (`undefined`) members left out. Throws on what JSON cannot hold. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new TypeError("canonical JSON has no spelling for this number");
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object") {
    const members = Object.entries(value as Record<string, unknown>)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(",")}}`;
  }
  throw new TypeError(`canonical JSON has no spelling for a ${typeof value}`);
}

/** SHA-256 of the UTF-8 text, 64 lower-case hexadecimal digits. */
export const sha256Hex = (text: string): string => hash("sha256", text);

export const hashOf = (value: unknown): string => sha256Hex(canonicalJson(value));

/** SHA-256 of texts as if they were one. */
export function runningHash(): { add(text: string): void; hex(): string } {
  const running = createHash("sha256");
  return { add: (text) => void running.update(text, "utf8"), hex: () => running.digest("hex") };
}

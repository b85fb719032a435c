// Canonical JSON (RFC 8785) and SHA-256 for whoever checks an export: written apart from the bot's own, so that a mistake
// there cannot excuse itself here. A test holds the two against each other. Imports nothing of the bot.
import { createHash } from "node:crypto";

/** Of a value that JSON.parse gave. Lone surrogates are escaped, as JSON.stringify writes them. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    return `[${items.map(canonicalText).join()}]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = new Map<string, unknown>(Object.entries(value));
  // Without an argument, sort compares UTF-16 code units, which is the order that the RFC asks for.
  return `{${[...members.keys()]
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalText(members.get(name))}`)
    .join()}}`;
}

export const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

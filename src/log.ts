// One JSON line an event. Only the fields of the list get out, whoever put others there; a text among them that looks like an
// e-mail is withheld, and none is longer than a name. Problems of src/flows are told whole.
import { LOG_FIELDS, type Log, type LogFields } from "./ports.ts";

const TEXT_MAX = 200;
/** What is wrong with src/flows or a setting, in our words and without its value. */
const WHOLE = "problem";
const allowed: ReadonlySet<string> = new Set(LOG_FIELDS);

export function lineOf(name: string, fields: LogFields): string {
  const kept = Object.entries(fields).filter(([field, value]) => allowed.has(field) && isPlain(value));
  return JSON.stringify({
    event: name,
    ...Object.fromEntries(kept.map(([field, value]) => [field, field === WHOLE ? value : bounded(value)])),
  });
}

const isPlain = (value: unknown): boolean => value === null || ["string", "number", "boolean"].includes(typeof value);

const bounded = (value: unknown): unknown =>
  typeof value !== "string" ? value : value.includes("@") ? "[withheld]" : value.slice(0, TEXT_MAX);

export const consoleLog: Log = (name, fields) => console.log(lineOf(name, fields));

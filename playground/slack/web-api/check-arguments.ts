// Holds the arguments of a call against what the method takes: presence, types, names.
// Never refuses an unknown name, as Slack mostly does not; it is reported, so that a typing error cannot hide.
import { isObject, type Json, type JsonObject, parseJson } from "../json.ts";
import type { Argument, ArgumentType, Method } from "./method.ts";

export type CheckedArguments = { args: JsonObject; unknown: string[]; missing: string[]; wrong: string[] };

const WRONG = Symbol("wrong type");

const TRUE = new Set<Json>([true, "true", "1", 1]);
const FALSE = new Set<Json>([false, "false", "0", 0, ""]);

/** The value as the method wants it. */
const CONVERT: Record<ArgumentType, (value: Json) => Json | typeof WRONG> = {
  string: (value) => (typeof value === "string" ? value : typeof value === "number" ? String(value) : WRONG),
  boolean: (value) => (TRUE.has(value) ? true : FALSE.has(value) ? false : WRONG),
  integer: (value) => {
    const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
    return typeof number === "number" && Number.isInteger(number) ? number : WRONG;
  },
  json: (value) => (typeof value === "string" ? (parseJson(value) ?? value) : value),
  /** "U1,U2", or a list. */
  ids: (value) => {
    if (typeof value === "string") return value.split(",").filter((id) => id !== "");
    return Array.isArray(value) && value.every((id) => typeof id === "string") ? value : WRONG;
  },
};

const EXPECTED: Record<ArgumentType, string> = {
  string: "must be a string",
  boolean: "must be a boolean",
  integer: "must be an integer",
  json: "must be JSON",
  ids: "must be a list of ids",
};

const isMissing = (value: Json | undefined, { type }: Argument): boolean =>
  value === undefined || value === null || (value === "" && type !== "boolean");

/** Slack takes this on every method (tokens of a whole organisation need it), and its own framework always sends it. */
const ANYWHERE = "team_id";

export const checkArguments = ({ args: known }: Pick<Method, "args">, given: JsonObject): CheckedArguments => {
  const checked: CheckedArguments = { args: {}, unknown: [], missing: [], wrong: [] };
  checked.unknown = Object.keys(given).filter((name) => !Object.hasOwn(known, name) && name !== ANYWHERE);
  for (const [name, argument] of Object.entries(known)) {
    const value = given[name];
    if (value === undefined || value === null || isMissing(value, argument)) {
      if (argument.required === true) checked.missing.push(name);
      else if (value === "" && argument.type === "string") checked.args[name] = "";
      continue;
    }
    const converted = CONVERT[argument.type](value);
    if (converted === WRONG) checked.wrong.push(`[ERROR] ${EXPECTED[argument.type]} [json-pointer:/${name}]`);
    else checked.args[name] = converted;
  }
  return checked;
};

/** For the record: JSON arguments readable, everything else as given. */
export const readable = (given: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(given).map(([name, value]): [string, Json] => {
      const parsed = typeof value === "string" && /^[[{]/.test(value) ? parseJson(value) : undefined;
      return [name, isObject(parsed) || Array.isArray(parsed) ? parsed : value];
    }),
  );

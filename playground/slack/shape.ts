// The small language in which Block Kit's shapes are written: a check looks at a value and adds what is wrong with it.
// Never changes a value, and never throws: bad input is what it is for.
import { isObject, type Json, type JsonObject } from "./json.ts";

/** `at` is a JSON pointer, `message` in the words that Slack uses. */
export type Problem = { at: string; message: string };

export type Check = (value: Json, at: string, problems: Problem[]) => void;

type Fields = Record<string, Check>;

export const text =
  (limits: { min?: number; max?: number; pattern?: RegExp } = {}): Check =>
  (value, at, problems) => {
    if (typeof value !== "string") {
      problems.push({ at, message: "must be a string" });
      return;
    }
    const { min = 0, max, pattern } = limits;
    if (value.length < min) problems.push({ at, message: `must be more than ${min - 1} characters` });
    if (max !== undefined && value.length > max)
      problems.push({ at, message: `must be less than ${max + 1} characters` });
    if (pattern !== undefined && !pattern.test(value))
      problems.push({ at, message: "does not match the required pattern" });
  };

export const flag: Check = (value, at, problems) => {
  if (typeof value !== "boolean") problems.push({ at, message: "must be a boolean" });
};

export const whole =
  (limits: { min?: number; max?: number } = {}): Check =>
  (value, at, problems) => {
    if (typeof value !== "number" || !Number.isInteger(value)) {
      problems.push({ at, message: "must be an integer" });
      return;
    }
    if (limits.min !== undefined && value < limits.min)
      problems.push({ at, message: `must be at least ${limits.min}` });
    if (limits.max !== undefined && value > limits.max) problems.push({ at, message: `must be at most ${limits.max}` });
  };

export const among =
  (...allowed: (string | number)[]): Check =>
  (value, at, problems) => {
    if ((typeof value !== "string" && typeof value !== "number") || !allowed.includes(value)) {
      problems.push({ at, message: "must be a valid enum value" });
    }
  };

export const list =
  (item: Check, limits: { min?: number; max?: number } = {}): Check =>
  (value, at, problems) => {
    if (!Array.isArray(value)) {
      problems.push({ at, message: "must provide an array" });
      return;
    }
    const { min = 0, max } = limits;
    if (value.length < min) problems.push({ at, message: `no fewer than ${min} items allowed` });
    if (max !== undefined && value.length > max) problems.push({ at, message: `no more than ${max} items allowed` });
    for (const [index, entry] of value.entries()) item(entry, `${at}/${index}`, problems);
  };

/** An object with these fields and no others. */
export const record =
  (required: Fields, optional: Fields = {}): Check =>
  (value, at, problems) => {
    if (!isObject(value)) {
      problems.push({ at, message: "must provide an object" });
      return;
    }
    for (const [name, check] of Object.entries(required)) {
      const field = value[name];
      if (field === undefined || field === null) problems.push({ at, message: `missing required field: ${name}` });
      else check(field, `${at}/${name}`, problems);
    }
    for (const [name, field] of Object.entries(value)) {
      if (Object.hasOwn(required, name)) continue;
      const check = Object.hasOwn(optional, name) ? optional[name] : undefined;
      if (check === undefined) problems.push({ at, message: `invalid additional property: ${name}` });
      else check(field, `${at}/${name}`, problems);
    }
  };

/** A record and rules between its fields; the rules run only on objects. */
export const withRules =
  (check: Check, ...rules: ((value: JsonObject, at: string, problems: Problem[]) => void)[]): Check =>
  (value, at, problems) => {
    check(value, at, problems);
    if (isObject(value)) for (const rule of rules) rule(value, at, problems);
  };

/** One of several records, told apart by their `type`. */
export const byType =
  (shapes: Record<string, Check>): Check =>
  (value, at, problems) => {
    if (!isObject(value)) {
      problems.push({ at, message: "must provide an object" });
      return;
    }
    const type = value["type"];
    const check = typeof type === "string" && Object.hasOwn(shapes, type) ? shapes[type] : undefined;
    if (check === undefined) problems.push({ at, message: `unsupported type: ${String(type)}` });
    else check(value, at, problems);
  };

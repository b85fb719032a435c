// JSON as it travels: what Slack and the bot say to each other before anybody has looked at it.
// Never trusts a shape: every reader answers undefined where the value is not what it was asked for.

export type Json = string | number | boolean | null | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json };

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const objectAt = (from: JsonObject | undefined, key: string): JsonObject | undefined => {
  const value = from?.[key];
  return isObject(value) ? value : undefined;
};

export const stringAt = (from: JsonObject | undefined, key: string): string | undefined => {
  const value = from?.[key];
  return typeof value === "string" ? value : undefined;
};

export const numberAt = (from: JsonObject | undefined, key: string): number | undefined => {
  const value = from?.[key];
  return typeof value === "number" ? value : undefined;
};

export const trueAt = (from: JsonObject | undefined, key: string): boolean => from?.[key] === true;

export const listAt = (from: JsonObject | undefined, key: string): Json[] => {
  const value = from?.[key];
  return Array.isArray(value) ? value : [];
};

export const objectsAt = (from: JsonObject | undefined, key: string): JsonObject[] =>
  listAt(from, key).filter(isObject);

/** The text of a JSON document, or undefined when it is none. */
export const parseJson = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
};

/** A copy that shares nothing with the original. */
export const copyOf = <T extends Json>(value: T): T => structuredClone(value);

// What a method of the Web API is to the simulator: its arguments, its scope, its tier and what it does.
// Never holds a method: the families beside this file do.
import type { JsonObject } from "../json.ts";
import type { ViolationKind } from "../types.ts";
import type { Workspace } from "../workspace.ts";
import type { Caller } from "./caller.ts";

export type Tier = 1 | 2 | 3 | 4 | "special";

export type ArgumentType = "string" | "boolean" | "integer" | "json" | "ids";

export type Argument = { type: ArgumentType; required?: true };

export type Call = {
  workspace: Workspace;
  /** Checked against `args`: json parsed, numbers and booleans converted. */
  args: JsonObject;
  scopes: string[];
  /** Whose token it is. */
  caller: Caller;
  /** Writes down what the bot did wrong, under this method's name. */
  blame(kind: ViolationKind, detail: string): void;
};

/** The body of an answer; `ok` says which kind. */
export type Answer = JsonObject & { ok: boolean };

export type Method = {
  tier: Tier;
  /** Slack does not read JSON bodies here: arguments must come as a form or in the query. */
  formOnly: boolean;
  /** One of these is enough; empty: none is needed, or it depends on the channel and `handle` asks. */
  scopes: string[];
  args: Record<string, Argument>;
  handle: (call: Call) => Answer;
};

export const done = (body: JsonObject = {}): Answer => ({ ok: true, ...body });

export const refuse = (error: string, more: JsonObject = {}): Answer => ({ ok: false, error, ...more });

/** Refusal with Slack's own words about the arguments. */
export const refuseArguments = (messages: string[], error = "invalid_arguments"): Answer =>
  refuse(error, { response_metadata: { messages } });

export const missingScope = (needed: string[], provided: string[]): Answer =>
  refuse("missing_scope", { needed: needed.join(","), provided: provided.join(",") });

export const required = (type: ArgumentType): Argument => ({ type, required: true });
export const optional = (type: ArgumentType): Argument => ({ type });

/** A page of a list, by an opaque cursor. */
export const pageOf = <T>(
  items: T[],
  args: JsonObject,
  defaultLimit: number,
): { page: T[]; nextCursor: string } | "invalid_cursor" | "invalid_limit" => {
  const limit = typeof args["limit"] === "number" && args["limit"] !== 0 ? args["limit"] : defaultLimit;
  if (limit < 1 || limit > 1_000) return "invalid_limit";
  const cursor = args["cursor"];
  const asksFirst = typeof cursor !== "string" || cursor === "";
  const from = asksFirst ? 0 : Number(/^page:(\d+)$/.exec(safeAtob(cursor))?.[1] ?? Number.NaN);
  if (!Number.isInteger(from) || from > items.length) return "invalid_cursor";
  const end = from + limit;
  return { page: items.slice(from, end), nextCursor: end < items.length ? btoa(`page:${end}`) : "" };
};

const safeAtob = (text: string): string => {
  try {
    return atob(text);
  } catch {
    return "";
  }
};

// Asks Slack's Web API, patiently: a request that Slack puts off is made again when Slack says. Only reads, sends the token to
// no other address, and puts it into no error.

import { setTimeout as sleepFor } from "node:timers/promises";
import { Refused } from "../deploy/refused.ts";

export type Answer =
  | {
      readonly ok: true;
      readonly body: Readonly<Record<string, unknown>>;
      /** What the token may do, as Slack names it with every answer; null where it does not. */
      readonly scopes: readonly string[] | null;
    }
  | { readonly ok: false; readonly code: string };

/** Throws `Unreachable` where Slack does not answer. */
export type AskSlack = (method: string, args?: Readonly<Record<string, string>>) => Promise<Answer>;

export class Unreachable extends Refused {
  constructor(what: string) {
    super(what, "Try again later.");
  }
}

export interface AskOptions {
  readonly botToken: string;
  /** Ends with a slash. */
  readonly apiUrl: string;
  readonly sleep?: (ms: number) => Promise<unknown>;
}

const ANSWER_LIMIT_MS = 10_000;
const TRIES = 5;
const WAIT_MS = 1_000;
/** Slack asks for a minute at most. */
const WAIT_MAX_MS = 60_000;

export function createAskSlack({ botToken, apiUrl, sleep = sleepFor }: AskOptions): AskSlack {
  return async (method, args = {}) => {
    for (let tried = 1; ; tried++) {
      const reply = await attempt(apiUrl + method, botToken, args);
      if ("answer" in reply) return reply.answer;
      if (tried === TRIES) throw new Unreachable(`Slack does not answer ${method}: ${reply.why}`);
      await sleep(Math.min(reply.waitMs ?? WAIT_MS * 2 ** (tried - 1), WAIT_MAX_MS));
    }
  };
}

type Reply = { readonly answer: Answer } | { readonly why: string; readonly waitMs: number | null };

async function attempt(url: string, botToken: string, args: Readonly<Record<string, string>>): Promise<Reply> {
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { authorization: `Bearer ${botToken}`, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(args).toString(),
      // Elsewhere the token has no business.
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    });
    body = await response.json().catch(() => undefined);
  } catch {
    return { why: "it cannot be reached", waitMs: null };
  }
  const seconds = response.headers.get("retry-after") ?? "";
  if (response.status === 429)
    return { why: "too many requests", waitMs: /^\d{1,4}$/.test(seconds) ? Number(seconds) * 1_000 : null };
  if (response.status !== 200 || typeof body !== "object" || body === null)
    return { why: `HTTP ${response.status}`, waitMs: null };
  const known = new Map<string, unknown>(Object.entries(body));
  if (known.get("ok") !== true) return { answer: { ok: false, code: String(known.get("error") ?? "unknown_error") } };
  const scopes = response.headers.get("x-oauth-scopes");
  return {
    answer: { ok: true, body: Object.fromEntries(known), scopes: scopes === null ? null : wordsIn(scopes) },
  };
}

const wordsIn = (list: string): string[] =>
  list
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");

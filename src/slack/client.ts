// Calls of Slack's Web API: one attempt each, within a time limit, to the address that the deployment names. Never repeats a
// call (the outbox does), never follows a redirect with the token, and puts no token and no text into any error.
import type * as z from "zod";
import { type Clock, TransientError } from "../ports.ts";
import { type SlackMethod, slackMethods } from "./scopes.ts";

/** A definite no from Slack. `code` is Slack's own, for example `channel_not_found`. */
export class SlackRefusal extends Error {
  override readonly name = "SlackRefusal";
  readonly code: string;
  constructor(method: string, code: string) {
    super(`Slack refused ${method}: ${code}`);
    this.code = code;
  }
}

/** Time for a call on which somebody's answer waits, and for one that nobody waits for, in milliseconds. */
export const IN_THE_ACK_MS = 2_000;
export const IN_THE_BACKGROUND_MS = 10_000;

/** JSON that was spelt before, put into a body as it is: a view that is the same for everybody is spelt once. */
export class Spelt {
  readonly json: string;
  constructor(value: unknown) {
    this.json = JSON.stringify(value);
  }
}

/** Members that are `undefined` are left out. On a form, everything is written as text. */
export type Arguments = Readonly<Record<string, unknown>>;

/**
 * Slack's answer as it came, for the caller's schema. Throws `SlackRefusal` where Slack says no for good, and
 * `TransientError` where it may say yes later or nobody knows what it did.
 */
export type CallSlack = (method: SlackMethod, args: Arguments, limitMs: number) => Promise<unknown>;

export interface ClientOptions {
  readonly botToken: string;
  /** `https://slack.com/api/`, or a loopback address. */
  readonly apiUrl: string;
  readonly clock: Pick<Clock, "now" | "within">;
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
}

/** More lanes than a workspace has busy channels; what is forgotten is asked of Slack once more. */
const LANES_MAX = 500;

/** Slack did not get to it, or asks to come back: nothing was done. */
const NOT_DONE = new Set(["ratelimited", "rate_limited", "request_timeout", "team_added_to_org"]);
/** Slack broke on it: something may have been done. */
const PERHAPS_DONE = new Set(["fatal_error", "internal_error", "service_unavailable"]);

export function createCallSlack({ botToken, apiUrl, clock, fetch: given }: ClientOptions): CallSlack {
  const base = apiUrl.endsWith("/") ? apiUrl : `${apiUrl}/`;
  const send = given ?? ((url, init) => fetch(url, init));
  const authorization = `Bearer ${botToken}`;
  const headers = {
    json: { authorization, "content-type": "application/json; charset=utf-8" },
    form: { authorization, "content-type": "application/x-www-form-urlencoded" },
  };

  /** What Slack asked to leave alone until then: its limits are by method, and for posting by channel. */
  const notBefore = new Map<string, number>();

  return async (method, args, limitMs) => {
    const lane = method === "chat.postMessage" ? `${method} ${String(args["channel"])}` : method;
    const wait = (notBefore.get(lane) ?? 0) - clock.now();
    // Whoever waits for an answer is let through: Slack may say yes again.
    if (wait > 0 && limitMs >= IN_THE_BACKGROUND_MS)
      throw new TransientError(`Slack asked to wait with ${method}`, { effect: "no", retryAfterMs: wait });
    try {
      return await call(method, args, limitMs);
    } catch (error) {
      if (error instanceof TransientError && error.retryAfterMs !== null) {
        if (notBefore.size >= LANES_MAX) notBefore.clear();
        notBefore.set(lane, clock.now() + error.retryAfterMs);
      }
      throw error;
    }
  };

  function call(method: SlackMethod, args: Arguments, limitMs: number): Promise<unknown> {
    return clock.within(limitMs, async (signal) => {
      const { wire } = slackMethods[method];
      const body = wire === "json" ? jsonBody(args) : formBody(args);
      // A view that is opened too late ends with the request that waited for it; a way to stop it costs each one a twentieth.
      const stop = method === "views.open" ? null : signal;
      const init = { method: "POST", headers: headers[wire], body, signal: stop, redirect: "manual" as const };
      let response: Response;
      try {
        response = await send(base + method, init);
      } catch {
        // The cause is left out: runtimes put addresses into it, and some put what was sent.
        throw new TransientError(`Slack could not be reached for ${method}`, { effect: "unknown" });
      }
      if (response.status !== 200) throw await troubleOf(method, response);
      return judged(method, await bodyOf(method, response));
    });
  }
}

/** A JSON object, with the members that were spelt before put in as they are. */
function jsonBody(args: Arguments): string {
  let body = "";
  for (const [name, value] of Object.entries(args)) {
    if (value === undefined) continue;
    body += `${body === "" ? "{" : ","}"${name}":${value instanceof Spelt ? value.json : JSON.stringify(value)}`;
  }
  return body === "" ? "{}" : `${body}}`;
}

function formBody(args: Arguments): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(args)) if (value !== undefined) form.set(name, String(value));
  return form.toString();
}

/** A message to where somebody just did something, seen by them alone; or, instead of what stands there. */
export interface PrivateReply {
  readonly text: string;
  readonly blocks?: readonly unknown[] | undefined;
  readonly replaceOriginal: boolean;
}

/** Posts to a `response_url`. False where that is not possible (any more); throws nothing but bugs. */
export type Respond = (responseUrl: string, reply: PrivateReply) => Promise<boolean>;

const RESPONSE_HOSTS = new Set(["hooks.slack.com", "hooks.slack-gov.com"]);

/** `response_url`s need no token, and lead to Slack or to the host of the configured API: nothing is sent anywhere else. */
export function createRespond({ apiUrl, clock, fetch: given }: Omit<ClientOptions, "botToken">): Respond {
  const ownOrigin = new URL(apiUrl).origin;
  const send = given ?? ((url, init) => fetch(url, init));
  const headers = { "content-type": "application/json; charset=utf-8" };

  return async (responseUrl, { text, blocks, replaceOriginal }) => {
    const url = URL.parse(responseUrl);
    if (url === null) return false;
    const toSlack = url.protocol === "https:" && RESPONSE_HOSTS.has(url.host);
    if (!toSlack && url.origin !== ownOrigin) return false;
    const body = JSON.stringify({ response_type: "ephemeral", replace_original: replaceOriginal, text, blocks });
    try {
      const init = { method: "POST", headers, body, redirect: "manual" as const };
      const response = await clock.within(IN_THE_BACKGROUND_MS, (signal) => send(url.href, { ...init, signal }));
      await response.body?.cancel();
      return response.status === 200;
    } catch {
      return false;
    }
  };
}

async function troubleOf(method: string, response: Response): Promise<TransientError> {
  await response.body?.cancel();
  const { status } = response;
  const effect = status >= 500 ? "unknown" : "no";
  return new TransientError(`Slack answered ${method} with HTTP ${status}`, {
    effect,
    retryAfterMs: retryAfterMs(response),
  });
}

async function bodyOf(method: string, response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw new TransientError(`Slack's answer to ${method} could not be read`, { effect: "unknown" });
  }
}

function judged(method: string, answer: unknown): unknown {
  if (typeof answer !== "object" || answer === null)
    throw new TransientError(`Slack's answer to ${method} could not be read`, { effect: "unknown" });
  if ("ok" in answer && answer.ok === true) return answer;
  const code = codeOf("error" in answer ? answer.error : undefined);
  if (NOT_DONE.has(code)) throw new TransientError(`Slack put ${method} off: ${code}`, { effect: "no" });
  if (PERHAPS_DONE.has(code)) throw new TransientError(`Slack broke on ${method}: ${code}`, { effect: "unknown" });
  throw new SlackRefusal(method, code);
}

/** Slack's codes are words; whatever else stands there is not repeated. */
const codeOf = (error: unknown): string =>
  typeof error === "string" && /^[a-z][a-z0-9_.:-]{0,63}$/.test(error) ? error : "unknown_code";

/** Whole seconds in `Retry-After`; null where Slack does not ask to wait. */
function retryAfterMs(response: Response): number | null {
  const seconds = response.headers.get("retry-after");
  return seconds !== null && /^\d{1,5}$/.test(seconds) ? Number(seconds) * 1_000 : null;
}

/** What the caller needs of an answer. Throws a `TransientError` where Slack answered in another shape than it documents. */
export function readAnswer<T>(method: SlackMethod, schema: z.ZodType<T>, answer: unknown): T {
  const read = schema.safeParse(answer);
  if (!read.success) throw new TransientError(`Slack's answer to ${method} could not be read`, { effect: "unknown" });
  return read.data;
}

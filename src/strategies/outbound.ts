// The one way in which strategies speak HTTP: bounded in time and size, to public https addresses, following no redirect.
// Never lets a word of the answer into an error.
import { PermanentError, type StrategyContext, TransientError } from "../ports.ts";
import { untilAborted } from "./abort.ts";
import { troubleOfStatus } from "./outbound-status.ts";
import { refusalOfUrl } from "./outbound-url.ts";

/** An answer longer than this is refused, unread, where the call does not say otherwise. */
export const MAX_ANSWER_BYTES = 64 * 1024;

export interface Outgoing {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Made of settings only; what people chose goes into the body or, percent-encoded, into path or query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly allowLoopback: boolean;
}

export interface Asking extends Outgoing {
  /** Statuses besides 2xx that mean something only together with what they say. All others are trouble. */
  readonly alsoAnswers?: readonly number[];
  readonly maxBytes?: number;
  /** For a call that changes nothing at the target although its method is not GET. */
  readonly onlyReads?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

type Outside = Pick<StrategyContext, "fetch" | "signal" | "now">;
type Effect = "no" | "unknown";
type Read<T> = (response: Response, effect: Effect) => Promise<T>;

/** The text of a 2xx answer to a GET; a POST's answer is not read. Throws `TransientError` or `PermanentError`. */
export const send = (outgoing: Outgoing, context: Outside): Promise<string> =>
  exchange(outgoing, context, async (response, effect) => {
    if (outgoing.method === "GET") return boundedText(response, MAX_ANSWER_BYTES, effect);
    await response.body?.cancel();
    return "";
  });

/** The answer whole: a 2xx, or one of `alsoAnswers`. Throws `TransientError` or `PermanentError`. */
export const ask = (asking: Asking, context: Outside): Promise<Answer> =>
  exchange(asking, context, async (response, effect) => {
    const { status, headers } = response;
    return { status, headers, text: await boundedText(response, asking.maxBytes ?? MAX_ANSWER_BYTES, effect) };
  });

async function exchange<T>(asking: Asking, context: Outside, read: Read<T>): Promise<T> {
  const refusal = refusalOfUrl(asking.url, asking.allowLoopback);
  if (refusal !== null) throw new PermanentError(`the target's URL ${refusal}`);
  const effect = asking.method === "GET" || asking.onlyReads === true ? "no" : "unknown";
  if (context.signal.aborted) throw new TransientError("there was no time left to call the target", { effect: "no" });
  const late = (): Error => new TransientError("the target did not answer in time", { effect });
  try {
    const request = new Request(asking.url, {
      method: asking.method,
      headers: asking.headers,
      redirect: "manual",
      signal: context.signal,
      ...(asking.body === undefined ? {} : { body: asking.body }),
    });
    return await untilAborted(context.signal, answered(request, asking, context, effect, read), late);
  } catch (error) {
    if (error instanceof TransientError || error instanceof PermanentError) throw error;
    throw context.signal.aborted
      ? late()
      : new TransientError("the target could not be reached, or broke off", { effect });
  }
}

async function answered<T>(
  request: Request,
  { alsoAnswers = [] }: Asking,
  context: Outside,
  effect: Effect,
  read: Read<T>,
): Promise<T> {
  const response = await context.fetch(request);
  if (alsoAnswers.includes(response.status)) return read(response, effect);
  const trouble = troubleOfStatus(response.status, response.headers.get("retry-after"), context.now(), effect);
  if (trouble === null) return read(response, effect);
  await response.body?.cancel();
  throw trouble;
}

async function boundedText(response: Response, maxBytes: number, effect: Effect): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array> | readonly Uint8Array[]) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLong(maxBytes, effect);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** A permanent error says that nothing was changed, which an answer that cannot be read does not. */
function tooLong(maxBytes: number, effect: Effect): Error {
  const told = `the target's answer is longer than ${maxBytes / 1024} KB`;
  return effect === "no"
    ? new PermanentError(told, { class: "bug" })
    : new TransientError(told, { effect, class: "bug" });
}

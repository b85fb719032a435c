// The one way in which strategies speak HTTP: bounded in time and size, to public https addresses, following no redirect.
// Never lets a word of the answer into an error.
import { PermanentError, type StrategyContext, TransientError } from "../ports.ts";
import { untilAborted } from "./abort.ts";
import { troubleOfStatus } from "./outbound-status.ts";
import { refusalOfUrl } from "./outbound-url.ts";

/** An answer longer than this is refused, unread. */
export const MAX_ANSWER_BYTES = 64 * 1024;

export interface Outgoing {
  readonly method: "GET" | "POST";
  /** Made of settings only; what people chose goes into the body or, percent-encoded, into the query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly allowLoopback: boolean;
}

/** The text of a 2xx answer to a GET; a POST's answer is not read. Throws `TransientError` or `PermanentError`. */
export async function send(
  outgoing: Outgoing,
  context: Pick<StrategyContext, "fetch" | "signal" | "now">,
): Promise<string> {
  const refusal = refusalOfUrl(outgoing.url, outgoing.allowLoopback);
  if (refusal !== null) throw new PermanentError(`the target's URL ${refusal}`);
  const effect = outgoing.method === "GET" ? "no" : "unknown";
  if (context.signal.aborted) throw new TransientError("there was no time left to call the target", { effect: "no" });
  const late = (): Error => new TransientError("the target did not answer in time", { effect });
  try {
    const request = new Request(outgoing.url, {
      method: outgoing.method,
      headers: outgoing.headers,
      redirect: "manual",
      signal: context.signal,
      ...(outgoing.body === undefined ? {} : { body: outgoing.body }),
    });
    return await untilAborted(context.signal, exchange(request, context, effect), late);
  } catch (error) {
    if (error instanceof TransientError || error instanceof PermanentError) throw error;
    throw context.signal.aborted
      ? late()
      : new TransientError("the target could not be reached, or broke off", { effect });
  }
}

async function exchange(
  request: Request,
  context: Pick<StrategyContext, "fetch" | "now">,
  effect: "no" | "unknown",
): Promise<string> {
  const response = await context.fetch(request);
  const trouble = troubleOfStatus(response.status, response.headers.get("retry-after"), context.now(), effect);
  if (trouble === null && request.method === "GET") return boundedText(response);
  await response.body?.cancel();
  if (trouble !== null) throw trouble;
  return "";
}

async function boundedText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array> | readonly Uint8Array[]) {
    bytes += chunk.byteLength;
    if (bytes > MAX_ANSWER_BYTES) throw new PermanentError("the target's answer is longer than 64 KB");
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

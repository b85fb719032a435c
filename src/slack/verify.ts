// The first thing that happens to a request from outside: is it Slack's, is it fresh, is it small? Reads the body once and
// touches nothing else; whatever is wrong, nothing behind this is reached and the answer does not say what it was.
import type { Callers, Clock, Log, Metrics } from "../ports.ts";

/**
 * The largest form there can be, 20 answers of 3,000 characters, is sent twice over (as typed, and as the view had it) and
 * percent-encoded: 12 bytes for a character at worst. Asked before anything is computed over the body.
 */
export const BODY_MAX_BYTES = 1_536 * 1_024;
/** How far the timestamp may be off, either way, in seconds. */
export const CLOCK_SKEW_MAX_S = 300;

const TIMESTAMP = /^\d{10}$/;
const SIGNATURE = /^v0=[0-9a-f]{64}$/;

export type Verdict =
  | { readonly kind: "admitted"; readonly body: Uint8Array<ArrayBuffer> }
  | { readonly kind: "answered"; readonly response: Response };

export type Verify = (request: Request) => Promise<Verdict>;

export interface VerifyOptions {
  /** Slack's signing secret. Empty: everything is refused. */
  readonly signingSecret: string;
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
  /** Asked of what is refused, never of what is admitted; who is refused too often is told that and leaves no line. */
  readonly callers?: Callers;
  readonly metrics?: Metrics;
}

/**
 * Admits a POST that carries exactly one well-formed timestamp and signature, the first at most 300 s off and the second the
 * HMAC-SHA256 of `v0:<timestamp>:<raw body>`. Slack's unsigned certificate check (`ssl_check=1`) is answered here.
 */
export function createVerify({ signingSecret, clock, log, callers, metrics }: VerifyOptions): Verify {
  const secret = new TextEncoder().encode(signingSecret);
  // Kept when it is there, never as a promise: one that another request began may never be settled for this one.
  let key: CryptoKey | null = null;

  const refuseFrom = async (request: Request, status: 401 | 405 | 413, why: string): Promise<Verdict> => {
    metrics?.({ name: "signature_refused", of: [why], value: 1 });
    const heard = (await callers?.(request)) ?? true;
    if (heard) log("slack.request.refused", { why });
    const headers = heard ? undefined : { "retry-after": "60" };
    return {
      kind: "answered",
      response: new Response(null, { status: heard ? status : 429, ...(headers && { headers }) }),
    };
  };

  return async (request) => {
    const refuse = (status: 401 | 405 | 413, why: string) => refuseFrom(request, status, why);
    if (request.method !== "POST") return refuse(405, "method");
    const body = await bodyOf(request);
    if (body === null) return refuse(413, "size");

    // A header that came twice reads as "one, two", which neither pattern takes.
    const timestamp = request.headers.get("x-slack-request-timestamp");
    const signature = request.headers.get("x-slack-signature");
    if (timestamp === null && signature === null && isSslCheck(body)) {
      log("slack.ssl_check.answered", {});
      return { kind: "answered", response: new Response(null, { status: 200 }) };
    }
    if (timestamp === null || !TIMESTAMP.test(timestamp)) return refuse(401, "timestamp");
    if (Math.abs(clock.now() / 1_000 - Number(timestamp)) > CLOCK_SKEW_MAX_S) return refuse(401, "age");
    if (signature === null || !SIGNATURE.test(signature)) return refuse(401, "signature_form");
    if (secret.length === 0) return refuse(401, "no_secret");

    key ??= await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
    // Compares in constant time.
    const genuine = await crypto.subtle.verify("HMAC", key, bytesOfHex(signature), signedPart(timestamp, body));
    return genuine ? { kind: "admitted", body } : refuse(401, "signature");
  };
}

/** The whole body, or null where it is too large: by its own word, or when counted. */
async function bodyOf(request: Request): Promise<Uint8Array<ArrayBuffer> | null> {
  const declared = request.headers.get("content-length");
  if (declared !== null && !(Number(declared) <= BODY_MAX_BYTES)) return null;
  if (declared === null && request.body !== null) return counted(request.body);
  const body = new Uint8Array(await request.arrayBuffer());
  return body.length <= BODY_MAX_BYTES ? body : null;
}

/** A body of unknown length is read only as far as it may be. */
async function counted(stream: ReadableStream<unknown>): Promise<Uint8Array<ArrayBuffer> | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    if (!(chunk instanceof Uint8Array)) return null;
    length += chunk.length;
    if (length > BODY_MAX_BYTES) return null;
    chunks.push(chunk);
  }
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

/** `v0:`, ten digits, a colon. */
const PREFIX_BYTES = 14;

function signedPart(timestamp: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const signed = new Uint8Array(PREFIX_BYTES + body.length);
  const prefix = `v0:${timestamp}:`;
  for (let index = 0; index < PREFIX_BYTES; index++) signed[index] = prefix.charCodeAt(index);
  signed.set(body, PREFIX_BYTES);
  return signed;
}

/** The 32 bytes after `v0=`. */
function bytesOfHex(signature: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(32);
  for (let index = 0; index < 32; index++)
    bytes[index] = Number.parseInt(signature.slice(3 + 2 * index, 5 + 2 * index), 16);
  return bytes;
}

/** Asked only of requests without any signature. */
function isSslCheck(body: Uint8Array): boolean {
  return body.length <= 4_096 && new URLSearchParams(new TextDecoder().decode(body)).get("ssl_check") === "1";
}

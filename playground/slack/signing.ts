// Slack's v0 signature on the requests it sends.
// Never verifies anything: the bot under test does that, and a test checks this file against an independent HMAC.
import type { Json } from "./json.ts";
import type { SignedRequestOptions } from "./types.ts";
import type { Workspace } from "./workspace.ts";

const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** HMAC-SHA256 of "v0:timestamp:body", as the header writes it. */
export const signatureOf = async (secret: string, timestamp: string, body: string, version = "v0"): Promise<string> => {
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["sign"]);
  return `${version}=${hex(await crypto.subtle.sign("HMAC", key, encoder.encode(`${version}:${timestamp}:${body}`)))}`;
};

const FORM = "application/x-www-form-urlencoded";
const JSON_TYPE = "application/json";

/** What travels, and as which type, for a body given as text, form or JSON. */
const wireOf = (body: string | URLSearchParams | Json): { text: string; contentType: string } => {
  if (typeof body === "string") return { text: body, contentType: FORM };
  if (body instanceof URLSearchParams) return { text: body.toString(), contentType: FORM };
  return { text: JSON.stringify(body), contentType: JSON_TYPE };
};

/** A request as Slack sends it; each option makes one part of it wrong or different. */
export const signedRequest = async (
  { world, now, eventsUrl }: Workspace,
  body: string | URLSearchParams | Json,
  options: SignedRequestOptions = {},
): Promise<Request> => {
  const { text, contentType } = wireOf(body);
  const timestamp = String(options.timestamp ?? Math.floor(now() / 1_000));
  const headers = new Headers({
    "content-type": options.contentType ?? contentType,
    "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
    accept: "application/json,*/*",
    "x-slack-request-timestamp": timestamp,
  });
  const signature =
    options.signature === undefined
      ? await signatureOf(options.secret ?? world.app.signingSecret, timestamp, text, options.version)
      : options.signature;
  if (signature !== null) headers.set("x-slack-signature", signature);
  for (const [name, value] of Object.entries(options.headers ?? {})) headers.set(name, value);
  return new Request(options.url ?? eventsUrl, { method: "POST", headers, body: text });
};

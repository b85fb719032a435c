// How input travels: as Slack sends it, or not quite. Some of it is signed wrongly, some for another body; the rest is signed
// for what really travels, however odd that is. Makes requests and sends none.
import { createHmac } from "node:crypto";
import type { Json } from "../../playground/slack/json.ts";
import type { Dice } from "../simulate/dice.ts";

export interface Wire {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
  /** The signature is Slack's own over these bytes, and fresh. */
  readonly genuine: boolean;
}

export const EVENTS = "/slack/events";
const FORM = "application/x-www-form-urlencoded";
const JSON_TYPE = "application/json";
const ODD_TYPES = ["text/plain", "multipart/form-data; boundary=x", "application/xml", "", JSON_TYPE, FORM];
const OTHER_PATHS = ["/", "/healthz", "/slack", "/slack/events/", "/slack/events/../admin", "/%00", "/__proto__"];

const encoder = new TextEncoder();

/** As Slack does: a command as a form of its own, an event as JSON, everything else as JSON in a form. */
function plain(body: Json): { text: string; type: string } {
  const isObject = typeof body === "object" && body !== null && !Array.isArray(body);
  if (isObject && ("event" in body || "challenge" in body)) return { text: JSON.stringify(body), type: JSON_TYPE };
  if (isObject && "command" in body && !("type" in body)) {
    const fields = Object.entries(body).map(([name, value]): [string, string] => [
      name,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    return { text: new URLSearchParams(fields).toString(), type: FORM };
  }
  return { text: new URLSearchParams({ payload: JSON.stringify(body) }).toString(), type: FORM };
}

/** Text that no honest encoder writes. */
function mangled(text: string, other: string, dice: Dice): string {
  const at = dice.upTo(text.length + 1);
  switch (dice.between(0, 9)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return `${text}&${text}`;
    case 2:
      return `${text}&${other}`;
    case 3:
      return `${other}&${text}`;
    case 4:
      return `${text.slice(0, at)}${dice.pick(["%", "%zz", "%ff", "%C0%80", "%00", "%ED%A0%80", "+", "&", "=", ";"])}${text.slice(at)}`;
    case 5:
      return `payload=${"[".repeat(20_000)}`;
    case 6:
      return `payload=${encodeURIComponent(`{"type":"block_actions","n":${"9".repeat(400)},"m":1e999}`)}`;
    case 7:
      return text.replaceAll("%22%3A", "%22%3A%20".repeat(dice.between(1, 3)));
    case 8:
      return `payload[]=${text}&payload.x=1&${text}`;
    default:
      return `${text}&pad=${"x".repeat(dice.pick([1_000, 100_000]))}`;
  }
}

function bytesOf(text: string, dice: Dice): Uint8Array<ArrayBuffer> {
  const bytes = encoder.encode(text);
  switch (dice.between(0, 3)) {
    case 0:
      return Uint8Array.from([0xef, 0xbb, 0xbf, ...bytes]);
    case 1: {
      const broken = Uint8Array.from(bytes);
      for (let times = dice.between(1, 4); times > 0 && broken.length > 0; times--)
        broken[dice.upTo(broken.length)] = dice.between(128, 255);
      return broken;
    }
    case 2:
      return Uint8Array.from(Buffer.from(text, "utf16le"));
    default:
      return Uint8Array.from(bytes);
  }
}

/** Larger than the door takes; the same bytes each time. */
const TOO_LARGE = Uint8Array.from(encoder.encode(`payload=${"x".repeat(1_700_000)}`));

export interface WireOptions {
  readonly signingSecret: string;
  /** Epoch seconds, as the Worker's clock has them. */
  readonly nowS: number;
}

/** `other`: some other input, to be repeated beside this one. */
export function wireOf(body: Json, other: Json, dice: Dice, { signingSecret, nowS }: WireOptions): Wire {
  const { text, type } = plain(body);
  const roll = dice.roll();
  const odd = roll < 0.12 ? mangled(text, plain(other).text, dice) : text;
  const bytes: Uint8Array<ArrayBuffer> =
    roll >= 0.12 && roll < 0.16
      ? bytesOf(odd, dice)
      : roll < 0.1605 && roll >= 0.16
        ? TOO_LARGE
        : Uint8Array.from(encoder.encode(odd));
  const contentType = dice.chance(0.05) ? dice.pick(ODD_TYPES) : type;
  const isElsewhere = dice.chance(0.01);
  const timestamp = String(nowS);
  const signed = (secret: string, at: string, over: Uint8Array): string =>
    `v0=${createHmac("sha256", secret).update(`v0:${at}:`).update(over).digest("hex")}`;
  const headers: Record<string, string> = {
    "x-slack-request-timestamp": timestamp,
    "x-slack-signature": signed(signingSecret, timestamp, bytes),
    ...(contentType === "" ? {} : { "content-type": contentType }),
  };
  const isForged = dice.chance(0.1);
  if (isForged) Object.assign(headers, forged(dice, signed, signingSecret, timestamp, bytes));
  return {
    method: isElsewhere ? dice.pick(["GET", "POST", "PUT", "DELETE"]) : "POST",
    path: isElsewhere ? dice.pick(OTHER_PATHS) : EVENTS,
    headers,
    body: bytes,
    genuine: !isForged,
  };
}

/** A signature that is not Slack's over these bytes at this time. */
function forged(
  dice: Dice,
  signed: (secret: string, at: string, over: Uint8Array) => string,
  secret: string,
  at: string,
  body: Uint8Array,
): Readonly<Record<string, string>> {
  const good = signed(secret, at, body);
  const stale = String(Number(at) + dice.pick([-301, 302, -86_400, 86_400]));
  const last = good.at(-1) === "0" ? "1" : "0";
  return dice.pick([
    { "x-slack-signature": signed("another secret", at, body) },
    { "x-slack-signature": signed(secret, at, encoder.encode("payload=forged")) },
    { "x-slack-signature": good.slice(0, -1) + last },
    { "x-slack-signature": good.toUpperCase() },
    { "x-slack-signature": good.slice(0, -2) },
    { "x-slack-signature": `v1${good.slice(2)}` },
    { "x-slack-signature": "v0=" },
    { "x-slack-signature": `${good}, ${good}` },
    { "x-slack-request-timestamp": stale, "x-slack-signature": signed(secret, stale, body) },
    { "x-slack-request-timestamp": `${at}.5` },
    { "x-slack-request-timestamp": `+${at}` },
    { "x-slack-request-timestamp": "now" },
  ]);
}

// The check in front of everything: whose request is it, how old, how large. Nothing behind it is reached by what it refuses.
import { createHmac } from "node:crypto";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { BODY_MAX_BYTES, createVerify } from "../../../src/slack/verify.ts";
import { NOON } from "../../fakes/samples.ts";
import { desk, EVENTS, SECRET } from "./desk.ts";

const NOW_S = NOON / 1_000;
const BODY = "command=%2Fsym&text=req";

const hmac = (timestamp: string, body: string | Uint8Array, secret = SECRET): string =>
  createHmac("sha256", secret).update(`v0:${timestamp}:`).update(body).digest("hex");

interface Case {
  readonly timestamp?: string | null;
  readonly signature?: string | null;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly method?: string;
  readonly secret?: string;
  readonly headers?: Record<string, string>;
}

/** A good request, but for what the case says. */
async function statusOf({ timestamp = String(NOW_S), signature, body = BODY, method = "POST", secret, headers }: Case) {
  const given = new Headers(headers);
  if (timestamp !== null) given.append("x-slack-request-timestamp", timestamp);
  const right = `v0=${hmac(timestamp ?? "", body)}`;
  if (signature !== null) given.append("x-slack-signature", signature ?? right);
  const refused: string[] = [];
  const verify = createVerify({
    signingSecret: secret ?? SECRET,
    clock: { now: () => NOON },
    log: (_name, { why }) => void refused.push(String(why)),
  });
  const request = new Request(EVENTS, { method, headers: given, ...(method === "GET" ? {} : { body }) });
  const verdict = await verify(request);
  return verdict.kind === "admitted" ? "admitted" : verdict.response.status;
}

const good = hmac(String(NOW_S), BODY);
const at = (seconds: number): Case => ({ timestamp: String(NOW_S + seconds) });

const cases: readonly [what: string, request: Case, becomes: "admitted" | number][] = [
  ["a signed request", {}, "admitted"],
  ["300 s old", at(-300), "admitted"],
  ["301 s old", at(-301), 401],
  ["300 s ahead", at(300), "admitted"],
  ["301 s ahead", at(301), 401],
  ["a day ahead", at(86_400), 401],
  ["no timestamp", { timestamp: null, signature: `v0=${good}` }, 401],
  ["a timestamp in words", { timestamp: "abc" }, 401],
  ["an empty timestamp", { timestamp: "" }, 401],
  ["a negative timestamp", { timestamp: "-790848000" }, 401],
  ["a timestamp with a fraction", { timestamp: `${NOW_S}.5` }, 401],
  ["a timestamp in milliseconds", { timestamp: String(NOON) }, 401],
  ["a timestamp with a sign", { timestamp: `+${NOW_S}` }, 401],
  ["a timestamp of many digits", { timestamp: `${NOW_S}${"0".repeat(1_000)}` }, 401],
  ["two timestamps", { headers: { "x-slack-request-timestamp": String(NOW_S) } }, 401],
  ["no signature", { signature: null }, 401],
  ["an empty signature", { signature: "" }, 401],
  ["a signature of another secret", { signature: `v0=${hmac(String(NOW_S), BODY, "other")}` }, 401],
  ["a signature of another body", { signature: `v0=${hmac(String(NOW_S), "other")}` }, 401],
  ["a signature of another time", { signature: `v0=${hmac(String(NOW_S - 1), BODY)}` }, 401],
  ["another version prefix", { signature: `v9=${good}` }, 401],
  ["no version prefix", { signature: good }, 401],
  ["a signature in capitals", { signature: `v0=${good.toUpperCase()}` }, 401],
  ["half a signature", { signature: `v0=${good.slice(0, 32)}` }, 401],
  ["a longer signature", { signature: `v0=${good}00` }, 401],
  ["a signature that is not hexadecimal", { signature: `v0=${"z".repeat(64)}` }, 401],
  ["the same signature twice", { headers: { "x-slack-signature": `v0=${good}` } }, 401],
  ["an empty secret", { secret: "" }, 401],
  ["a signed request that is not a POST", { method: "PUT" }, 405],
  ["a GET", { method: "GET" }, 405],
  ["a body as large as allowed", { body: "x".repeat(BODY_MAX_BYTES) }, "admitted"],
  ["a larger body", { body: "x".repeat(BODY_MAX_BYTES + 1) }, 413],
  ["a body that says it is larger", { headers: { "content-length": String(BODY_MAX_BYTES + 1) } }, 413],
  ["a body that is not text", { body: new Uint8Array([0xff, 0xfe, 0, 0xc3]) }, "admitted"],
  ["an empty body", { body: "" }, "admitted"],
  ["Slack's unsigned certificate check", { timestamp: null, signature: null, body: "ssl_check=1&token=x" }, 200],
  [
    "a certificate check with a wrong signature",
    { signature: `v0=${"0".repeat(64)}`, body: "ssl_check=1&token=x" },
    401,
  ],
  ["a command that only mentions the check", { timestamp: null, signature: null, body: "text=ssl_check%3D1" }, 401],
  ["an unsigned command with the check in it", { timestamp: null, signature: null, body: `${BODY}&ssl_check=1` }, 200],
];

test.each(cases)("%s", async (_what, request, becomes) => {
  expect(await statusOf(request)).toBe(becomes);
});

/** A header as it came, but for one thing; undefined: none. */
type Wrong = (text: string, place: number, bit: number) => string | undefined;
const flipped: Wrong = (text, place, bit) => {
  const index = place % text.length;
  return text.slice(0, index) + String.fromCharCode(text.charCodeAt(index) ^ (1 << bit)) + text.slice(index + 1);
};
const WRONGS: readonly Wrong[] = [
  flipped,
  (text, place) => text.slice(0, place % text.length) + text.slice((place % text.length) + 1),
  (text, place, bit) => `${text.slice(0, place % text.length)}${bit}${text.slice(place % text.length)}`,
  (text, place) => text.slice(0, place % text.length),
  (text) => text.toUpperCase().split("").reverse().join(""),
  (text) => `${text}, ${text}`,
];

test("no change of a signed request gets through", { timeout: 60_000 }, async () => {
  const { door, slack, asked, calls, logged } = desk();
  const form = new URLSearchParams({
    command: "/sym",
    text: "freeze",
    user_id: "U0CLEO",
    team_id: "T0SYM",
    trigger_id: "1.2.x",
  });
  const signed = await slack.signed(form);
  const body = await signed.clone().text();
  const headers = Object.fromEntries(signed.headers);
  const statuses: number[] = [];
  const wrong = fc.record({
    part: fc.constantFrom("body", "body", "x-slack-signature", "x-slack-request-timestamp", "method"),
    how: fc.constantFrom(...WRONGS),
    place: fc.nat({ max: 4_095 }),
    bit: fc.integer({ min: 0, max: 6 }),
    gone: fc.integer({ min: 0, max: 19 }).map((one) => one === 0),
    contentType: fc.constantFrom(
      "application/x-www-form-urlencoded",
      "application/json",
      "text/plain",
      "multipart/form-data",
    ),
  });
  await fc.assert(
    fc.asyncProperty(wrong, async ({ part, how, place, bit, gone, contentType }) => {
      const before = part === "body" ? body : (headers[part] ?? "");
      const changed = part === "method" ? "" : gone && part !== "body" ? undefined : how(before, place, bit);
      // Some changes make a header that cannot be sent at all, or none.
      if (changed === before || (part !== "body" && changed !== undefined && /[^\x20-\x7e]/.test(changed))) return;
      const given = new Headers({ ...headers, "content-type": contentType });
      if (part.startsWith("x-slack") && changed === undefined) given.delete(part);
      else if (part.startsWith("x-slack")) given.set(part, changed ?? "");
      const request = new Request(EVENTS, {
        method: part === "method" ? (["PUT", "PATCH", "DELETE"][place % 3] ?? "PUT") : "POST",
        headers: given,
        body: part === "body" ? (changed ?? "") : body,
      });
      statuses.push((await door.handle(request, { waitUntil: () => {} })).status);
    }),
    { numRuns: 13_000 },
  );
  expect(statuses.filter((status) => status !== 401 && status !== 405)).toEqual([]);
  expect(statuses.length).toBeGreaterThan(10_000);
  expect([asked, calls()]).toEqual([[], []]);
  expect(new Set(logged.map(({ name }) => name))).toEqual(new Set(["slack.request.refused"]));
});

test("what is refused reaches neither the engine nor Slack, and says nothing of why", async () => {
  const { slack, asked, calls, logged } = desk();
  const form = new URLSearchParams({ command: "/sym", text: "freeze", user_id: "U0CLEO", team_id: "T0SYM" });
  for (const options of [{ signature: null }, { secret: "other" }, { timestamp: "abc" }, { version: "v9" }]) {
    const response = await slack.raw(await slack.signed(form, options));
    expect([response.status, await response.text()]).toEqual([401, ""]);
  }
  expect([asked, calls()]).toEqual([[], []]);
  expect(logged.map(({ name }) => name)).toEqual(Array(4).fill("slack.request.refused"));
});

test("the certificate check is answered with nothing behind it, whatever else it holds", async () => {
  const { door, asked, calls } = desk();
  const body = new URLSearchParams({ ssl_check: "1", token: "x", command: "/sym", text: "freeze", user_id: "U0CLEO" });
  const response = await door.handle(new Request(EVENTS, { method: "POST", body }), { waitUntil: () => {} });
  expect(response.status).toBe(200);
  expect([asked, calls()]).toEqual([[], []]);
});

test("Slack's test of the address is answered with its challenge, and only when it is signed", async () => {
  const { slack, door } = desk();
  expect(await slack.verifyUrl()).toBe(true);
  const unsigned = new Request(EVENTS, {
    method: "POST",
    body: JSON.stringify({ type: "url_verification", challenge: "x" }),
  });
  expect((await door.handle(unsigned, { waitUntil: () => {} })).status).toBe(401);
});

test("a body of ten megabytes is refused by what it says, and read no further than it may be where it says nothing", async () => {
  const chunk = new Uint8Array(65_536);
  let read = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      read += chunk.length;
      if (read > 10 * 1_024 * 1_024) controller.close();
      else controller.enqueue(chunk);
    },
  });
  const verify = createVerify({ signingSecret: SECRET, clock: { now: () => NOON }, log: () => undefined });
  const streamed = new Request(EVENTS, { method: "POST", body: endless, duplex: "half" } as RequestInit);
  const declared = new Request(EVENTS, { method: "POST", headers: { "content-length": "10485760" }, body: "x" });
  for (const request of [streamed, declared]) {
    const verdict = await verify(request);
    expect(verdict.kind === "answered" && verdict.response.status).toBe(413);
  }
  expect(read).toBeLessThan(BODY_MAX_BYTES + 4 * chunk.length);
});

test("who is refused too often is told so and leaves no more lines, and what Slack signed is never counted", async () => {
  let asked = 0;
  const lines: string[] = [];
  const counted: string[] = [];
  const verify = createVerify({
    signingSecret: SECRET,
    clock: { now: () => NOON },
    log: (name) => void lines.push(name),
    callers: async () => ++asked <= 60,
    metrics: ({ name }) => void counted.push(name),
  });
  const post = async (signature: string): Promise<number | "admitted"> => {
    const headers = { "x-slack-request-timestamp": String(NOW_S), "x-slack-signature": signature };
    const verdict = await verify(new Request(EVENTS, { method: "POST", headers, body: BODY }));
    return verdict.kind === "admitted" ? "admitted" : verdict.response.status;
  };
  const statuses: unknown[] = [];
  for (let i = 0; i < 1_000; i++) statuses.push(await post(`v0=${"0".repeat(64)}`));
  expect([...new Set(statuses)]).toEqual([401, 429]);
  expect(statuses.filter((status) => status === 401)).toHaveLength(60);
  expect(lines).toHaveLength(60);
  expect(counted).toHaveLength(1_000);
  expect(await post(`v0=${good}`)).toBe("admitted");
  expect(asked).toBe(1_000);
});

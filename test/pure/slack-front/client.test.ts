// One call of Slack's Web API: how it travels, what its answers mean, and what errors may say.
import { expect, test } from "vitest";
import { TransientError } from "../../../src/ports.ts";
import { createCallSlack, createRespond, SlackRefusal, Spelt } from "../../../src/slack/client.ts";
import { API, StillClock, TOKEN } from "./desk.ts";

const LIMIT_MS = 2_000;
const TEXT = "what somebody typed";

type Sent = { url: string; init: RequestInit };

/** A Slack that answers with this and keeps what it was sent. */
function slackThat(answer: () => Promise<Response> | Response) {
  const sent: Sent[] = [];
  const clock = new StillClock();
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    sent.push({ url, init });
    return answer();
  };
  return { sent, clock, call: createCallSlack({ botToken: TOKEN, apiUrl: API, clock, fetch }), fetch };
}

const says = (body: unknown, init?: ResponseInit) => () => Response.json(body, init);
const headersOf = ([first]: Sent[]) => new Headers(first?.init.headers);

async function failureOf(answer: () => Promise<Response> | Response): Promise<unknown> {
  const { call } = slackThat(answer);
  return call("chat.postMessage", { channel: "C1", text: TEXT }, LIMIT_MS).then(
    () => "no failure",
    (error: unknown) => error,
  );
}

test("a method that writes is sent as JSON, with its charset", async () => {
  const { sent, call } = slackThat(says({ ok: true, ts: "1.2" }));
  const args = { channel: "C1", text: TEXT, blocks: [{ type: "divider" }], thread_ts: undefined };
  expect(await call("chat.postMessage", args, LIMIT_MS)).toEqual({ ok: true, ts: "1.2" });
  expect(sent[0]?.url).toBe(`${API}chat.postMessage`);
  expect(JSON.parse(String(sent[0]?.init.body))).toEqual({ channel: "C1", text: TEXT, blocks: [{ type: "divider" }] });
  expect(headersOf(sent).get("content-type")).toBe("application/json; charset=utf-8");
  expect(headersOf(sent).get("authorization")).toBe(`Bearer ${TOKEN}`);
  expect(sent[0]?.init.redirect).toBe("manual");
});

test("a method that reads is sent as a form", async () => {
  const { sent, call } = slackThat(says({ ok: true }));
  await call("conversations.members", { channel: "C1&x", limit: 999, cursor: undefined }, LIMIT_MS);
  expect(sent[0]?.init.body).toBe("channel=C1%26x&limit=999");
  expect(headersOf(sent).get("content-type")).toBe("application/x-www-form-urlencoded");
});

test("what was spelt before is put in as it is", async () => {
  const { sent, call } = slackThat(says({ ok: true }));
  const view = { type: "modal", title: 'quotes " and \\ and \u2028' };
  await call("views.open", { trigger_id: 'a"b', view: new Spelt(view) }, LIMIT_MS);
  expect(JSON.parse(String(sent[0]?.init.body))).toEqual({ trigger_id: 'a"b', view });
});

test.each([
  ["ratelimited", "no"],
  ["rate_limited", "no"],
  ["request_timeout", "no"],
  ["team_added_to_org", "no"],
  ["internal_error", "unknown"],
  ["fatal_error", "unknown"],
  ["service_unavailable", "unknown"],
] as const)("%s may work later", async (error, effect) => {
  const failure = await failureOf(says({ ok: false, error }));
  expect(failure).toBeInstanceOf(TransientError);
  expect(failure).toMatchObject({ effect });
});

test.each(["channel_not_found", "invalid_auth", "invalid_blocks"])("%s is a definite no", async (error) => {
  const failure = await failureOf(says({ ok: false, error }));
  expect(failure).toBeInstanceOf(SlackRefusal);
  expect(failure).toMatchObject({ code: error });
});

test.each([[undefined], [null], [7], ["Something Long And Strange"], [{ a: 1 }], ["x".repeat(100)]])(
  "a refusal that is not one of Slack's codes (%j) is not repeated",
  async (error) => {
    expect(await failureOf(says({ ok: false, error }))).toMatchObject({ name: "SlackRefusal", code: "unknown_code" });
  },
);

test.each([
  [429, { "retry-after": "30" }, { effect: "no", retryAfterMs: 30_000 }],
  [429, {}, { effect: "no", retryAfterMs: null }],
  [429, { "retry-after": "soon" }, { effect: "no", retryAfterMs: null }],
  [503, {}, { effect: "unknown", retryAfterMs: null }],
  [500, { "retry-after": "5" }, { effect: "unknown", retryAfterMs: 5_000 }],
  [404, {}, { effect: "no", retryAfterMs: null }],
  [302, { location: "https://evil.test/" }, { effect: "no", retryAfterMs: null }],
] as const)("HTTP %i with %j may work later", async (status, headers, expected) => {
  const failure = await failureOf(() => new Response("<html>", { status, headers }));
  expect(failure).toBeInstanceOf(TransientError);
  expect(failure).toMatchObject(expected);
});

test.each([
  ["no JSON", () => new Response("<html>")],
  ["JSON that is no object", () => Response.json("ok")],
  ["nothing", () => new Response(null)],
] as const)("an answer that is %s leaves the effect unknown", async (_what, answer) => {
  expect(await failureOf(answer)).toMatchObject({ name: "TransientError", effect: "unknown" });
});

test("a Slack that cannot be reached leaves the effect unknown", async () => {
  const failure = await failureOf(() => Promise.reject(new TypeError(`connect to ${API} with ${TOKEN} failed`)));
  expect(failure).toMatchObject({ name: "TransientError", effect: "unknown" });
});

test("a call that takes too long is given up, and what was under way is stopped", async () => {
  const { sent, call, clock } = slackThat(() => new Promise(() => {}));
  const calling = call("users.info", { user: "U1" }, LIMIT_MS);
  clock.late();
  await expect(calling).rejects.toMatchObject({ name: "TransientError", effect: "unknown" });
  expect(sent[0]?.init.signal?.aborted).toBe(true);
});

test("no error holds the token or what was sent", async () => {
  const failures = await Promise.all([
    failureOf(says({ ok: false, error: "invalid_blocks", response_metadata: { messages: [TEXT] } })),
    failureOf(() => Promise.reject(new Error(`${TOKEN} ${TEXT}`))),
    failureOf(() => new Response(`${TOKEN} ${TEXT}`, { status: 500 })),
    failureOf(says({ ok: false, error: `${TOKEN} ${TEXT}` })),
  ]);
  for (const failure of failures) {
    if (!(failure instanceof Error)) throw new Error("every one of them fails");
    const whole = `${failure.stack} ${JSON.stringify(failure)} ${String(failure.cause)}`;
    expect(whole).not.toContain(TOKEN);
    expect(whole).not.toContain(TEXT);
  }
});

test.each([
  ["https://hooks.slack.com/actions/T1/2/x", true],
  ["https://hooks.slack-gov.com/actions/T1/2/x", true],
  [`${new URL(API).origin}/actions/T1/2/x`, true],
  ["http://hooks.slack.com/actions/T1/2/x", false],
  ["https://hooks.slack.com:8443/actions/T1/2/x", false],
  ["https://hooks.slack.com@evil.test/", false],
  ["https://evil.test/hooks.slack.com", false],
  ["//hooks.slack.com/x", false],
  ["", false],
])("a reply is posted to %s: %s", async (url, posted) => {
  const { sent, clock, fetch } = slackThat(() => new Response("ok"));
  const respond = createRespond({ apiUrl: API, clock, fetch });
  expect(await respond(url, { text: TEXT, replaceOriginal: false })).toBe(posted);
  expect(sent).toHaveLength(posted ? 1 : 0);
  expect(headersOf(sent).get("authorization")).toBeNull();
});

test("a reply that was not taken is not there, whatever the reason", async () => {
  const clock = new StillClock();
  for (const answer of [() => new Response("no", { status: 404 }), () => Promise.reject(new Error("unreachable"))]) {
    const respond = createRespond({ apiUrl: API, clock, fetch: async () => answer() });
    expect(await respond("https://hooks.slack.com/x", { text: TEXT, replaceOriginal: false })).toBe(false);
  }
});

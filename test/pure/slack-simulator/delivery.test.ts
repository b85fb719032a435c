// How Slack delivers: signatures, three seconds, what each failure looks like, and that interactions are sent once.
import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { plain, smallWorld } from "./small-world.ts";

const hmac = (secret: string, timestamp: string, body: string): string =>
  `v0=${createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex")}`;

test("every request is signed over its very bytes with the time of now", async () => {
  const { slack, received, time } = smallWorld();
  await slack.as("U0000MIRA").command("/sym req ümläut & <b>", "C00000REQ");
  await slack.as("U0000MIRA").shortcut("ask");
  await slack.sendEvent("user_change", { user: { id: "U0000MIRA" } });
  expect(received).toHaveLength(3);
  for (const { headers, text } of received) {
    const timestamp = headers.get("x-slack-request-timestamp") ?? "";
    expect(timestamp).toBe(String(time.now() / 1_000));
    expect(headers.get("x-slack-signature")).toBe(hmac("signing-secret", timestamp, text));
  }
});

test("a hand-made request is wrong in exactly the way asked for", async () => {
  const { slack, time } = smallWorld();
  const stale = await slack.signed("a=b", { timestamp: time.now() / 1_000 - 301 });
  expect(stale.headers.get("x-slack-request-timestamp")).toBe(String(time.now() / 1_000 - 301));
  expect(stale.headers.get("x-slack-signature")).toBe(hmac("signing-secret", String(time.now() / 1_000 - 301), "a=b"));
  const foreign = await slack.signed("a=b", { secret: "another", timestamp: 1 });
  expect(foreign.headers.get("x-slack-signature")).toBe(hmac("another", "1", "a=b"));
  expect((await slack.signed("a=b", { version: "v9" })).headers.get("x-slack-signature")).toMatch(/^v9=[0-9a-f]{64}$/);
  expect((await slack.signed("a=b", { signature: null })).headers.has("x-slack-signature")).toBe(false);
  expect((await slack.signed({ a: "b" })).headers.get("content-type")).toBe("application/json");
  expect((await slack.signed("{", { contentType: "application/json" })).headers.get("content-type")).toBe(
    "application/json",
  );
});

test("a bot that does not answer within three seconds has timed out, whatever it answers then", async () => {
  const { slack, time, reply, received, arrived } = smallWorld();
  reply(async () => {
    await time.sleep(3_001);
    return new Response("late");
  });
  const outcome = slack.as("U0000MIRA").command("/sym", "C00000REQ");
  await arrived(1);
  await time.pass(4_000);
  expect(await outcome).toEqual({
    ok: false,
    status: 0,
    error: "operation_timeout",
    notice: '/sym failed with the error "operation_timeout"',
  });
  expect(slack.as("U0000MIRA").messages("C00000REQ")).toEqual([]);
  expect(received).toHaveLength(1);
});

test("an answer after two and a half seconds is in time", async () => {
  const { slack, time, reply, arrived } = smallWorld();
  reply(async () => {
    await time.sleep(2_500);
    return new Response("there");
  });
  const outcome = slack.as("U0000MIRA").command("/sym", "C00000REQ");
  await arrived(1);
  await time.pass(2_500);
  expect((await outcome).ephemeral).toMatchObject({ text: "there", ephemeral: true });
});

test.each([
  [302, "http_unknown_redirect"],
  [401, "http_client_error"],
  [500, "http_service_error"],
])("status %i is shown as %s and sent only once", async (status, error) => {
  const { slack, reply, received } = smallWorld();
  reply(() => new Response("x", { status }));
  expect(await slack.as("U0000MIRA").shortcut("ask")).toMatchObject({ ok: false, status, error });
  expect(received).toHaveLength(1);
});

test("a bot that cannot be reached makes the command fail", async () => {
  const { slack, reply } = smallWorld();
  reply(() => Promise.reject(new TypeError("connection refused")));
  expect((await slack.as("U0000MIRA").command("/sym", "C00000REQ")).error).toBe("dispatch_failed");
});

test("the answer to a command is text, a message, or nothing", async () => {
  const { slack, reply } = smallWorld();
  const mira = slack.as("U0000MIRA");
  expect((await mira.command("/sym", "C00000REQ")).ephemeral).toBeUndefined();
  reply(() => new Response("usage"));
  expect((await mira.command("/sym help", "C00000REQ")).ephemeral).toMatchObject({ text: "usage", ephemeral: true });
  reply(() => new Response('{"text":"not a message"}', { headers: { "content-type": "text/plain" } }));
  expect((await mira.command("/sym", "C00000REQ")).ephemeral?.text).toBe('{"text":"not a message"}');
  reply(() => Response.json({ response_type: "in_channel", text: "for all" }));
  expect((await mira.command("/sym", "C00000REQ")).ephemeral).toMatchObject({ text: "for all", ephemeral: false });
  expect(
    slack
      .as("U0000OTTO")
      .messages("C00000REQ")
      .map(({ text }) => text),
  ).toEqual(["for all"]);
  expect(slack.violations).toEqual([]);
});

test("an answer with broken blocks is an invalid command response and a violation", async () => {
  const { slack, reply } = smallWorld();
  const button = { type: "button", action_id: "same", text: plain("Go") };
  reply(() => Response.json({ blocks: [{ type: "actions", elements: [button, button] }] }));
  expect(await slack.as("U0000MIRA").command("/sym", "C00000REQ")).toMatchObject({
    ok: false,
    error: "invalid_response",
    notice: '/sym failed with the error "invalid_command_response"',
  });
  expect(slack.violations).toMatchObject([{ kind: "bad_blocks", source: "answer to a command" }]);
});

test("the address is proved by echoing the challenge", async () => {
  const { slack, reply } = smallWorld();
  expect(await slack.verifyUrl()).toBe(false);
  reply(({ body }) => Response.json({ challenge: body["challenge"] }));
  expect(await slack.verifyUrl()).toBe(true);
});

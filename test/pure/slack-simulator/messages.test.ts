// Where the bot may write, who reads it, and what becomes of messages.
import { expect, test } from "vitest";
import type { JsonObject } from "../../../playground/slack/types.ts";
import { plain, smallWorld } from "./small-world.ts";

const card = (text: string): JsonObject[] => [{ type: "section", text: plain(text) }];

test("the bot writes where it is a member, by id or by name, and nowhere else", async () => {
  const { slack, call } = smallWorld();
  expect((await call("chat.postMessage", { channel: "#sym-requests", text: "hi" }))["channel"]).toBe("C00000REQ");
  expect((await call("chat.postMessage", { channel: "C0000TALK", text: "hi" }))["error"]).toBe("not_in_channel");
  expect((await call("chat.postMessage", { channel: "C00SECRET", text: "hi" }))["error"]).toBe("channel_not_found");
  slack.channel("C00000REQ").kickBot();
  expect((await call("chat.postMessage", { channel: "C00000REQ", text: "hi" }))["error"]).toBe("not_in_channel");
  expect(slack.violations).toEqual([]);
});

test("a message to a person goes to their direct messages, and only they see it", async () => {
  const { slack, call } = smallWorld();
  const posted = await call("chat.postMessage", { channel: "U0000MIRA", text: "for you" });
  expect(posted["channel"]).toMatch(/^D/);
  expect(slack.dmOf("U0000MIRA")).toBe(posted["channel"]);
  expect(
    slack
      .as("U0000MIRA")
      .dm()
      .map(({ text }) => text),
  ).toEqual(["for you"]);
  expect(slack.as("U0000OTTO").dm()).toEqual([]);
  expect(() => slack.as("U0000OTTO").messages(String(posted["channel"]))).toThrow("does not see");
  expect(await call("conversations.open", { users: "U0000MIRA" })).toMatchObject({
    already_open: true,
    channel: { id: posted["channel"] },
  });
});

test("the bot cannot write to another bot, to itself, or to somebody deactivated", async () => {
  const { call } = smallWorld({ rateLimits: false });
  expect((await call("conversations.open", { users: "U00000BOT" }))["error"]).toBe("cannot_dm_bot");
  expect((await call("conversations.open", { users: "U0000GONE" }))["error"]).toBe("user_disabled");
});

test("a card is changed in place; blocks that are not given stay, and an empty list takes them away", async () => {
  const { slack, call } = smallWorld();
  const { ts } = await call("chat.postMessage", { channel: "C00000REQ", text: "fallback", blocks: card("open") });
  const at = { channel: "C00000REQ", ts: ts ?? "" };
  const seen = () => slack.as("U0000OTTO").messages("C00000REQ")[0];
  await call("chat.update", { ...at, text: "changed" });
  expect(seen()).toMatchObject({ text: "changed", edited: true, blocks: [{ text: { text: "open" } }] });
  await call("chat.update", { ...at, blocks: card("decided") });
  expect(seen()).toMatchObject({ ts, text: "changed", blocks: [{ text: { text: "decided" } }] });
  await call("chat.update", { ...at, blocks: [] });
  expect(seen()?.blocks).toEqual([]);
  expect((await call("chat.update", at))["error"]).toBe("no_text");
  expect((await call("chat.update", { ...at, text: "é".repeat(2_001) }))["error"]).toBe("msg_too_long");
});

test("an ephemeral message is seen by one person and never found again", async () => {
  const { slack, call } = smallWorld();
  const { message_ts: ts = "" } = await call("chat.postEphemeral", {
    channel: "C00000REQ",
    user: "U0000MIRA",
    text: "only you",
  });
  expect(slack.as("U0000MIRA").messages("C00000REQ")).toMatchObject([{ text: "only you", ephemeral: true }]);
  expect(slack.as("U0000OTTO").messages("C00000REQ")).toEqual([]);
  expect((await call("chat.update", { channel: "C00000REQ", ts, text: "x" }))["error"]).toBe("message_not_found");
  expect((await call("chat.delete", { channel: "C00000REQ", ts }))["error"]).toBe("message_not_found");
  expect((await call("chat.getPermalink", { channel: "C00000REQ", message_ts: ts }))["error"]).toBe(
    "message_not_found",
  );
});

test("timestamps are never equal, even at one instant, and rise", async () => {
  const { call } = smallWorld({ rateLimits: false });
  const stamps: string[] = [];
  for (let count = 0; count < 50; count += 1) {
    stamps.push(String((await call("chat.postMessage", { channel: "C00000REQ", text: "x" }))["ts"]));
  }
  expect(new Set(stamps).size).toBe(50);
  expect([...stamps].sort()).toEqual(stamps);
  expect(stamps[0]).toMatch(/^\d{10}\.\d{6}$/);
});

test("two presses at once are two requests", async () => {
  const { slack, call, received } = smallWorld();
  const blocks = [
    { type: "actions", elements: [{ type: "button", action_id: "yes", text: plain("Yes"), value: "7" }] },
  ];
  const { ts } = await call("chat.postMessage", { channel: "C00000REQ", blocks });
  const press = () => slack.as("U0000OTTO").click({ channel: "C00000REQ", ts: String(ts) }, { text: "Yes" });
  await Promise.all([press(), press()]);
  const triggers = received.map(({ body }) => body["trigger_id"]);
  expect(triggers).toHaveLength(2);
  expect(new Set(triggers).size).toBe(2);
});

test("a client that has not redrawn yet can press a button that is no longer there", async () => {
  const { slack, call, received } = smallWorld();
  const blocks = [
    {
      type: "actions",
      block_id: "b",
      elements: [{ type: "button", action_id: "yes", text: plain("Yes"), value: "v1" }],
    },
  ];
  const { ts } = await call("chat.postMessage", { channel: "C00000REQ", blocks });
  const otto = slack.as("U0000OTTO");
  const [stale] = otto.messages("C00000REQ");
  await call("chat.update", { channel: "C00000REQ", ts: ts ?? "", blocks: card("decided") });
  if (stale === undefined) throw new Error("no card");
  await expect(otto.click({ channel: stale.channel, ts: stale.ts }, "yes")).rejects.toThrow("No element");
  await otto.click(stale, "yes");
  expect(received.at(-1)?.body).toMatchObject({
    actions: [{ action_id: "yes", value: "v1" }],
    message: { blocks: [{ type: "section" }] },
  });
});

test("a button in an attachment is pressed as one, and of an ephemeral message no content is sent", async () => {
  const { slack, call, received } = smallWorld();
  const blocks = [{ type: "actions", elements: [{ type: "button", action_id: "yes", text: plain("Yes") }] }];
  const { ts } = await call("chat.postMessage", {
    channel: "C00000REQ",
    text: "x",
    attachments: [{ color: "#f00", blocks }],
  });
  const mira = slack.as("U0000MIRA");
  await mira.click({ channel: "C00000REQ", ts: String(ts) }, "yes");
  expect(received.at(-1)?.body).toMatchObject({ container: { type: "message_attachment", attachment_id: 1 } });
  const { message_ts } = await call("chat.postEphemeral", { channel: "C00000REQ", user: "U0000MIRA", blocks });
  await mira.click({ channel: "C00000REQ", ts: String(message_ts) }, "yes");
  expect(received.at(-1)?.body).toMatchObject({ container: { type: "message", is_ephemeral: true } });
  expect(received.at(-1)?.body["message"]).toBeUndefined();
});

// Cards, receipts, notes and alarms: where they go, when they are redrawn or posted anew, and what Slack's answers mean.
import { expect, test } from "vitest";
import { PermanentError, type Strategy } from "../../../src/ports.ts";
import { createCallSlack } from "../../../src/slack/client.ts";
import { createMessenger } from "../../../src/slack/messenger.ts";
import { NOON } from "../../fakes/samples.ts";
import { ANA, API, BEN, CLEO, desk, OPERATORS, pendingSnapshot, REQUESTS, TOKEN } from "./desk.ts";

test("a card is posted where the Flow routes it, then redrawn in its place", async () => {
  const { slack, side, calls } = desk();
  const first = await side.messenger.card(pendingSnapshot(), NOON);
  expect(first).toMatchObject({ kind: "sent", ref: { channel: REQUESTS } });
  if (first.kind !== "sent") throw new Error("the card is posted");
  expect(await side.messenger.card(pendingSnapshot({ card: first.ref }), NOON)).toEqual(first);
  expect(slack.as(BEN).messages(REQUESTS)).toHaveLength(1);
  expect([calls(), slack.violations]).toEqual([["chat.postMessage", "chat.update"], []]);
});

test("nothing that is posted unfurls, carries metadata or lacks words for a notification", async () => {
  const { slack, side } = desk();
  await side.messenger.card(pendingSnapshot(), NOON);
  await side.messenger.receipt(pendingSnapshot(), NOON);
  await side.messenger.note(pendingSnapshot(), "approved", NOON);
  await side.messenger.operators(pendingSnapshot(), "grant_failed", NOON);
  for (const { arguments: args } of slack.calls) {
    expect(args).toMatchObject({ unfurl_links: false, unfurl_media: false });
    expect(args).not.toHaveProperty("metadata");
    expect(String(args["text"]).length).toBeGreaterThan(0);
  }
  expect(slack.violations).toEqual([]);
});

test.each(["message_not_found", "cant_update_message", "edit_window_closed"])(
  "a card that cannot be changed any more (%s) is posted anew, once",
  async (code) => {
    const { slack, side, calls } = desk();
    slack.faults.failNext("chat.update", code);
    const gone = { channel: REQUESTS, ts: "1.000001" };
    const outcome = await side.messenger.card(pendingSnapshot({ card: gone }), NOON);
    expect(outcome).toMatchObject({ kind: "sent", ref: { channel: REQUESTS } });
    expect(outcome).not.toMatchObject({ ref: gone });
    expect(calls()).toEqual(["chat.update", "chat.postMessage"]);
  },
);

test.each([
  "channel_not_found",
  "not_in_channel",
  "is_archived",
  "msg_too_long",
  "invalid_blocks",
  "restricted_action",
])("%s is said to be undeliverable, with its code", async (code) => {
  const { slack, side } = desk();
  slack.faults.failNext("chat.postMessage", code);
  expect(await side.messenger.card(pendingSnapshot(), NOON)).toEqual({ kind: "undeliverable", code });
});

test.each(["invalid_auth", "token_revoked", "missing_scope", "account_inactive"])(
  "%s is about the app, so that the message waits until people have seen to it",
  async (code) => {
    const { slack, side } = desk();
    slack.faults.failNext("chat.postMessage", code);
    await expect(side.messenger.card(pendingSnapshot(), NOON)).rejects.toMatchObject({
      name: "TransientError",
      effect: "no",
    });
  },
);

test("a Slack that asks to wait is waited for as long as it asks", async () => {
  const { slack, side } = desk();
  slack.faults.failNext("chat.postMessage", { status: 429, retryAfter: 17 });
  await expect(side.messenger.card(pendingSnapshot(), NOON)).rejects.toMatchObject({
    effect: "no",
    retryAfterMs: 17_000,
  });
  slack.faults.down(true);
  await expect(side.messenger.card(pendingSnapshot(), NOON)).rejects.toMatchObject({ name: "TransientError" });
});

test("a receipt goes to the requester's own messages, with a link to the card, and is redrawn there", async () => {
  const { slack, side, calls } = desk();
  const card = await side.messenger.card(pendingSnapshot(), NOON);
  if (card.kind !== "sent") throw new Error("the card is posted");
  const first = await side.messenger.receipt(pendingSnapshot({ card: card.ref }), NOON);
  expect(first).toMatchObject({ kind: "sent", ref: { channel: slack.dmOf(ANA) } });
  if (first.kind !== "sent") throw new Error("the receipt is posted");
  const [{ permalink } = { permalink: "none" }] = slack.as(ANA).messages(REQUESTS);
  expect(JSON.stringify(slack.as(ANA).dm())).toContain(permalink);
  await side.messenger.receipt(pendingSnapshot({ card: card.ref, receipt: first.ref }), NOON);
  expect(slack.as(ANA).dm()).toHaveLength(1);
  const linked = ["chat.getPermalink", "chat.postMessage", "chat.getPermalink", "chat.update"];
  expect([calls(), slack.violations]).toEqual([["chat.postMessage", ...linked], []]);
});

test("a receipt does not wait for its link", async () => {
  const { slack, side } = desk();
  slack.faults.down(["chat.getPermalink"]);
  const card = { channel: REQUESTS, ts: "1.000001" };
  expect(await side.messenger.receipt(pendingSnapshot({ card }), NOON)).toMatchObject({ kind: "sent" });
});

test("a requester who is gone makes a receipt undeliverable", async () => {
  const { slack, side } = desk();
  slack.person(ANA).deactivate();
  expect(await side.messenger.receipt(pendingSnapshot(), NOON)).toEqual({
    kind: "undeliverable",
    code: "user_disabled",
  });
});

test("notes are messages of their own beside the receipt", async () => {
  const { slack, side } = desk();
  const receipt = await side.messenger.receipt(pendingSnapshot(), NOON);
  if (receipt.kind !== "sent") throw new Error("the receipt is posted");
  await side.messenger.note(pendingSnapshot({ receipt: receipt.ref }), "approved", NOON);
  await side.messenger.note(pendingSnapshot(), "expired", NOON);
  expect(slack.as(ANA).dm()).toHaveLength(3);
  expect(slack.calls.map(({ arguments: args }) => args["channel"])).toEqual([ANA, receipt.ref.channel, ANA]);
});

test("alarms and the progress of an order go to the operators, the progress in one message", async () => {
  const { slack, side, calls } = desk();
  await side.messenger.operators(pendingSnapshot(), "revoke_struggling", NOON);
  const order = { id: "o", kind: "revoke_all", scope: { kind: "everything" }, by: `T0SYM/${CLEO}`, at: NOON } as const;
  const progress = { total: 3, gone: 1, unverified: 0, remaining: 2, message: null, done: false };
  const first = await side.messenger.orderProgress(order, progress);
  if (first.kind !== "sent") throw new Error("the progress is posted");
  await side.messenger.orderProgress(order, { ...progress, gone: 3, remaining: 0, done: true, message: first.ref });
  expect(slack.as(CLEO).messages(OPERATORS)).toHaveLength(2);
  expect([calls(), slack.violations]).toEqual([["chat.postMessage", "chat.postMessage", "chat.update"], []]);
});

test("a card says what its strategy cannot read back and what outlives an end", async () => {
  const { slack, clock } = desk();
  const blind: Strategy = {
    type: "memory",
    levels: ["read"],
    settings: { safeParse: (data) => ({ success: true, data }) },
    slot: () => [],
    secrets: () => [],
    grant: async () => {},
    revoke: async () => {},
    outlives: () => "Sessions that are open stay open.",
  };
  const fetch = (url: string, init: RequestInit) => slack.fetch(new Request(url, init));
  const call = createCallSlack({ botToken: TOKEN, apiUrl: API, clock, fetch });
  const deployment = { operatorsChannel: OPERATORS };
  const drawn = async (strategies: (type: string) => Strategy | null): Promise<string> => {
    await createMessenger({ call, deployment, strategies }).card(pendingSnapshot(), NOON);
    return JSON.stringify(slack.as(BEN).messages(REQUESTS).at(-1)?.blocks);
  };
  expect(await drawn(() => blind)).toContain("Sessions that are open");
  expect(await drawn(() => null)).not.toContain("Sessions that are open");
  const outlives = (): never => {
    throw new PermanentError("the stored settings of this target do not fit its strategy any more");
  };
  expect(await drawn(() => ({ ...blind, outlives }))).toContain("request.approve");
});

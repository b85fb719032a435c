// Slack's own client for Node against the simulator, over HTTP: what it sends is understood, what it gets is as it expects.
import { type Logger, LogLevel, WebClient } from "@slack/web-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SlackOverHttp, slackOverHttp } from "./slack-over-http.ts";

let http: SlackOverHttp;
let client: WebClient;

const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

beforeAll(async () => {
  http = await slackOverHttp();
  client = new WebClient("xoxb-token", {
    slackApiUrl: http.apiBase,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silent,
  });
});

afterAll(() => http.close());

test("it knows who it is, finds people and groups, and reads lists page by page", async () => {
  expect(await client.auth.test()).toMatchObject({ ok: true, user_id: "U00000BOT", bot_id: "B00000BOT" });
  expect((await client.users.info({ user: "U0000MIRA" })).user?.profile?.email).toBe("mira@example.com");
  expect((await client.users.lookupByEmail({ email: "otto@example.com" })).user?.id).toBe("U0000OTTO");
  expect((await client.usergroups.users.list({ usergroup: "S00000OPS" })).users).toEqual(["U0000OTTO"]);
  expect((await client.usergroups.list({ include_users: true })).usergroups?.[0]?.users).toEqual(["U0000OTTO"]);
  const members: string[] = [];
  let cursor: string | undefined = "";
  while (cursor !== undefined) {
    const page = await client.conversations.members({ channel: "C00000REQ", limit: 2, cursor });
    members.push(...(page.members ?? []));
    cursor = page.response_metadata?.next_cursor || undefined;
  }
  expect(members).toEqual(["U0000MIRA", "U0000OTTO", "U0000GAST", "U0000FERN", "U00000BOT"]);
});

test("it posts, changes, links and removes a card", async () => {
  const blocks = [{ type: "section", text: { type: "plain_text", text: "card" } }];
  const { ts = "", channel = "" } = await client.chat.postMessage({
    channel: "C00000REQ",
    text: "card",
    blocks,
    unfurl_links: false,
  });
  expect(http.slack.as("U0000MIRA").messages(channel)).toMatchObject([{ ts, blocks: [{ text: { text: "card" } }] }]);
  expect((await client.chat.update({ channel, ts, text: "decided", blocks: [] })).message).toMatchObject({
    text: "decided",
  });
  expect((await client.chat.getPermalink({ channel, message_ts: ts })).permalink).toBe(
    `https://acme.slack.com/archives/C00000REQ/p${ts.replace(".", "")}`,
  );
  expect((await client.conversations.open({ users: "U0000MIRA" })).channel?.id).toMatch(/^D/);
  await client.chat.delete({ channel, ts });
  expect(http.slack.as("U0000MIRA").messages(channel)).toEqual([]);
});

test("refusals arrive as its platform errors, with Slack's words", async () => {
  await expect(client.chat.postMessage({ channel: "C0000NONE", text: "x" })).rejects.toMatchObject({
    code: "slack_webapi_platform_error",
    data: { error: "channel_not_found" },
  });
  const wrong = [{ type: "section", text: { type: "plain_text", text: "" } }];
  await expect(client.chat.postMessage({ channel: "C00000REQ", text: "x", blocks: wrong })).rejects.toMatchObject({
    data: {
      error: "invalid_blocks",
      response_metadata: { messages: [expect.stringContaining("[json-pointer:/blocks/0/text/text]")] },
    },
  });
});

test("a refusal for haste arrives as its rate-limit error, with the seconds to wait", async () => {
  http.slack.faults.failNext("users.info", { status: 429, retryAfter: 30 });
  await expect(client.users.info({ user: "U0000MIRA" })).rejects.toMatchObject({
    code: "slack_webapi_rate_limited_error",
    retryAfter: 30,
  });
});

test("a lost answer and an unreachable Slack arrive as its request errors", async () => {
  http.slack.faults.loseAnswerNext("chat.postMessage");
  await expect(client.chat.postMessage({ channel: "U0000OTTO", text: "there" })).rejects.toMatchObject({
    code: "slack_webapi_request_error",
  });
  expect(
    http.slack
      .as("U0000OTTO")
      .dm()
      .map(({ text }) => text),
  ).toEqual(["there"]);
  http.slack.faults.down(true);
  await expect(client.auth.test()).rejects.toMatchObject({ code: "slack_webapi_request_error" });
  http.slack.faults.clear();
});

test("nothing that it does by itself is a violation", () => {
  expect(http.slack.violations.filter(({ kind }) => kind !== "bad_blocks")).toEqual([]);
});

// response_urls: five posts in thirty minutes, into one place.
import { expect, test } from "vitest";
import { plain, type SmallWorld, smallWorld } from "./small-world.ts";

const post = async (
  { slack }: SmallWorld,
  url: string,
  body: unknown,
  type = "application/json",
): Promise<[number, string]> => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await slack.fetch(
    new Request(url, { method: "POST", headers: { "content-type": type }, body: text }),
  );
  return [response.status, await response.text()];
};

const urlOf = async (world: SmallWorld): Promise<string> => {
  await world.slack.as("U0000MIRA").command("/sym", "C0000TALK");
  return String(world.received.at(-1)?.body["response_url"]);
};

test("it stands beside the API, takes five posts and then no more", async () => {
  const world = smallWorld();
  const url = await urlOf(world);
  expect(url).toMatch(/^https:\/\/slack\.test\/commands\/T0000TEAM\//);
  for (const text of ["1", "2", "3", "4", "5"]) expect(await post(world, url, { text })).toEqual([200, "ok"]);
  expect(world.slack.violations).toEqual([]);
  expect(await post(world, url, { text: "6" })).toEqual([404, '{"ok":false,"error":"used_url"}']);
  expect(world.slack.violations.map(({ kind }) => kind)).toEqual(["response_url_overused"]);
  expect(
    world.slack
      .as("U0000MIRA")
      .messages("C0000TALK")
      .map(({ text }) => text),
  ).toEqual(["1", "2", "3", "4", "5"]);
  expect(world.slack.as("U0000OTTO").messages("C0000TALK")).toEqual([]);
});

test("after thirty minutes it is expired", async () => {
  const world = smallWorld();
  const url = await urlOf(world);
  await world.time.pass(30 * 60_000);
  expect(await post(world, url, { text: "just in time" })).toEqual([200, "ok"]);
  await world.time.pass(1);
  expect(await post(world, url, { text: "late" })).toEqual([404, '{"ok":false,"error":"expired_url"}']);
});

test("in_channel speaks to everybody, where the bot is no member too", async () => {
  const world = smallWorld();
  await post(world, await urlOf(world), { text: "hello all", response_type: "in_channel" });
  expect(world.slack.as("U0000OTTO").messages("C0000TALK")).toMatchObject([{ text: "hello all", ephemeral: false }]);
});

test("a click's response_url replaces or removes the message that was clicked, ephemeral or not", async () => {
  const world = smallWorld();
  const { slack, call, received } = world;
  const blocks = [{ type: "actions", elements: [{ type: "button", action_id: "yes", text: plain("Yes") }] }];
  const { message_ts } = await call("chat.postEphemeral", { channel: "C00000REQ", user: "U0000MIRA", blocks });
  const mira = slack.as("U0000MIRA");
  await mira.click({ channel: "C00000REQ", ts: String(message_ts) }, "yes");
  const url = String(received.at(-1)?.body["response_url"]);
  expect(await post(world, url, { replace_original: true, text: "done" })).toEqual([200, "ok"]);
  expect(mira.messages("C00000REQ")).toMatchObject([{ text: "done", blocks: [], ephemeral: true }]);
  expect(await post(world, url, { delete_original: true })).toEqual([200, "ok"]);
  expect(mira.messages("C00000REQ")).toEqual([]);
});

test("what is not a message is refused and counted against the bot", async () => {
  const world = smallWorld();
  const url = await urlOf(world);
  expect(await post(world, url, "hello", "text/plain")).toEqual([400, '{"ok":false,"error":"invalid_payload"}']);
  expect(await post(world, url, {})).toEqual([400, '{"ok":false,"error":"no_text"}']);
  expect(await post(world, url, { blocks: [{ type: "section" }] })).toEqual([
    400,
    '{"ok":false,"error":"invalid_blocks"}',
  ]);
  expect((await post(world, `${url}x`, { text: "x" }))[0]).toBe(404);
  await post(world, url, { text: "x", colour: "red" });
  expect(world.slack.violations.map(({ kind }) => kind)).toEqual([
    "bad_request",
    "bad_message",
    "bad_blocks",
    "unknown_argument",
  ]);
});

// What the simulator sends, against key-complete samples of what Slack sends; and the same for the answers with samples.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { JsonObject } from "../../../playground/slack/types.ts";
import { input, modal, openModal, plain, type SmallWorld, smallWorld } from "./small-world.ts";

const sample = (name: string): JsonObject =>
  JSON.parse(
    readFileSync(new URL(`../../oracles/slack/payload-samples/${name}.json`, import.meta.url), "utf8"),
  ) as JsonObject;

const at = (value: JsonObject, key: string): JsonObject => value[key] as JsonObject;

/** Keys of Enterprise Grid, of workflow functions, and of views that are steps of workflows: an ordinary app never gets them. */
const ELSEWHERE = [
  "enterprise_id",
  "enterprise_name",
  "bot_access_token",
  "function_data",
  "interactivity",
  "submit_disabled",
  "app_unfurl",
];

const missingFrom = (ours: JsonObject, theirs: JsonObject, besides: string[] = []): string[] =>
  Object.keys(theirs).filter((key) => !Object.hasOwn(ours, key) && ![...ELSEWHERE, ...besides].includes(key));

const addedTo = (ours: JsonObject, theirs: JsonObject, besides: string[] = []): string[] =>
  Object.keys(ours).filter((key) => !Object.hasOwn(theirs, key) && !besides.includes(key));

const last = ({ received }: SmallWorld): JsonObject => received.at(-1)?.body ?? {};

test("a slash command has every field of the sample, and the app's id", async () => {
  const world = smallWorld();
  await world.slack.as("U0000MIRA").command("/sym req db", "C00000REQ");
  const ours = last(world);
  expect(missingFrom(ours, sample("SlashCommandPayload"))).toEqual([]);
  expect(addedTo(ours, sample("SlashCommandPayload"))).toEqual([]);
  expect(ours).toMatchObject({ command: "/sym", text: "req db", user_id: "U0000MIRA", channel_name: "sym-requests" });
});

test("a submission, its view and its user have every field of the sample", async () => {
  const world = smallWorld();
  await openModal(world, modal([input("why", { type: "plain_text_input" })], { close: plain("No") }));
  const mira = world.slack.as("U0000MIRA");
  await mira.set("why", "because");
  await mira.submit();
  const [ours, theirs] = [last(world), sample("ViewSubmissionPayload")];
  // The sample has it, and only a closed view does.
  expect(missingFrom(ours, theirs, ["is_cleared"])).toEqual([]);
  expect(addedTo(ours, theirs, ["response_urls"])).toEqual([]);
  expect(missingFrom(at(ours, "view"), at(theirs, "view"))).toEqual([]);
  expect(addedTo(at(ours, "view"), at(theirs, "view"), ["blocks"])).toEqual([]);
  expect(missingFrom(at(ours, "user"), at(theirs, "user"))).toEqual([]);
  expect(missingFrom(at(ours, "team"), at(theirs, "team"))).toEqual([]);
});

test("a closed view has every field of the sample", async () => {
  const world = smallWorld();
  await openModal(world, modal([], { notify_on_close: true, close: plain("No") }));
  await world.slack.as("U0000MIRA").close();
  expect(missingFrom(last(world), sample("ViewClosedPayload"))).toEqual([]);
  expect(last(world)).toMatchObject({ type: "view_closed", is_cleared: false });
});

test("a click has every field of the sample that a message gives rise to", async () => {
  const world = smallWorld();
  const { slack, call } = world;
  const button = { type: "button", action_id: "yes", text: plain("Yes"), value: "1", style: "primary" };
  const { ts } = await call("chat.postMessage", {
    channel: "C00000REQ",
    blocks: [{ type: "actions", elements: [button] }],
  });
  await slack.as("U0000MIRA").click({ channel: "C00000REQ", ts: String(ts) }, "yes");
  const [ours, theirs] = [last(world), sample("BlockActionPayload")];
  expect(missingFrom(ours, theirs, ["view"])).toEqual([]);
  expect(
    missingFrom(at(ours, "container"), at(theirs, "container"), [
      "attachment_id",
      "view_id",
      "text",
      "is_app_unfurl",
      "app_unfurl_url",
      "thread_ts",
    ]),
  ).toEqual([]);
  const [action] = ours["actions"] as JsonObject[];
  expect(action).toMatchObject({ type: "button", action_id: "yes", value: "1", style: "primary" });
  expect(missingFrom({ action_ts: "", block_id: "", text: "", ...action }, action ?? {})).toEqual([]);
});

test("a message shortcut has every field of the sample", async () => {
  const world = smallWorld();
  const said = world.slack.as("U0000OTTO").say("C00000REQ", "look");
  await world.slack.as("U0000MIRA").messageShortcut("about", { channel: "C00000REQ", ts: said.ts });
  expect(missingFrom(last(world), sample("MessageShortcutPayload"))).toEqual([]);
});

/** Fields that Slack gives only for something that is not so here: shared channels, deleted groups, custom avatars. */
const SITUATIONAL = [
  "error",
  "needed",
  "provided",
  "warning",
  "errors",
  "response_metadata",
  "deprecated_argument",
  "no_op",
  "already_open",
];

test("answers have the fields of their samples", async () => {
  const { call } = smallWorld();
  const posted = await call("chat.postMessage", { channel: "C00000REQ", text: "x" });
  const answers: [string, JsonObject][] = [
    ["chat.postMessage", posted],
    ["chat.update", await call("chat.update", { channel: "C00000REQ", ts: posted["ts"] ?? "", text: "y" })],
    ["chat.postEphemeral", await call("chat.postEphemeral", { channel: "C00000REQ", user: "U0000MIRA", text: "x" })],
    ["conversations.info", await call("conversations.info", { channel: "C00000REQ" })],
    ["conversations.members", await call("conversations.members", { channel: "C00000REQ" })],
    ["conversations.open", await call("conversations.open", { users: "U0000MIRA", return_im: true })],
    ["usergroups.list", await call("usergroups.list", { include_users: true })],
    ["usergroups.users.list", await call("usergroups.users.list", { usergroup: "S00000OPS" })],
    ["users.info", await call("users.info", { user: "U0000MIRA", include_locale: true })],
    ["users.lookupByEmail", await call("users.lookupByEmail", { email: "mira@example.com" })],
  ];
  for (const [method, answer] of answers) {
    expect(answer["ok"], `${method} ${JSON.stringify(answer)}`).toBe(true);
    expect(missingFrom(answer, sample(method), SITUATIONAL), method).toEqual([]);
    expect(addedTo(answer, sample(method)), method).toEqual([]);
  }
});

test("a person, a user group, a channel and a view have the fields that the bot may need", async () => {
  const world = smallWorld();
  const opened = await openModal(world, modal([], { close: plain("No") }));
  const person = at(await world.call("users.info", { user: "U0000MIRA" }), "user");
  const [group] = (await world.call("usergroups.list", { include_users: true }))["usergroups"] as JsonObject[];
  const channel = at(await world.call("conversations.info", { channel: "C00000REQ" }), "channel");
  const own = (name: string, key: string) => at(sample(name), key);
  expect(addedTo(person, own("users.info", "user"))).toEqual([]);
  expect(addedTo(at(person, "profile"), at(own("users.info", "user"), "profile"))).toEqual([]);
  expect(addedTo(channel, own("conversations.info", "channel"), ["parent_conversation"])).toEqual([]);
  expect(addedTo(at(opened, "view"), own("views.open", "view"), ["blocks"])).toEqual([]);
  const [theirs] = sample("usergroups.list")["usergroups"] as JsonObject[];
  expect(addedTo(group ?? {}, theirs ?? {}, ["auto_type"])).toEqual([]);
  expect(
    missingFrom(at(opened, "view"), own("views.open", "view"), [
      "entity_url",
      "external_ref",
      "app_unfurl_url",
      "message_ts",
      "thread_ts",
      "channel",
    ]),
  ).toEqual([]);
  const conditional = [
    "is_stranger",
    "is_invited_user",
    "enterprise_user",
    "is_workflow_bot",
    "is_connector_bot",
    "teams",
    "has_2fa",
    "locale",
  ];
  expect(missingFrom(person, own("users.info", "user"), conditional)).toEqual([]);
});

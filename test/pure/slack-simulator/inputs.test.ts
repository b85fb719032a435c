// Every element: its value at first, after somebody used it, and the action that it sends.
import { expect, test } from "vitest";
import type { InputValue, JsonObject } from "../../../playground/slack/types.ts";
import { input, modal, openModal, options, plain, smallWorld } from "./small-world.ts";

const opt = (value: string) => ({ text: { type: "plain_text", text: value.toUpperCase(), emoji: true }, value });

const cases: [string, JsonObject, JsonObject, InputValue, JsonObject][] = [
  ["plain_text_input", {}, { value: null }, "hello", { value: "hello" }],
  ["email_text_input", {}, { value: null }, "a@b.c", { value: "a@b.c" }],
  ["url_text_input", {}, { value: null }, "https://x.y", { value: "https://x.y" }],
  ["number_input", { is_decimal_allowed: true, initial_value: "1.5" }, { value: "1.5" }, 2, { value: "2" }],
  ["static_select", { options: options("a", "b") }, { selected_option: null }, "b", { selected_option: opt("b") }],
  [
    "static_select",
    { options: options("a", "b"), initial_option: options("a")[0] ?? {} },
    { selected_option: opt("a") },
    "B",
    { selected_option: opt("b") },
  ],
  [
    "static_select",
    { option_groups: [{ label: plain("G"), options: options("a") }] },
    { selected_option: null },
    "A",
    { selected_option: opt("a") },
  ],
  [
    "multi_static_select",
    { options: options("a", "b") },
    { selected_options: [] },
    ["a", "b"],
    { selected_options: [opt("a"), opt("b")] },
  ],
  ["checkboxes", { options: options("a", "b") }, { selected_options: [] }, ["b"], { selected_options: [opt("b")] }],
  ["radio_buttons", { options: options("a", "b") }, { selected_option: null }, "a", { selected_option: opt("a") }],
  ["users_select", {}, { selected_user: null }, "@otto", { selected_user: "U0000OTTO" }],
  [
    "multi_users_select",
    { initial_users: ["U0000MIRA"] },
    { selected_users: ["U0000MIRA"] },
    ["Otto Lang"],
    { selected_users: ["U0000OTTO"] },
  ],
  ["conversations_select", {}, { selected_conversation: null }, "#talk", { selected_conversation: "C0000TALK" }],
  [
    "multi_conversations_select",
    {},
    { selected_conversations: [] },
    ["talk"],
    { selected_conversations: ["C0000TALK"] },
  ],
  ["channels_select", {}, { selected_channel: null }, "C0000TALK", { selected_channel: "C0000TALK" }],
  ["multi_channels_select", {}, { selected_channels: [] }, ["#talk"], { selected_channels: ["C0000TALK"] }],
  [
    "datepicker",
    { initial_date: "2026-11-24" },
    { selected_date: "2026-11-24" },
    "2026-12-01",
    { selected_date: "2026-12-01" },
  ],
  ["timepicker", {}, { selected_time: null, timezone: null }, "09:30", { selected_time: "09:30", timezone: null }],
  ["datetimepicker", {}, { selected_date_time: null }, 1_800_000_000, { selected_date_time: 1_800_000_000 }],
  [
    "rich_text_input",
    {},
    { rich_text_value: null },
    "hi",
    {
      rich_text_value: {
        type: "rich_text",
        elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "hi" }] }],
      },
    },
  ],
];

test.each(cases)("%s %j has Slack's value at first and after use", async (type, element, atFirst, value, after) => {
  const world = smallWorld();
  await openModal(world, modal([input("field", { type, ...element }, { dispatch_action: true })]));
  const mira = world.slack.as("U0000MIRA");
  expect(mira.view()?.values).toEqual({ field: { value: { type, ...atFirst } } });
  await mira.set("field", value);
  expect(mira.view()?.values).toEqual({ field: { value: { type, ...after } } });
  const { body } = world.received.at(-1) ?? { body: {} };
  const [key = ""] = Object.keys(after);
  expect(body).toMatchObject({
    type: "block_actions",
    container: { type: "view" },
    actions: [{ type, action_id: "value", block_id: "field", [key]: after[key] }],
    view: { state: { values: { field: { value: { type, ...after } } } } },
  });
  expect(world.slack.violations).toEqual([]);
});

test("an input without dispatch_action says nothing until it is submitted", async () => {
  const world = smallWorld();
  await openModal(world, modal([input("why", { type: "plain_text_input" })]));
  const sent = world.received.length;
  expect(await world.slack.as("U0000MIRA").set("why", "x")).toEqual({ ok: true, status: 0 });
  expect(world.received).toHaveLength(sent);
});

test("an external select offers what the bot answers, from the third letter on", async () => {
  const world = smallWorld();
  const { slack, reply, received } = world;
  await openModal(world, modal([input("target", { type: "external_select" })]));
  const mira = slack.as("U0000MIRA");
  const sent = received.length;
  expect((await mira.suggest("target", "value", "pr")).options).toEqual([]);
  expect(received).toHaveLength(sent);
  reply(() => Response.json({ option_groups: [{ label: plain("Databases"), options: options("prod") }] }));
  expect(await mira.suggest("target", "value", "pro")).toEqual({
    ok: true,
    status: 200,
    options: [{ text: "PROD", value: "prod", group: "Databases" }],
  });
  expect(received.at(-1)?.body).toMatchObject({
    type: "block_suggestion",
    value: "pro",
    block_id: "target",
    action_id: "value",
  });
  await mira.set("target", "prod");
  expect(mira.view()?.values["target"]?.["value"]).toMatchObject({ selected_option: { value: "prod" } });
});

test("setting an external select types the text first, and takes only what was offered", async () => {
  const world = smallWorld();
  const { slack, reply, received } = world;
  await openModal(world, modal([input("target", { type: "external_select", min_query_length: 0 })]));
  reply(() => Response.json({ options: options("staging") }));
  await slack.as("U0000MIRA").set("target", "staging");
  expect(received.at(-1)?.body["value"]).toBe("staging");
  await expect(slack.as("U0000MIRA").set("target", "prod")).rejects.toThrow("it is not offered");
});

test("too many or wrong suggestions are not shown and are a violation", async () => {
  const world = smallWorld();
  const { slack, reply } = world;
  await openModal(world, modal([input("target", { type: "external_select", min_query_length: 0 })]));
  const many = Array.from({ length: 101 }, (_, index) => String(index));
  for (const answer of [
    { options: options(...many) },
    { options: [{ text: plain("x".repeat(76)), value: "x" }] },
    {},
  ]) {
    reply(() => Response.json(answer));
    expect(await slack.as("U0000MIRA").suggest("target", "value", "")).toMatchObject({
      error: "invalid_response",
      options: [],
    });
  }
  expect(slack.violations.map(({ kind }) => kind)).toEqual(["bad_options", "bad_options", "bad_options"]);
});

test("elements outside inputs always speak, in modals, on the Home tab and in messages", async () => {
  const world = smallWorld();
  const { slack, call, received } = world;
  const mira = slack.as("U0000MIRA");
  const pick = {
    type: "section",
    block_id: "row",
    text: plain("Pick"),
    accessory: { type: "static_select", action_id: "pick", options: options("a", "b") },
  };
  await openModal(world, modal([pick]));
  await mira.click({ view: true }, "pick", "a");
  await call("views.publish", { user_id: "U0000MIRA", view: { type: "home", blocks: [pick] } });
  await mira.click({ home: true }, "pick", "b");
  const { ts } = await call("chat.postMessage", { channel: "C00000REQ", blocks: [pick] });
  await mira.click({ channel: "C00000REQ", ts: String(ts) }, "pick", "b");
  const bodies = received.slice(-3).map(({ body }) => body);
  expect(bodies.map(({ actions }) => (actions as JsonObject[])[0])).toMatchObject([
    { selected_option: { value: "a" } },
    { selected_option: { value: "b" } },
    { selected_option: { value: "b" } },
  ]);
  expect(bodies[2]).toMatchObject({ state: { values: { row: { pick: { selected_option: { value: "b" } } } } } });
  expect(mira.home()?.values).toMatchObject({ row: { pick: { selected_option: { value: "b" } } } });
  expect(slack.as("U0000OTTO").messages("C00000REQ")[0]?.values).toMatchObject({
    row: { pick: { selected_option: null } },
  });
});

test("a menu sends the option that was picked", async () => {
  const world = smallWorld();
  const { slack, call, received } = world;
  const overflow = { type: "overflow", action_id: "menu", options: options("edit", "end") };
  const { ts } = await call("chat.postMessage", {
    channel: "C00000REQ",
    blocks: [{ type: "actions", elements: [overflow] }],
  });
  await slack.as("U0000MIRA").click({ channel: "C00000REQ", ts: String(ts) }, "menu", "END");
  expect(received.at(-1)?.body).toMatchObject({ actions: [{ type: "overflow", selected_option: { value: "end" } }] });
});

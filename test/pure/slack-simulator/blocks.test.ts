// Block Kit's rules: each kind of broken block is refused in the place where it is broken, and good ones pass.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../../playground/slack/types.ts";
import { problemsOfBlocks } from "../../../playground/slack/validate-blocks.ts";
import { problemsOfView } from "../../../playground/slack/validate-view.ts";
import { input, modal, options, plain, smallWorld } from "./small-world.ts";

const section = (more: JsonObject = {}): JsonObject => ({ type: "section", text: plain("x"), ...more });
const actions = (...elements: JsonObject[]): JsonObject => ({ type: "actions", elements });
const button = (more: JsonObject = {}): JsonObject => ({ type: "button", action_id: "go", text: plain("Go"), ...more });
const select = (more: JsonObject = {}): JsonObject => ({
  type: "static_select",
  action_id: "s",
  options: options("a"),
  ...more,
});
const markdown = (text: string): JsonObject => ({ type: "mrkdwn", text });
const long = (length: number) => "x".repeat(length);
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const BROKEN: [string, JsonObject[], string, string][] = [
  ["more than 50 blocks", many(51, () => ({ type: "divider" })), "/blocks", "no more than 50 items allowed"],
  ["an unknown block", [{ type: "panel" }], "/blocks/0", "unsupported type: panel"],
  ["a block of a later kind that the simulator cannot draw", [{ type: "card" }], "/blocks/0", "unsupported type: card"],
  ["a made-up field", [section({ colour: "red" })], "/blocks/0", "invalid additional property: colour"],
  ["a section without text and fields", [{ type: "section" }], "/blocks/0", "missing required field: text or fields"],
  ["an empty text", [section({ text: plain("") })], "/blocks/0/text/text", "must be more than 0 characters"],
  [
    "a section text of 3,001",
    [section({ text: plain(long(3_001)) })],
    "/blocks/0/text/text",
    "must be less than 3001 characters",
  ],
  [
    "a field of 2,001",
    [{ type: "section", fields: [plain(long(2_001))] }],
    "/blocks/0/fields/0/text",
    "must be less than 2001 characters",
  ],
  [
    "eleven fields",
    [{ type: "section", fields: many(11, () => plain("x")) }],
    "/blocks/0/fields",
    "no more than 10 items allowed",
  ],
  [
    "a header of 151",
    [{ type: "header", text: plain(long(151)) }],
    "/blocks/0/text/text",
    "must be less than 151 characters",
  ],
  [
    "a header in mrkdwn",
    [{ type: "header", text: markdown("x") }],
    "/blocks/0/text/type",
    "must be a valid enum value",
  ],
  [
    "a button in mrkdwn",
    [actions(button({ text: markdown("x") }))],
    "/blocks/0/elements/0/text/type",
    "must be a valid enum value",
  ],
  [
    "a button text of 76",
    [actions(button({ text: plain(long(76)) }))],
    "/blocks/0/elements/0/text/text",
    "must be less than 76 characters",
  ],
  [
    "a button value of 2,001",
    [actions(button({ value: long(2_001) }))],
    "/blocks/0/elements/0/value",
    "must be less than 2001 characters",
  ],
  [
    "an unknown button style",
    [actions(button({ style: "warning" }))],
    "/blocks/0/elements/0/style",
    "must be a valid enum value",
  ],
  [
    "an action id of 256",
    [actions(button({ action_id: long(256) }))],
    "/blocks/0/elements/0/action_id",
    "must be less than 256 characters",
  ],
  ["a block id of 256", [section({ block_id: long(256) })], "/blocks/0/block_id", "must be less than 256 characters"],
  [
    "a block id used twice",
    [section({ block_id: "a" }), section({ block_id: "a" })],
    "/blocks/1/block_id",
    "`block_id` already exists: a",
  ],
  [
    "an action id used twice in a block",
    [actions(button(), button())],
    "/blocks/0/elements/1/action_id",
    "`action_id` already exists: go",
  ],
  ["no elements", [actions()], "/blocks/0/elements", "no fewer than 1 items allowed"],
  [
    "26 elements",
    [actions(...many(26, (index) => button({ action_id: `b${index}` })))],
    "/blocks/0/elements",
    "no more than 25 items allowed",
  ],
  [
    "eleven pieces of context",
    [{ type: "context", elements: many(11, () => plain("x")) }],
    "/blocks/0/elements",
    "no more than 10 items allowed",
  ],
  [
    "an input element among actions",
    [actions({ type: "plain_text_input", action_id: "t" })],
    "/blocks/0/elements/0",
    "unsupported type: plain_text_input",
  ],
  ["no options", [actions(select({ options: [] }))], "/blocks/0/elements/0/options", "no fewer than 1 items allowed"],
  [
    "101 options",
    [actions(select({ options: options(...many(101, String)) }))],
    "/blocks/0/elements/0/options",
    "no more than 100 items allowed",
  ],
  [
    "options and groups",
    [actions(select({ option_groups: [{ label: plain("g"), options: options("b") }] }))],
    "/blocks/0/elements/0",
    "only one of options and option_groups may be given",
  ],
  [
    "an option text of 76",
    [actions(select({ options: [{ text: plain(long(76)), value: "a" }] }))],
    "/blocks/0/elements/0/options/0/text/text",
    "must be less than 76 characters",
  ],
  [
    "an option value of 151",
    [actions(select({ options: options(long(151)).map((o) => ({ ...o, text: plain("x") })) }))],
    "/blocks/0/elements/0/options/0/value",
    "must be less than 151 characters",
  ],
  [
    "an option in mrkdwn in a select",
    [actions(select({ options: [{ text: markdown("x"), value: "a" }] }))],
    "/blocks/0/elements/0/options/0/text/type",
    "must be a valid enum value",
  ],
  [
    "an initial option that is none",
    [actions(select({ initial_option: options("z")[0] ?? {} }))],
    "/blocks/0/elements/0/initial_option",
    "initial option must be one of the options",
  ],
  [
    "two options of one value",
    [actions(select({ options: [...options("a"), ...options("a")] }))],
    "/blocks/0/elements/0",
    "duplicate option value: a",
  ],
  [
    "six entries in a menu",
    [actions({ type: "overflow", action_id: "o", options: options(..."abcdef") })],
    "/blocks/0/elements/0/options",
    "no more than 5 items allowed",
  ],
  [
    "eleven checkboxes",
    [actions({ type: "checkboxes", action_id: "c", options: options(..."abcdefghijk") })],
    "/blocks/0/elements/0/options",
    "no more than 10 items allowed",
  ],
  [
    "a dialog without a title",
    [actions(button({ confirm: { text: plain("x"), confirm: plain("y"), deny: plain("n") } }))],
    "/blocks/0/elements/0/confirm",
    "missing required field: title",
  ],
  [
    "a confirming word of 31",
    [actions(button({ confirm: { title: plain("t"), text: plain("x"), confirm: plain(long(31)), deny: plain("n") } }))],
    "/blocks/0/elements/0/confirm/confirm/text",
    "must be less than 31 characters",
  ],
  [
    "a placeholder of 151",
    [actions(select({ placeholder: plain(long(151)) }))],
    "/blocks/0/elements/0/placeholder/text",
    "must be less than 151 characters",
  ],
  [
    "a date that is none",
    [actions({ type: "datepicker", action_id: "d", initial_date: "soon" })],
    "/blocks/0/elements/0/initial_date",
    "does not match the required pattern",
  ],
  [
    "an image without words",
    [{ type: "image", image_url: "https://x.y/z.png" }],
    "/blocks/0",
    "missing required field: alt_text",
  ],
  [
    "two focused elements",
    [actions(select({ focus_on_load: true }), select({ action_id: "t", focus_on_load: true }))],
    "/blocks",
    "only one element may have focus_on_load",
  ],
  [
    "rich text with a made-up piece",
    [{ type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "shout", text: "x" }] }] }],
    "/blocks/0/elements/0/elements/0",
    "unsupported type: shout",
  ],
];

test.each(BROKEN)("a message with %s is refused there", (_what, blocks, at, message) => {
  expect(problemsOfBlocks(blocks, "message")).toContainEqual({ at, message });
});

test("the refusal of a message names each place in Slack's words, and the bot is blamed", async () => {
  const { slack, call } = smallWorld();
  expect(await call("chat.postMessage", { channel: "C00000REQ", blocks: [section({ text: plain("") })] })).toEqual({
    ok: false,
    error: "invalid_blocks",
    errors: ["must be more than 0 characters [json-pointer:/blocks/0/text/text]"],
    response_metadata: { messages: ["[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]"] },
  });
  expect(slack.violations).toMatchObject([{ kind: "bad_blocks", source: "chat.postMessage" }]);
});

const INPUT = input("why", { type: "plain_text_input" });

const BROKEN_VIEWS: [string, JsonObject, string, string][] = [
  ["no title", { type: "modal", blocks: [] }, "/view", "missing required field: title"],
  ["a title of 25", modal([], { title: plain(long(25)) }), "/view/title/text", "must be less than 25 characters"],
  ["a title in mrkdwn", modal([], { title: markdown("x") }), "/view/title/type", "must be a valid enum value"],
  ["a submit of 25", modal([], { submit: plain(long(25)) }), "/view/submit/text", "must be less than 25 characters"],
  ["a close of 25", modal([], { close: plain(long(25)) }), "/view/close/text", "must be less than 25 characters"],
  [
    "metadata of 3,001",
    modal([], { private_metadata: long(3_001) }),
    "/view/private_metadata",
    "must be less than 3001 characters",
  ],
  [
    "a callback id of 256",
    modal([], { callback_id: long(256) }),
    "/view/callback_id",
    "must be less than 256 characters",
  ],
  ["101 blocks", modal(many(101, () => ({ type: "divider" }))), "/view/blocks", "no more than 100 items allowed"],
  [
    "inputs and no submit",
    { type: "modal", title: plain("x"), blocks: [INPUT] },
    "/view",
    "missing required field: submit",
  ],
  ["a markdown block", modal([{ type: "markdown", text: "x" }]), "/view/blocks/0", "unsupported type: markdown"],
  [
    "a label in mrkdwn",
    modal([{ ...INPUT, label: markdown("x") }]),
    "/view/blocks/0/label/type",
    "must be a valid enum value",
  ],
  [
    "a number input that does not say if it takes decimals",
    modal([input("n", { type: "number_input" })]),
    "/view/blocks/0/element",
    "missing required field: is_decimal_allowed",
  ],
  [
    "a least length above the most",
    modal([input("t", { type: "plain_text_input", min_length: 9, max_length: 3 })]),
    "/view/blocks/0/element/min_length",
    "must not be more than max_length",
  ],
  ["the type of a Home tab", { type: "home", blocks: [] }, "/view/type", "must be a valid enum value"],
];

test.each(BROKEN_VIEWS)("a modal with %s is refused there", (_what, view, at, message) => {
  expect(problemsOfView(view, "modal")).toContainEqual({ at, message });
});

test("good blocks of every kind pass everywhere they may stand", () => {
  const everywhere: JsonObject[] = [
    section({
      accessory: button({
        confirm: { title: plain("t"), text: markdown("x"), confirm: plain("y"), deny: plain("n"), style: "danger" },
      }),
    }),
    { type: "section", fields: [plain("a"), markdown("*b*")], expand: true },
    { type: "divider" },
    { type: "header", text: plain("Header") },
    {
      type: "context",
      elements: [{ type: "image", image_url: "https://x.y/z.png", alt_text: "z" }, markdown("x"), plain("y")],
    },
    actions(
      button(),
      select({ initial_option: options("a")[0] ?? {} }),
      { type: "users_select", action_id: "u" },
      { type: "datetimepicker", action_id: "d" },
    ),
    { type: "image", slack_file: { id: "F1" }, alt_text: "z", title: plain("t") },
    {
      type: "rich_text",
      elements: [
        {
          type: "rich_text_section",
          elements: [
            { type: "text", text: "x", style: { bold: true } },
            { type: "user", user_id: "U1" },
          ],
        },
        {
          type: "rich_text_list",
          style: "bullet",
          elements: [{ type: "rich_text_section", elements: [{ type: "link", url: "https://x.y" }] }],
        },
        { type: "rich_text_quote", elements: [{ type: "emoji", name: "tada" }] },
        { type: "rich_text_preformatted", elements: [{ type: "text", text: "code" }] },
      ],
    },
  ];
  for (const surface of ["message", "modal", "home"] as const)
    expect(problemsOfBlocks(everywhere, surface)).toEqual([]);
  expect(problemsOfView(modal([...everywhere, INPUT]), "modal")).toEqual([]);
});

test("13,201 characters of text in one message are too many, however they are spread", async () => {
  const { call } = smallWorld({ rateLimits: false });
  const spread = (rest: number) => [
    ...many(4, () => section({ text: plain(long(3_000)) })),
    section({ text: plain(long(rest)) }),
  ];
  expect((await call("chat.postMessage", { channel: "C00000REQ", blocks: spread(1_200) }))["ok"]).toBe(true);
  expect((await call("chat.postMessage", { channel: "C00000REQ", blocks: spread(1_201) }))["error"]).toBe(
    "msg_blocks_too_long",
  );
});

test("stored blocks have their ids and defaults filled in", async () => {
  const { slack, call } = smallWorld();
  await call("chat.postMessage", {
    channel: "C00000REQ",
    blocks: [section({ accessory: button() }), { type: "section", text: markdown("m") }],
  });
  const [card] = slack.as("U0000MIRA").messages("C00000REQ");
  expect(card?.blocks).toEqual([
    {
      type: "section",
      block_id: expect.stringMatching(/^\w{5}$/),
      text: { type: "plain_text", text: "x", emoji: true },
      accessory: { type: "button", action_id: "go", text: { type: "plain_text", text: "Go", emoji: true } },
    },
    {
      type: "section",
      block_id: expect.stringMatching(/^\w{5}$/),
      text: { type: "mrkdwn", text: "m", verbatim: false },
    },
  ]);
});

test("no JSON whatever makes the judge throw, and only lists of blocks pass", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const problems = problemsOfBlocks(value as Json, "message");
      expect(problems.length > 0).toBe(!(Array.isArray(value) && value.length === 0));
      expect(problemsOfView(value as Json, "modal")).not.toEqual([]);
    }),
  );
});

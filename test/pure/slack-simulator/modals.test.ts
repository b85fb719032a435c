// Modals: who may open them and when, the stack, redraws, and what the answer to a submission does.
import { expect, test } from "vitest";
import type { JsonObject } from "../../../playground/slack/types.ts";
import { input, modal, openModal, options, plain, type SmallWorld, smallWorld } from "./small-world.ts";

const text = (blockId: string, more: JsonObject = {}) => input(blockId, { type: "plain_text_input" }, more);

const triggerOf = async (world: SmallWorld): Promise<string> => {
  await world.slack.as("U0000MIRA").shortcut("ask");
  return String(world.received.at(-1)?.body["trigger_id"]);
};

test("a trigger opens one view, within three seconds", async () => {
  const world = smallWorld();
  const { call, time, slack } = world;
  const trigger_id = await triggerOf(world);
  await time.pass(3_000);
  expect((await call("views.open", { trigger_id, view: modal([]) }))["ok"]).toBe(true);
  expect((await call("views.open", { trigger_id, view: modal([]) }))["error"]).toBe("exchanged_trigger_id");
  const late = await triggerOf(world);
  await time.pass(3_001);
  expect((await call("views.open", { trigger_id: late, view: modal([]) }))["error"]).toBe("expired_trigger_id");
  expect(slack.violations).toEqual([]);
  expect((await call("views.open", { trigger_id: "1.2.3", view: modal([]) }))["error"]).toBe("invalid_trigger_id");
  expect(slack.violations).toHaveLength(1);
});

test("a refused view does not use up the trigger", async () => {
  const world = smallWorld();
  const trigger_id = await triggerOf(world);
  expect(
    await world.call("views.open", { trigger_id, view: modal([], { title: plain("x".repeat(25)) }) }),
  ).toMatchObject({
    error: "invalid_arguments",
    response_metadata: { messages: ["[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"] },
  });
  expect((await world.call("views.open", { trigger_id, view: modal([]) }))["ok"]).toBe(true);
});

test("the stack holds three views, and Back uncovers the one below", async () => {
  const world = smallWorld();
  const { slack, reply, call } = world;
  const mira = slack.as("U0000MIRA");
  const more = {
    type: "section",
    text: plain("More"),
    accessory: { type: "button", action_id: "more", text: plain("More") },
  };
  await openModal(world, modal([more], { callback_id: "one" }));
  const answers: JsonObject[] = [];
  reply(async ({ body }) => {
    const view = modal([more], { callback_id: `after-${answers.length}` });
    answers.push(await call("views.push", { trigger_id: body["trigger_id"] ?? "", view }));
    return new Response("");
  });
  for (const _press of [1, 2, 3]) await mira.click({ view: true }, "more");
  expect(answers.map(({ ok, error }) => [ok, error])).toEqual([
    [true, undefined],
    [true, undefined],
    [false, "push_limit_reached"],
  ]);
  expect(mira.view()).toMatchObject({ callbackId: "after-1", depth: 3, level: 3, close: "Back" });
  expect(slack.violations.map(({ kind }) => kind)).toEqual(["modal_stack_too_deep"]);
  await mira.close();
  expect(mira.view()).toMatchObject({ callbackId: "after-0", depth: 2 });
  await mira.close({ all: true });
  expect(mira.view()).toBeNull();
});

test("views.push needs a trigger from inside a modal", async () => {
  const world = smallWorld();
  await openModal(world, modal([]));
  const trigger_id = await triggerOf(world);
  expect((await world.call("views.push", { trigger_id, view: modal([]) }))["error"]).toBe("not_found");
});

test("a redraw needs the present hash, if it gives one, and keeps what was typed in fields that stay", async () => {
  const world = smallWorld();
  const { slack, call } = world;
  const opened = await openModal(world, modal([text("why"), text("gone")]));
  const { id, hash } = opened["view"] as { id: string; hash: string };
  const mira = slack.as("U0000MIRA");
  await mira.set("why", "because");
  await mira.set("gone", "lost");
  const view = modal([text("why"), text("fresh")]);
  expect((await call("views.update", { view_id: id, hash, view }))["ok"]).toBe(true);
  expect(mira.view()?.values).toEqual({
    why: { value: { type: "plain_text_input", value: "because" } },
    fresh: { value: { type: "plain_text_input", value: null } },
  });
  expect((await call("views.update", { view_id: id, hash, view }))["error"]).toBe("hash_conflict");
  expect((await call("views.update", { view_id: id, view }))["ok"]).toBe(true);
  await mira.close();
  expect((await call("views.update", { view_id: id, view }))["error"]).toBe("not_found");
});

test("an external id names one view at a time", async () => {
  const world = smallWorld();
  await openModal(world, modal([], { external_id: "mine" }));
  expect(
    (await world.call("views.update", { external_id: "mine", view: modal([text("a")], { external_id: "mine" }) }))[
      "ok"
    ],
  ).toBe(true);
  const otherTrigger = async () => {
    await world.slack.as("U0000OTTO").shortcut("ask");
    return String(world.received.at(-1)?.body["trigger_id"]);
  };
  const again = { trigger_id: await otherTrigger(), view: modal([], { external_id: "mine" }) };
  expect((await world.call("views.open", again))["error"]).toBe("duplicate_external_id");
});

test("an empty answer closes the submitted view and nothing below it", async () => {
  const world = smallWorld();
  const { slack, reply } = world;
  const mira = slack.as("U0000MIRA");
  await openModal(world, modal([], { callback_id: "below" }));
  reply(() => Response.json({ response_action: "push", view: modal([text("why")], { callback_id: "above" }) }));
  expect((await mira.submit()).ok).toBe(true);
  await mira.set("why", "because");
  reply(() => new Response(""));
  expect(await mira.submit()).toEqual({ ok: true, status: 200 });
  expect(mira.view()).toMatchObject({ callbackId: "below", depth: 1 });
});

test("errors stand under their fields until these are changed", async () => {
  const world = smallWorld();
  const { slack, reply } = world;
  await openModal(world, modal([text("why"), text("who", { optional: true })]));
  const mira = slack.as("U0000MIRA");
  await mira.set("why", "x");
  reply(() => Response.json({ response_action: "errors", errors: { why: "Too short" } }));
  expect(await mira.submit()).toEqual({ ok: false, status: 200, fieldErrors: { why: "Too short" } });
  expect(mira.view()?.errors).toEqual({ why: "Too short" });
  await mira.set("why", "longer");
  expect(mira.view()?.errors).toEqual({});
  expect(slack.violations).toEqual([]);
});

test("errors under blocks that are no inputs are not shown and are a violation", async () => {
  const world = smallWorld();
  const { slack, reply } = world;
  await openModal(world, modal([{ type: "divider", block_id: "line" }]));
  const mira = slack.as("U0000MIRA");
  for (const errors of [{ line: "no" }, { nowhere: "no" }, {}]) {
    reply(() => Response.json({ response_action: "errors", errors }));
    expect((await mira.submit()).error).toBe("invalid_response");
  }
  expect(mira.view()?.errors).toEqual({});
  expect(slack.violations.map(({ kind }) => kind)).toEqual([
    "bad_field_errors",
    "bad_field_errors",
    "bad_field_errors",
  ]);
});

test("update redraws, clear closes everything, and what is not understood leaves the modal open", async () => {
  const world = smallWorld();
  const { slack, reply } = world;
  await openModal(world, modal([]));
  const mira = slack.as("U0000MIRA");
  const { id, hash } = mira.view() ?? {};
  reply(() => Response.json({ response_action: "update", view: modal([], { callback_id: "second" }) }));
  await mira.submit();
  expect(mira.view()).toMatchObject({ id, callbackId: "second" });
  expect(mira.view()?.hash).not.toBe(hash);
  for (const answer of [
    { response_action: "dance" },
    { text: "thanks" },
    { response_action: "update", view: { type: "modal" } },
  ]) {
    reply(() => Response.json(answer));
    expect((await mira.submit()).error).toBe("invalid_response");
  }
  reply(() => new Response("ok"));
  expect((await mira.submit()).error).toBe("invalid_response");
  expect(mira.view()?.callbackId).toBe("second");
  reply(() => Response.json({ response_action: "clear" }));
  await mira.submit();
  expect(mira.view()).toBeNull();
  expect(slack.violations.map(({ kind }) => kind)).toEqual(["bad_ack", "bad_ack", "bad_view", "bad_ack", "bad_ack"]);
});

test("a submission that times out leaves the modal open with what was typed, and can be sent again", async () => {
  const world = smallWorld();
  const { slack, reply, time, received, arrived } = world;
  await openModal(world, modal([text("why")]));
  const mira = slack.as("U0000MIRA");
  await mira.set("why", "because");
  reply(() => new Promise(() => undefined));
  const outcome = mira.submit();
  expect(mira.view()?.submitting).toBe(true);
  await arrived(2);
  await time.pass(3_000);
  expect((await outcome).error).toBe("operation_timeout");
  expect(mira.view()?.values["why"]?.["value"]?.["value"]).toBe("because");
  reply(() => new Response(""));
  expect((await mira.submit()).ok).toBe(true);
  const [first, second] = received.slice(-2).map(({ body }) => (body["view"] as JsonObject)["id"]);
  expect(first).toBe(second);
});

test("the client stops what it can see is wrong, unless it is tampered with", async () => {
  const world = smallWorld();
  const { slack, received } = world;
  const blocks = [
    input("why", { type: "plain_text_input", min_length: 3 }),
    input("hours", { type: "number_input", is_decimal_allowed: false, max_value: "8" }),
    input("mail", { type: "email_text_input" }, { optional: true }),
    input("what", { type: "static_select", options: options("read", "write") }),
  ];
  await openModal(world, modal(blocks));
  const mira = slack.as("U0000MIRA");
  await mira.set("why", "x");
  await mira.set("hours", 9);
  await mira.set("mail", "nobody");
  const sent = received.length;
  const outcome = await mira.submit();
  expect(outcome.error).toBe("client_validation");
  expect(Object.keys(outcome.fieldErrors ?? {})).toEqual(["why", "hours", "mail", "what"]);
  expect(received).toHaveLength(sent);
  await expect(mira.set("what", "admin")).rejects.toThrow("it is not offered; there is READ, WRITE");
  const tampered = slack.as("U0000MIRA", { clientLimits: false });
  await tampered.set("what", "admin");
  expect((await tampered.submit()).ok).toBe(true);
  expect(received.at(-1)?.body).toMatchObject({
    view: { state: { values: { what: { value: { selected_option: { value: "admin" } } } } } },
  });
});

test("closing tells the bot only where the view asks for it", async () => {
  const world = smallWorld();
  const { slack, received } = world;
  await openModal(world, modal([]));
  const sent = received.length;
  await slack.as("U0000MIRA").close();
  expect(received).toHaveLength(sent);
  await openModal(world, modal([], { notify_on_close: true, clear_on_close: true }));
  await slack.as("U0000MIRA").close();
  expect(received.at(-1)?.body).toMatchObject({ type: "view_closed", is_cleared: true });
});

test("what the bot draws while it answers a submission stands, and its answer then changes nothing else", async () => {
  const world = smallWorld();
  const { slack, reply, call } = world;
  const mira = slack.as("U0000MIRA");
  await openModal(world, modal([], { callback_id: "first" }));
  reply(async ({ body }) => {
    await call("views.open", { trigger_id: body["trigger_id"] ?? "", view: modal([], { callback_id: "second" }) });
    return new Response("");
  });
  expect((await mira.submit()).ok).toBe(true);
  expect(mira.view()).toMatchObject({ callbackId: "second", depth: 1 });
});

test("a conversation chosen in an input can give the bot a response_url into it", async () => {
  const world = smallWorld();
  const { slack, received } = world;
  await openModal(world, modal([input("where", { type: "conversations_select", response_url_enabled: true })]));
  await slack.as("U0000MIRA").set("where", "#talk");
  await slack.as("U0000MIRA").submit();
  const given = (received.at(-1)?.body["response_urls"] as JsonObject[] | undefined)?.[0];
  expect(given).toMatchObject({ block_id: "where", action_id: "value", channel_id: "C0000TALK" });
  const post = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"text":"here","response_type":"in_channel"}',
  };
  expect((await slack.fetch(new Request(String(given?.["response_url"]), post))).status).toBe(200);
  expect(
    slack
      .as("U0000OTTO")
      .messages("C0000TALK")
      .map(({ text: said }) => said),
  ).toEqual(["here"]);
});

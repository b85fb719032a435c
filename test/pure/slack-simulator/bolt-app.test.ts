// An app on Slack's own framework against the simulator, both ways over HTTP: it accepts the signatures, understands every
// payload, and its answers do what they do in Slack.
import { App, LogLevel } from "@slack/bolt";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../../free-port.ts";
import { type SlackOverHttp, slackOverHttp } from "./slack-over-http.ts";

let http: SlackOverHttp;
let app: App;

const form = {
  type: "modal" as const,
  callback_id: "form",
  title: { type: "plain_text" as const, text: "Access" },
  submit: { type: "plain_text" as const, text: "Ask" },
  notify_on_close: true,
  blocks: [
    {
      type: "input" as const,
      block_id: "target",
      label: { type: "plain_text" as const, text: "Target" },
      element: { type: "external_select" as const, action_id: "pick", min_query_length: 0 },
    },
    {
      type: "input" as const,
      block_id: "why",
      label: { type: "plain_text" as const, text: "Why" },
      element: { type: "plain_text_input" as const, action_id: "text" },
    },
  ],
};

const heard: string[] = [];

const listen = (bolt: App): void => {
  bolt.command("/sym", async ({ command, ack, client }) => {
    if (command.text === "help") return ack("usage");
    await ack();
    await client.views.open({ trigger_id: command.trigger_id, view: form });
  });
  bolt.shortcut("ask", async ({ shortcut, ack, client }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: form });
  });
  bolt.options("pick", async ({ options, ack }) => {
    await ack({ options: [{ text: { type: "plain_text", text: `Target ${options.value}` }, value: "t1" }] });
  });
  bolt.view("form", async ({ ack, view, body, client }) => {
    const why = view.state.values["why"]?.["text"]?.value ?? "";
    if (why.length < 5) return ack({ response_action: "errors", errors: { why: "Say more" } });
    await ack();
    const button = {
      type: "button" as const,
      action_id: "yes",
      text: { type: "plain_text" as const, text: "Approve" },
    };
    const blocks = [{ type: "actions" as const, elements: [button] }];
    await client.chat.postMessage({ channel: "C00000REQ", text: `${body.user.id}: ${why}`, blocks });
  });
  bolt.view({ callback_id: "form", type: "view_closed" }, async ({ ack }) => {
    heard.push("closed");
    await ack();
  });
  bolt.action("yes", async ({ ack, respond, body }) => {
    await ack();
    await respond({ replace_original: true, text: `approved by ${body.user.id}` });
  });
  bolt.event("app_home_opened", async ({ event, client }) => {
    await client.views.publish({ user_id: event.user, view: { type: "home", blocks: [] } });
  });
};

beforeAll(async () => {
  const port = await freePort();
  http = await slackOverHttp({
    eventsUrl: `http://127.0.0.1:${port}/slack/events`,
    deliver: async (request) => fetch(request),
  });
  app = new App({
    token: "xoxb-token",
    signingSecret: "signing-secret",
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: http.apiBase },
  });
  listen(app);
  await app.start({ port, host: "127.0.0.1" });
});

afterAll(async () => {
  await app.stop();
  await http.close();
});

/** When the simulator's world has become so; listeners make it event-driven. */
const until = async (isSo: () => boolean): Promise<void> => {
  if (isSo()) return;
  await new Promise<void>((resolve) => {
    const leave = http.slack.subscribe(() => {
      if (!isSo()) return;
      leave();
      resolve();
    });
  });
};

test("command, form, suggestion, errors, submission, click: the way of one request", async () => {
  const mira = http.slack.as("U0000MIRA");
  const otto = http.slack.as("U0000OTTO");
  expect((await mira.command("/sym req", "C00000REQ")).ok).toBe(true);
  await until(() => mira.view() !== null);
  expect((await mira.suggest("target", "pick", "db")).options).toEqual([{ text: "Target db", value: "t1" }]);
  await mira.set("Target", "t1");
  await mira.set("Why", "x");
  expect((await mira.submit()).fieldErrors).toEqual({ why: "Say more" });
  await mira.set("Why", "the disk is full");
  expect((await mira.submit()).ok).toBe(true);
  expect(mira.view()).toBeNull();
  await until(() => otto.messages("C00000REQ").length > 0);
  const [card] = otto.messages("C00000REQ");
  expect(card?.text).toBe("U0000MIRA: the disk is full");
  expect((await otto.click({ channel: "C00000REQ", ts: card?.ts ?? "" }, { text: "Approve" })).ok).toBe(true);
  await until(() => otto.messages("C00000REQ")[0]?.edited === true);
  expect(otto.messages("C00000REQ")).toMatchObject([{ ts: card?.ts, text: "approved by U0000OTTO", blocks: [] }]);
});

test("shortcut, closing, usage and the Home tab", async () => {
  const otto = http.slack.as("U0000OTTO");
  expect((await otto.command("/sym help", "C00000REQ")).ephemeral).toMatchObject({ text: "usage", ephemeral: true });
  expect((await otto.shortcut("ask")).ok).toBe(true);
  await until(() => otto.view() !== null);
  expect((await otto.close()).ok).toBe(true);
  expect(heard).toEqual(["closed"]);
  expect((await otto.openHome()).ok).toBe(true);
  await until(() => otto.home() !== null);
});

test("a wrong signature, an old time and a missing one are refused by the framework's own check", async () => {
  const { slack } = http;
  const payload = new URLSearchParams({ command: "/sym", text: "help" });
  const old = Math.floor(Date.now() / 1_000) - 301;
  for (const options of [{ secret: "other" }, { timestamp: old }, { signature: null }]) {
    expect((await slack.raw(await slack.signed(payload, options))).status).toBe(401);
  }
  expect((await slack.raw(await slack.signed(payload))).status).not.toBe(401);
});

test("nothing of all that was a violation", () => {
  expect(http.slack.violations).toEqual([]);
});

// The same calls to this simulator and to `emulate`, another program that plays Slack's Web API: where both know a rule,
// they agree.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createEmulator, type Emulator } from "emulate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isObject, type JsonObject, objectAt, objectsAt, parseJson, stringAt } from "../../../playground/slack/json.ts";
import { apiRequest, modal, plain, SEED, smallWorld } from "./small-world.ts";

/** One of the two, as far as these calls need it. */
type Side = {
  call: (method: string, args?: JsonObject) => Promise<JsonObject>;
  person: string;
  channel: string;
  /** A fresh trigger, from inside the view where one is given. */
  trigger: (viewId?: string) => Promise<string>;
};

let emulator: Emulator;

beforeAll(async () => {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  emulator = await createEmulator({
    service: "slack",
    port,
    seed: {
      tokens: { "xoxb-token": { login: "mira", scopes: SEED.app.scopes } },
      slack: {
        team: { name: "Acme", domain: "acme" },
        users: [{ name: "mira", real_name: "Mira Koch", email: "mira@example.com" }],
        channels: [{ name: "sym-requests" }],
      },
    },
  });
});

afterAll(() => emulator.close());

const theirs = async (): Promise<Side> => {
  emulator.reset();
  const call: Side["call"] = async (method, args = {}) => {
    const request = apiRequest(method, args);
    const response = await fetch(`${emulator.url}/api/${method}`, {
      method: "POST",
      headers: request.headers,
      body: await request.text(),
    });
    const body = parseJson(await response.text());
    return isObject(body) ? body : {};
  };
  const person =
    stringAt(objectAt(await call("users.lookupByEmail", { email: "mira@example.com" }), "user"), "id") ?? "";
  const channels = objectsAt(await call("conversations.list"), "channels");
  const channel =
    stringAt(
      channels.find(({ name }) => name === "sym-requests"),
      "id",
    ) ?? "";
  const trigger = async (viewId?: string) =>
    stringAt(
      await call("views.generateTriggerId", { user_id: person, ...(viewId ? { view_id: viewId } : {}) }),
      "trigger_id",
    ) ?? "";
  return { call, person, channel, trigger };
};

const ours = (): Side => {
  const { slack, call, received } = smallWorld({ rateLimits: false });
  const mira = slack.as("U0000MIRA");
  const trigger = async (viewId?: string) => {
    await (viewId === undefined ? mira.shortcut("ask") : mira.click({ view: true }, "more"));
    return String(received.at(-1)?.body["trigger_id"]);
  };
  return { call, person: "U0000MIRA", channel: "C00000REQ", trigger };
};

const idOf = (answer: JsonObject): string => stringAt(objectAt(answer, "view"), "id") ?? "";
const hashOf = (answer: JsonObject): string => stringAt(objectAt(answer, "view"), "hash") ?? "";

const form = modal([
  { type: "section", text: plain("More"), accessory: { type: "button", action_id: "more", text: plain("More") } },
]);

/** What each side answers to the same calls: "ok", or the error. */
const story = async ({ call, person, channel, trigger }: Side): Promise<string[]> => {
  const told: string[] = [];
  const tell = async (method: string, args: JsonObject): Promise<JsonObject> => {
    const answer = await call(method, args);
    told.push(`${method}: ${answer["ok"] === true ? "ok" : stringAt(answer, "error")}`);
    return answer;
  };
  const first = await trigger();
  const opened = await tell("views.open", { trigger_id: first, view: form });
  await tell("views.open", { trigger_id: first, view: form });
  await tell("views.open", { trigger_id: "1.2.3", view: form });
  await tell("views.update", { view_id: idOf(opened), hash: hashOf(opened), view: form });
  await tell("views.update", { view_id: idOf(opened), hash: hashOf(opened), view: form });
  await tell("views.update", { view_id: "V00000000NONE", view: form });
  const second = await tell("views.push", { trigger_id: await trigger(idOf(opened)), view: form });
  const third = await tell("views.push", { trigger_id: await trigger(idOf(second)), view: form });
  await tell("views.push", { trigger_id: await trigger(idOf(third)), view: form });
  const home = { type: "home", blocks: [] };
  const published = await tell("views.publish", { user_id: person, view: home });
  await tell("views.publish", { user_id: person, view: home, hash: hashOf(published) });
  await tell("views.publish", { user_id: person, view: home, hash: hashOf(published) });
  const card = await tell("chat.postMessage", { channel, text: "card" });
  const ts = stringAt(card, "ts") ?? "";
  await tell("chat.update", { channel, ts, text: "decided" });
  await tell("chat.update", { channel, ts: "1.000000", text: "decided" });
  await tell("chat.getPermalink", { channel, message_ts: ts });
  await tell("chat.delete", { channel, ts });
  await tell("chat.delete", { channel, ts });
  await tell("chat.postMessage", { channel: "C00000NONE", text: "card" });
  await tell("chat.postMessage", { channel });
  await tell("users.info", { user: person });
  await tell("users.info", { user: "U00000NONE" });
  await tell("users.lookupByEmail", { email: "nobody@example.com" });
  await tell("conversations.info", { channel: "C00000NONE" });
  await tell("conversations.members", { channel });
  return told;
};

test("both tell the same story", async () => {
  const told = await story(ours());
  expect(await story(await theirs())).toEqual(told);
  expect(told.filter((line) => line.endsWith(": ok"))).toHaveLength(12);
});

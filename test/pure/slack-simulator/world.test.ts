// The world as a whole: what each person's page shows, what listeners hear, and that a world at rest comes back as it was.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SlackSimulator } from "../../../playground/slack/simulator.ts";
import type { Change } from "../../../playground/slack/types.ts";
import { API, EVENTS, input, modal, openModal, SEED, smallWorld } from "./small-world.ts";

test("a page gets what its person sees, and nothing else", async () => {
  const world = smallWorld();
  const { slack, call } = world;
  await call("chat.postMessage", { channel: "U0000MIRA", text: "for Mira" });
  await call("chat.postEphemeral", { channel: "C00000REQ", user: "U0000MIRA", text: "psst" });
  await openModal(world, modal([input("why", { type: "plain_text_input" })]));
  slack.as("U0000OTTO").say("C0000TALK", "hello");
  const mira = slack.snapshotFor("U0000MIRA");
  expect(mira.channels.map(({ name, unread, isMember }) => [name, unread, isMember])).toEqual([
    ["sym-requests", 1, true],
    ["talk", 1, true],
  ]);
  expect(mira.dms).toMatchObject([{ id: slack.dmOf("U0000MIRA"), kind: "im", withUserIds: ["U00000BOT"], unread: 1 }]);
  expect(
    Object.values(mira.messages)
      .flat()
      .map(({ text }) => text)
      .sort(),
  ).toEqual(["for Mira", "hello", "psst"]);
  expect(mira.modals).toMatchObject([{ title: "Access", submit: "Ask", close: "Cancel", level: 1 }]);
  const otto = slack.snapshotFor("U0000OTTO");
  expect(otto.channels.map(({ name }) => name)).toEqual(["secret", "sym-requests", "talk"]);
  expect(JSON.stringify(otto)).not.toMatch(/for Mira|psst/);
  expect(otto.modals).toEqual([]);
  expect(slack.snapshotFor("U0000GAST").channels.map(({ name }) => name)).toEqual(["sym-requests"]);
  expect(JSON.stringify(mira)).not.toMatch(/xoxb|signing-secret/);
});

test("reading takes away what was unread", async () => {
  const { slack, call } = smallWorld();
  await call("chat.postMessage", { channel: "C00000REQ", text: "x" });
  const unread = () =>
    slack
      .as("U0000MIRA")
      .channels()
      .find(({ id }) => id === "C00000REQ")?.unread;
  expect(unread()).toBe(1);
  slack.as("U0000MIRA").read("C00000REQ");
  expect(unread()).toBe(0);
});

test("listeners hear of every change and whom it concerns, until they leave", async () => {
  const world = smallWorld();
  const heard: Change[] = [];
  const leave = world.slack.subscribe((change) => heard.push(change));
  await world.call("chat.postMessage", { channel: "C00000REQ", text: "x" });
  await world.call("chat.postEphemeral", { channel: "C00000REQ", user: "U0000MIRA", text: "x" });
  await openModal(world, modal([]));
  expect(heard).toEqual([
    { what: "message", users: [], channel: "C00000REQ" },
    { what: "message", users: ["U0000MIRA"], channel: "C00000REQ" },
    { what: "modal", users: ["U0000MIRA"] },
  ]);
  leave();
  world.slack.person("U0000MIRA").deactivate();
  expect(heard).toHaveLength(3);
});

test("a world at rest comes back as it was, through text, and goes on", async () => {
  const world = smallWorld();
  const { slack, call, time } = world;
  await call("chat.postMessage", { channel: "C00000REQ", text: "before" });
  await openModal(world, modal([input("why", { type: "plain_text_input" })]));
  await slack.as("U0000MIRA").set("why", "because");
  const rested = JSON.parse(JSON.stringify(slack.dump()));
  const surroundings = {
    apiBase: API,
    eventsUrl: EVENTS,
    now: time.now,
    sleep: time.sleep,
    deliver: async () => new Response(""),
  };
  const again = SlackSimulator.restore(rested, surroundings);
  for (const person of ["U0000MIRA", "U0000OTTO"]) expect(again.snapshotFor(person)).toEqual(slack.snapshotFor(person));
  expect((await again.as("U0000MIRA").submit()).ok).toBe(true);
  again.as("U0000OTTO").say("C00000REQ", "after");
  expect(
    again
      .as("U0000OTTO")
      .messages("C00000REQ")
      .map(({ text }) => text),
  ).toEqual(["before", "after"]);
  expect(
    slack
      .as("U0000OTTO")
      .messages("C00000REQ")
      .map(({ text }) => text),
  ).toEqual(["before"]);
});

test("a world comes back under the app as it is now", async () => {
  const { slack, time } = smallWorld();
  const surroundings = { apiBase: API, eventsUrl: EVENTS, now: time.now, deliver: async () => new Response("") };
  const app = { ...SEED.app, commands: [{ command: "/ask", description: "Ask" }] };
  const again = SlackSimulator.restore(slack.dump(), { ...surroundings, app });
  expect(again.snapshotFor("U0000MIRA").app.commands.map(({ command }) => command)).toEqual(["/ask"]);
  expect((await again.as("U0000MIRA").command("/ask", "C00000REQ")).ok).toBe(true);
  expect(() => SlackSimulator.restore({ format: 2 as 1, world: {} }, surroundings)).toThrow(
    "not a world of this simulator",
  );
});

test("the simulator imports nothing but itself and uses nothing of Node or of Workers", () => {
  const folder = new URL("../../../playground/slack/", import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));
  expect(files.length).toBeGreaterThan(50);
  for (const path of files) {
    const source = readFileSync(new URL(path, folder), "utf8");
    const imported = [...source.matchAll(/from "([^"]+)"/g)].map(([, specifier = ""]) => specifier);
    const targets = imported.map((specifier) =>
      specifier.startsWith(".") ? new URL(specifier, new URL(path, folder)).href : specifier,
    );
    expect(
      targets.filter((target) => !target.startsWith(folder.href)),
      path,
    ).toEqual([]);
    expect(source, path).not.toMatch(/\b(?:process|Buffer|require|globalThis|__dirname)\b/);
  }
});

// The tour's steps: each ticked by what really happened, and by nothing else.
import { expect, test } from "vitest";
import type { JsonObject } from "../../../playground/slack/types.ts";
import { createSmallWorld, type SmallWorld } from "./small-world.ts";

const plain = (text: string): JsonObject => ({ type: "plain_text", text });
const form: JsonObject = {
  type: "modal",
  callback_id: "form",
  title: plain("A form"),
  submit: plain("Go"),
  blocks: [{ type: "section", text: plain("Nothing to fill in") }],
};
const card = (state: string): JsonObject[] => [
  { type: "section", block_id: "state", text: plain(state) },
  ...(state === "pending"
    ? [
        {
          type: "actions",
          block_id: "decide",
          elements: ["Approve", "Deny"].map((text) => ({
            type: "button",
            action_id: text.toLowerCase(),
            text: plain(text),
          })),
        },
      ]
    : []),
];

const cardIn = async (world: SmallWorld): Promise<string> => {
  const posted = await world.call("chat.postMessage", { channel: "CREQUESTS", text: "card", blocks: card("pending") });
  return String(posted["ts"]);
};
const press = (world: SmallWorld, as: string, ts: string, actionId: string) =>
  world.act(as, {
    act: "click",
    place: { in: "message", channel: "CREQUESTS", ts },
    element: { blockId: "decide", actionId },
  });
const redraw = (world: SmallWorld, ts: string, state: string) =>
  world.call("chat.update", { channel: "CREQUESTS", ts, text: state, blocks: card(state) });
const done = async (world: SmallWorld) => (await world.stateAs("UANA")).guide.done;

test("asking is done when the requester's form is open, submitting when it is gone with a good answer", async () => {
  const world = createSmallWorld(async (request) => {
    const trigger = new URLSearchParams(await request.text()).get("trigger_id");
    if (trigger !== null) await world.call("views.open", { trigger_id: trigger, view: form });
    return new Response("");
  });
  await world.act("UBEN", { act: "command", line: "/sym req", channel: "CGENERAL" });
  expect(await done(world)).toEqual([]);
  await world.act("UANA", { act: "command", line: "/sym req", channel: "CGENERAL" });
  expect(await done(world)).toEqual(["asked"]);
  await world.act("UANA", { act: "submit" });
  expect(await done(world)).toEqual(["asked", "submitted"]);
});

test("approving is done when the card that was approved has lost its button, not when it was pressed", async () => {
  const world = createSmallWorld();
  const ts = await cardIn(world);
  await press(world, "UBEN", ts, "approve");
  expect(await done(world)).toEqual([]);
  await redraw(world, ts, "approved");
  expect(await done(world)).toEqual(["approved"]);
});

test("a refused Approve and a Deny after it approve nothing", async () => {
  const world = createSmallWorld();
  const ts = await cardIn(world);
  await press(world, "UOLGA", ts, "approve");
  await press(world, "UBEN", ts, "deny");
  await redraw(world, ts, "denied");
  expect(await done(world)).toEqual([]);
});

test("a request that is turned down is said to lead nowhere, until another one waits or the tour starts over", async () => {
  const world = createSmallWorld();
  const isTurnedDown = async () => (await world.stateAs("UANA")).guide.wasTurnedDown;
  const [first, second] = [await cardIn(world), await cardIn(world)];
  expect(await isTurnedDown()).toBe(false);
  await press(world, "UBEN", first, "deny");
  await redraw(world, first, "denied");
  expect(await isTurnedDown()).toBe(false);
  await redraw(world, second, "lapsed");
  expect(await isTurnedDown()).toBe(true);
  const third = await cardIn(world);
  expect(await isTurnedDown()).toBe(false);
  await redraw(world, third, "cancelled");
  expect(await isTurnedDown()).toBe(true);
  await world.act("UANA", { act: "restartGuide" });
  expect(await isTurnedDown()).toBe(false);
});

test("a request that is approved is not turned down", async () => {
  const world = createSmallWorld();
  const ts = await cardIn(world);
  await world.stateAs("UANA");
  await press(world, "UBEN", ts, "approve");
  await redraw(world, ts, "approved");
  expect((await world.stateAs("UANA")).guide).toMatchObject({ done: ["approved"], wasTurnedDown: false });
});

test("appearing and going are read off the target; standing access and what was there before count for nothing", async () => {
  const world = createSmallWorld();
  world.panel.grant("olga", "UOLGA", 1_000_000);
  expect(await done(world)).toEqual([]);
  world.panel.grant("ana", "UANA", 60_000);
  expect(await done(world)).toEqual(["appeared"]);
  world.panel.revoke("olga");
  expect(await done(world)).toEqual(["appeared"]);
  await world.act("UANA", { act: "skip" });
  expect(await done(world)).toEqual(["appeared", "gone"]);
});

test("what was done is still done after a restart, and what is still held can go", async () => {
  let file = "null";
  const memory = {
    read: (): unknown => JSON.parse(file),
    write: (text: string): void => {
      file = text;
    },
  };
  const before = createSmallWorld(undefined, memory);
  await done(before);
  before.panel.grant("ana", "UANA", 60_000);
  const ts = await cardIn(before);
  await press(before, "UBEN", ts, "approve");
  await redraw(before, ts, "approved");
  expect(await done(before)).toEqual(["approved", "appeared"]);
  const after = createSmallWorld(undefined, memory);
  after.panel.grant("ana", "UANA", 60_000);
  expect(await done(after)).toEqual(["approved", "appeared"]);
  await after.act("UANA", { act: "skip" });
  expect(await done(after)).toEqual(["approved", "appeared", "gone"]);
  await after.act("UANA", { act: "restartGuide" });
  expect(await done(createSmallWorld(undefined, memory))).toEqual([]);
});

test("starting over begins with nothing done", async () => {
  const world = createSmallWorld();
  await done(world);
  world.panel.grant("ana", "UANA", 60_000);
  expect(await done(world)).toEqual(["appeared"]);
  await world.act("UANA", { act: "restartGuide" });
  expect(await done(world)).toEqual([]);
});

// The page's state and acts over the simulator, and what the server refuses.
import { expect, test } from "vitest";
import { readPanel } from "../../../playground/server/read-panel.ts";
import type { JsonObject } from "../../../playground/slack/types.ts";
import { createSmallWorld, OWN } from "./small-world.ts";

const json = { "content-type": "application/json" };
const modal = (blocks: JsonObject[]): JsonObject => ({
  type: "modal",
  callback_id: "form",
  title: { type: "plain_text", text: "A form" },
  submit: { type: "plain_text", text: "Go" },
  blocks,
});
const reason: JsonObject = {
  type: "input",
  block_id: "reason",
  label: { type: "plain_text", text: "Reason" },
  element: { type: "plain_text_input", action_id: "reason" },
};

test("the state is what this person sees, with the cast, the panel and the tour", async () => {
  const world = createSmallWorld();
  const state = await world.stateAs("UBEN");
  expect(state.snapshot.me.id).toBe("UBEN");
  expect(state.cast.map(({ id, part }) => [id, part])).toContainEqual(["UANA", "requester"]);
  expect(state.panel.ok && state.panel.state.targets[0]?.name).toBe("orders");
  expect(state.guide.done).toEqual([]);
});

test("without a name the state is that of the first of the cast; a name outside the cast has none", async () => {
  const world = createSmallWorld();
  const first = (await (await world.ask("/ui/state")).json()) as { snapshot: { me: { id: string } } };
  expect(first.snapshot.me.id).toBe("UANA");
  expect((await world.ask("/ui/state?as=USYM")).status).toBe(404);
  expect((await world.ask("/ui/state?as=__proto__")).status).toBe(404);
});

test("the app stands in everybody's sidebar before it has written", async () => {
  const world = createSmallWorld();
  for (const { id } of (await world.stateAs("UANA")).cast) {
    expect((await world.stateAs(id)).snapshot.dms.map(({ withUserIds }) => withUserIds)).toContainEqual(["USYM"]);
  }
});

test("unread messages of everybody in the cast are counted, and reading clears them", async () => {
  const world = createSmallWorld();
  await world.act("UBEN", { act: "say", channel: "CENG", text: "hello" });
  const unread = async () => (await world.stateAs("UBEN")).cast.find(({ id }) => id === "UANA")?.unread;
  expect(await unread()).toBe(1);
  await world.act("UANA", { act: "read", channel: "CENG" });
  expect(await unread()).toBe(0);
});

test("a command opens a form, typing fills it, and a submission reaches the bot with what was typed", async () => {
  const seen: JsonObject[] = [];
  const world = createSmallWorld(async (request) => {
    const body = new URLSearchParams(await request.text());
    const payload = body.get("payload");
    if (payload !== null) seen.push(JSON.parse(payload) as JsonObject);
    else await world.call("views.open", { trigger_id: body.get("trigger_id") ?? "", view: modal([reason]) });
    return new Response("");
  });
  expect(await world.act("UANA", { act: "command", line: "/sym req", channel: "CGENERAL" })).toMatchObject({
    ok: true,
  });
  const [open] = (await world.stateAs("UANA")).snapshot.modals;
  expect(open?.title).toBe("A form");
  await world.act("UANA", { act: "set", view: open?.id ?? "", block: "reason", value: "because" });
  await expect(world.act("UANA", { act: "set", view: "VOLD", block: "reason", value: "late" })).rejects.toThrow("409");
  expect(await world.act("UANA", { act: "submit" })).toMatchObject({ ok: true });
  expect(seen[0]).toMatchObject({ view: { state: { values: { reason: { reason: { value: "because" } } } } } });
  expect((await world.stateAs("UANA")).snapshot.modals).toEqual([]);
});

test("what cannot be done is answered in words, and what cannot be read is refused", async () => {
  const world = createSmallWorld();
  const post = (body: string, headers: Record<string, string> = json) =>
    world.ask("/ui/act", { method: "POST", headers, body });
  expect((await post('{"act":"submit","as":"UANA"}')).status).toBe(409);
  expect((await post('{"act":"submit","as":"UNOBODY"}')).status).toBe(404);
  expect((await post('{"act":"explode","as":"UANA"}')).status).toBe(400);
  expect((await post('{"act":"command","as":"UANA","line":"no slash","channel":"CENG"}')).status).toBe(400);
  expect((await post('{"act":"submit","as":"UANA","more":1}')).status).toBe(400);
  expect((await post("{")).status).toBe(400);
  expect((await post('{"act":"submit","as":"UANA"}', { "content-type": "text/plain" })).status).toBe(415);
});

test("another site can neither read the state nor act nor call Slack's API", async () => {
  const world = createSmallWorld();
  const foreign = [
    { host: "evil.test:8799" },
    { ...OWN, origin: "http://evil.test" },
    { ...OWN, "sec-fetch-site": "cross-site" },
  ];
  for (const headers of foreign) {
    expect((await world.ask("/ui/state?as=UANA", { headers })).status).toBe(403);
    expect((await world.ask("/ui/events", { headers })).status).toBe(403);
    const act = { method: "POST", headers: { ...json, ...headers }, body: '{"act":"skip","as":"UANA"}' };
    expect((await world.ask("/ui/act", act)).status).toBe(403);
    expect((await world.ask("/api/auth.test", { method: "POST", headers })).status).toBe(403);
  }
});

test("Slack's API is the simulator's, and a network that is down breaks the connection", async () => {
  const world = createSmallWorld();
  const call = () =>
    world
      .ask("/api/auth.test", { method: "POST", headers: { authorization: "Bearer xoxb-page" } })
      .then((r) => r.json());
  expect(await call()).toMatchObject({ ok: true, user_id: "USYM" });
  world.simulator.faults.down(true);
  await expect(call()).rejects.toThrow("lost the answer");
});

test("an answer that comes later through a command's response URL is seen by the one who asked", async () => {
  let later = "";
  const world = createSmallWorld(async (request) => {
    later = new URLSearchParams(await request.text()).get("response_url") ?? "";
    return new Response("");
  });
  await world.act("UANA", { act: "command", line: "/sym list", channel: "CGENERAL" });
  const body = JSON.stringify({ text: "Nothing yet", response_type: "ephemeral" });
  expect((await world.ask(new URL(later).pathname, { method: "POST", headers: json, body })).status).toBe(200);
  expect((await world.stateAs("UANA")).snapshot.messages["CGENERAL"]?.at(-1)).toMatchObject({
    text: "Nothing yet",
    ephemeral: true,
  });
  expect((await world.stateAs("UBEN")).snapshot.messages["CGENERAL"]).toEqual([]);
});

test("a target that cannot be read is said so, and Slack goes on", async () => {
  const world = createSmallWorld();
  world.panel.read = () => Promise.reject(new Error("connection refused"));
  const state = await world.stateAs("UANA");
  expect(state.panel).toEqual({ ok: false, problem: "connection refused" });
  expect(state.snapshot.channels.length).toBeGreaterThan(0);
});

test("a target that hangs is said so, too", async () => {
  const { panel } = createSmallWorld();
  panel.read = () => new Promise(() => undefined);
  expect(await readPanel(panel, 5)).toEqual({ ok: false, problem: "no answer within 0.005 s" });
});

test("skipping with nothing to end is answered in words", async () => {
  const world = createSmallWorld();
  expect(await world.act("UANA", { act: "skip" })).toMatchObject({
    ok: false,
    notice: expect.stringContaining("Nobody"),
  });
});

test("a change is told to a page that listens, once for a burst", async () => {
  const world = createSmallWorld();
  const events = await world.ask("/ui/events");
  const reader = events.body?.getReader();
  const next = async () => new TextDecoder().decode((await reader?.read())?.value);
  expect(await next()).toContain("data: 0");
  for (const text of ["one", "two", "three"]) world.simulator.as("UBEN").say("CENG", text);
  expect(await next()).toContain("data: 1");
  world.handler.close();
  expect((await reader?.read())?.done).toBe(true);
});

test("every answer forbids foreign scripts, frames, pictures and connections", async () => {
  const world = createSmallWorld();
  for (const path of ["/", "/ui/state", "/nothing"]) {
    const policy = (await world.ask(path)).headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/https?:|unsafe|\*/);
  }
});

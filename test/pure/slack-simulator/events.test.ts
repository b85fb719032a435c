// The Events API: four attempts with their headers, and how they stop.
import { expect, test } from "vitest";
import { smallWorld, VirtualTime } from "./small-world.ts";

test("an event that is never taken is tried at once, at once again, after a minute and after five", async () => {
  const time = new VirtualTime();
  const { slack, reply, received } = smallWorld({ time, sleep: time.skipWaits });
  reply(() => new Response("", { status: 500 }));
  const start = time.now();
  const { delivered, attempts, eventId } = await slack.sendEvent("app_uninstalled", {});
  expect(delivered).toBe(false);
  expect(attempts.map(({ at, ...attempt }) => ({ ...attempt, afterSeconds: (at - start) / 1_000 }))).toEqual([
    { retryNum: 0, status: 500, afterSeconds: 0 },
    { retryNum: 1, reason: "http_error", status: 500, afterSeconds: 0 },
    { retryNum: 2, reason: "http_error", status: 500, afterSeconds: 60 },
    { retryNum: 3, reason: "http_error", status: 500, afterSeconds: 360 },
  ]);
  expect(received.map(({ headers }) => headers.get("x-slack-retry-num"))).toEqual([null, "1", "2", "3"]);
  expect(new Set(received.map(({ body }) => body["event_id"]))).toEqual(new Set([eventId]));
});

test("a retry that is answered ends it", async () => {
  const { slack, reply, received } = smallWorld();
  reply(() => new Response("", { status: received.length === 1 ? 503 : 200 }));
  expect(await slack.sendEvent("team_join", {}, { eventId: "Ev1" })).toMatchObject({ eventId: "Ev1", delivered: true });
  expect(received).toHaveLength(2);
});

test("x-slack-no-retry stops the retries", async () => {
  const { slack, reply, received } = smallWorld();
  reply(() => new Response("", { status: 500, headers: { "x-slack-no-retry": "1" } }));
  expect((await slack.sendEvent("team_join", {})).delivered).toBe(false);
  expect(received).toHaveLength(1);
});

test("the reason says what happened: a timeout, a lost connection", async () => {
  const time = new VirtualTime();
  const { slack, reply, received, arrived } = smallWorld({ time, sleep: time.skipWaits });
  reply(() => (received.length === 1 ? new Promise(() => undefined) : Promise.reject(new TypeError("refused"))));
  const sending = slack.sendEvent("team_join", {});
  await arrived(1);
  await time.pass(3_000);
  expect((await sending).attempts.map(({ reason }) => reason)).toEqual([
    undefined,
    "http_timeout",
    "connection_failed",
    "connection_failed",
  ]);
});

test("opening the Home tab is an event that carries the view as it is", async () => {
  const { slack, call, received } = smallWorld();
  const mira = slack.as("U0000MIRA");
  expect((await mira.openHome()).ok).toBe(true);
  expect(received[0]?.body["event"]).toMatchObject({ type: "app_home_opened", tab: "home", user: "U0000MIRA" });
  await call("views.publish", { user_id: "U0000MIRA", view: { type: "home", callback_id: "mine", blocks: [] } });
  await mira.openHome();
  expect(received[1]?.body["event"]).toMatchObject({ view: { callback_id: "mine" } });
  expect(mira.home()?.callbackId).toBe("mine");
});

// What Slack refuses to take: the card of a request, and what is for the operators.
import { expect, test } from "vitest";
import { putPending } from "../../contracts/put.ts";
import { HOUR_MS, MINUTE_MS, NOON, sampleAsk, TEAM } from "../../fakes/samples.ts";
import { EngineDesk } from "./engine-desk.ts";

const DAY_MS = 24 * HOUR_MS;
const toldOf = (desk: EngineDesk, what: string): number => desk.said.filter((said) => said === what).length;

/** A request whose channel does not take its card. */
async function refused(timeoutMs = DAY_MS): Promise<EngineDesk> {
  const desk = new EngineDesk();
  desk.cards = "refuses";
  await putPending(desk.record, sampleAsk("r1", { timeoutMs }));
  await desk.wake("r1");
  return desk;
}
const click = (userId: string) => ({ requestId: "r1", seq: null, userId, teamId: TEAM, reason: null });

test("a card that its channel refuses appears by itself once the channel takes it, and the receipt links to it", async () => {
  const desk = await refused();
  expect(desk.said).toEqual(["operators card_undeliverable", "receipt pending"]);
  await desk.wakeUntil("r1", NOON + 5 * HOUR_MS);
  expect(desk.said).not.toContain("card pending");
  desk.cards = "takes";
  await desk.wakeUntil("r1", NOON + 6 * HOUR_MS + MINUTE_MS);
  expect(desk.said.slice(2)).toEqual(["card pending", "receipt pending linked"]);
  expect((await desk.record.snapshot("r1"))?.card).toEqual({ channel: "C0", ts: "1" });
});

test("a refused card is tried ever more seldom, at least once an hour", async () => {
  const desk = await refused();
  const waits: number[] = [];
  for (let i = 0; i < 7; i++) {
    const at = desk.object("r1").alarm ?? 0;
    waits.push((at - desk.now) / MINUTE_MS);
    desk.now = at;
    await desk.wake("r1");
  }
  expect(waits.map(Math.round)).toEqual([5, 10, 20, 40, 60, 60, 60]);
});

test("the operators hear once of a refused card, however often it is tried and whatever happens to the request", async () => {
  const desk = await refused();
  await desk.wakeUntil("r1", NOON + 3 * HOUR_MS);
  desk.cards = "is down";
  await desk.wakeUntil("r1", NOON + 5 * HOUR_MS);
  desk.cards = "refuses";
  await desk.commands().deny(click("U0BEN"));
  await desk.settle();
  await desk.wakeUntil("r1", NOON + 9 * HOUR_MS);
  expect(toldOf(desk, "operators card_undeliverable")).toBe(1);
  expect(desk.said).toContain("note denied");
});

test("a card that was taken and is refused later is told anew", async () => {
  const desk = await refused();
  desk.cards = "takes";
  await desk.wakeUntil("r1", NOON + HOUR_MS);
  desk.cards = "refuses";
  await desk.commands().cancel(click("U0ANA"));
  await desk.settle();
  await desk.wake("r1");
  expect(toldOf(desk, "operators card_undeliverable")).toBe(2);
});

test("operators who cannot be told of a refused card are told later, and the log says what refused", async () => {
  const desk = new EngineDesk();
  desk.cards = "refuses";
  desk.operators = "refuses";
  await putPending(desk.record, sampleAsk("r1", { timeoutMs: DAY_MS }));
  await desk.wake("r1");
  const refusals = desk.logged.filter(({ name }) => name === "message.delivery.refused").map(({ fields }) => fields);
  expect(refusals).toEqual([
    { request: "r1", purpose: "card", code: "not_in_channel" },
    { request: "r1", purpose: "operators", code: "not_in_channel" },
  ]);
  desk.operators = "is down";
  await desk.wakeUntil("r1", NOON + HOUR_MS);
  desk.operators = "takes";
  await desk.wakeUntil("r1", NOON + 5 * HOUR_MS);
  expect(toldOf(desk, "operators card_undeliverable")).toBe(1);
});

test("without its card a request is decided, cancelled or lapses as with it", async () => {
  const denied = await refused();
  expect(await denied.commands().deny(click("U0BEN"))).toMatchObject({ ok: true, value: { outcome: "denied" } });
  const cancelled = await refused();
  expect(await cancelled.commands().cancel(click("U0ANA"))).toMatchObject({
    ok: true,
    value: { outcome: "cancelled" },
  });
  const left = await refused(2 * HOUR_MS);
  await left.wakeUntil("r1", NOON + 2 * HOUR_MS + MINUTE_MS);
  expect((await left.record.snapshot("r1"))?.request.outcome).toBe("lapsed");
});

test("a card that was refused until a week after the end is let go of, and nothing is left to wake for", async () => {
  const desk = await refused(HOUR_MS);
  await desk.wakeUntil("r1", NOON + 6 * DAY_MS);
  expect(desk.record.effects().some((effect) => !effect.delivered)).toBe(true);
  await desk.wakeUntil("r1", NOON + 8 * DAY_MS);
  expect(desk.record.effects().every((effect) => effect.delivered)).toBe(true);
  expect(desk.object("r1").alarm).toBeNull();
});

test("what is for the operators waits until their channel takes it", async () => {
  const desk = new EngineDesk();
  desk.operators = "refuses";
  await putPending(desk.record, sampleAsk("r1", { timeoutMs: DAY_MS, firstOfVersion: true }));
  await desk.wake("r1");
  expect(desk.said).toEqual(["card pending", "receipt pending linked"]);
  desk.operators = "takes";
  await desk.wakeUntil("r1", NOON + HOUR_MS);
  expect(desk.said).toEqual(["card pending", "receipt pending linked", "operators new_version"]);
});

test("a Slack that asks for hours is tried again within ten minutes", async () => {
  const desk = new EngineDesk();
  desk.cards = "asks for six hours";
  await putPending(desk.record, sampleAsk("r1", { timeoutMs: DAY_MS }));
  await desk.wake("r1");
  expect((desk.object("r1").alarm ?? 0) - desk.now).toBeLessThanOrEqual(10 * MINUTE_MS);
  desk.cards = "takes";
  await desk.wakeUntil("r1", NOON + 11 * MINUTE_MS);
  expect(desk.said).toContain("card pending");
});

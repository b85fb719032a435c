// What is owed stays owed until it is delivered, and messages that are redrawn are found again.
import { expect, test } from "vitest";
import type { Store } from "../../src/ports.ts";
import { MINUTE_MS, NOON, sampleAsk } from "../fakes/samples.ts";
import { putGranting, putPending } from "./put.ts";

const kindsOwed = async (store: Store, requestId: string): Promise<string[] | undefined> =>
  (await store.work(requestId))?.effects.map(({ effect }) => `${effect.seq} ${effect.body.kind}`);

export function owing(makeStore: () => Store): void {
  test("what was delivered is not owed any more; the rest is", async () => {
    const store = makeStore();
    await putGranting(store, sampleAsk("r1"));
    await store.delivered(["r1:1:card", "r1:2:hold"], null);
    expect(await kindsOwed(store, "r1")).toEqual(["1 receipt", "2 card", "2 receipt", "2 note"]);
  });

  test("a card's place is known from the moment that it is delivered", async () => {
    const store = makeStore();
    await putPending(store, sampleAsk("r1"));
    await putPending(store, sampleAsk("r2"));
    const card = { channel: "C0REQUESTS", ts: "1790000000.000100" };
    const receipt = { channel: "D0ANA", ts: "1790000000.000200" };
    await store.delivered(["r1:1:card"], { purpose: "card", requestId: "r1", ref: card });
    await store.delivered(["r1:1:receipt"], { purpose: "receipt", requestId: "r1", ref: receipt });
    expect(await store.snapshot("r1")).toMatchObject({ card, receipt });
    expect((await store.work("r1"))?.snapshot).toMatchObject({ card, receipt });
    expect(await store.snapshot("r2")).toMatchObject({ card: null, receipt: null });
  });

  test("a message that was posted again is looked for at its new place", async () => {
    const store = makeStore();
    await putPending(store, sampleAsk("r1"));
    const older = { channel: "C0REQUESTS", ts: "1790000000.000100" };
    const newer = { channel: "C0ELSEWHERE", ts: "1790000000.000300" };
    await store.delivered([], { purpose: "card", requestId: "r1", ref: older });
    await store.delivered([], { purpose: "card", requestId: "r1", ref: newer });
    expect((await store.snapshot("r1"))?.card).toEqual(newer);
  });

  test("many deliveries are one call, and ids that are not known harm nothing", async () => {
    const store = makeStore();
    await putPending(store, sampleAsk("r1"));
    await store.delivered([...Array.from({ length: 250 }, (_, i) => `gone:${i}`), "r1:1:card", "r1:1:receipt"], null);
    expect(await kindsOwed(store, "r1")).toEqual([]);
  });

  test("a delivery said twice is one delivery", async () => {
    const store = makeStore();
    await putPending(store, sampleAsk("r1"));
    await store.delivered(["r1:1:card"], null);
    await store.delivered(["r1:1:card"], null);
    expect(await kindsOwed(store, "r1")).toEqual(["1 receipt"]);
  });

  test("what was put off says how often it was tried, what was in its way and when its time comes", async () => {
    const store = makeStore();
    await putPending(store, sampleAsk("r1"));
    await store.postponed("r1:1:card", 3, NOON + 5 * MINUTE_MS, "TransientError");
    const [card, receipt] = (await store.work("r1"))?.effects ?? [];
    const later = { tries: 3, notBefore: NOON + 5 * MINUTE_MS, errorClass: "TransientError" };
    expect(card).toMatchObject({ effect: { id: "r1:1:card" }, ...later });
    expect(receipt).toMatchObject({ effect: { id: "r1:1:receipt" }, tries: 0, notBefore: NOON, errorClass: null });
  });
}

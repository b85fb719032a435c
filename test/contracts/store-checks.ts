// Closed slots are sent to be looked at once a day, what is found is told once; what is overdue and what operators are owed is
// found whoever's it is.
import { expect, test } from "vitest";
import type { Store } from "../../src/ports.ts";
import { BEN, CLEO, HOUR_MS, MINUTE_MS, NOON, sampleAccess, sampleAsk, sampleEnded } from "../fakes/samples.ts";
import { put, putActive, putPending } from "./put.ts";

const DAY_MS = 24 * HOUR_MS;
const window = (now: number) => ({ since: now - 90 * DAY_MS, before: now - DAY_MS, now });
const baseline = { level: null, inherited: null };

async function putClosed(store: Store, key: string, closedAt: number): Promise<void> {
  const openedAt = closedAt - HOUR_MS;
  await store.openSlot(key, sampleAccess({ key }), { openedAt, baseline, ids: { member: "m1" } });
  await store.closeSlot(key, openedAt, closedAt);
}

export function checking(makeStore: () => Store): void {
  test("a closed slot is sent once a day, for as long as it is young, and never while it is open", async () => {
    const store = makeStore();
    await putClosed(store, "b", NOON);
    await putClosed(store, "a", NOON + MINUTE_MS);
    await store.openSlot("c", sampleAccess({ key: "c" }), { openedAt: NOON, baseline, ids: {} });
    const sent = async (now: number, limit = 10) =>
      (await store.slotsToCheck(window(now), limit)).map(({ key }) => key);
    expect(await sent(NOON + DAY_MS - 1)).toEqual([]);
    expect(await sent(NOON + DAY_MS + MINUTE_MS, 1)).toEqual(["b"]);
    expect(await sent(NOON + DAY_MS + MINUTE_MS)).toEqual(["a"]);
    expect(await sent(NOON + DAY_MS + HOUR_MS)).toEqual([]);
    expect(await sent(NOON + 3 * DAY_MS)).toEqual(["a", "b"]);
    expect(await sent(NOON + 100 * DAY_MS)).toEqual([]);
    expect(await sent(NOON + 102 * DAY_MS)).toEqual([]);
    await store.openSlot("a", sampleAccess({ key: "a" }), { openedAt: NOON + 101 * DAY_MS, baseline, ids: {} });
    await store.closeSlot("a", NOON + 101 * DAY_MS, NOON + 102 * DAY_MS);
    expect(await sent(NOON + 103 * DAY_MS)).toEqual(["a"]);
  });

  test("the row of a closed slot comes with whoever held it last", async () => {
    const store = makeStore();
    const access = sampleAccess({ key: "k" });
    const first = await putActive(store, sampleAsk("r1", { access }));
    await put(store, first, sampleEnded(first, NOON + HOUR_MS), NOON + HOUR_MS);
    const second = await putActive(store, sampleAsk("r2", { access }), NOON + 2 * HOUR_MS);
    const ended = await put(store, second, sampleEnded(second, NOON + 3 * HOUR_MS), NOON + 3 * HOUR_MS);
    expect(await store.closedSlot("k")).toBeNull();
    await putClosed(store, "k", NOON + 4 * HOUR_MS);
    const openedAt = NOON + 3 * HOUR_MS;
    const ids = { member: "m1" };
    expect(await store.closedSlot("k")).toEqual({ openedAt, baseline, ids, found: null, last: ended });
    await putClosed(store, "never-held", NOON);
    expect((await store.closedSlot("never-held"))?.last).toBeNull();
  });

  test("what was found is told until it was told; the same stays told, something else is news", async () => {
    const store = makeStore();
    await putClosed(store, "k", NOON);
    const openedAt = NOON - HOUR_MS;
    const found = async () => (await store.foundSlots(10)).map(({ found: { level, at } }) => [level, at]);
    await store.slotChecked("k", openedAt, { level: "read", at: NOON + 1 });
    await store.slotChecked("k", openedAt, { level: "read", at: NOON + 2 });
    expect(await found()).toEqual([["read", NOON + 1]]);
    await store.slotsTold(["k"], NOON + 3);
    await store.slotChecked("k", openedAt, { level: "read", at: NOON + 4 });
    expect(await found()).toEqual([]);
    await store.slotChecked("k", openedAt, { level: "admin", at: NOON + 5 });
    expect(await found()).toEqual([["admin", NOON + 5]]);
    await store.slotsTold(["k"], NOON + 6);
    await store.slotChecked("k", openedAt, null);
    await store.slotChecked("k", openedAt, { level: "admin", at: NOON + 7 });
    expect(await found()).toEqual([["admin", NOON + 7]]);
    await store.slotChecked("k", openedAt - 1, null);
    expect(await found()).toHaveLength(1);
    await store.openSlot("k", sampleAccess({ key: "k" }), { openedAt: NOON + 8, baseline, ids: {} });
    expect(await found()).toEqual([]);
  });

  test("what is overdue by two minutes is found, the latest first, and then what was closed by hand within 30 days", async () => {
    const store = makeStore();
    const active = await putActive(store, sampleAsk("r1"));
    const held = await putActive(store, sampleAsk("r2"));
    await put(store, held, { kind: "revoke", commandId: "revoke", by: BEN, note: null }, NOON + 10 * MINUTE_MS);
    await putPending(store, sampleAsk("r3"));
    const ids = async (now: number) => (await store.overdue(now, 10)).lines.map(({ request }) => request.id);
    expect(await ids(NOON + 12 * MINUTE_MS - 1)).toEqual([]);
    expect(await ids(NOON + 12 * MINUTE_MS)).toEqual(["r2"]);
    const until = active.granted?.until ?? 0;
    expect(await ids(until + 2 * MINUTE_MS)).toEqual(["r2", "r1"]);
    const told = await put(
      store,
      active,
      {
        kind: "struggling",
        commandId: "late",
        sequence: active.hold?.sequence ?? 0,
        since: until,
        at: until + 6 * MINUTE_MS,
        detail: "down",
      },
      until + 6 * MINUTE_MS,
    );
    const proposed = await put(
      store,
      told,
      { kind: "propose_close", commandId: "propose", by: BEN, evidence: "looked" },
      until + HOUR_MS,
    );
    await put(store, proposed, { kind: "confirm_close", commandId: "confirm", by: CLEO }, until + HOUR_MS);
    expect(await ids(until + 2 * HOUR_MS)).toEqual(["r2", "r1"]);
    expect(await ids(until + 29 * DAY_MS)).toEqual(["r2", "r1"]);
    expect(await ids(until + 31 * DAY_MS)).toEqual(["r2"]);
    expect((await store.overdue(until + DAY_MS, 1)).lines).toHaveLength(2);
  });

  test("a snapshot says since when the longest overdue at its Target should have been gone", async () => {
    const store = makeStore();
    await putPending(store, sampleAsk("asked"));
    expect((await store.snapshot("asked"))?.stuckSince).toBeNull();
    const active = await putActive(store, sampleAsk("there"));
    await putActive(
      store,
      sampleAsk("elsewhere", { access: sampleAccess({ key: "x", target: "other" }) }),
      NOON - DAY_MS,
    );
    expect((await store.snapshot("asked"))?.stuckSince).toBe((active.granted?.until ?? 0) + MINUTE_MS);
  });

  test("what operators are owed is found across requests, oldest first, until it is delivered", async () => {
    const store = makeStore();
    await putPending(store, sampleAsk("r2", { firstOfVersion: true }), NOON + 1);
    await putPending(store, sampleAsk("r1", { firstOfVersion: true }), NOON);
    await putPending(store, sampleAsk("r3"), NOON + 2);
    const owed = async (limit = 10) => (await store.owedToOperators(limit)).map(({ request }) => request.id);
    expect(await owed()).toEqual(["r1", "r2"]);
    expect(await owed(1)).toEqual(["r1"]);
    await store.delivered(["r1:1:operators:new_version"], null);
    expect(await owed()).toEqual(["r2"]);
  });

  test("news that is held back is not due before its time", async () => {
    const store = makeStore();
    const pending = await putPending(store, sampleAsk("r1"));
    await put(
      store,
      pending,
      { kind: "approve", commandId: "a", by: BEN, grantWithinMs: HOUR_MS, frozen: false },
      NOON + MINUTE_MS,
    );
    const { effects = [] } = (await store.work("r1")) ?? {};
    const times = Object.fromEntries(effects.map(({ effect, notBefore }) => [effect.id, notBefore - NOON]));
    expect(times).toMatchObject({ "r1:2:hold": MINUTE_MS, "r1:2:note:approved": MINUTE_MS + 15_000 });
  });
}

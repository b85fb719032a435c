// A slot is opened once, closed by the opening it belongs to, and its claims are read with it.
import { expect, test } from "vitest";
import type { Store } from "../../src/ports.ts";
import { ANA, BEN, HOUR_MS, NOON, sampleAccess, sampleAsk, sampleEnded } from "../fakes/samples.ts";
import { put, putActive, putGranting, putPending } from "./put.ts";

const row = (openedAt: number, level: string | null = null) => ({
  openedAt,
  baseline: { level, inherited: null },
  ids: { member: `m-${openedAt}` },
});

export function opening(makeStore: () => Store): void {
  test("a slot that was never touched has no row and no claims", async () => {
    expect(await makeStore().claims(sampleAccess().key)).toEqual({
      open: null,
      requests: [],
      unreadable: [],
      endOrdered: [],
      frozen: false,
    });
  });

  test("a slot keeps the baseline that it was opened with, whoever opens it again", async () => {
    const store = makeStore();
    const access = sampleAccess();
    expect(await store.openSlot(access.key, access, row(NOON, "read"))).toEqual(row(NOON, "read"));
    expect(await store.openSlot(access.key, access, row(NOON + 5, "write"))).toEqual(row(NOON, "read"));
    expect((await store.claims(access.key)).open).toEqual(row(NOON, "read"));
    expect((await store.claims("memory|5:other")).open).toBeNull();
  });

  test("a baseline that cannot be read stays unknown", async () => {
    const store = makeStore();
    const access = sampleAccess();
    const opened = { openedAt: NOON, baseline: "unknown" as const, ids: {} };
    expect(await store.openSlot(access.key, access, opened)).toEqual(opened);
    expect((await store.claims(access.key)).open).toEqual(opened);
  });

  test("a slot that was closed opens with a new baseline", async () => {
    const store = makeStore();
    const access = sampleAccess();
    await store.openSlot(access.key, access, row(NOON, "read"));
    await store.closeSlot(access.key, NOON, NOON + 1);
    expect((await store.claims(access.key)).open).toBeNull();
    await store.openSlot(access.key, access, row(NOON + 2));
    expect((await store.claims(access.key)).open).toEqual(row(NOON + 2));
  });

  test("a close that comes late does not close a newer opening", async () => {
    const store = makeStore();
    const access = sampleAccess();
    await store.openSlot(access.key, access, row(NOON));
    await store.closeSlot(access.key, NOON, NOON + 1);
    await store.openSlot(access.key, access, row(NOON + 2));
    await store.closeSlot(access.key, NOON, NOON + 3);
    expect((await store.claims(access.key)).open).toEqual(row(NOON + 2));
  });

  test("an opening that comes late does not open again what it was closed for", async () => {
    const store = makeStore();
    const access = sampleAccess();
    await store.openSlot(access.key, access, row(NOON));
    await store.closeSlot(access.key, NOON, NOON + 1);
    await expect(store.openSlot(access.key, access, row(NOON))).rejects.toMatchObject({
      name: "TransientError",
      effect: "no",
    });
    expect((await store.claims(access.key)).open).toBeNull();
  });

  test("an opening that comes after its slot was closed for it opens nothing, whether there was one before or not", async () => {
    const store = makeStore();
    for (const [key, openedAt] of [
      ["fresh", NOON],
      ["opened before", NOON + 5],
    ] as const) {
      const access = sampleAccess({ key });
      if (openedAt > NOON) {
        await store.openSlot(key, access, row(NOON, "read"));
        await store.closeSlot(key, NOON, NOON + 1);
      }
      await store.closeSlot(key, openedAt, NOON + 9, { access, baseline: "unknown", ids: {} });
      await expect(store.openSlot(key, access, row(openedAt))).rejects.toMatchObject({ effect: "no" });
      expect((await store.claims(key)).open).toBeNull();
      expect(await store.openSlot(key, access, row(NOON + 10))).toEqual(row(NOON + 10));
    }
    expect(await store.leftSlots(10)).toMatchObject({ slots: [{ key: "fresh" }, { key: "opened before" }] });
  });

  test("a close that may have overtaken its opening closes it where it is there, and no newer one", async () => {
    const store = makeStore();
    const access = sampleAccess();
    const late = { access, baseline: "unknown", ids: {} } as const;
    await store.openSlot(access.key, access, row(NOON + 2));
    await store.closeSlot(access.key, NOON, NOON + 3, late);
    expect((await store.claims(access.key)).open).toEqual(row(NOON + 2));
    await store.closeSlot(access.key, NOON + 2, NOON + 4, late);
    expect((await store.claims(access.key)).open).toBeNull();
  });

  test("closing a slot that is not open harms nothing", async () => {
    const store = makeStore();
    await store.closeSlot(sampleAccess().key, NOON, NOON + 1);
    expect((await store.claims(sampleAccess().key)).open).toBeNull();
  });

  test("a slot's claims are the requests that are granting, active or revoking, oldest first, at any level", async () => {
    const store = makeStore();
    const access = sampleAccess();
    const active = await putActive(store, sampleAsk("r1", { access }), NOON);
    const held = await putActive(store, sampleAsk("r2", { access }), NOON + 1);
    const revoking = await put(
      store,
      held,
      { kind: "revoke", commandId: "revoke-1", by: BEN, note: null },
      NOON + HOUR_MS,
    );
    const granting = await putGranting(store, sampleAsk("r3", { access: sampleAccess({ level: "write" }) }), NOON + 2);
    await putPending(store, sampleAsk("waiting", { access }), NOON + 3);
    await putActive(store, sampleAsk("elsewhere"), NOON + 4);
    const gone = await putActive(store, sampleAsk("gone", { requester: ANA }), NOON + 5);
    await put(store, gone, sampleEnded(gone, NOON + HOUR_MS), NOON + HOUR_MS);
    expect((await store.claims(access.key)).requests).toEqual([active, revoking, granting]);
  });

  test("the opening that is open may say what has become of the baseline; no other opening may", async () => {
    const store = makeStore();
    const access = sampleAccess();
    const raised = { openedAt: NOON, baseline: { level: "write", inherited: null }, ids: { member: "m1" } };
    await store.openSlot(access.key, access, row(NOON));
    expect(await store.openSlot(access.key, access, raised)).toEqual(raised);
    expect((await store.claims(access.key)).open).toEqual(raised);
    expect(await store.openSlot(access.key, access, row(NOON + 1))).toEqual(raised);
    await store.closeSlot(access.key, NOON, NOON + 2);
    await expect(store.openSlot(access.key, access, raised)).rejects.toMatchObject({ effect: "no" });
  });

  test("an open slot that no request holds is left, oldest first, until it is closed", async () => {
    const store = makeStore();
    const [held, freed] = [sampleAccess({ key: "held" }), sampleAccess({ key: "freed" })];
    const [older, closed] = [sampleAccess({ key: "older" }), sampleAccess({ key: "closed" })];
    await store.openSlot("freed", freed, row(NOON + 1));
    for (const access of [held, older, closed]) await store.openSlot(access.key, access, row(NOON));
    await store.closeSlot("closed", NOON, NOON + 2);
    await putActive(store, sampleAsk("r1", { access: held }));
    const gone = await putActive(store, sampleAsk("r2", { access: freed }));
    expect((await store.leftSlots(10)).slots).toEqual([older]);
    await put(store, gone, sampleEnded(gone, NOON + HOUR_MS), NOON + HOUR_MS);
    await putPending(store, sampleAsk("r3", { access: freed }), NOON + HOUR_MS);
    expect(await store.leftSlots(10)).toEqual({ slots: [older, freed], unreadable: [] });
    expect((await store.leftSlots(1)).slots).toEqual([older]);
    expect((await store.leftSlots(1, 1)).slots).toEqual([freed]);
    expect((await store.leftSlots(1, 2)).slots).toEqual([older]);
  });
}

// What a record must do about how much one person may ask for, and about the signs of the finders.
import { describe, expect, test } from "vitest";
import type { PersonKey } from "../../src/domain/person.ts";
import type { Store } from "../../src/ports.ts";
import {
  ANA,
  BEN,
  HOUR_MS,
  MINUTE_MS,
  NOON,
  sampleAccess,
  sampleAsk,
  sampleChange,
  sampleSubmit,
  sampleVersion,
  TEAM,
} from "../fakes/samples.ts";
import { put, putActive, putGranting, putPending } from "./put.ts";

const submitting = (id: string, now = NOON, requester: PersonKey = ANA) =>
  sampleChange(null, sampleSubmit(sampleAsk(id, { requester })), now);
const asked = async (store: Store, requester: PersonKey = ANA, since = NOON - 1) =>
  (
    await store.beforeSubmit({
      teamId: TEAM,
      viewId: "V",
      version: sampleVersion().hash,
      among: null,
      requester,
      since,
    })
  ).asked;

export function limits(makeStore: () => Store): void {
  describe("what one person may ask for", () => {
    test("what waits, and what was made since then, is counted for each person", async () => {
      const store = makeStore();
      await putPending(store, sampleAsk("r1"));
      await putGranting(store, sampleAsk("r2"), NOON + MINUTE_MS);
      await putPending(store, sampleAsk("r3", { requester: BEN }));
      const pending = await putPending(store, sampleAsk("r4"), NOON + HOUR_MS);
      await put(store, pending, { kind: "cancel", commandId: "c", by: ANA }, NOON + HOUR_MS + 1);
      expect(await asked(store)).toEqual({ pending: 1, recent: 3 });
      expect(await asked(store, ANA, NOON)).toEqual({ pending: 1, recent: 2 });
      expect(await asked(store, BEN)).toEqual({ pending: 1, recent: 1 });
    });

    test("of twenty at once only as many get in as there is room for", async () => {
      const store = makeStore();
      const room = { pending: 5, recent: 30, since: NOON - 1 };
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, i) => store.commit(submitting(`r${i}`), sampleVersion(), room)),
      );
      expect(outcomes.filter((outcome) => outcome === "committed")).toHaveLength(5);
      expect(outcomes.filter((outcome) => outcome === "conflict")).toHaveLength(15);
      expect(await asked(store)).toEqual({ pending: 5, recent: 5 });
      expect(await store.commit(submitting("ben", NOON, BEN), null, room)).toBe("committed");
    });

    test("those that were answered count for the day, until it is over", async () => {
      const store = makeStore();
      for (const id of ["r1", "r2", "r3"]) await putGranting(store, sampleAsk(id));
      const room = { pending: 5, recent: 3, since: NOON - 1 };
      expect(await store.commit(submitting("r4", NOON + 1), null, room)).toBe("conflict");
      expect(await store.commit(submitting("r4", NOON + 1), null, { ...room, since: NOON })).toBe("committed");
    });

    test("a slot that is held otherwise than was read takes nothing; one that is held as it was read does", async () => {
      const store = makeStore();
      const access = sampleAccess();
      const room = { pending: 9, recent: 99, since: NOON - 1 };
      const asking = (id: string) => sampleChange(null, sampleSubmit(sampleAsk(id, { access })), NOON + 2);
      await putActive(store, sampleAsk("r1", { access, requester: BEN }));
      await putActive(store, sampleAsk("r2", { access: sampleAccess({ key: "memory|5:other" }) }), NOON + 1);
      expect(await store.commit(asking("r3"), null, { ...room, holders: 0 })).toBe("conflict");
      expect(await store.commit(asking("r3"), null, { ...room, holders: 2 })).toBe("conflict");
      expect(await store.snapshot("r3")).toBeNull();
      expect(await store.commit(asking("r3"), null, { ...room, holders: 1 })).toBe("committed");
    });

    test("a refusal for want of room leaves nothing behind, and a later event is never refused for it", async () => {
      const store = makeStore();
      const none = { pending: 0, recent: 0, since: 0 };
      expect(await store.commit(submitting("r1"), sampleVersion(), none)).toBe("conflict");
      expect(await store.work("r1")).toBeNull();
      const request = await putPending(store, sampleAsk("r2"));
      const cancel = sampleChange(request, { kind: "cancel", commandId: "c", by: ANA }, NOON + 1);
      expect(await store.commit(cancel, null, none)).toBe("committed");
    });
  });

  describe("the signs of the finders", () => {
    test("before the first one there are none", async () => {
      const finders = { sweep: null, watchdog: null };
      expect(await makeStore().signs()).toEqual({ finders, overdueSince: null, untoldSince: null });
    });

    test("from the first sign of one on the other is waited for, as one that has to be woken", async () => {
      const store = makeStore();
      await store.showSign("sweep", NOON, 2);
      expect((await store.signs()).finders).toEqual({
        sweep: { at: NOON, toldAt: null, rescued: 2 },
        watchdog: { at: NOON - 6 * MINUTE_MS, toldAt: null, rescued: 0 },
      });
    });

    test("a sign never becomes older, rescues add up, and what was told stays until it is told otherwise", async () => {
      const store = makeStore();
      await store.showSign("watchdog", NOON, 1);
      await store.signTold("watchdog", NOON + 1);
      await store.showSign("watchdog", NOON - HOUR_MS, 3);
      await store.showSign("sweep", NOON + HOUR_MS, 5);
      expect((await store.signs()).finders.watchdog).toEqual({ at: NOON, toldAt: NOON + 1, rescued: 4 });
      await store.signTold("watchdog", null);
      expect((await store.signs()).finders.watchdog?.toldAt).toBeNull();
    });

    test("the oldest end is that of a request that may have access, told or not", async () => {
      const store = makeStore();
      await putPending(store, sampleAsk("r0"));
      const first = await putActive(store, sampleAsk("r1"));
      const second = await putActive(store, sampleAsk("r2"), NOON + MINUTE_MS);
      const due = first.granted?.until ?? 0;
      expect(await store.signs()).toMatchObject({ overdueSince: due, untoldSince: due });
      const sequence = first.hold?.sequence ?? 0;
      const struggling = {
        kind: "struggling",
        commandId: "s",
        sequence,
        since: due,
        at: due + 1,
        detail: "x",
      } as const;
      await put(store, first, struggling, due + 1);
      expect(await store.signs()).toMatchObject({ overdueSince: due, untoldSince: second.granted?.until });
    });
  });
}

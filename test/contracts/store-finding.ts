// What is looked for is found: before a submission, by the sweep, and for a person's list.
import { expect, test } from "vitest";
import { NOT_LINKED } from "../../src/domain/identity.ts";
import type { Among, Store } from "../../src/ports.ts";
import {
  ANA,
  BEN,
  HOUR_MS,
  MINUTE_MS,
  NOON,
  sampleAccess,
  sampleAsk,
  sampleEnded,
  sampleVersion,
  TEAM,
} from "../fakes/samples.ts";
import { put, putActive, putGranting, putPending } from "./put.ts";

const question = (among: Among | null, viewId = "V-new"): Parameters<Store["beforeSubmit"]>[0] => ({
  teamId: TEAM,
  viewId,
  version: sampleVersion().hash,
  among,
  requester: ANA,
  since: NOON,
});

/** All that is owed for these is done, so that only their deadlines are left. */
async function settle(store: Store, ...ids: readonly string[]): Promise<void> {
  for (const id of ids)
    await store.delivered((await store.work(id))?.effects.map(({ effect }) => effect.id) ?? [], null);
}

export function finding(makeStore: () => Store): void {
  test("before the first submission nothing is known, not even the version", async () => {
    const answer = await makeStore().beforeSubmit(question({ key: sampleAccess().key, level: "read" }));
    const asked = { pending: 0, recent: 0 };
    expect(answer).toEqual({
      frozen: false,
      endOrdered: false,
      linked: NOT_LINKED,
      submitted: null,
      waiting: [],
      holding: [],
      unreadable: 0,
      versionKnown: false,
      asked,
    });
  });

  test("a view that was submitted already is its request, also once that is closed", async () => {
    const store = makeStore();
    const pending = await putPending(store, sampleAsk("r1", { viewId: "V1" }));
    expect((await store.beforeSubmit(question(null, "V1"))).submitted).toEqual(pending);
    const cancelled = await put(store, pending, { kind: "cancel", commandId: "cancel-1", by: ANA }, NOON + 1);
    expect(await store.beforeSubmit(question(null, "V1"))).toMatchObject({ submitted: cancelled, versionKnown: true });
    expect((await store.beforeSubmit({ ...question(null, "V1"), teamId: "T0ELSE" })).submitted).toBeNull();
  });

  test("the same slot and level waiting already is found with its card; another level is not in the way", async () => {
    const store = makeStore();
    const access = sampleAccess();
    const request = await putPending(store, sampleAsk("r1", { access }));
    const card = { channel: "C0REQUESTS", ts: "1790000000.000100" };
    await store.delivered([], { purpose: "card", requestId: "r1", ref: card });
    const same = await store.beforeSubmit(question({ key: access.key, level: "read" }));
    expect(same).toMatchObject({ waiting: [{ request, card }], holding: [] });
    expect(await store.beforeSubmit(question({ key: access.key, level: "write" }))).toMatchObject({ waiting: [] });
    expect(await store.beforeSubmit(question({ key: "memory|5:other", level: "read" }))).toMatchObject({ waiting: [] });
  });

  test("a person's own for a Target are found before anybody knows the account; those of others, and closed ones, are not", async () => {
    const store = makeStore();
    const of = (key: string, target = "orders-db") => sampleAccess({ key, target });
    const held = await putActive(store, sampleAsk("r1", { access: of("memory|1:a") }), NOON);
    const waiting = await putPending(store, sampleAsk("r2", { access: of("memory|1:b") }), NOON + 1);
    await putPending(store, sampleAsk("r3", { access: of("memory|1:c", "billing-db") }), NOON + 2);
    await putPending(store, sampleAsk("r4", { access: of("memory|1:d"), requester: BEN }), NOON + 3);
    const gone = await putPending(store, sampleAsk("r5", { access: of("memory|1:e") }), NOON + 4);
    await put(store, gone, { kind: "cancel", commandId: "cancel-1", by: ANA }, NOON + 5);
    const ending = await putActive(store, sampleAsk("r6", { access: of("memory|1:f") }), NOON + 6);
    await put(store, ending, { kind: "revoke", commandId: "revoke-1", by: BEN, note: null }, NOON + HOUR_MS);
    expect(await store.beforeSubmit(question({ target: "orders-db" }))).toMatchObject({
      waiting: [{ request: waiting, card: null }],
      holding: [held, { id: "r6", state: "revoking" }],
      unreadable: 0,
    });
    expect(await store.beforeSubmit(question({ target: "no-such" }))).toMatchObject({ waiting: [], holding: [] });
  });

  test("what a slot's account has, or is about to get or to lose, is found in the order in which it was asked for", async () => {
    const store = makeStore();
    const access = sampleAccess();
    const active = await putActive(store, sampleAsk("r1", { access }), NOON);
    const granting = await putGranting(store, sampleAsk("r2", { access: sampleAccess({ level: "write" }) }), NOON + 1);
    const ending = await putActive(store, sampleAsk("r3", { access }), NOON + 2);
    const revoking = await put(
      store,
      ending,
      { kind: "revoke", commandId: "revoke-1", by: BEN, note: null },
      NOON + HOUR_MS,
    );
    const answer = await store.beforeSubmit(question({ key: access.key, level: "read" }));
    expect(answer).toMatchObject({ waiting: [], holding: [active, granting, revoking] });
  });

  test("the sweep leaves what is owed to the normal way for a minute, then finds it", async () => {
    const store = makeStore();
    await putPending(store, sampleAsk("r1", { timeoutMs: 24 * HOUR_MS }));
    expect(await store.dueRequests(NOON + MINUTE_MS - 1, 10)).toEqual([]);
    expect(await store.dueRequests(NOON + MINUTE_MS, 10)).toEqual(["r1"]);
    await settle(store, "r1");
    expect(await store.dueRequests(NOON + HOUR_MS, 10)).toEqual([]);
  });

  test("what was put off is found when its time comes, not before", async () => {
    const store = makeStore();
    await putPending(store, sampleAsk("r1", { timeoutMs: 24 * HOUR_MS }));
    await store.delivered(["r1:1:receipt"], null);
    await store.postponed("r1:1:card", 1, NOON + 10 * MINUTE_MS, "TransientError");
    expect(await store.dueRequests(NOON + 10 * MINUTE_MS - 1, 10)).toEqual([]);
    expect(await store.dueRequests(NOON + 10 * MINUTE_MS, 10)).toEqual(["r1"]);
  });

  test("a deadline that nobody kept is found: an answer at once, a grant and an end after a minute", async () => {
    const store = makeStore();
    const pending = await putPending(store, sampleAsk("pending"));
    const granting = await putGranting(store, sampleAsk("granting"));
    const active = await putActive(store, sampleAsk("active"));
    const held = await putActive(store, sampleAsk("revoking"));
    const endAt = NOON + 90 * MINUTE_MS;
    const revoking = await put(store, held, { kind: "revoke", commandId: "revoke-1", by: BEN, note: null }, endAt);
    await settle(store, "pending", "granting", "active", "revoking");
    const times: Record<string, number> = {
      granting: (granting.hold?.grantBy ?? 0) + MINUTE_MS,
      pending: pending.lapsesAt,
      active: (active.granted?.until ?? 0) + MINUTE_MS,
      revoking: (revoking.ending?.at ?? 0) + MINUTE_MS,
    };
    for (const [id, at] of Object.entries(times)) {
      expect(await store.dueRequests(at - 1, 10)).not.toContain(id);
      expect(await store.dueRequests(at, 10)).toContain(id);
    }
    expect(await store.dueRequests(NOON + 24 * HOUR_MS, 10)).toEqual(Object.keys(times));
  });

  test("nothing is ever due of a closed request that owes nothing", async () => {
    const store = makeStore();
    const active = await putActive(store, sampleAsk("r1"));
    await put(store, active, sampleEnded(active, NOON + HOUR_MS), NOON + HOUR_MS);
    expect(await store.dueRequests(NOON + 48 * HOUR_MS, 10)).toEqual(["r1"]);
    await settle(store, "r1");
    expect(await store.dueRequests(NOON + 48 * HOUR_MS, 10)).toEqual([]);
  });

  test("of many that are due the oldest come first, each once, as many as were asked for", async () => {
    const store = makeStore();
    await putPending(store, sampleAsk("late"), NOON + 3 * MINUTE_MS);
    await putPending(store, sampleAsk("early"), NOON + MINUTE_MS);
    await putPending(store, sampleAsk("middle"), NOON + 2 * MINUTE_MS);
    expect(await store.dueRequests(NOON + 24 * HOUR_MS, 10)).toEqual(["early", "middle", "late"]);
    expect(await store.dueRequests(NOON + 24 * HOUR_MS, 2)).toEqual(["early", "middle"]);
    expect(await store.dueRequests(NOON + 24 * HOUR_MS, 0)).toEqual([]);
  });

  test("of more than fit on a page every one has its turn, and then it begins again", async () => {
    const store = makeStore();
    const ids = ["r1", "r2", "r3", "r4", "r5"];
    for (const [i, id] of ids.entries()) await putPending(store, sampleAsk(id), NOON + i);
    const page = (turn: number) => store.dueRequests(NOON + 24 * HOUR_MS, 2, turn);
    const pages = [await page(0), await page(1), await page(2)];
    expect(pages).toEqual([["r1", "r2"], ["r3", "r4"], ["r5"]]);
    expect([await page(3), await page(29_668_324)]).toEqual([pages[0], pages[29_668_324 % 3]]);
    expect(await store.dueRequests(NOON + 24 * HOUR_MS, 5, 7)).toEqual(ids);
  });

  test("a person's list has what is open, newest first, then what closed last; nothing of anybody else", async () => {
    const store = makeStore();
    for (const [i, id] of ["c1", "c2", "c3"].entries()) {
      const pending = await putPending(store, sampleAsk(id), NOON + i);
      await put(store, pending, { kind: "cancel", commandId: `cancel-${id}`, by: ANA }, NOON + MINUTE_MS - i);
    }
    await putPending(store, sampleAsk("o1"), NOON + 10);
    await putActive(store, sampleAsk("o2"), NOON + 11);
    await putPending(store, sampleAsk("bens", { requester: BEN }), NOON + 12);
    await putPending(store, sampleAsk("stranger", { requester: "T0ELSE/U0ANA" }), NOON + 13);
    const card = { channel: "C0REQUESTS", ts: "1790000000.000100" };
    await store.delivered([], { purpose: "card", requestId: "c1", ref: card });
    const { lines, unreadable } = await store.listFor(ANA, 2);
    expect(unreadable).toBe(0);
    expect(lines.map((line) => line.request.id)).toEqual(["o2", "o1", "c1", "c2"]);
    expect(lines.map((line) => line.card)).toEqual([null, null, card, null]);
    expect((await store.listFor(ANA, 0)).lines.map((line) => line.request.id)).toEqual(["o2", "o1"]);
  });

  test("everybody's live access: what ends soonest first, no more than asked for, all of it counted", async () => {
    const store = makeStore();
    await putPending(store, sampleAsk("pending"));
    await putActive(store, sampleAsk("later"), NOON + 2);
    await putActive(store, sampleAsk("sooner", { requester: BEN }), NOON + 1);
    await putGranting(store, sampleAsk("granting"), NOON);
    const active = await putActive(store, sampleAsk("over"), NOON);
    await put(store, active, sampleEnded(active, NOON + 3 * MINUTE_MS), NOON + 3 * MINUTE_MS);
    const { requests, total } = await store.liveAccess(2);
    expect([requests.map(({ id }) => id), total]).toEqual([["granting", "sooner"], 3]);
    expect((await store.liveAccess(10)).requests.map(({ id }) => id)).toEqual(["granting", "sooner", "later"]);
  });
}

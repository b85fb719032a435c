// An admin's order is stored once, works or is worked off, and knows whom it is about.
import { expect, test } from "vitest";
import type { Command, Request } from "../../src/domain/request.ts";
import type { Order, Store } from "../../src/ports.ts";
import {
  ANA,
  BEN,
  CLEO,
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
import { put, putActive, putPending } from "./put.ts";

const freeze = (id: string, at: number): Order => ({ id, kind: "freeze", by: CLEO, at });
const unfreeze = (id: string, at: number): Order => ({ id, kind: "unfreeze", by: CLEO, at });
const revokeAll = (scope: (Order & { kind: "revoke_all" })["scope"], at = NOON): Order & { kind: "revoke_all" } => ({
  id: `revoke-${scope.kind}`,
  kind: "revoke_all",
  scope,
  by: CLEO,
  at,
});

/** Says whether it is frozen, from every read that tells. */
async function saysFrozen(store: Store): Promise<readonly boolean[]> {
  const asked = await store.beforeSubmit({
    teamId: TEAM,
    viewId: "V0",
    version: sampleVersion().hash,
    among: null,
    requester: ANA,
    since: NOON,
  });
  const [snapshot, work, claims] = [
    await store.snapshot("r1"),
    await store.work("r1"),
    await store.claims("memory|1:x"),
  ];
  return [await store.isFrozen(), asked.frozen, claims.frozen, snapshot?.frozen, work?.snapshot.frozen].map(Boolean);
}

export function ordering(makeStore: () => Store): void {
  test("a freeze is seen by every read until it is lifted", async () => {
    const store = makeStore();
    await putPending(store, sampleAsk("r1"));
    expect(await saysFrozen(store)).toEqual([false, false, false, false, false]);
    await store.placeOrder(freeze("o1", NOON));
    await store.placeOrder(revokeAll({ kind: "everything" }));
    expect(await saysFrozen(store)).toEqual([true, true, true, true, true]);
    await store.placeOrder(unfreeze("o2", NOON + 1));
    expect(await saysFrozen(store)).toEqual([false, false, false, false, false]);
  });

  test("the freeze that was stored last counts, whatever the clock of its writer said", async () => {
    const store = makeStore();
    await store.placeOrder(unfreeze("o1", NOON + HOUR_MS));
    await store.placeOrder(freeze("o2", NOON));
    expect(await store.isFrozen()).toBe("ordered");
  });

  test("an order that is placed again stays where it was", async () => {
    const store = makeStore();
    expect(await store.placeOrder(freeze("o1", NOON))).toBe("placed");
    expect(await store.placeOrder(unfreeze("o2", NOON + 1))).toBe("placed");
    expect(await store.placeOrder(freeze("o1", NOON))).toBe("known");
    expect(await store.isFrozen()).toBe(false);
  });

  test("an order is open until it says that it is done; a freeze works all the same", async () => {
    const store = makeStore();
    const first = revokeAll({ kind: "everything" });
    const second = revokeAll({ kind: "person", userId: "U0ANA" }, NOON + 1);
    const started = { total: 0, gone: 0, unverified: 0, remaining: 0, message: null, done: false };
    for (const order of [freeze("o1", NOON), first, second]) await store.placeOrder(order);
    expect((await store.openOrders()).orders).toEqual([
      { order: freeze("o1", NOON), progress: started },
      { order: first, progress: started },
      { order: second, progress: started },
    ]);
    await store.orderProgressed("o1", { ...started, done: true });
    expect(await store.isFrozen()).toBe("ordered");
    const message = { channel: "C0OPERATORS", ts: "1790000000.000100" };
    const halfway = { total: 3, gone: 1, unverified: 1, remaining: 1, unreadable: 1, message, done: false };
    await store.orderProgressed(first.id, halfway);
    expect((await store.openOrders()).orders[0]).toEqual({ order: first, progress: halfway });
    await store.orderProgressed(first.id, { ...halfway, gone: 2, remaining: 0, done: true });
    expect((await store.openOrders()).orders.map(({ order }) => order)).toEqual([second]);
  });

  test("one at a time tells the operators of an order; who never came back is not waited for for ever", async () => {
    const store = makeStore();
    await store.placeOrder(freeze("o1", NOON));
    const started = { total: 0, gone: 0, unverified: 0, remaining: 0, message: null, done: false };
    expect(await store.claimTelling("o1", NOON, NOON - MINUTE_MS)).toEqual({ ...started, telling: NOON });
    expect(await store.claimTelling("o1", NOON + 1, NOON - 1)).toBeNull();
    expect((await store.openOrders()).orders).toMatchObject([{ progress: { telling: NOON } }]);
    const message = { channel: "C0OPERATORS", ts: "1790000000.000100" };
    await store.orderProgressed("o1", { ...started, message });
    expect(await store.claimTelling("o1", NOON + 2, NOON - 1)).toEqual({ ...started, message, telling: NOON + 2 });
    const later = NOON + MINUTE_MS;
    expect(await store.claimTelling("o1", later, NOON + 2)).toEqual({ ...started, message, telling: later });
    await store.orderProgressed("o1", { ...started, message, done: true });
    expect(await store.claimTelling("o1", later, later)).toBeNull();
    expect(await store.claimTelling("no-such", later, later)).toBeNull();
  });

  test("a revoke-all is about all that was open when it was placed, whatever became of it, and nothing later", async () => {
    const store = makeStore();
    const at = NOON + 10 * MINUTE_MS;
    const before = await putPending(store, sampleAsk("closed-before"), NOON);
    await put(store, before, { kind: "cancel", commandId: "cancel-1", by: ANA }, at - 1);
    const after = await putPending(store, sampleAsk("closed-after"), NOON + 1);
    await put(store, after, { kind: "cancel", commandId: "cancel-2", by: ANA }, at);
    await putPending(store, sampleAsk("pending"), NOON + 2);
    await putActive(store, sampleAsk("active"), NOON + 3);
    await putPending(store, sampleAsk("at-the-moment"), at);
    await putPending(store, sampleAsk("later"), at + 1);
    const { requests, unreadable } = await store.requestsUnder(revokeAll({ kind: "everything" }, at));
    expect(requests.map(({ id }) => id)).toEqual(["closed-after", "pending", "active", "at-the-moment"]);
    expect(requests[2]).toEqual((await store.snapshot("active"))?.request);
    expect(unreadable).toEqual([]);
  });

  test("what an order is to end cannot be approved, and what was sent before it is not taken", async () => {
    const store = makeStore();
    const scopes = { everything: {}, person: { userId: "U0ANA" }, target: { target: "orders-db" } } as const;
    for (const [index, kind] of (["target", "person", "everything"] as const).entries()) {
      const at = NOON + index * HOUR_MS;
      const own = await putPending(store, sampleAsk(`ana-${kind}`), at);
      const other = { access: sampleAccess({ key: "memory|5:other", target: "invoices-db" }), requester: BEN };
      const others = await putPending(store, sampleAsk(`ben-${kind}`, other), at);
      const scope = { kind, ...scopes[kind] } as (Order & { kind: "revoke_all" })["scope"];
      await store.placeOrder(revokeAll(scope, at));
      const approval = { kind: "approve", commandId: `a-${kind}`, by: CLEO, grantWithinMs: HOUR_MS, frozen: false };
      const approve = (request: Request) => sampleChange(request, approval as Command, at + 1);
      const theirs = kind === "everything";
      expect((await store.snapshot(own.id))?.endOrdered).toBe(true);
      expect((await store.snapshot(others.id))?.endOrdered).toBe(theirs);
      expect(await store.commit(approve(own), null)).toBe("conflict");
      expect(await store.commit(approve(others), null)).toBe(theirs ? "conflict" : "committed");
      for (const request of [own, others])
        if ((await store.snapshot(request.id))?.request.state === "pending")
          await put(store, request, { kind: "deny", commandId: `d-${request.id}`, by: CLEO, reason: null }, at + 2);

      const sentAt = async (sent: number) => {
        const room = { pending: 9, recent: 99, since: NOON - 1, sentAt: sent };
        const question = { teamId: TEAM, viewId: "V0", version: sampleVersion().hash, among: null, since: NOON };
        const before = { ...question, requester: ANA, sent: { at: sent, target: "orders-db" } };
        const asked = await store.beforeSubmit(before);
        const ask = sampleSubmit(sampleAsk(`late-${kind}-${sent}`));
        return [asked.endOrdered, await store.commit(sampleChange(null, ask, at + 2), null, room)];
      };
      expect(await sentAt(at)).toEqual([true, "conflict"]);
      expect(await sentAt(at + 1)).toEqual([false, "committed"]);
      const late = (await store.snapshot(`late-${kind}-${at + 1}`))?.request;
      if (late) await put(store, late, { kind: "cancel", commandId: `c-${kind}`, by: ANA }, at + 3);
    }
  });

  test("whoever holds a slot and is to end by an order is told apart", async () => {
    const store = makeStore();
    const active = await putActive(store, sampleAsk("r1"), NOON);
    const key = active.access?.key ?? "";
    expect((await store.claims(key)).endOrdered).toEqual([]);
    await store.placeOrder(revokeAll({ kind: "person", userId: "U0ANA" }, NOON));
    expect((await store.claims(key)).endOrdered).toEqual(["r1"]);
  });

  test("an order is about all that is open when it is stored, also where the clock that wrote it was ahead; a freeze is as it was", async () => {
    const store = makeStore();
    await putPending(store, sampleAsk("r1"), NOON + 700);
    await putPending(store, sampleAsk("r2", { requester: BEN }), NOON + HOUR_MS);
    await store.placeOrder(freeze("o1", NOON));
    await store.placeOrder(revokeAll({ kind: "everything" }));
    expect((await store.openOrders()).orders.map(({ order }) => order.at)).toEqual([NOON, NOON + 700]);
    expect([(await store.snapshot("r1"))?.endOrdered, (await store.snapshot("r2"))?.endOrdered]).toEqual([true, false]);
  });

  test("an order counts what ended since it was placed, by the clock of whoever placed it, also once it has come further", async () => {
    const store = makeStore();
    const [before, since, ahead] = await Promise.all([
      putPending(store, sampleAsk("before"), NOON - 2),
      putPending(store, sampleAsk("since", { requester: BEN }), NOON - 1),
      putPending(store, sampleAsk("ahead", { requester: CLEO }), NOON + 700),
    ]);
    await put(store, before, { kind: "cancel", commandId: "c-1", by: ANA }, NOON - 1);
    await store.placeOrder(revokeAll({ kind: "everything" }));
    await put(store, since, { kind: "cancel", commandId: "c-2", by: BEN }, NOON + 100);
    await put(store, ahead, { kind: "cancel", commandId: "c-3", by: CLEO }, NOON + 800);
    const under = async () => {
      const [open] = (await store.openOrders()).orders;
      if (open?.order.kind !== "revoke_all") throw new Error("the order is not open");
      return (await store.requestsUnder(open.order)).requests.map(({ id }) => id);
    };
    expect(await under()).toEqual(["since", "ahead"]);
    const [open] = (await store.openOrders()).orders;
    if (open) await store.orderProgressed(open.order.id, { ...open.progress, total: 2, gone: 2 });
    expect((await store.openOrders()).orders).toMatchObject([{ progress: { total: 2, gone: 2 } }]);
    expect(await under()).toEqual(["since", "ahead"]);
  });

  test("a revoke-all of one person or one Target is about nothing else", async () => {
    const store = makeStore();
    const other = sampleAccess({ key: "memory|5:other", target: "invoices-db" });
    await putPending(store, sampleAsk("ana-orders"), NOON);
    await putPending(store, sampleAsk("ana-invoices", { access: other }), NOON + 1);
    await putPending(store, sampleAsk("ben-orders", { requester: BEN }), NOON + 2);
    const idsUnder = async (scope: (Order & { kind: "revoke_all" })["scope"]) =>
      (await store.requestsUnder(revokeAll(scope, NOON + HOUR_MS))).requests.map(({ id }) => id);
    expect(await idsUnder({ kind: "person", userId: "U0ANA" })).toEqual(["ana-orders", "ana-invoices"]);
    expect(await idsUnder({ kind: "target", target: "orders-db" })).toEqual(["ana-orders", "ben-orders"]);
    expect(await idsUnder({ kind: "target", target: "no-such" })).toEqual([]);
  });
}

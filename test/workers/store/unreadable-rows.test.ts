// A row that this version of Sym cannot read, among others that it can: what reads many at once names it and goes on.
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { openStore } from "../../../src/store/open-store.ts";
import { put, putActive, putPending } from "../../contracts/put.ts";
import { ANA, MINUTE_MS, NOON, sampleAccess, sampleAsk, sampleVersion, TEAM } from "../../fakes/samples.ts";

const order = {
  id: "o1",
  kind: "revoke_all",
  scope: { kind: "everything" },
  by: ANA,
  at: NOON + 2 * MINUTE_MS,
} as const;

test("a revoke-all finds all that can be read, and the rest by their ids and by whether they are closed", async () => {
  const store = openStore(env.DB);
  for (const [i, id] of ["r1", "r2", "r3", "r4"].entries()) {
    const request = await putPending(store, sampleAsk(id), NOON + i);
    if (id === "r3") await put(store, request, { kind: "cancel", commandId: "cancel", by: ANA }, NOON + 3 * MINUTE_MS);
  }
  await env.DB.exec(`UPDATE requests SET body = json_set(body, '$.state', 'of a later Sym') WHERE id = 'r2'`);
  await env.DB.exec(`UPDATE requests SET body = 'damaged' WHERE id = 'r3'`);
  const { requests, unreadable } = await store.requestsUnder(order);
  expect(requests.map(({ id }) => id)).toEqual(["r1", "r4"]);
  expect(unreadable).toEqual([
    { id: "r2", closed: false },
    { id: "r3", closed: true },
  ]);
});

test("the slots that are left are found beside one that cannot be read", async () => {
  const store = openStore(env.DB);
  for (const key of ["a", "b", "c"])
    await store.openSlot(key, sampleAccess({ key }), { openedAt: NOON, baseline: "unknown", ids: {} });
  await env.DB.exec(`UPDATE slots SET access = '{}' WHERE key = 'b'`);
  const { slots, unreadable } = await store.leftSlots(10);
  expect([slots.map(({ key }) => key), unreadable]).toEqual([["a", "c"], [{ key: "b", toldAt: null }]]);
  await store.slotsTold(["b"], NOON);
  expect((await store.leftSlots(10)).unreadable).toEqual([{ key: "b", toldAt: NOON }]);
});

test("an order of before, whose operators were never to hear of it, stays done", async () => {
  const store = openStore(env.DB);
  await store.placeOrder({ id: "o0", kind: "freeze", by: ANA, at: NOON });
  await env.DB.exec("UPDATE orders SET done = 1");
  expect([await store.openOrders(), await store.isFrozen()]).toEqual([{ orders: [], unreadable: [] }, "ordered"]);
});

test("one unreadable request costs a list, a slot's claims and a submission nothing but itself, and is counted", async () => {
  const store = openStore(env.DB);
  const access = sampleAccess();
  for (const [i, id] of ["r1", "r2", "r3"].entries()) await putActive(store, sampleAsk(id, { access }), NOON + i);
  await env.DB.exec(`UPDATE requests SET body = json_set(body, '$.state', 'of a later Sym') WHERE id = 'r2'`);
  const { lines, unreadable } = await store.listFor(ANA, 5);
  expect([lines.map(({ request }) => request.id), unreadable]).toEqual([["r3", "r1"], 1]);
  const claims = await store.claims(access.key);
  expect([claims.requests.map(({ id }) => id), claims.unreadable]).toEqual([["r1", "r3"], ["r2"]]);
  const among = { key: access.key, level: "read" };
  const question = { teamId: TEAM, viewId: "V-new", version: sampleVersion().hash, among, requester: ANA, since: NOON };
  expect(await store.beforeSubmit(question)).toMatchObject({
    waiting: [],
    unreadable: 1,
    holding: [{ id: "r1" }, { id: "r3" }],
  });
  expect(await store.beforeSubmit({ ...question, viewId: "V-r2", among: null })).toMatchObject({
    submitted: null,
    unreadable: 1,
  });
  expect(await store.overdue(NOON + 24 * 60 * MINUTE_MS, 10)).toMatchObject({ unreadable: 1 });
});

test("one unreadable order stands with its id, and the others are carried out", async () => {
  const store = openStore(env.DB);
  // What was ordered stays as it was: it is damaged on its way in.
  await store.placeOrder({ ...order, id: "o1" });
  await store.placeOrder(JSON.parse(JSON.stringify({ ...order, id: "o2", scope: { kind: "of a later Sym" } })));
  await store.placeOrder({ ...order, id: "o3" });
  const { orders, unreadable } = await store.openOrders();
  expect([orders.map(({ order: { id } }) => id), unreadable]).toEqual([["o1", "o3"], ["o2"]]);
});

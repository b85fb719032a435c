// A row that this version of Sym cannot read, among others that it can: what reads many at once names it and goes on.
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { openStore } from "../../../src/store/open-store.ts";
import { put, putPending } from "../../contracts/put.ts";
import { ANA, MINUTE_MS, NOON, sampleAccess, sampleAsk } from "../../fakes/samples.ts";

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
  expect([slots.map(({ key }) => key), unreadable]).toEqual([["a", "c"], ["b"]]);
});

test("an order of before, whose operators were never to hear of it, stays done", async () => {
  const store = openStore(env.DB);
  await store.placeOrder({ id: "o0", kind: "freeze", by: ANA, at: NOON });
  await env.DB.exec("UPDATE orders SET done = 1");
  expect([await store.openOrders(), await store.isFrozen()]).toEqual([[], true]);
});

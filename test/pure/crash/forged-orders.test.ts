// Orders to hold that no decision stands behind: made up, for more than was decided, or of another hold. The Entitlement asks
// the record itself, and the target is never called for them.
import { expect, test } from "vitest";
import type { HoldOrder } from "../../../src/domain/entitlement.ts";
import type { Request } from "../../../src/domain/request.ts";
import { hold } from "../../../src/engine/entitlement.ts";
import { holdOrderOf } from "../../../src/engine/orders-for-access.ts";
import { HOUR_MS, MINUTE_MS } from "../../fakes/samples.ts";
import { brokenPromises } from "../../world/invariants.ts";
import { ask, find, press, VERSION } from "../../world/scenarios.ts";
import { SimWorld } from "../../world/world.ts";

const requested = (world: SimWorld): Request => {
  const request = find(world, "V1");
  if (request === undefined) throw new Error("nothing was asked for");
  return request;
};

/** A request in this state, and the order that it would give if it were approved as it stands. */
async function worldWith(decision: "none" | "deny" | "approve"): Promise<{ world: SimWorld; order: HoldOrder }> {
  const world = new SimWorld({ versions: [VERSION] });
  await ask(world, "V1", "read", 30 * MINUTE_MS);
  // The order that the decision gives is lost; what arrives is what a test makes of it.
  world.plan = ({ name }) => (name === "entitlement.hold" ? "error" : null);
  if (decision !== "none") await press(world, "V1", decision, "U0BEN");
  const request = requested(world);
  const grantBy = world.now + 5 * MINUTE_MS;
  const wished = { sequence: request.seq + 1, grantBy, hardEnd: grantBy + HOUR_MS };
  const order = holdOrderOf({ ...request, hold: request.hold ?? wished }, false);
  if (order === null) throw new Error("the request has no access");
  return { world, order };
}

async function sent(world: SimWorld, order: HoldOrder): Promise<readonly unknown[]> {
  hold(
    { clock: { now: () => world.now, within: () => Promise.reject(new Error("not asked")) } },
    world.objects.entitlement(order.access.key),
    order,
  );
  await world.until(world.now + 4 * MINUTE_MS);
  const { changes } = world.target;
  await world.rest(world.now + 24 * HOUR_MS);
  return changes;
}

test("an order that the record's own decision stands behind is carried out", async () => {
  const { world, order } = await worldWith("approve");
  expect(await sent(world, order)).not.toEqual([]);
});

test.each<[string, "none" | "deny" | "approve", (order: HoldOrder) => HoldOrder]>([
  ["a request that nobody has decided about", "none", (order) => order],
  ["a request that was denied", "deny", (order) => order],
  ["a request that never was", "approve", (order) => ({ ...order, requestId: "id000000000000000000000099" })],
  ["another level than was decided", "approve", (order) => ({ ...order, access: { ...order.access, level: "admin" } })],
  ["a longer time than was decided", "approve", (order) => ({ ...order, durationMs: order.durationMs * 2 })],
  ["another hold of the request", "approve", (order) => ({ ...order, sequence: order.sequence + 1 })],
  [
    "the slot of another account",
    "approve",
    (order) => ({ ...order, access: { ...order.access, key: "memory|3:sim|5:U0BEN" } }),
  ],
])("an order to hold for %s gives nothing", async (_what, decision, forge) => {
  const { world, order } = await worldWith(decision);
  expect(await sent(world, forge(order))).toEqual([]);
  world.plan = () => null;
  expect(brokenPromises(world)).toEqual([]);
});

// The gate's object and the Entitlement before it, in workerd: it lets calls go, pauses for everybody, keeps what it has learnt,
// and an end goes on without it.
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, expect, test } from "vitest";
import { acceptHold, acceptRelease, type EntitlementState, type HoldOrder } from "../../../src/domain/entitlement.ts";
import type { GateAsk } from "../../../src/domain/turn.ts";
import type { World } from "../../../src/engine/world.ts";
import { TransientError } from "../../../src/ports.ts";
import { memory } from "../../../src/strategies/memory.ts";
import { MemoryTarget } from "../../../src/strategies/memory-target.ts";
import { strategiesWith } from "../../../src/strategies/registry.ts";
import { putInPlace } from "../in-place.ts";
import { eventually, objectsOver } from "./objects-over.ts";

afterEach(() => putInPlace(null));

const LIMITS = { of: "groups", perSecond: 20, outstanding: 2 };
const asking = (id: string, urgency: GateAsk["urgency"] = "end"): GateAsk => ({
  id,
  urgency,
  flow: "database",
  calls: 2,
  limits: LIMITS,
});
const gate = (name = "g") => env.GATES.getByName(name);
const said = (id: string, outcome: "answered" | "slow_down" | "failed", retryAfterMs: number | null = null) => ({
  id,
  outcome,
  retryAfterMs,
  unused: 0,
});

test("lets as many go at the same time as the target allows, and the next when one has told", async () => {
  expect(await gate().ask(asking("a"))).toMatchObject({ go: true, calls: 2, tell: true });
  expect(await gate().ask(asking("b"))).toMatchObject({ go: true });
  expect(await gate().ask(asking("c"))).toMatchObject({ go: false });
  await gate().told(said("a", "answered"));
  await eventually(async () => expect(await gate().ask(asking("c"))).toMatchObject({ go: true }));
});

test("pauses for everybody when the target asks for it, also when its object has come up anew", async () => {
  await gate().ask(asking("a"));
  await gate().told(said("a", "slow_down", 60_000));
  const paused = await gate().ask(asking("b", "overdue"));
  expect(paused.go ? 0 : paused.waitMs).toBeGreaterThan(50_000);
  await evictDurableObject(gate());
  const still = await gate().ask(asking("b", "overdue"));
  expect(still.go ? 0 : still.waitMs).toBeGreaterThan(50_000);
});

test("stores nothing as long as all is well, and never books a wake-up", async () => {
  await gate().ask(asking("a"));
  await gate().told(said("a", "answered"));
  const left = await runInDurableObject(gate(), async (_object, { storage }) => [
    [...storage.kv.list()],
    await storage.getAlarm(),
  ]);
  expect(left).toEqual([[], null]);
});

const order: HoldOrder = {
  requestId: "r1",
  sequence: 2,
  access: {
    key: "memory|6:orders|3:ana",
    target: "orders",
    targetLabel: "Orders",
    strategy: "memory",
    settings: { group: "orders" },
    level: "read",
    account: { id: "ana", label: "ana" },
  },
  durationMs: 3_600_000,
  grantBy: 0,
  hardEnd: 0,
  removesStanding: false,
  until: null,
};

/** An Entitlement that gave `ana` access to `target`, which ends now, in front of a target with published limits. */
async function ending(change: (world: World) => Partial<World>): Promise<MemoryTarget> {
  const target = new MemoryTarget(["orders"]);
  target.put("orders", "ana", "read");
  objectsOver((world) => ({
    strategies: strategiesWith([{ ...memory(target), limits: () => LIMITS }]),
    ...change(world),
  }));
  const now = Date.now();
  const held = acceptHold(null, { ...order, grantBy: now + 3_600_000, hardEnd: now + 7_200_000 });
  const granted: EntitlementState = {
    ...held,
    recalled: true,
    openedAt: now - 1_000,
    baseline: { level: null, inherited: null },
    have: { kind: "read", level: "read", inherited: null, at: now - 1_000 },
    holds: held.holds.map((hold) => ({ ...hold, clearedAt: now - 2_000, granted: true, until: now + 3_600_000 })),
  };
  const by = { kind: "system" as const, name: "timer" as const };
  const state = acceptRelease(granted, { hold: order, cause: "time", by }, now);
  await runInDurableObject(env.ENTITLEMENTS.getByName(order.access.key), async (object, { storage }) => {
    storage.kv.put("state", JSON.stringify(state));
    await object.alarm?.();
  });
  return target;
}
const verbs = (target: MemoryTarget): string[] => target.calls.map(({ verb }) => verb);

test("an Entitlement asks it, makes its calls, and tells it", async () => {
  const target = await ending(() => ({}));
  expect(verbs(target)).toEqual(["revoke", "inspect"]);
  // Told: nobody counts as calling any more.
  const name = "memory|6:groups";
  expect(await gate(name).ask(asking("x"))).toMatchObject({ go: true });
  expect(await gate(name).ask(asking("y"))).toMatchObject({ go: true });
});

test("an end goes on where the gate throws", async () => {
  const broken = () => Promise.reject(new TransientError("an object could not be reached", { effect: "unknown" }));
  const target = await ending(() => ({ gates: { ask: broken, told: broken } }));
  expect(verbs(target)).toEqual(["revoke", "inspect"]);
});

test("an end goes on where the gate never answers", async () => {
  const target = await ending(() => ({
    gates: {
      ask: () => scheduler.wait(60_000).then(() => ({ go: true, calls: 1, tell: false })),
      told: async () => {},
    },
  }));
  expect(verbs(target)).toEqual(["revoke", "inspect"]);
});

test("of two who want to change one list the second comes back, and comes in when the first has left", async () => {
  const lane = env.GATES.getByName("lane|l");
  const first = await lane.enter({ id: "a", urgency: "grant" });
  expect(first).toMatchObject({ go: true });
  expect(await lane.enter({ id: "b", urgency: "end" })).toMatchObject({ go: false });
  expect(await lane.left({ id: "a", turn: first.go ? first.turn : 0, outcome: "known" })).toBe(true);
  expect(await lane.enter({ id: "b", urgency: "end" })).toMatchObject({ go: true });
});

test("who is changing a list is known also when the lane's object has come up anew", async () => {
  const lane = env.GATES.getByName("lane|m");
  const first = await lane.enter({ id: "a", urgency: "grant" });
  await evictDurableObject(lane);
  expect(await lane.enter({ id: "b", urgency: "overdue" })).toMatchObject({ go: false });
  expect(await lane.left({ id: "a", turn: first.go ? first.turn : 0, outcome: "unknown" })).toBe(true);
  await evictDurableObject(lane);
  expect(await lane.enter({ id: "b", urgency: "overdue" })).toMatchObject({ go: true, sure: false });
});

/** The same end, at a target whose list is replaced whole. */
async function endingIn(list: string): Promise<MemoryTarget> {
  const target = new MemoryTarget(["orders"]);
  const strategies = strategiesWith([{ ...memory(target), lane: () => list }]);
  await ending(() => ({ strategies }));
  return target;
}

test("an Entitlement makes its change in the lane of the list, and leaves it", async () => {
  expect(verbs(await endingIn("n"))).toEqual(["revoke", "inspect"]);
  const next = await env.GATES.getByName("lane|memory|1:n").enter({ id: "x", urgency: "grant" });
  expect(next).toMatchObject({ go: true });
});

test("an Entitlement waits with its change while another one of the list is under way", async () => {
  const lane = env.GATES.getByName("lane|memory|1:o");
  const other = await lane.enter({ id: "x", urgency: "grant" });
  const target = await endingIn("o");
  expect(verbs(target)).toEqual([]);
  await lane.left({ id: "x", turn: other.go ? other.turn : 0, outcome: "known" });
  await eventually(async () => {
    await runInDurableObject(env.ENTITLEMENTS.getByName(order.access.key), (object) => object.alarm?.());
    expect(verbs(target)[0]).toBe("revoke");
  });
});

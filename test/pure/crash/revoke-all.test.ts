// A revoke-all, while requests and decisions are on their way past it: what was sent before it is never granted behind it.
import { expect, test } from "vitest";
import type { Order, RevokeScope } from "../../../src/ports.ts";
import { CLEO, HOUR_MS, MINUTE_MS, TEAM } from "../../fakes/samples.ts";
import { brokenPromises } from "../../world/invariants.ts";
import { ask, find, press, VERSION } from "../../world/scenarios.ts";
import { SimWorld } from "../../world/world.ts";

const EVERYTHING: RevokeScope = { kind: "everything" };
const order = (at: number, scope: RevokeScope = EVERYTHING): Order => ({
  id: "order",
  kind: "revoke_all",
  scope,
  by: CLEO,
  at,
});
const levels = ({ target }: SimWorld) => target.changes.map(({ to }) => to);

/** Every await of `act`, by number; `between` happens right before that one. */
async function atEveryAwait(
  makeWorld: () => Promise<SimWorld>,
  act: (world: SimWorld) => Promise<unknown>,
  between: (world: SimWorld) => Promise<void>,
  check: (world: SimWorld, point: string) => Promise<void>,
): Promise<readonly string[]> {
  const points: string[] = [];
  for (let place = 0; place <= points.length; place++) {
    const world = await makeWorld();
    let count = 0;
    const begun: { point: string; done: Promise<void> }[] = [];
    world.plan = ({ name }) => {
      if (count++ === place) begun.push({ point: name, done: between(world) });
      return null;
    };
    await act(world);
    world.plan = () => null;
    for (const { point, done } of begun) {
      await done;
      points.push(point);
      await check(world, point);
    }
  }
  return points;
}

/** The record has it, and nobody has begun to carry it out. */
async function placed(world: SimWorld): Promise<void> {
  world.now += 1;
  const stored = world.record.placeOrder(order(world.now));
  world.now += 1;
  await stored;
}
const rest = (world: SimWorld) => world.rest(world.now + 12 * HOUR_MS);
const send = (view: string) => (world: SimWorld) => ask(world, view, "write", HOUR_MS);

test("a form that was sent before a revoke-all becomes no request behind it, wherever it was on its way", async () => {
  const points = await atEveryAwait(
    async () => new SimWorld({ versions: [VERSION] }),
    send("V1"),
    placed,
    async (world, point) => {
      const before = find(world, "V1");
      await press(world, "V1", "approve", "U0BEN");
      await rest(world);
      expect(levels(world), point).toEqual([]);
      // Either it was refused, or it was in the record before the order and ended with the rest.
      if (before !== undefined) expect(find(world, "V1")?.outcome, point).toBe("cancelled");
      expect(brokenPromises(world), point).toEqual([]);
    },
  );
  expect(points).toContain("record.beforeSubmit");
  expect(points).toContain("record.commit");
});

test("whoever sent a form past a revoke-all is told so, and may send it again", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  world.plan = ({ name }) => {
    if (name === "record.commit" && world.record.placed().length === 0) void placed(world);
    return null;
  };
  const sent = { flow: VERSION, userId: "U0ANA", teamId: TEAM, target: "place-1", durationMs: HOUR_MS } as const;
  const target = VERSION.flow.targets[0]?.name ?? "";
  const submit = (viewId: string) =>
    world.act((commands) => commands.submit({ ...sent, target, viewId, answers: { reason: "because" } }));
  expect(await submit("V1")).toEqual({ ok: false, refusal: { kind: "end_ordered" } });
  expect(await submit("V1")).toMatchObject({ ok: true });
});

test("an approval on its way past a revoke-all gives nothing, wherever it was", async () => {
  const points = await atEveryAwait(
    async () => {
      const world = new SimWorld({ versions: [VERSION] });
      await send("V1")(world);
      return world;
    },
    (world) => press(world, "V1", "approve", "U0BEN"),
    placed,
    async (world, point) => {
      await rest(world);
      expect(levels(world), point).not.toContain("write");
      expect(find(world, "V1")?.state, point).toBe("closed");
      expect(brokenPromises(world), point).toEqual([]);
    },
  );
  expect(points).toContain("record.commit");
});

test("what an order that nobody has come to yet is about can be denied, and not approved; what is not, can", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  for (const view of ["V1", "V2"]) await ask(world, view, view === "V1" ? "write" : "read", HOUR_MS);
  await world.record.placeOrder(order(world.now));
  const click = (view: string) => ({
    requestId: find(world, view)?.id ?? "",
    seq: null,
    userId: "U0BEN",
    teamId: TEAM,
    reason: "no",
  });
  const approve = (view: string) => world.act((commands) => commands.approve(click(view)));
  expect(await approve("V1")).toEqual({ ok: false, refusal: { kind: "end_ordered" } });
  expect(await world.act((commands) => commands.deny(click("V2")))).toMatchObject({ ok: true });
  world.now += 1;
  await ask(world, "V3", "admin", HOUR_MS);
  expect(await approve("V3")).toMatchObject({ ok: true });
});

test("a revoke-all reaches what a target did not take a few seconds ago, also while nobody carries it out", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await send("V1")(world);
  world.plan = ({ name }) => (name.startsWith("target.") ? "error" : null);
  await press(world, "V1", "approve", "U0BEN");
  await world.until(world.now + 8_000);
  await world.record.placeOrder(order(world.now));
  world.plan = ({ name }) => (name === "record.openOrders" ? "error" : null);
  await world.until(world.now + 20 * MINUTE_MS);
  expect(levels(world)).toEqual([]);
  expect(find(world, "V1")?.outcome).toBe("failed");
});

test("what others ordered of somebody else stands against nobody", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await send("V1")(world);
  await world.record.placeOrder(order(world.now, { kind: "person", userId: "U0BEN" }));
  await world.record.placeOrder({ ...order(world.now, { kind: "target", target: "elsewhere" }), id: "other" });
  await press(world, "V1", "approve", "U0BEN");
  await world.until(world.now + MINUTE_MS);
  expect(levels(world)).toEqual(["write"]);
});

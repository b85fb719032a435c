// Access that others changed while ours was there: the record hears of it, so that an object that loses its memory afterwards
// still takes away nothing that is not ours.
import { expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS, NOON } from "../../fakes/samples.ts";
import { brokenPromises } from "../../world/invariants.ts";
import type { Plan } from "../../world/points.ts";
import { ask, press, VERSION } from "../../world/scenarios.ts";
import { SimWorld } from "../../world/world.ts";

const calm: Plan = () => null;

async function held(): Promise<SimWorld> {
  const world = new SimWorld({ versions: [VERSION] });
  await ask(world, "V1", "read", 4 * HOUR_MS);
  await press(world, "V1", "approve", "U0BEN");
  await world.until(world.now + 10 * MINUTE_MS);
  expect(world.target.level("U0ANA")).toBe("read");
  return world;
}
const baselines = (world: SimWorld) => world.record.openSlots().map((slot) => slot.baseline);

test("access that others raised is in the record, and stays when the object has forgotten everything and ours ends", async () => {
  const world = await held();
  world.target.put("U0ANA", "admin", world.now);
  await world.until(NOON + 2 * HOUR_MS);
  expect(baselines(world)).toEqual([{ level: "admin", inherited: null }]);
  for (const memory of world.entitlements.values()) await memory.forget();
  world.watch.lost();
  await world.rest(NOON + 24 * HOUR_MS);
  expect(world.target.level("U0ANA")).toBe("admin");
  expect(brokenPromises(world)).toEqual([]);
});

test("a record that is down hears of it when it is back, and nothing waits for that", async () => {
  const world = await held();
  world.target.put("U0ANA", "admin", world.now);
  world.plan = ({ name }) => (name.startsWith("record.") ? "error" : null);
  await world.until(NOON + 2 * HOUR_MS);
  expect(baselines(world)).toEqual([{ level: null, inherited: null }]);
  world.plan = calm;
  await world.until(NOON + 3 * HOUR_MS);
  expect(baselines(world)).toEqual([{ level: "admin", inherited: null }]);
  await world.rest(NOON + 24 * HOUR_MS);
  expect([world.target.level("U0ANA"), brokenPromises(world)]).toEqual(["admin", []]);
});

test("standing access that others lowered is in the record as it is now", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  world.target.levels.set("U0ANA", "admin");
  await ask(world, "V1", "read", 4 * HOUR_MS);
  await press(world, "V1", "approve", "U0BEN");
  await world.until(world.now + 10 * MINUTE_MS);
  expect(baselines(world)).toEqual([{ level: "admin", inherited: null }]);
  world.target.put("U0ANA", "read", world.now);
  await world.until(NOON + 2 * HOUR_MS);
  expect(baselines(world)).toEqual([{ level: "read", inherited: null }]);
  await world.rest(NOON + 24 * HOUR_MS);
  expect([world.target.level("U0ANA"), brokenPromises(world)]).toEqual(["read", []]);
});

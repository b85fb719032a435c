// A freeze, while access is on its way: what was approved and not yet added stays out, whatever else goes on in the same slot.
import { expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS, sampleFlow, sampleVersion, TEAM } from "../../fakes/samples.ts";
import { ask, find, press, VERSION } from "../../world/scenarios.ts";
import { SimWorld } from "../../world/world.ts";

const version = sampleVersion(sampleFlow({ ...VERSION.flow, grantWithinMs: HOUR_MS }));
const freeze = (world: SimWorld) =>
  world.act((commands) => commands.freeze({ userId: "U0ADA", teamId: TEAM }, true, "1.1"));
const changes = ({ target }: SimWorld) => target.changes.map(({ to }) => to);
const calm = () => null;

test.each(["error", "timeout", "die_before", "lose"] as const)(
  "under a freeze the end of one access brings no other with it (target: %s)",
  async (fault) => {
    const world = new SimWorld({ versions: [version] });
    await ask(world, "V1", "admin", 4 * HOUR_MS, version);
    await press(world, "V1", "approve", "U0BEN");
    await world.until(world.now + MINUTE_MS);
    world.plan = ({ name }) => (name.startsWith("target.") ? fault : null);
    await press(world, "V1", "revoke", "U0BEN");
    await world.until(world.now + MINUTE_MS);
    await ask(world, "V2", "write", HOUR_MS, version);
    await press(world, "V2", "approve", "U0BEN");
    await world.until(world.now + 2 * MINUTE_MS);
    await freeze(world);
    await world.until(world.now + 4 * MINUTE_MS);
    const before = changes(world).length;
    world.plan = calm;
    await world.until(world.now + 20 * MINUTE_MS);
    expect(before).toBeGreaterThan(0);
    expect(changes(world).slice(before)).not.toContain("write");
    expect(world.target.level("U0ANA")).toBeNull();
    expect([find(world, "V1")?.state, find(world, "V2")?.outcome]).toEqual(["closed", "failed"]);
  },
);

test("a freeze reaches what a target did not take a few seconds ago", async () => {
  const world = new SimWorld({ versions: [version] });
  await ask(world, "V1", "write", HOUR_MS, version);
  world.plan = ({ name }) => (name.startsWith("target.") ? "error" : null);
  await press(world, "V1", "approve", "U0BEN");
  await world.until(world.now + 8_000);
  await freeze(world);
  world.plan = calm;
  await world.until(world.now + 20 * MINUTE_MS);
  expect(changes(world)).toEqual([]);
  expect(find(world, "V1")?.outcome).toBe("failed");
});

// A wake-up that somebody relies on is not moved by an alarm that was at work when it was booked, or that came before it: with
// the sweep gone, what a dead writer left is found all the same.
import { expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS, NOON, TEAM } from "../../fakes/samples.ts";
import { brokenPromises } from "../../world/invariants.ts";
import type { Plan } from "../../world/points.ts";
import { ask, find, VERSION } from "../../world/scenarios.ts";
import { SimWorld } from "../../world/world.ts";

const calm: Plan = () => null;

/** A request that waits, its object asleep until the deadline, and no sweep. */
async function waiting(): Promise<{ world: SimWorld; id: string }> {
  const world = new SimWorld({ versions: [VERSION] });
  world.cron = false;
  await ask(world, "V1", "write", 30 * MINUTE_MS);
  await world.until(NOON + 5 * MINUTE_MS);
  return { world, id: find(world, "V1")?.id ?? "" };
}

/** Approves, and dies as soon as the record has it. */
const approveAndDie = (world: SimWorld, id: string): Promise<unknown> => {
  let met = 0;
  const before = world.plan;
  world.plan = (point) => (point.name === "record.commit" && met++ === 0 ? "die_after" : before(point));
  return world.act((commands) =>
    commands.approve({ requestId: id, seq: 1, userId: "U0BEN", teamId: TEAM, reason: null }),
  );
};
const granted = async (world: SimWorld): Promise<void> => {
  world.plan = calm;
  await world.until(world.now + 2 * MINUTE_MS);
  expect(world.target.level("U0ANA")).toBe("write");
  await world.until(NOON + 2 * HOUR_MS);
  expect(brokenPromises(world)).toEqual([]);
};

test("an approval that commits while the object's alarm is at work, and whose Worker dies then, is carried out", async () => {
  const { world, id } = await waiting();
  let looks = 0;
  // The last look of an alarm, after which it books the next one.
  world.plan = ({ name }) => (name === "record.work" && ++looks === 2 ? "slow" : null);
  world.at(world.now + 5_000, () => approveAndDie(world, id));
  world.requests.get(id)?.ring();
  await world.until(world.now + 30_000);
  expect(find(world, "V1")?.state).toBe("granting");
  await granted(world);
});

test("an alarm that goes off between the arming and the commit does not make good what was armed", async () => {
  const { world, id } = await waiting();
  let slow = 0;
  const { now } = world;
  world.at(now + 5_000, async () => world.requests.get(id)?.ring());
  world.plan = ({ name }) => (name === "slack.users.info" && slow++ === 0 ? "slow" : null);
  await approveAndDie(world, id);
  expect(find(world, "V1")?.state).toBe("granting");
  await granted(world);
});

test("whoever rings needs its wake-up no more: the object sleeps until there is something to do", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  world.cron = false;
  await ask(world, "V1", "write", 30 * MINUTE_MS);
  await world.until(world.now + 1_000);
  const request = find(world, "V1");
  expect(world.requests.get(request?.id ?? "")?.alarm).toBe(request?.lapsesAt);
});

test("an object that nobody needs stays for as long as somebody may still write", async () => {
  const { world, id } = await waiting();
  await world.act((commands) =>
    commands.cancel({ requestId: id, seq: null, userId: "U0ANA", teamId: TEAM, reason: null }),
  );
  const memory = world.requests.get(id);
  const at = world.now + MINUTE_MS;
  memory?.armAtMost(at);
  await world.until(world.now + 1_000);
  expect(find(world, "V1")?.state).toBe("closed");
  expect(memory?.alarm).toBeLessThanOrEqual(at);
  await world.until(at + 1_000);
  expect(memory?.alarm).toBeNull();
});

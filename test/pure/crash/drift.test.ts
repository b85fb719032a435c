// Others' access at a target, in the simulated world: nobody of ours is ever taken for somebody else's, a list that lacks people is
// believed by nobody, and what is taken away has been told, is bounded, and is read back.
import { expect, test } from "vitest";
import { newsIn } from "../../../src/domain/drift-finding.ts";
import { HOUR_MS, MINUTE_MS, NOON, TEAM } from "../../fakes/samples.ts";
import type { SimOptions } from "../../world/options.ts";
import { ask, press, VERSION } from "../../world/scenarios.ts";
import { keyOfLabel } from "../../world/target.ts";
import { SimWorld } from "../../world/world.ts";

const DAY_MS = 24 * HOUR_MS;
const PLACE = "memory|3:sim|";
const drift = ["read", "write", "admin"].map((target) => ({
  ...{ environment: "prod", target, looks: true, removes: true, allowed: [] },
}));

function worldWith(options: Partial<SimOptions> = {}, ...others: readonly string[]): SimWorld {
  const world = new SimWorld({ versions: [VERSION], drift, ...options });
  for (const account of others) world.target.put(account, "read", world.now);
  return world;
}
/** Two looks: one that tells, and one that may act. */
const daysLater = async (world: SimWorld, days = 1): Promise<void> => {
  for (let day = 0; day < days; day++) await world.overnight(DAY_MS);
};
const given = async (world: SimWorld, view: string, durationMs: number): Promise<void> => {
  await ask(world, view, "read", durationMs);
  await press(world, view, "approve", "U0BEN");
  await world.until(world.now + MINUTE_MS);
};
const finding = async (world: SimWorld) => (await world.record.lastFinding(PLACE))?.finding;
/** The next run looks, whatever the hour. */
async function lookAgain(world: SimWorld): Promise<void> {
  const last = await finding(world);
  if (last === undefined) throw new Error("nothing was compared yet");
  await world.record.compared(PLACE, last, newsIn(last), world.now);
  world.cron = true;
  await world.until(world.now + 2 * MINUTE_MS);
}
const removed = (world: SimWorld): string[] =>
  world.target.changes.filter(({ to }) => to === null).map(({ account }) => account);

test("others go a day after the operators heard of them, once, by a call that is read back", async () => {
  const world = worldWith({}, "U0EVE");
  await world.until(NOON + 2 * MINUTE_MS);
  expect(world.said.filter(({ kind }) => kind === "operators.drift")).toHaveLength(1);
  expect(removed(world)).toEqual([]);
  await daysLater(world);
  await world.until(world.now + 30 * MINUTE_MS);
  expect(removed(world)).toEqual(["U0EVE"]);
  expect(world.record.isSlotOpen(keyOfLabel("U0EVE"))).toBe(false);
  await daysLater(world);
  expect(await finding(world)).toMatchObject({ others: [], gone: 1, members: 0 });
  expect(world.target.calls).toBeLessThan(12);
});

test("somebody whom the operators have not heard of stays, however long", async () => {
  const world = worldWith({}, "U0EVE");
  world.plan = (point) => (point.name === "slack.notice" ? "error" : null);
  await daysLater(world, 3);
  expect(removed(world)).toEqual([]);
  expect(await finding(world)).toMatchObject({ others: [{ toldAt: null }], removal: "on" });
});

test("what is held, on its way, or was there before is never taken for others' access", async () => {
  const world = worldWith();
  world.target.levels.set("U0ANA", "read");
  await ask(world, "V0", "write", HOUR_MS);
  await press(world, "V0", "approve", "U0BEN");
  await world.until(world.now + 2 * HOUR_MS);
  await daysLater(world, 3);
  expect(await finding(world)).toMatchObject({ members: 1, standing: 1, others: [] });
  expect(world.target.level("U0ANA")).toBe("read");
});

test("a decision that comes after the comparison keeps its access", async () => {
  const world = worldWith({}, "U0ANA");
  await daysLater(world);
  world.cron = false;
  await world.until(world.now + DAY_MS);
  const { record } = world;
  const open = record.openToRemove.bind(record);
  const opened: unknown[] = [];
  record.openToRemove = async (removable, at) => {
    await ask(world, "V1", "read", 4 * HOUR_MS);
    await press(world, "V1", "approve", "U0BEN");
    const keys = await open(removable, at);
    opened.push(keys);
    return keys;
  };
  world.cron = true;
  await world.until(world.now + 10 * MINUTE_MS);
  expect(opened).toEqual([[]]);
  expect(removed(world)).toEqual([]);
  expect(world.target.level("U0ANA")).toBe("read");
});

test("a list that is cut short takes nobody away, and nobody counts as missing", async () => {
  let lacks = 0;
  const world = worldWith({ listLacks: () => lacks }, "U0EVE");
  await daysLater(world);
  world.cron = false;
  await world.until(world.now + DAY_MS - HOUR_MS);
  await given(world, "V1", 4 * HOUR_MS);
  await world.until(world.now + 10 * MINUTE_MS);
  lacks = 1;
  await lookAgain(world);
  expect(await finding(world)).toMatchObject({ members: 1, missing: [], contradicted: 1, removal: "disbelieved" });
  await world.until(world.now + 10 * MINUTE_MS);
  expect(removed(world)).toEqual([]);
  expect(world.record.requests().map(({ state }) => state)).toEqual(["active"]);
  lacks = 0;
  await lookAgain(world);
  await world.until(world.now + 10 * MINUTE_MS);
  expect(removed(world)).toEqual(["U0EVE"]);
});

test("what others took away is missing, and is told as such until its request has ended", async () => {
  const world = worldWith();
  await world.until(NOON + MINUTE_MS);
  await given(world, "V1", 4 * HOUR_MS);
  await world.until(NOON + 30 * MINUTE_MS);
  world.target.put("U0ANA", null, world.now);
  await lookAgain(world);
  expect((await finding(world))?.missing).toEqual(world.record.requests().map(({ id }) => id));
  await daysLater(world);
  expect(await finding(world)).toMatchObject({ missing: [], others: [] });
  expect(world.record.requests().map(({ outcome }) => outcome)).toEqual(["externally_removed"]);
});

test("more than ten, or more than half of many, are left to people; frozen, nobody goes", async () => {
  const crowd = worldWith({}, ...Array.from({ length: 11 }, (_, at) => `U0X${at}`));
  await daysLater(crowd, 2);
  expect([removed(crowd), (await finding(crowd))?.removal]).toEqual([[], "too_many"]);
  const half = worldWith({}, "U0X1", "U0X2", "U0X3", "U0X4");
  await daysLater(half, 2);
  expect([removed(half), (await finding(half))?.removal]).toEqual([[], "too_many"]);
  const frozen = worldWith({}, "U0EVE");
  await frozen.act((commands) => commands.freeze({ userId: "U0ADA", teamId: TEAM }, true, "1.1"));
  await daysLater(frozen, 2);
  expect([removed(frozen), (await finding(frozen))?.removal]).toEqual([[], "frozen"]);
});

test("where one of two Targets of the same members does not say so, nobody is taken away", async () => {
  const [first, ...more] = drift;
  const world = worldWith({ drift: first === undefined ? [] : [{ ...first, removes: false }, ...more] }, "U0EVE");
  await daysLater(world, 3);
  expect([removed(world), (await finding(world))?.removal]).toEqual([[], "off"]);
});

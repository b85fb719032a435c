// The sweep and the watchdog look after each other: whichever stops, ends go on, and people hear of it within a quarter of an
// hour, again every hour, and when it is back. Runs the real engine; never waits for a real clock.
import { expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../../fakes/samples.ts";
import { brokenPromises } from "../../world/invariants.ts";
import { ask, press, VERSION } from "../../world/scenarios.ts";
import { SimWorld } from "../../world/world.ts";

const watched = (options: Partial<ConstructorParameters<typeof SimWorld>[0]> = {}): SimWorld =>
  new SimWorld({ versions: [VERSION], watchdog: true, ...options });

const warnings = (world: SimWorld): string[] =>
  world.said.flatMap(({ kind }) => (kind.startsWith("warning.") ? [kind.slice("warning.".length)] : []));

async function grantFor(world: SimWorld, durationMs: number): Promise<void> {
  await ask(world, "V1", "write", durationMs);
  await press(world, "V1", "approve", "U0BEN");
  await world.until(world.now + 2 * MINUTE_MS);
}

test("a quiet day warns nobody, and the service outside is called by both", async () => {
  const world = watched();
  await grantFor(world, 30 * MINUTE_MS);
  await world.until(world.now + 3 * HOUR_MS);
  expect(warnings(world)).toEqual([]);
  const perHour = world.beacons.filter((at) => at > world.now - HOUR_MS).length;
  expect(perHour).toBeGreaterThanOrEqual(60 + 11);
  expect(perHour).toBeLessThanOrEqual(60 + 13);
});

test("with cron gone for hours and every alarm lost, ends are on time and people are told", async () => {
  const world = watched();
  await grantFor(world, 30 * MINUTE_MS);
  world.cron = false;
  for (const memory of world.objects.all()) memory.alarm = null;
  world.watch.lost();
  const stopped = world.now;
  const due = world.record.requests()[0]?.granted?.until ?? 0;
  // A minute is the sweep's grace, five are the watchdog's, and a look takes a moment.
  await world.until(due + 7 * MINUTE_MS);
  expect(world.record.requests().map(({ outcome }) => outcome)).toEqual(["expired"]);
  expect(world.target.level("U0ANA")).toBeNull();
  expect(stopped + 15 * MINUTE_MS).toBeLessThan(due);
  expect((world.warned[0] ?? Number.POSITIVE_INFINITY) - stopped).toBeLessThanOrEqual(15 * MINUTE_MS);
  await world.until(stopped + 4 * HOUR_MS);
  expect(warnings(world)).toEqual(["silent sweep", "silent sweep", "silent sweep", "silent sweep"]);
  world.cron = true;
  await world.until(world.now + 7 * MINUTE_MS);
  expect(warnings(world).at(-1)).toBe("back sweep");
  await world.until(world.now + 3 * HOUR_MS);
  expect(warnings(world)).toHaveLength(5);
  expect(brokenPromises(world)).toEqual([]);
});

test("a watchdog that lost its alarm is woken within seven minutes, and nobody has to hear of it", async () => {
  const world = watched();
  await world.until(world.now + 20 * MINUTE_MS);
  world.objects.watchdog.alarm = null;
  const lost = world.now;
  await world.until(lost + 7 * MINUTE_MS);
  expect(world.record.signOf("watchdog")?.at).toBeGreaterThan(lost);
  expect(warnings(world)).toEqual([]);
});

test("a watchdog that cannot be woken is told of within fifteen minutes, hourly, and when it is back", async () => {
  const world = watched();
  await world.until(world.now + 20 * MINUTE_MS);
  world.plan = ({ name }) => (name === "watchdog.wake" ? "error" : null);
  world.objects.watchdog.alarm = null;
  const lost = world.now;
  await world.until(lost + 15 * MINUTE_MS);
  expect(warnings(world)).toEqual(["silent watchdog"]);
  await world.until(lost + 3 * HOUR_MS);
  expect(warnings(world)).toHaveLength(3);
  world.plan = () => null;
  await world.until(world.now + 3 * MINUTE_MS);
  expect(warnings(world).at(-1)).toBe("back watchdog");
});

test("a sweep that runs but cannot look is as good as none: no sign, no call outside, and people are told", async () => {
  const world = watched();
  await world.until(world.now + 20 * MINUTE_MS);
  world.watch.expectBugs = true;
  world.plan = ({ name }) => (name === "record.dueRequests" ? "bug" : null);
  const broke = world.now;
  await world.until(broke + 15 * MINUTE_MS);
  expect(warnings(world)).toEqual(["silent sweep"]);
});

test("with the record down the watchdog still says that nothing has been heard of the sweep", async () => {
  const world = watched();
  await world.until(world.now + 20 * MINUTE_MS);
  world.plan = ({ name }) => (name.startsWith("record.") ? "error" : null);
  const down = world.now;
  await world.until(down + 15 * MINUTE_MS);
  expect(warnings(world)).toEqual(["silent sweep"]);
  world.plan = () => null;
  await world.until(world.now + 10 * MINUTE_MS);
  expect(warnings(world)).toEqual(["silent sweep", "back sweep"]);
});

test("an operators' channel that does not take it is tried again until it does", async () => {
  const world = watched();
  await world.until(world.now + 20 * MINUTE_MS);
  world.cron = false;
  const stopped = world.now;
  world.plan = ({ name }) => (name === "slack.warning" ? "error" : null);
  await world.until(stopped + 40 * MINUTE_MS);
  expect(warnings(world)).toEqual([]);
  world.plan = () => null;
  await world.until(stopped + 46 * MINUTE_MS);
  expect(warnings(world)).toEqual(["silent sweep"]);
});

test("an end that is late and of which its slot says nothing is told within a quarter of an hour", async () => {
  const world = watched();
  await grantFor(world, 30 * MINUTE_MS);
  const due = world.record.requests()[0]?.granted?.until ?? 0;
  for (const memory of world.entitlements.values()) memory.alarm = null;
  world.watch.lost();
  world.plan = ({ name }) => (name.startsWith("entitlement.") ? "error" : null);
  await world.until(due + 15 * MINUTE_MS);
  expect(warnings(world)).toEqual(["overdue"]);
  world.plan = () => null;
  await world.until(due + 30 * MINUTE_MS);
  expect(world.target.level("U0ANA")).toBeNull();
  expect(warnings(world)).toEqual(["overdue"]);
});

test("one poisoned row keeps neither the other rows nor the sign from their turn", async () => {
  const world = watched();
  await grantFor(world, 30 * MINUTE_MS);
  await ask(world, "V2", "read", HOUR_MS);
  const [first, second] = world.record.requests();
  world.poisoned.add(first?.id ?? "");
  world.watch.expectBugs = true;
  for (const memory of world.requests.values()) memory.alarm = null;
  world.watch.lost();
  await world.until(world.now + 3 * HOUR_MS);
  expect(world.record.request(second?.id ?? "")?.outcome).toBe("lapsed");
  expect(world.now - (world.record.signOf("sweep")?.at ?? 0)).toBeLessThanOrEqual(MINUTE_MS);
  expect(warnings(world).filter((kind) => kind.startsWith("silent"))).toEqual([]);
});

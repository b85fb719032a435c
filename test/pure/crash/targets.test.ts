// Targets that behave as targets do: reads that lag, calls that are slowed down, other people's hands, code that is gone.
import { expect, test } from "vitest";
import { PermanentError } from "../../../src/ports.ts";
import { HOUR_MS, MINUTE_MS, NOON, sampleVersion } from "../../fakes/samples.ts";
import { brokenPromises } from "../../world/invariants.ts";
import { ask, find, press, VERSION } from "../../world/scenarios.ts";
import { SimWorld } from "../../world/world.ts";

async function approved(world: SimWorld, view: string, level: string, durationMs: number): Promise<void> {
  await ask(world, view, level, durationMs);
  await press(world, view, "approve", "U0BEN");
}

async function healed(world: SimWorld, standing: Record<string, string> = {}): Promise<string[]> {
  world.plan = () => null;
  await world.rest(world.now + 24 * HOUR_MS);
  return brokenPromises(world, standing);
}

test("reads that lag three minutes: access that was released before it showed is not called gone, and is gone", async () => {
  const world = new SimWorld({ versions: [VERSION], lagMs: () => 3 * MINUTE_MS });
  await approved(world, "V1", "write", 30 * MINUTE_MS);
  await world.until(world.now + 20_000);
  expect(world.target.level("U0ANA")).toBe("write");
  expect(find(world, "V1")?.state).toBe("granting");
  await press(world, "V1", "cancel", "U0ANA");
  await world.until(world.now + MINUTE_MS);
  expect(world.target.level("U0ANA")).toBeNull();
  expect(await healed(world)).toEqual([]);
});

test("reads that lag three minutes: a grant is told once it shows, with a few calls, and nobody is said to have removed it", async () => {
  const world = new SimWorld({ versions: [VERSION], lagMs: () => 3 * MINUTE_MS });
  await approved(world, "V1", "write", 30 * MINUTE_MS);
  await world.until(world.now + 8 * MINUTE_MS);
  expect(find(world, "V1")?.state).toBe("active");
  expect(world.target.calls).toBeLessThan(25);
  expect(await healed(world)).toEqual([]);
  expect(find(world, "V1")?.outcome).toBe("expired");
});

test("a read that is older than our own change does not count as somebody else's", async () => {
  let lag = 0;
  const world = new SimWorld({ versions: [VERSION], lagMs: () => lag });
  await approved(world, "V1", "read", 4 * HOUR_MS);
  await world.until(world.now + MINUTE_MS);
  expect(find(world, "V1")?.state).toBe("active");
  lag = 2 * MINUTE_MS;
  await approved(world, "V2", "read", 30 * MINUTE_MS);
  await world.until(world.now + 5_000);
  lag = 0;
  await world.until(world.now + 5 * MINUTE_MS);
  expect(world.record.requests().map((request) => request.state)).toEqual(["active", "active"]);
  expect(await healed(world)).toEqual([]);
});

test.each([[null], ["lose" as const], ["die_after" as const]])(
  "an add for less that lands after a stronger one (which met %s) is our own doing: it is made good, and nobody is blamed",
  async (met) => {
    const world = new SimWorld({ versions: [VERSION], lateMs: 6 * MINUTE_MS });
    let grants = 0;
    // The first is late, the second its repetition; what comes next asks for more.
    world.plan = ({ name }) => (name !== "target.grant" ? null : ++grants === 1 ? "late" : grants === 3 ? met : null);
    await approved(world, "V1", "read", 4 * HOUR_MS);
    await world.until(world.now + MINUTE_MS);
    expect(grants).toBe(2);
    await approved(world, "V2", "write", 4 * HOUR_MS);
    await world.until(NOON + 4 * MINUTE_MS);
    expect(world.target.level("U0ANA")).toBe("write");
    await world.until(NOON + 9 * MINUTE_MS);
    expect(world.target.level("U0ANA")).toBe("read");
    await world.until(NOON + 20 * MINUTE_MS);
    expect(world.target.level("U0ANA")).toBe("write");
    expect(world.record.requests().map(({ state }) => state)).toEqual(["active", "active"]);
    expect(await healed(world)).toEqual([]);
  },
);

test("a target that wishes to be left alone for six hours is asked again within ten minutes when access has to end", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await approved(world, "V1", "write", 30 * MINUTE_MS);
  await world.until(NOON + 29 * MINUTE_MS);
  let slowed = 0;
  world.plan = ({ name }) => (name === "target.revoke" && slowed++ < 3 ? "throttle" : null);
  await world.until(NOON + 75 * MINUTE_MS);
  expect(slowed).toBeGreaterThan(2);
  expect(world.target.level("U0ANA")).toBeNull();
  expect(await healed(world)).toEqual([]);
});

test("a target that slows us down while a second look is due is not called in a circle", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await ask(world, "V1", "write", 30 * MINUTE_MS);
  let lost = 0;
  world.plan = ({ name }) => (name === "target.grant" && lost++ === 0 ? "lose" : null);
  await press(world, "V1", "approve", "U0BEN");
  await world.until(world.now + 5 * MINUTE_MS);
  world.plan = ({ name }) => (name.startsWith("target.") ? "throttle" : null);
  const before = world.passed.filter((name) => name.startsWith("target.")).length;
  await world.until(world.now + 25 * MINUTE_MS);
  expect(world.passed.filter((name) => name.startsWith("target.")).length - before).toBeLessThan(10);
  expect(await healed(world)).toEqual([]);
});

test("somebody else gives more while a grant runs: that is not taken away again", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await approved(world, "V1", "read", 4 * HOUR_MS);
  await world.until(world.now + 20 * MINUTE_MS);
  world.target.put("U0ANA", "admin", world.now);
  await world.until(NOON + 2 * HOUR_MS);
  expect(world.target.level("U0ANA")).toBe("admin");
  expect(await healed(world)).toEqual([]);
  expect(world.target.level("U0ANA")).toBe("admin");
  expect(find(world, "V1")).toMatchObject({ outcome: "expired", removed: { evidence: { standing: "baseline" } } });
});

test("somebody else takes standing access away while a grant runs: the end does not give it back", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  world.target.levels.set("U0ANA", "read");
  await approved(world, "V1", "admin", 4 * HOUR_MS);
  await world.until(world.now + 20 * MINUTE_MS);
  world.target.put("U0ANA", null, world.now);
  await world.until(NOON + 5 * HOUR_MS);
  expect(world.target.level("U0ANA")).toBeNull();
  expect(find(world, "V1")?.outcome).toBe("externally_removed");
  expect(await healed(world)).toEqual([]);
});

test("an entitlement that was lost after the last hold does not give back what others took away meanwhile", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  world.target.levels.set("U0ANA", "read");
  await ask(world, "V1", "admin", 30 * MINUTE_MS);
  let lost = 0;
  world.plan = ({ name }) => (name === "target.grant" && lost++ === 0 ? "lose" : null);
  await press(world, "V1", "approve", "U0BEN");
  await world.until(world.now + MINUTE_MS);
  await press(world, "V1", "revoke", "U0BEN");
  await world.until(world.now + MINUTE_MS);
  expect(find(world, "V1")?.state).toBe("closed");
  expect(world.record.openSlots()).toHaveLength(1);
  world.target.put("U0ANA", null, world.now);
  for (const memory of world.entitlements.values()) await memory.forget();
  const before = world.target.changes.length;
  expect(await healed(world)).toEqual([]);
  expect(world.target.changes.slice(before)).toEqual([]);
});

test("access that was taken away an hour ago is not called granted because it was seen before that", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await approved(world, "V1", "write", 4 * HOUR_MS);
  await world.until(NOON + 50 * MINUTE_MS);
  world.target.put("U0ANA", null, world.now);
  await approved(world, "V2", "read", 30 * MINUTE_MS);
  await world.until(world.now + 2 * MINUTE_MS);
  expect(world.record.requests().map((request) => request.outcome)).toEqual(["externally_removed", null]);
  expect(world.target.level("U0ANA")).toBe("read");
  expect(find(world, "V2")).toMatchObject({ state: "active" });
  expect(find(world, "V2")?.granted?.at).toBeGreaterThan(find(world, "V2")?.createdAt ?? 0);
  expect(await healed(world)).toEqual([]);
});

test("an end that another grant covers is dated when it came, not when the slot was last seen", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await approved(world, "V1", "read", 4 * HOUR_MS);
  await approved(world, "V2", "read", 30 * MINUTE_MS);
  await world.until(NOON + 40 * MINUTE_MS);
  const ended = find(world, "V2");
  expect(ended).toMatchObject({ outcome: "expired", removed: { evidence: { standing: "covered_by_another_hold" } } });
  expect(ended?.removed?.at).toBeGreaterThanOrEqual(ended?.granted?.until ?? Number.POSITIVE_INFINITY);
  expect(await healed(world)).toEqual([]);
});

test("the strategy is taken out of the code while access is live: nothing breaks, people hear, and it ends when it is back", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  world.target.levels.set("U0ANA", "read");
  await approved(world, "V1", "admin", 30 * MINUTE_MS);
  await world.until(NOON + 10 * MINUTE_MS);
  world.strategyDeployed = false;
  await world.until(NOON + 2 * HOUR_MS);
  expect(find(world, "V1")?.state).toBe("active");
  expect(world.said.map((message) => message.kind)).toContain("operators.revoke_struggling");
  world.strategyDeployed = true;
  await world.until(world.now + 15 * MINUTE_MS);
  expect(world.target.level("U0ANA")).toBe("read");
  expect(await healed(world, { U0ANA: "read" })).toEqual([]);
});

test("the strategy no longer takes the settings that access was given with: people hear, and it ends when it takes them", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await approved(world, "V1", "write", 30 * MINUTE_MS);
  await world.until(NOON + 10 * MINUTE_MS);
  const { place } = world;
  world.place = () => {
    throw new PermanentError("the stored settings of this target do not fit its strategy any more");
  };
  await world.until(NOON + 2 * HOUR_MS);
  expect(world.said.map((message) => message.kind)).toContain("operators.revoke_struggling");
  world.place = place;
  await world.until(world.now + 15 * MINUTE_MS);
  expect(world.target.level("U0ANA")).toBeNull();
  expect(find(world, "V1")).toMatchObject({ state: "closed", outcome: "expired" });
  // Nobody told the watch that the strategy took no call for so long: that it was late it holds against the engine.
  expect((await healed(world)).filter((broken) => !broken.startsWith("I2"))).toEqual([]);
});

test("an object that lost its memory while its strategy is gone waits with what the record says", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await approved(world, "V1", "admin", 30 * MINUTE_MS);
  await approved(world, "V2", "read", 30 * MINUTE_MS);
  await world.until(NOON + 10 * MINUTE_MS);
  world.strategyDeployed = false;
  for (const memory of world.entitlements.values()) await memory.forget();
  await world.until(NOON + 2 * HOUR_MS);
  world.strategyDeployed = true;
  expect(await healed(world)).toEqual([]);
});

test("settings of the Target changed between the request and the click: what nobody offers any more is not granted", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await ask(world, "V1", "write", 30 * MINUTE_MS);
  const targets = VERSION.flow.targets.map((target) => ({ ...target, settings: { slot: "elsewhere" } }));
  world.versions = [sampleVersion({ ...VERSION.flow, targets })];
  const request = find(world, "V1");
  const answer = await world.act((commands) =>
    commands.approve({ requestId: request?.id ?? "", seq: 1, userId: "U0BEN", teamId: "T0SYM", reason: null }),
  );
  expect(answer).toMatchObject({ ok: false, refusal: { kind: "target_gone" } });
  expect(await healed(world)).toEqual([]);
  expect(find(world, "V1")?.outcome).toBe("lapsed");
});

test("settings of the Target changed between the click and the grant: nothing is given", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await approved(world, "V1", "write", 30 * MINUTE_MS);
  const targets = VERSION.flow.targets.map((target) => ({ ...target, settings: { slot: "elsewhere" } }));
  world.versions = [sampleVersion({ ...VERSION.flow, targets })];
  expect(await healed(world)).toEqual([]);
  expect(world.target.changes).toEqual([]);
  expect(find(world, "V1")?.outcome).toBe("failed");
});

test("a freeze while a slow target is still being asked: no attempt after it gives anything", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await approved(world, "V1", "write", 30 * MINUTE_MS);
  world.plan = ({ name }) => (name === "target.grant" ? "error" : null);
  await world.until(world.now + 3 * MINUTE_MS);
  await world.act((commands) => commands.freeze({ userId: "U0ADA", teamId: "T0SYM" }, true, "1.1"));
  world.plan = () => null;
  expect(await healed(world)).toEqual([]);
  expect(world.target.changes).toEqual([]);
  expect(find(world, "V1")?.outcome).toBe("failed");
});

test("asked for again right after the end, in the same slot: given and ended again", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await approved(world, "V1", "write", 30 * MINUTE_MS);
  await world.until(NOON + 10 * MINUTE_MS);
  await press(world, "V1", "revoke", "U0BEN");
  await approved(world, "V2", "write", 30 * MINUTE_MS);
  await world.until(world.now + MINUTE_MS);
  expect(world.target.level("U0ANA")).toBe("write");
  expect(await healed(world)).toEqual([]);
  expect(world.record.requests().map((request) => request.outcome)).toEqual(["revoked", "expired"]);
});

test("the clock was an hour ahead for a while: an end that was put off then is not put off for an hour", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await approved(world, "V1", "write", 4 * HOUR_MS);
  await world.until(NOON + 10 * MINUTE_MS);
  world.plan = ({ name }) => (name.startsWith("target.") ? "error" : null);
  await press(world, "V1", "revoke", "U0BEN");
  await world.until(world.now + 5_000);
  world.now += 72 * HOUR_MS;
  await world.until(world.now + 10_000);
  world.now -= 72 * HOUR_MS;
  for (const memory of [...world.entitlements.values(), ...world.requests.values()])
    if (memory.alarm !== null) memory.alarm = world.now + 1;
  world.plan = () => null;
  await world.until(world.now + 15 * MINUTE_MS);
  expect(world.target.level("U0ANA")).toBeNull();
});

// Whole parts of the world gone for a long time, or gone for good: the record, Slack, a target, an object's memory.
import { expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS, NOON } from "../../fakes/samples.ts";
import { brokenPromises } from "../../world/invariants.ts";
import type { Plan } from "../../world/points.ts";
import { ask, find, press, VERSION } from "../../world/scenarios.ts";
import { SimWorld } from "../../world/world.ts";

const down =
  (prefix: string): Plan =>
  ({ name }) =>
    name.startsWith(prefix) ? "error" : null;
const calm: Plan = () => null;

async function held(): Promise<SimWorld> {
  const world = new SimWorld({ versions: [VERSION] });
  await ask(world, "V1", "write", 30 * MINUTE_MS);
  await press(world, "V1", "approve", "U0BEN");
  await world.until(world.now + MINUTE_MS);
  expect(world.target.level("U0ANA")).toBe("write");
  return world;
}
const healed = async (world: SimWorld): Promise<string[]> => {
  world.plan = calm;
  await world.rest(world.now + 24 * HOUR_MS);
  return brokenPromises(world);
};

test("the record is down from the grant until long after its end: access ends on time", async () => {
  const world = await held();
  world.plan = down("record.");
  await world.until(NOON + 32 * MINUTE_MS);
  expect(world.target.level("U0ANA")).toBeNull();
  await world.until(NOON + 10 * HOUR_MS);
  expect(await healed(world)).toEqual([]);
  expect(find(world, "V1")?.outcome).toBe("expired");
});

test("the record is down: the approver can still end access early, and the record hears who did", async () => {
  const world = await held();
  world.plan = down("record.");
  await press(world, "V1", "revoke", "U0BEN");
  await world.until(world.now + MINUTE_MS);
  expect(world.target.level("U0ANA")).toBeNull();
  expect(await healed(world)).toEqual([]);
  expect(find(world, "V1")).toMatchObject({
    outcome: "revoked",
    ending: { by: { kind: "person", key: "T0SYM/U0BEN" } },
  });
});

test("the record is down: somebody who may not end access cannot", async () => {
  const world = await held();
  world.plan = down("record.");
  await press(world, "V1", "revoke", "U0EVE");
  await world.until(world.now + MINUTE_MS);
  expect(world.target.level("U0ANA")).toBe("write");
  expect(await healed(world)).toEqual([]);
});

test("Slack is down for a day: access comes and goes on time, and the words follow", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await ask(world, "V1", "write", 30 * MINUTE_MS);
  await press(world, "V1", "approve", "U0BEN");
  world.plan = ({ name }) => (name.startsWith("slack.") && name !== "slack.users.info" ? "error" : null);
  await world.until(world.now + MINUTE_MS);
  expect(world.target.level("U0ANA")).toBe("write");
  await world.until(NOON + 32 * MINUTE_MS);
  expect(world.target.level("U0ANA")).toBeNull();
  await world.until(NOON + 24 * HOUR_MS);
  expect(await healed(world)).toEqual([]);
  expect(world.said.map((message) => message.kind)).toContain("note.expired");
});

test("people cannot be looked up before the grant: nothing is given, and the request fails by its deadline", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await ask(world, "V1", "write", 30 * MINUTE_MS);
  await press(world, "V1", "approve", "U0BEN");
  world.plan = down("slack.users.info");
  await world.until(NOON + 2 * HOUR_MS);
  expect(world.target.changes).toEqual([]);
  expect(await healed(world)).toEqual([]);
  expect(find(world, "V1")?.outcome).toBe("failed");
});

test("the approver was deactivated between the click and the grant: nothing is given", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await ask(world, "V1", "write", 30 * MINUTE_MS);
  await press(world, "V1", "approve", "U0BEN");
  world.people.set("U0BEN", { deactivated: true });
  expect(await healed(world)).toEqual([]);
  expect(world.target.changes).toEqual([]);
  expect(find(world, "V1")?.outcome).toBe("failed");
});

test("a target is down for three days at the end: tried until gone, and the operators are told", async () => {
  const world = await held();
  world.plan = down("target.");
  await world.until(NOON + 72 * HOUR_MS);
  expect(world.said.filter((message) => message.kind === "operators.revoke_struggling").length).toBeGreaterThan(50);
  expect(find(world, "V1")?.state).toBe("active");
  world.plan = calm;
  const healedAt = world.now;
  await world.until(healedAt + 15 * MINUTE_MS);
  expect(world.target.level("U0ANA")).toBeNull();
  expect(await healed(world)).toEqual([]);
  expect(find(world, "V1")?.outcome).toBe("expired");
});

test("a target that refuses the grant for good: nothing is given, requester and operators are told", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await ask(world, "V1", "write", 30 * MINUTE_MS);
  await press(world, "V1", "approve", "U0BEN");
  world.plan = ({ name }) => (name === "target.grant" ? "forbid" : null);
  await world.until(world.now + 5 * MINUTE_MS);
  expect(find(world, "V1")).toMatchObject({ state: "closed", outcome: "failed" });
  expect(world.said.map((message) => message.kind)).toEqual(
    expect.arrayContaining(["note.failed", "operators.grant_failed"]),
  );
  expect(await healed(world)).toEqual([]);
});

test.each([0, 5, 29])(
  "an entitlement loses its memory and its alarm %i minutes into the grant: access still ends",
  async (minutes) => {
    const world = await held();
    await world.until(world.now + minutes * MINUTE_MS);
    for (const memory of world.entitlements.values()) await memory.forget();
    await world.until(NOON + 45 * MINUTE_MS);
    expect(world.target.level("U0ANA")).toBeNull();
    expect(await healed(world)).toEqual([]);
    expect(find(world, "V1")?.outcome).toBe("expired");
  },
);

test("an entitlement that lost its memory knows from the record what was there before", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  world.target.levels.set("U0ANA", "read");
  await ask(world, "V1", "admin", 30 * MINUTE_MS);
  await press(world, "V1", "approve", "U0BEN");
  await world.until(world.now + MINUTE_MS);
  for (const memory of world.entitlements.values()) await memory.forget();
  world.plan = calm;
  await world.rest(NOON + 24 * HOUR_MS);
  expect(brokenPromises(world, { U0ANA: "read" })).toEqual([]);
});

test("both objects of a live grant are lost: the sweep finds it", async () => {
  const world = await held();
  for (const memory of [...world.entitlements.values(), ...world.requests.values()]) await memory.forget();
  await world.until(NOON + 45 * MINUTE_MS);
  expect(world.target.level("U0ANA")).toBeNull();
  expect(await healed(world)).toEqual([]);
});

test("the hold never reaches the entitlement: nothing is given, and the request fails by its deadline", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await ask(world, "V1", "write", 30 * MINUTE_MS);
  world.plan = down("entitlement.hold");
  await press(world, "V1", "approve", "U0BEN");
  await world.until(NOON + 30 * MINUTE_MS);
  expect(world.target.changes).toEqual([]);
  expect(await healed(world)).toEqual([]);
  expect(find(world, "V1")?.outcome).toBe("failed");
});

test("an add that lands after the revoke is found by the second look and taken away", async () => {
  const world = new SimWorld({ versions: [VERSION], lateMs: 5 * MINUTE_MS });
  await ask(world, "V1", "write", 30 * MINUTE_MS);
  let late = 0;
  world.plan = ({ name }) => (name === "target.grant" && late++ === 0 ? "late" : null);
  await press(world, "V1", "approve", "U0BEN");
  await world.until(world.now + 2_000);
  await press(world, "V1", "revoke", "U0BEN");
  await world.until(world.now + 6 * MINUTE_MS);
  expect(late).toBeGreaterThan(0);
  expect(world.target.level("U0ANA")).toBe("write");
  await world.until(world.now + 10 * MINUTE_MS);
  expect(world.target.level("U0ANA")).toBeNull();
  expect(await healed(world)).toEqual([]);
});

test("access that somebody else removed is not put back, and the operators are told", async () => {
  const world = await held();
  world.target.levels.delete("U0ANA");
  await ask(world, "V2", "read", 4 * HOUR_MS);
  await press(world, "V2", "approve", "U0BEN");
  await world.until(NOON + 2 * HOUR_MS);
  expect(world.target.changes.filter((change) => change.to === "write")).toHaveLength(1);
  expect(await healed(world)).toEqual([]);
});

test("a freeze that falls between the click and the grant: nothing is given", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await ask(world, "V1", "write", 30 * MINUTE_MS);
  await press(world, "V1", "approve", "U0BEN");
  await world.act((commands) => commands.freeze({ userId: "U0ADA", teamId: "T0SYM" }, true, "1.1"));
  expect(await healed(world)).toEqual([]);
  expect(world.target.changes).toEqual([]);
  expect(find(world, "V1")?.outcome).toBe("failed");
});

test("revoke-all ends everything that is open and counts what is gone", async () => {
  const world = await held();
  await ask(world, "V2", "read", HOUR_MS);
  const answer = await world.act((commands) =>
    commands.revokeAll({ userId: "U0ADA", teamId: "T0SYM" }, { kind: "everything" }, "V0ALL"),
  );
  expect(answer?.ok).toBe(true);
  await world.until(world.now + 3 * MINUTE_MS);
  expect(world.target.level("U0ANA")).toBeNull();
  expect(world.record.requests().map((request) => request.outcome)).toEqual(["revoked", "cancelled"]);
  expect(await healed(world)).toEqual([]);
});

test("an admin's user id from another workspace is nobody: no freeze, no revoke, also with the record down", async () => {
  const world = await held();
  world.people.set("U0ADA", { key: "T0OTHER/U0ADA", stranger: true });
  const frozen = await world.act((commands) => commands.freeze({ userId: "U0ADA", teamId: "T0OTHER" }, true, "1.2"));
  expect(frozen).toEqual({ ok: false, refusal: { kind: "not_a_member", why: "stranger" } });
  await press(world, "V1", "revoke", "U0ADA");
  world.plan = down("record.");
  await press(world, "V1", "revoke", "U0ADA");
  await world.until(world.now + MINUTE_MS);
  expect(world.target.level("U0ANA")).toBe("write");
  world.plan = calm;
});

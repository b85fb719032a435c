// One thing that never works again, or is lost for good, and everything beside it that has to go on.
import { expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS, NOON, TEAM } from "../../fakes/samples.ts";
import { brokenPromises } from "../../world/invariants.ts";
import type { Plan } from "../../world/points.ts";
import { ask, find, press, sendForm, VERSION } from "../../world/scenarios.ts";
import { SimWorld } from "../../world/world.ts";

const calm: Plan = () => null;
const ADA = { userId: "U0ADA", teamId: TEAM };

async function approved(world: SimWorld, view: string, level: string, durationMs: number): Promise<void> {
  await ask(world, view, level, durationMs);
  await press(world, view, "approve", "U0BEN");
}
async function healed(world: SimWorld): Promise<string[]> {
  world.plan = calm;
  await world.rest(world.now + 24 * HOUR_MS);
  return brokenPromises(world);
}
/** The first time that a point of this name is passed from now on. */
const once = (name: string, fault: ReturnType<Plan>): Plan => {
  let met = 0;
  return (point) => (point.name === name && met++ === 0 ? fault : null);
};

test("the alarms alone suffice: a click whose process died behind its commit is carried out without the sweep", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  world.cron = false;
  await ask(world, "V1", "write", 30 * MINUTE_MS);
  await world.until(world.now + 5 * MINUTE_MS);
  world.plan = once("record.commit", "die_after");
  const [request] = world.record.requests();
  await world.act((commands) =>
    commands.approve({ requestId: request?.id ?? "", seq: 1, userId: "U0BEN", teamId: TEAM, reason: null }),
  );
  world.plan = calm;
  await world.until(world.now + 2 * MINUTE_MS);
  expect(world.target.level("U0ANA")).toBe("write");
  await world.until(NOON + 2 * HOUR_MS);
  expect(brokenPromises(world)).toEqual([]);
});

test("the sweep alone suffices: with every alarm lost, access ends and everybody hears", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await approved(world, "V1", "write", 30 * MINUTE_MS);
  await world.until(NOON + 10 * MINUTE_MS);
  for (const memory of [...world.requests.values(), ...world.entitlements.values()]) memory.alarm = null;
  await world.until(NOON + 35 * MINUTE_MS);
  expect(world.target.level("U0ANA")).toBeNull();
  expect(find(world, "V1")?.outcome).toBe("expired");
  expect(await healed(world)).toEqual([]);
});

test("the sweep finds a slot that nobody holds any more and whose object forgot it", async () => {
  const world = new SimWorld({ versions: [VERSION], lateMs: 8 * MINUTE_MS });
  await ask(world, "V1", "write", 30 * MINUTE_MS);
  world.plan = once("target.grant", "late");
  await press(world, "V1", "approve", "U0BEN");
  await world.until(world.now + MINUTE_MS);
  await press(world, "V1", "revoke", "U0BEN");
  await world.until(world.now + MINUTE_MS);
  for (const memory of world.entitlements.values()) await memory.forget();
  expect(find(world, "V1")?.state).toBe("closed");
  expect(await healed(world)).toEqual([]);
});

test("the record confirmed a close that nobody heard of: what is asked for next has a baseline of its own", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await approved(world, "V1", "write", 30 * MINUTE_MS);
  await world.until(NOON + 10 * MINUTE_MS);
  world.plan = once("record.closeSlot", "lose");
  await press(world, "V1", "revoke", "U0BEN");
  await world.until(world.now + 1_000);
  expect(world.record.openSlots()).toEqual([]);
  await approved(world, "V2", "write", 30 * MINUTE_MS);
  await world.until(world.now + MINUTE_MS);
  expect(world.target.level("U0ANA")).toBe("write");
  for (const memory of world.entitlements.values()) await memory.forget();
  world.watch.lost();
  expect(await healed(world)).toEqual([]);
});

test("a report that the record never takes holds up neither new grants nor other reports in the same slot", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  world.watch.expectBugs = true;
  await approved(world, "V1", "read", 30 * MINUTE_MS);
  const poisoned = find(world, "V1")?.id;
  await world.until(NOON + 29 * MINUTE_MS);
  world.poisoned.add(poisoned ?? "");
  await world.until(NOON + 50 * MINUTE_MS);
  await approved(world, "V2", "write", 30 * MINUTE_MS);
  await world.until(world.now + MINUTE_MS);
  expect(world.target.level("U0ANA")).toBe("write");
  // Reports have a clock of their own, which is tried every five minutes at the least.
  await world.until(world.now + 5 * MINUTE_MS);
  expect(find(world, "V2")?.state).toBe("active");
  await world.until(world.now + 31 * MINUTE_MS);
  expect(world.target.level("U0ANA")).toBeNull();
  expect(find(world, "V2")?.outcome).toBe("expired");
  world.poisoned.clear();
  expect(await healed(world)).toEqual([]);
});

test("a card that cannot be drawn keeps neither requester nor operators in the dark", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  world.watch.expectBugs = true;
  await ask(world, "V1", "write", 30 * MINUTE_MS);
  world.plan = ({ name }) => (name === "slack.card" ? "bug" : name === "target.grant" ? "forbid" : null);
  await press(world, "V1", "approve", "U0BEN");
  await world.until(world.now + 5 * MINUTE_MS);
  expect(world.said.map((message) => message.kind)).toEqual(
    expect.arrayContaining(["note.failed", "operators.grant_failed"]),
  );
  expect(await healed(world)).toEqual([]);
});

test("an entitlement that cannot be reached holds up no words", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await ask(world, "V1", "write", 30 * MINUTE_MS);
  world.plan = ({ name }) => (name.startsWith("entitlement.") ? "error" : null);
  await press(world, "V1", "approve", "U0BEN");
  await world.until(world.now + MINUTE_MS);
  await press(world, "V1", "cancel", "U0ANA");
  const before = world.said.length;
  await world.until(world.now + 2 * MINUTE_MS);
  expect(world.said.slice(before).map((message) => message.kind)).toContain("card");
  expect(await healed(world)).toEqual([]);
});

test("an entitlement that forgot a grant on its way is told again only what the rules still allow", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await ask(world, "V1", "write", 30 * MINUTE_MS);
  world.plan = ({ name }) => (name.startsWith("target.") ? "error" : null);
  await press(world, "V1", "approve", "U0BEN");
  await world.until(world.now + MINUTE_MS);
  for (const memory of world.entitlements.values()) await memory.forget();
  world.watch.lost();
  world.people.set("U0BEN", { deactivated: true });
  world.plan = calm;
  expect(await healed(world)).toEqual([]);
  expect(world.target.changes).toEqual([]);
  expect(find(world, "V1")?.outcome).toBe("failed");
});

test("revoke-all goes past a request that cannot be read, and comes back for it", async () => {
  // A slot each: the account is another one once the one before is there.
  let account = "";
  const world = new SimWorld({ versions: [VERSION], account: () => account });
  world.watch.expectBugs = true;
  for (const view of ["V1", "V2", "V3"]) {
    account = `account-of-${view}`;
    await approved(world, view, "write", 4 * HOUR_MS);
    await world.until(world.now + MINUTE_MS);
  }
  world.poisoned.add(find(world, "V2")?.id ?? "");
  await world.act((commands) => commands.revokeAll(ADA, { kind: "everything" }, "V0ALL"));
  await world.until(world.now + 3 * MINUTE_MS);
  expect(world.record.requests().map((request) => request.outcome)).toEqual(["revoked", null, "revoked"]);
  world.poisoned.clear();
  await world.until(world.now + 3 * MINUTE_MS);
  expect(find(world, "V2")?.outcome).toBe("revoked");
  expect(await healed(world)).toEqual([]);
});

test("the last word on a revoke-all is said once Slack is back, and once only", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await approved(world, "V1", "write", 4 * HOUR_MS);
  await world.until(world.now + MINUTE_MS);
  let target = true;
  world.plan = ({ name }) => (name === "target.revoke" && target ? "error" : null);
  await world.act((commands) => commands.revokeAll(ADA, { kind: "everything" }, "V0ALL"));
  await world.until(world.now + 2 * MINUTE_MS);
  expect(world.said.filter((message) => message.kind === "order")).toHaveLength(1);
  target = false;
  world.plan = ({ name }) => (name === "slack.order" ? "error" : null);
  await world.until(world.now + 15 * MINUTE_MS);
  expect(find(world, "V1")?.outcome).toBe("revoked");
  world.plan = calm;
  await world.until(world.now + 10 * MINUTE_MS);
  expect(world.said.filter((message) => message.kind === "order")).toHaveLength(2);
  expect((await world.record.openOrders()).orders).toEqual([]);
});

test("a submission whose answer was lost has its card as soon as it is sent again", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  world.plan = ({ name }) => (name === "record.commit" ? "lose" : name === "record.eventAt" ? "error" : null);
  const submit = () => world.act(sendForm("V1", "write", 30 * MINUTE_MS));
  expect(await submit()).toEqual({ ok: false, refusal: { kind: "not_known_yet" } });
  world.plan = calm;
  await world.until(world.now + 5_000);
  expect(await submit()).toMatchObject({ ok: true });
  await world.until(world.now + 1_000);
  expect(world.said.map((message) => message.kind)).toContain("card");
  expect(await healed(world)).toEqual([]);
});

test("an answer that the form did not offer makes no request", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  for (const [target, durationMs] of [
    ["write", 99 * HOUR_MS],
    ["write", null],
    [null, 30 * MINUTE_MS],
    [null, null],
  ] as const) {
    const answer = await world.act(sendForm("V1", target, durationMs));
    expect(answer).toMatchObject({ ok: false, refusal: { kind: "form_changed" } });
  }
  expect(world.record.requests()).toEqual([]);
});

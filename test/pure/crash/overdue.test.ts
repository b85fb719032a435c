// Ends that do not come, access that should not be there, and people who leave: who hears of it, who may end it, and what is
// never touched.
import { expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS, NOON, sampleVersion, TEAM } from "../../fakes/samples.ts";
import { brokenPromises } from "../../world/invariants.ts";
import type { Plan } from "../../world/points.ts";
import { ask, find, press, VERSION } from "../../world/scenarios.ts";
import { SimWorld } from "../../world/world.ts";

const DAY_MS = 24 * HOUR_MS;
const down =
  (...prefixes: readonly string[]): Plan =>
  ({ name }) =>
    prefixes.some((prefix) => name.startsWith(prefix)) ? "error" : null;

async function approved(world: SimWorld, view: string, level: string, durationMs: number): Promise<void> {
  await ask(world, view, level, durationMs);
  await press(world, view, "approve", "U0BEN");
}
/** Ana's access is revoked, and the target does not let go. */
async function stuck(world: SimWorld, minutes: number): Promise<void> {
  await approved(world, "V1", "write", 4 * HOUR_MS);
  await world.until(world.now + 2 * MINUTE_MS);
  world.plan = down("target.revoke");
  await press(world, "V1", "revoke", "U0BEN");
  await world.until(world.now + minutes * MINUTE_MS);
}
const click = (world: SimWorld, userId: string, seq: number | null = null) => ({
  requestId: find(world, "V1")?.id ?? "",
  teamId: TEAM,
  userId,
  seq,
  reason: "because I looked",
});
const said = (world: SimWorld, kind: string): number => world.said.filter((message) => message.kind === kind).length;

test("one person closes nothing by hand: not twice, not under another team, not what they had, and not without being admin", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await stuck(world, 20);
  const propose = (userId: string) => world.act((commands) => commands.proposeClose(click(world, userId)));
  const confirm = (userId: string) =>
    world.act((commands) => commands.confirmClose(click(world, userId, find(world, "V1")?.byHand?.seq ?? null)));
  expect(await confirm("U0ADA")).toMatchObject({ ok: false, refusal: { kind: "not_overdue" } });
  expect(await propose("U0BEN")).toMatchObject({ ok: false, refusal: { kind: "not_admin" } });
  expect(await propose("U0ADA")).toMatchObject({ ok: true });
  expect(await confirm("U0ADA")).toMatchObject({ ok: false, refusal: { kind: "second_person_needed" } });
  expect(await confirm("U0BEN")).toMatchObject({ ok: false, refusal: { kind: "not_admin" } });
  expect(find(world, "V1")?.state).toBe("revoking");
  const old = find(world, "V1")?.byHand?.seq ?? 0;
  expect(await propose("U0ADA")).toMatchObject({ ok: true });
  expect(await world.act((commands) => commands.confirmClose(click(world, "U0DORA", old)))).toMatchObject({
    ok: false,
    refusal: { kind: "changed" },
  });
  world.people.set("U0DORA", { deactivated: true });
  expect(await confirm("U0DORA")).toMatchObject({ ok: false, refusal: { kind: "not_a_member" } });
  world.people.delete("U0DORA");
  expect(await confirm("U0DORA")).toMatchObject({ ok: true, value: { outcome: "closed_by_hand" } });
});

test("whoever had the access neither proposes nor confirms its end by hand, admin or not", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await world.act((commands) =>
    commands.submit({
      flow: VERSION,
      userId: "U0ADA",
      teamId: TEAM,
      viewId: "V1",
      target: "write",
      answers: { reason: "because" },
      durationMs: 4 * HOUR_MS,
    }),
  );
  await press(world, "V1", "approve", "U0BEN");
  await world.until(world.now + MINUTE_MS);
  world.plan = down("target.revoke");
  await press(world, "V1", "revoke", "U0BEN");
  await world.until(world.now + 10 * MINUTE_MS);
  const refused = { ok: false, refusal: { kind: "second_person_needed", why: "requester" } };
  expect(await world.act((commands) => commands.proposeClose(click(world, "U0ADA")))).toMatchObject(refused);
  await world.act((commands) => commands.proposeClose(click(world, "U0DORA")));
  const seq = find(world, "V1")?.byHand?.seq ?? null;
  expect(await world.act((commands) => commands.confirmClose(click(world, "U0ADA", seq)))).toMatchObject(refused);
});

test("what was closed by hand is tried no more, read every day, and removed again when it is there", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await stuck(world, 20);
  world.target.put("U0ANA", null, world.now, false);
  await world.act((commands) => commands.proposeClose(click(world, "U0ADA")));
  await world.act((commands) => commands.confirmClose(click(world, "U0DORA", find(world, "V1")?.byHand?.seq ?? null)));
  await world.until(world.now + MINUTE_MS);
  world.plan = () => null;
  const calls = world.target.calls;
  await world.overnight(5 * DAY_MS);
  expect(world.target.calls - calls).toBe(5);
  world.target.put("U0ANA", "write", world.now, false);
  await world.overnight(DAY_MS);
  expect(world.target.level("U0ANA")).toBeNull();
  expect(said(world, "operators.seen_after_close")).toBe(1);
  expect(find(world, "V1")).toMatchObject({ state: "closed", outcome: "closed_by_hand", struggling: null });
  expect(find(world, "V1")?.back?.goneAt).not.toBeNull();
  await world.rest(world.now + HOUR_MS);
  expect(brokenPromises(world)).toEqual([]);
});

test("what is there again and does not go climbs the ladder like any other end", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await stuck(world, 20);
  await world.act((commands) => commands.proposeClose(click(world, "U0ADA")));
  await world.act((commands) => commands.confirmClose(click(world, "U0DORA", find(world, "V1")?.byHand?.seq ?? null)));
  await world.overnight(DAY_MS + HOUR_MS);
  expect(said(world, "operators.seen_after_close")).toBe(1);
  expect(said(world, "operators.revoke_struggling")).toBeGreaterThan(1);
  expect(said(world, "on_call.trigger")).toBeGreaterThan(1);
  world.plan = () => null;
  await world.until(world.now + 10 * MINUTE_MS);
  expect(world.target.level("U0ANA")).toBeNull();
  expect(world.said.findLast(({ kind }) => kind.startsWith("on_call."))?.kind).toBe("on_call.resolve");
});

test("others' access where a grant has ended is told once, told anew when it changes, and never removed", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await approved(world, "V1", "read", 30 * MINUTE_MS);
  await world.until(world.now + HOUR_MS);
  world.target.put("U0ANA", "write", world.now, true);
  await world.overnight(DAY_MS);
  await world.overnight(DAY_MS);
  expect([said(world, "operators.found"), world.target.level("U0ANA")]).toEqual([1, "write"]);
  world.target.put("U0ANA", "admin", world.now, true);
  await world.overnight(DAY_MS);
  expect([said(world, "operators.found"), world.target.level("U0ANA")]).toEqual([2, "admin"]);
  expect(brokenPromises(world)).toEqual([]);
});

test("what was there before the first grant is no drift", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  world.target.levels.set("U0ANA", "read");
  await approved(world, "V1", "write", 30 * MINUTE_MS);
  await world.until(world.now + HOUR_MS);
  await world.overnight(2 * DAY_MS);
  expect([said(world, "operators.found"), world.target.level("U0ANA")]).toEqual([0, "read"]);
});

test("somebody else raises access while ours is there: said once, and theirs stays", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await approved(world, "V1", "read", 4 * HOUR_MS);
  await world.until(world.now + 10 * MINUTE_MS);
  world.target.put("U0ANA", "admin", world.now, false);
  await world.until(NOON + 6 * HOUR_MS);
  expect(said(world, "operators.externally_changed")).toBe(1);
  expect(find(world, "V1")?.outcome).toBe("expired");
  expect(world.target.level("U0ANA")).toBe("admin");
});

/** The six moments at which somebody may have gone. Each with what must have become of the access two minutes later. */
const LASTING = sampleVersion({ ...VERSION.flow, durationsMs: [72 * HOUR_MS] });
const GONE = { deactivated: true };
test.each<[string, (world: SimWorld) => Promise<void>]>([
  [
    "before they send the form",
    async (world) => {
      world.people.set("U0ANA", GONE);
      await ask(world, "V1", "write", 72 * HOUR_MS, LASTING);
    },
  ],
  [
    "the requester, before the approval",
    async (world) => {
      await ask(world, "V1", "write", 72 * HOUR_MS, LASTING);
      world.people.set("U0ANA", GONE);
      await press(world, "V1", "approve", "U0BEN");
    },
  ],
  [
    "the approver, before they approve",
    async (world) => {
      await ask(world, "V1", "write", 72 * HOUR_MS, LASTING);
      world.people.set("U0BEN", GONE);
      await press(world, "V1", "approve", "U0BEN");
    },
  ],
  [
    "the requester, between the approval and the grant",
    async (world) => {
      await ask(world, "V1", "write", 72 * HOUR_MS, LASTING);
      world.cron = false;
      world.plan = ({ name }) => (name === "entitlement.hold" ? "error" : null);
      await press(world, "V1", "approve", "U0BEN");
      world.people.set("U0ANA", GONE);
      world.plan = () => null;
      world.cron = true;
    },
  ],
  [
    "during the grant, and Slack says so",
    async (world) => {
      await ask(world, "V1", "write", 72 * HOUR_MS, LASTING);
      await press(world, "V1", "approve", "U0BEN");
      await world.until(world.now + MINUTE_MS);
      expect(world.target.level("U0ANA")).toBe("write");
      world.people.set("U0ANA", GONE);
      await world.act((commands) => commands.personChanged("U0ANA"));
    },
  ],
  [
    "during the grant, and Slack's word is lost",
    async (world) => {
      await ask(world, "V1", "write", 72 * HOUR_MS, LASTING);
      await press(world, "V1", "approve", "U0BEN");
      await world.overnight(HOUR_MS);
      expect(world.target.level("U0ANA")).toBe("write");
      world.people.set("U0ANA", GONE);
      await world.overnight(DAY_MS);
    },
  ],
])("somebody is deactivated: %s", async (_when, happen) => {
  const world = new SimWorld({ versions: [LASTING] });
  await happen(world);
  await world.until(world.now + 2 * MINUTE_MS);
  expect(world.target.level("U0ANA")).toBeNull();
  expect(["active", "granting"]).not.toContain(find(world, "V1")?.state);
});

test("a change of somebody's profile ends nothing", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await approved(world, "V1", "write", 4 * HOUR_MS);
  await world.until(world.now + MINUTE_MS);
  expect(await world.act((commands) => commands.personChanged("U0ANA"))).toBe(false);
  expect(find(world, "V1")?.state).toBe("active");
});

test("overdue for a day: nothing new is granted at that Target, not even what was approved before", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  world.people.set("U0EVE", {});
  await stuck(world, 24 * 60 + 2);
  const eve = { flow: VERSION, userId: "U0EVE", teamId: TEAM, answers: { reason: "because" }, durationMs: HOUR_MS };
  await world.act((commands) => commands.submit({ ...eve, viewId: "V2", target: "write" }));
  await world.act((commands) => commands.submit({ ...eve, viewId: "V3", target: "read" }));
  const approve = (view: string) => {
    const { id, seq } = find(world, view) ?? { id: "", seq: 0 };
    const decided = { requestId: id, seq, userId: "U0BEN", teamId: TEAM, reason: null };
    return world.act((commands) => commands.approve(decided));
  };
  expect(await approve("V2")).toMatchObject({ ok: false, refusal: { kind: "target_stuck" } });
  expect(await approve("V3")).toMatchObject({ ok: true });
  world.plan = () => null;
  await world.until(world.now + 10 * MINUTE_MS);
  expect(await approve("V2")).toMatchObject({ ok: true });
});

test("thirty changes of one card, while Slack is down, are one redraw", { timeout: 30_000 }, async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await approved(world, "V1", "write", 4 * HOUR_MS);
  await world.until(world.now + 2 * MINUTE_MS);
  world.plan = down("target.revoke", "slack.");
  await press(world, "V1", "revoke", "U0BEN");
  world.cron = false;
  await world.until(world.now + 30 * HOUR_MS);
  const { effects = [] } = (await world.record.work(find(world, "V1")?.id ?? "")) ?? {};
  expect(effects.filter(({ effect }) => effect.body.kind === "card").length).toBeGreaterThan(30);
  const before = said(world, "card");
  world.plan = down("target.revoke");
  await world.until(world.now + 11 * MINUTE_MS);
  expect(said(world, "card") - before).toBe(1);
});

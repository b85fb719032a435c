// What is refused and what fails leaves an entry, within bounds and without delaying anything; digests are made every hour,
// each once, over everything, and reach their homes in the end.
import { expect, test } from "vitest";
import { checkExport } from "../../../scripts/audit/check-export.ts";
import { HOUR_MS, KEPT_AN_HOUR } from "../../../src/domain/audit-entry.ts";
import { rollUp } from "../../../src/engine/roll-up.ts";
import { PermanentError, type Store, TransientError } from "../../../src/ports.ts";
import { putGranting, putPending } from "../../contracts/put.ts";
import { gated } from "../../fakes/gated.ts";
import { FakeRecord } from "../../fakes/record.ts";
import { ANA, MINUTE_MS, NOON, sampleAccess, sampleAsk, TEAM } from "../../fakes/samples.ts";
import { exportOf } from "../../world/audit-promises.ts";
import { keyOfLabel } from "../../world/target.ts";
import { approved, runUntil } from "./audit-world.ts";
import { ADA, EngineDesk } from "./engine-desk.ts";

const EVE = { userId: "U0EVE", teamId: "T0OTHER" };
const click = (requestId: string) => ({ requestId, seq: 1, userId: "U0EVE", teamId: TEAM, reason: "because I say so" });

const down = (...methods: readonly (keyof Store)[]) =>
  gated(new FakeRecord(), async (method) => {
    if (methods.includes(method)) throw new TransientError("the record is down", { effect: "no" });
    return undefined;
  });

const whole = (desk: EngineDesk) => checkExport(exportOf(desk.record), { isSigned: () => true }).verdict;

test("every refused command leaves an entry: who, what, of which request, and why; never what was typed", async () => {
  const desk = new EngineDesk();
  await putPending(desk.record, sampleAsk("r1"));
  const commands = desk.commands();
  await commands.approve(click("r1"));
  await commands.deny(click("r1"));
  await commands.mayDeny(click("r1"));
  await commands.cancel(click("r1"));
  await commands.revoke(click("r1"));
  await commands.approve(click("no-such"));
  await commands.freeze(EVE, true, "1.1");
  await commands.countUnder(EVE, { kind: "everything" });
  await commands.revokeAll(EVE, { kind: "everything" }, "V0ALL");
  await desk.settle();
  const entries = [...desk.record.entries.values()];
  expect(entries.map(({ action, request, result }) => [action, request, result])).toEqual([
    ["approve", "r1", "may_not_approve"],
    ["deny", "r1", "may_not_approve"],
    ["may_deny", "r1", "may_not_approve"],
    ["cancel", "r1", "not_requester"],
    ["revoke", "r1", "may_not_end"],
    ["approve", "no-such", "not_found"],
    ["freeze", null, "not_a_member"],
    ["count_under", null, "not_a_member"],
    ["revoke_all", null, "not_a_member"],
  ]);
  expect(entries.map(({ actor }) => actor)).toEqual([
    ...Array<unknown>(6).fill({ kind: "person", key: `${TEAM}/U0EVE` }),
    ...Array<unknown>(3).fill({ kind: "person", key: "T0OTHER/U0EVE" }),
  ]);
  expect(JSON.stringify(entries)).not.toContain("because");
});

test("a refusal is answered before its entry is written, and the same with the record down; the log counts what is lost", async () => {
  const desk = new EngineDesk(down("witness"));
  await putPending(desk.record, sampleAsk("r1"));
  const answer = await desk.commands().approve(click("r1"));
  expect(answer).toMatchObject({ ok: false, refusal: { kind: "may_not_approve" } });
  expect(desk.times("audit.entry.lost")).toBe(0);
  await desk.settle();
  expect(desk.record.entries.size).toBe(0);
  expect(desk.logged.filter(({ name }) => name === "audit.entry.lost")).toMatchObject([
    { fields: { action: "approve", result: "may_not_approve", class: "TransientError" } },
  ]);
});

test("one person who hammers fills no more than an hour's share, and the rest is told as a number", async () => {
  const desk = new EngineDesk();
  for (let n = 0; n < KEPT_AN_HOUR + 40; n++) await desk.commands().freeze(EVE, true, "1.2");
  await desk.settle();
  expect(desk.record.entries.size).toBe(KEPT_AN_HOUR);
  await desk.sweep();
  desk.now += HOUR_MS;
  await desk.sweep();
  expect([...desk.record.entries.values()].at(-1)).toMatchObject({
    action: "count_more",
    actor: { kind: "person", key: "T0OTHER/U0EVE" },
    evidence: { from: NOON, more: 40 },
  });
  expect(desk.record.lines).toHaveLength(desk.record.digests.at(-1)?.body.to ?? 0);
});

test("a message that Slack refuses leaves an entry; an admin's order is in the trail with the order itself", async () => {
  const desk = new EngineDesk();
  desk.cards = "refuses";
  await putPending(desk.record, sampleAsk("r1"));
  await desk.wake("r1");
  await desk.commands().freeze(ADA, true, "1.3");
  expect([...desk.record.entries.values()]).toMatchObject([
    { actor: { kind: "system", name: "messenger" }, action: "deliver_card", request: "r1", result: "not_in_channel" },
  ]);
  expect(desk.record.lines.map(({ kind }) => kind)).toEqual(["version", "event", "entry", "order"]);
});

test("calls of a target that fail for days leave the first entries and then ever fewer, by class and number", async () => {
  const world = await approved(({ name }) => (name === "target.revoke" ? "error" : null));
  await runUntil(world, NOON + 24 * HOUR_MS);
  const failures = [...world.record.entries.values()].filter(({ action }) => action === "target_revoke");
  expect(failures.map(({ evidence }) => evidence["tries"])).toEqual([0, 1, 2, 4, 8, 16, 32, 64, 128, 256]);
  expect(new Set(failures.map(({ result }) => result))).toEqual(new Set(["TransientError"]));
  const key = keyOfLabel("U0ANA");
  for (const entry of failures) expect(JSON.stringify(entry)).not.toContain(key);
});

test("what a target was told is in the evidence: how many calls, from when until when, before it was read back", async () => {
  const world = await approved(({ name, index }) => (name === "target.grant" && index < 60 ? "error" : null));
  await runUntil(world, NOON + 3 * HOUR_MS);
  const [request] = world.record.requests();
  const events = world.record.events(request?.id ?? "");
  const evidenceOf = (name: string) => {
    const event = events.find((one) => one.name === name);
    if (event === undefined) throw new Error(`nothing was ${name}`);
    return (event.data as { evidence: { at: number; calls: Record<string, number> } }).evidence;
  };
  for (const name of ["granted", "ended"]) {
    const { at, calls } = evidenceOf(name);
    expect(calls["count"]).toBeGreaterThan(name === "granted" ? 1 : 0);
    expect(calls["lastAt"]).toBeLessThanOrEqual(at);
  }
  expect(evidenceOf("ended").calls["count"]).toBe(1);
  expect(events[1]?.at).toBeLessThan(evidenceOf("granted").calls["firstAt"] ?? 0);
  expect(
    events.map(({ data }) => [Reflect.get(data as object, "before"), Reflect.get(data as object, "after")]),
  ).toEqual([
    [null, "pending"],
    ["pending", "granting"],
    ["granting", "active"],
    ["active", "closed"],
  ]);
});

test("an event says which message was shown when it was stored, and where it stands since it was posted anew", async () => {
  const desk = new EngineDesk();
  const anew = { channel: "C0", ts: "1790000000.000200" };
  for (const id of ["r1", "r2"]) {
    await putPending(desk.record, sampleAsk(id, { viewId: id, access: null, durationMs: null }));
    await desk.wake(id);
  }
  const posted = (await desk.record.snapshot("r1"))?.card;
  await desk.record.delivered([], { purpose: "card", requestId: "r2", ref: anew });
  for (const requestId of ["r1", "r2"])
    expect(await desk.commands().cancel({ ...click(requestId), userId: "U0ANA" })).toMatchObject({ ok: true });
  const shown = (id: string) => desk.record.events(id).map(({ data }) => Reflect.get(data as object, "card"));
  expect(posted).toMatchObject({ channel: "C0" });
  expect([shown("r1"), shown("r2")]).toEqual([
    [undefined, posted],
    [undefined, anew],
  ]);
  expect(desk.record.entries.size).toBe(0);
  expect(whole(desk)).toBe("whole");
});

test("a digest is made every hour, also over nothing, and once however often the sweep runs", async () => {
  const desk = new EngineDesk();
  desk.notary.key = "a key";
  await putPending(desk.record, sampleAsk("r1"));
  for (let minute = 0; minute < 150; minute++) {
    await desk.sweep();
    desk.now += MINUTE_MS;
  }
  const bodies = desk.record.digests.map(({ body }) => body);
  expect(bodies.map(({ seq, from, to }) => [seq, from, to])).toEqual([
    [1, 1, 2],
    [2, 3, 2],
    [3, 3, 2],
  ]);
  expect(bodies[0]?.counts).toEqual({ version: 1, event: 1, order: 0, entry: 0 });
  expect(desk.posted).toHaveLength(3);
  expect(desk.record.digests.every(({ signature }) => signature !== null)).toBe(true);
  expect(whole(desk)).toBe("whole");
});

test("what is stored while a digest is made, with whatever time, is in the next one", async () => {
  const record = new FakeRecord();
  let meanwhile = async (): Promise<unknown> => undefined;
  const desk = new EngineDesk(
    gated(record, async (method) => {
      if (method === "keepDigest") await meanwhile();
      return undefined;
    }),
  );
  await putPending(record, sampleAsk("r1"));
  meanwhile = () =>
    putPending(record, sampleAsk("r2", { viewId: "V2", access: null, durationMs: null }), NOON - HOUR_MS);
  await desk.sweep();
  meanwhile = async () => undefined;
  desk.now += HOUR_MS;
  await desk.sweep();
  expect(record.digests.map(({ body: { from, to } }) => [from, to])).toEqual([
    [1, 2],
    [3, 3],
  ]);
  expect(whole(desk)).toBe("whole");
});

test("two who make the same digest make one; a digest whose answer was lost is read back, and sent", async () => {
  let lose = true;
  const desk = new EngineDesk(
    gated(new FakeRecord(), async (method) => {
      if (method !== "keepDigest" || !lose) return undefined;
      lose = false;
      return "lose_answer";
    }),
  );
  await putPending(desk.record, sampleAsk("r1"));
  await desk.sweep();
  expect([desk.record.digests.length, desk.posted.length]).toEqual([1, 0]);
  await desk.sweep();
  expect([desk.record.digests.length, desk.posted.length]).toEqual([1, 1]);
  desk.now += HOUR_MS;
  await Promise.all([rollUp(desk.world), rollUp(desk.world), rollUp(desk.world)]);
  expect(desk.record.digests).toHaveLength(2);
  expect(whole(desk)).toBe("whole");
});

test("a digest is owed to Slack and to the bucket until it is there, to each by itself and in order", async () => {
  const desk = new EngineDesk();
  const bucket = new Map<string, string>();
  let bucketIsDown = true;
  desk.notary.archive = {
    put: async (name, text) => {
      if (bucketIsDown) throw new TransientError("no bucket", { effect: "unknown" });
      bucket.set(name, text);
      return "there";
    },
  };
  desk.operators = "is down";
  await desk.sweep();
  desk.now += HOUR_MS;
  await desk.sweep();
  expect([bucket.size, desk.posted.length]).toEqual([0, 0]);
  bucketIsDown = false;
  await desk.sweep();
  expect([[...bucket.keys()], desk.posted.length]).toEqual([["digests/0000000001.json", "digests/0000000002.json"], 0]);
  desk.operators = "refuses";
  await desk.sweep();
  desk.operators = "takes";
  await desk.sweep();
  expect(desk.posted).toEqual([]);
  desk.now += 30 * MINUTE_MS;
  await desk.sweep();
  expect(desk.posted.map((line) => JSON.parse(line).digest.seq)).toEqual([1, 2]);
  expect([...bucket.values()]).toEqual(desk.posted.map((line) => `${line}\n`));
  expect(desk.logged.filter(({ name }) => name === "audit.digest.delayed").length).toBeGreaterThan(3);
});

test("without a key the chain goes on unsigned and says so; a mistake in signing keeps no end from happening", async () => {
  const desk = new EngineDesk();
  await desk.sweep();
  expect(desk.record.digests[0]).toMatchObject({ body: { key: null }, signature: null });
  await putGranting(desk.record, sampleAsk("r1", { access: sampleAccess() }));
  desk.now += HOUR_MS;
  desk.notary.archive = {
    put: async () => {
      throw new PermanentError("no such bucket");
    },
  };
  await desk.sweep();
  expect(desk.rung).toContain("r1");
  expect(desk.logged).toContainEqual({
    name: "sweep.part.failed",
    fields: { part: "digests", class: "PermanentError" },
  });
});

test("more than one run may read is covered by as many digests as it takes, a minute apart", async () => {
  const record = new FakeRecord();
  for (let n = 0; n < 20_500; n++) record.add("entry", `e${n}`, null, ANA);
  const desk = new EngineDesk(record);
  await desk.sweep();
  desk.now += MINUTE_MS;
  await desk.sweep();
  desk.now += MINUTE_MS;
  await desk.sweep();
  expect(record.digests.map(({ body: { from, to } }) => [from, to])).toEqual([
    [1, 20_000],
    [20_001, 20_500],
  ]);
});

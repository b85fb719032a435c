// Orders of admins: the operators hear of each, never before it works, and a row that nobody can read stops none of them.
import { expect, test } from "vitest";
import type { Evidence, Request } from "../../../src/domain/request.ts";
import { TransientError } from "../../../src/ports.ts";
import { put, putActive, putPending } from "../../contracts/put.ts";
import { gated } from "../../fakes/gated.ts";
import { FakeRecord } from "../../fakes/record.ts";
import { MINUTE_MS, NOON, sampleAccess, sampleAsk, sampleEnded, sampleEvidence } from "../../fakes/samples.ts";
import { ADA, EngineDesk } from "./engine-desk.ts";

const removed = (request: Request, at: number, left: Partial<Evidence> = {}) =>
  sampleEnded(request, at, { cause: "released", evidence: sampleEvidence({ seen: "absent", at, ...left }) });

const by = `${ADA.teamId}/${ADA.userId}`;

test("the operators hear of a freeze and of its end: who, and when, each once", async () => {
  const desk = new EngineDesk();
  await desk.commands().freeze(ADA, true, "1.1");
  desk.now += 20_000;
  await desk.commands().freeze(ADA, false, "1.2");
  expect(desk.said).toEqual([]);
  for (let sweep = 0; sweep < 3; sweep++) await desk.sweep();
  expect(desk.orders.map(({ order }) => order)).toMatchObject([
    { kind: "freeze", by, at: NOON },
    { kind: "unfreeze", by, at: NOON + 20_000 },
  ]);
  expect((await desk.record.openOrders()).orders).toEqual([]);
});

test("an unfreeze of what is not frozen is no order and is not told", async () => {
  const desk = new EngineDesk();
  expect(await desk.commands().freeze(ADA, false, "1.3")).toEqual({ ok: true, value: { changed: false } });
  await desk.sweep();
  expect(desk.said).toEqual([]);
});

test("an unfreeze lifts nothing under a freeze from outside the record, and says so; a freeze is stored beside it", async () => {
  const desk = new EngineDesk(Object.assign(new FakeRecord(), { isFrozen: async () => "imposed" as const }));
  const { freeze } = desk.commands();
  expect(await freeze(ADA, false, "1.1")).toEqual({ ok: false, refusal: { kind: "freeze_imposed" } });
  expect(await freeze(ADA, true, "1.2")).toEqual({ ok: true, value: { changed: false } });
  expect(await freeze(ADA, false, "1.3")).toEqual({ ok: false, refusal: { kind: "freeze_imposed" } });
  await desk.sweep();
  expect([desk.record.frozen, desk.said]).toEqual([true, ["order freeze"]]);
});

test("of a freeze and an unfreeze at once, whoever froze is right to think that it is frozen", async () => {
  const desk = new EngineDesk();
  await desk.commands().freeze(ADA, true, "1.4");
  const [, again] = await Promise.all([
    desk.commands().freeze(ADA, false, "1.5"),
    desk.commands().freeze(ADA, true, "1.6"),
  ]);
  expect(again).toEqual({ ok: true, value: { changed: false } });
  expect(await desk.record.isFrozen()).toBe("ordered");
});

test("nobody hears of a freeze that the record did not take", async () => {
  const desk = new EngineDesk(
    gated(new FakeRecord(), async (method) => {
      if (method === "placeOrder") throw new TransientError("the record is down", { effect: "no" });
      return undefined;
    }),
  );
  expect(await desk.commands().freeze(ADA, true, "1.7")).toEqual({ ok: false, refusal: { kind: "not_known_yet" } });
  await desk.sweep();
  expect(desk.said).toEqual([]);
});

test("a freeze whose answer was lost works, and is told", async () => {
  const desk = new EngineDesk(
    gated(new FakeRecord(), async (method) => (method === "placeOrder" ? "lose_answer" : undefined)),
  );
  expect(await desk.commands().freeze(ADA, true, "1.8")).toEqual({ ok: false, refusal: { kind: "not_known_yet" } });
  expect(await desk.record.isFrozen()).toBe("ordered");
  await desk.sweep();
  expect(desk.said).toEqual(["order freeze"]);
});

test("a freeze is told once Slack, or the operators' channel, takes it; the log has what refused and no word more", async () => {
  const desk = new EngineDesk();
  await desk.commands().freeze(ADA, true, "1.9");
  desk.operators = "is down";
  await desk.sweep();
  desk.operators = "refuses";
  await desk.sweep();
  expect(desk.logged.filter(({ name }) => name === "order.telling.refused").map(({ fields }) => fields)).toEqual([
    { order: expect.any(String), code: "not_in_channel" },
  ]);
  desk.operators = "takes";
  await desk.sweep();
  await desk.sweep();
  expect(desk.said).toEqual(["order freeze"]);
});

test("a revoke-all whose last word the operators' channel refuses is not done before it is said", async () => {
  const desk = new EngineDesk();
  await putPending(desk.record, sampleAsk("r1"));
  desk.operators = "refuses";
  await desk.commands().revokeAll(ADA, { kind: "everything" }, "V0ALL");
  await desk.settle();
  expect((await desk.record.snapshot("r1"))?.request.state).toBe("closed");
  expect((await desk.record.openOrders()).orders).toHaveLength(1);
  desk.operators = "takes";
  await desk.sweep();
  expect(desk.orders.map(({ progress }) => progress)).toMatchObject([{ total: 1, remaining: 0, done: true }]);
  expect((await desk.record.openOrders()).orders).toEqual([]);
});

test("a row that cannot be read keeps no other from being ended; it is counted, told, and the order stays open", async () => {
  const desk = new EngineDesk();
  await putPending(desk.record, sampleAsk("r1"));
  await putActive(desk.record, sampleAsk("r2"));
  await putPending(desk.record, sampleAsk("r3"));
  desk.record.unreadable.add("r2");
  desk.now += 5 * MINUTE_MS;
  expect(await desk.commands().countUnder(ADA, { kind: "everything" })).toEqual({
    ok: true,
    value: { pending: 2, open: 1 },
  });
  await desk.commands().revokeAll(ADA, { kind: "everything" }, "V0ALL");
  await desk.settle();
  await desk.sweep();
  const outcomes = desk.record.requests().map((request) => request.outcome);
  expect(outcomes).toEqual(["cancelled", null, "cancelled"]);
  expect(desk.orders.map(({ progress }) => progress)).toMatchObject([
    { total: 3, gone: 0, remaining: 3, unreadable: 1, done: false },
    { total: 3, gone: 2, remaining: 1, unreadable: 1, done: false },
  ]);
  expect(desk.logged.find(({ name }) => name === "order.request.unreadable")?.fields).toMatchObject({ request: "r2" });

  desk.record.unreadable.clear();
  await desk.sweep();
  expect((await desk.record.snapshot("r2"))?.request.state).toBe("revoking");
  expect(desk.orders.at(-1)?.progress).toMatchObject({ total: 3, gone: 2, remaining: 1, unreadable: 0 });
});

test("a row that cannot be read and was closed by its columns holds no order open", async () => {
  const desk = new EngineDesk();
  const after = NOON + MINUTE_MS;
  await putPending(desk.record, sampleAsk("r1"));
  desk.now = after;
  await desk.commands().revokeAll(ADA, { kind: "everything" }, "V0ALL");
  desk.record.unreadable.add("r1");
  const cancel = { requestId: "r1", seq: null, userId: "U0ANA", teamId: ADA.teamId, reason: null };
  expect(await desk.commands().cancel(cancel)).toMatchObject({ ok: true });
  await desk.settle();
  expect(desk.orders.at(-1)?.progress).toMatchObject({ total: 1, gone: 0, unverified: 1, remaining: 0, done: true });
});

test.each([
  ["nothing", {}, { gone: 1, standing: 0 }],
  ["what was there before", { seen: "read", standing: "baseline" as const }, { gone: 0, standing: 1 }],
  ["what comes from elsewhere", { inherited: "a parent group" }, { gone: 0, standing: 1 }],
  ["nobody knows what", { seen: "unverified" }, { gone: 0, unverified: 1 }],
])("an end that leaves %s behind counts as that", async (_what, left, counts) => {
  const desk = new EngineDesk();
  const active = await putActive(desk.record, sampleAsk("r1"));
  desk.now += 5 * MINUTE_MS;
  await desk.commands().revokeAll(ADA, { kind: "everything" }, "V0ALL");
  await desk.settle();
  const revoking = (await desk.record.snapshot("r1"))?.request ?? active;
  await put(desk.record, revoking, removed(revoking, desk.now, left), desk.now);
  await desk.sweep();
  expect(desk.orders.at(-1)?.progress).toMatchObject({ total: 1, remaining: 0, done: true, ...counts });
});

test("of two that end in one slot, what was seen last counts for both", async () => {
  const desk = new EngineDesk();
  const first = await putActive(desk.record, sampleAsk("r1", { access: sampleAccess() }));
  const second = await putActive(desk.record, sampleAsk("r2", { access: sampleAccess({ level: "write" }) }));
  const covered = { standing: "covered_by_another_hold" as const, seen: "read" };
  await desk.commands().revokeAll(ADA, { kind: "everything" }, "V0ALL");
  await desk.settle();
  const revoking = async (id: string) => (await desk.record.snapshot(id))?.request ?? first;
  await put(desk.record, await revoking("r1"), removed(first, NOON + 1, covered), NOON + 1);
  await put(desk.record, await revoking("r2"), removed(second, NOON + 2), NOON + 2);
  await desk.sweep();
  expect(desk.orders.at(-1)?.progress).toMatchObject({ total: 2, gone: 2, standing: 0, done: true });
});

test("two passes at the same time post one message, and it is the one that says how it ended", async () => {
  const desk = new EngineDesk();
  for (const id of ["r1", "r2", "r3"]) await putPending(desk.record, sampleAsk(id));
  // Slack takes its time: whoever is telling is still at it when the other pass comes by.
  const taken: (() => void)[] = [];
  const { orderProgress } = desk.world.messenger;
  Object.assign(desk.world.messenger, {
    orderProgress: async (...args: Parameters<typeof orderProgress>) => {
      await new Promise<void>((go) => taken.push(go));
      return orderProgress(...args);
    },
  });
  await desk.commands().revokeAll(ADA, { kind: "everything" }, "V0ALL");
  const both = Promise.all([desk.settle(), desk.sweep()]);
  let over = false;
  void both.then(() => {
    over = true;
  });
  while (!over) {
    taken.splice(0).forEach((go) => void go());
    await new Promise((go) => setImmediate(go));
  }
  await desk.sweep();
  const posted = desk.orders.filter(({ progress }) => progress.message === null);
  expect(posted).toHaveLength(1);
  expect(desk.orders.at(-1)?.progress).toMatchObject({ total: 3, remaining: 0, done: true });
  expect((await desk.record.openOrders()).orders).toEqual([]);
});

test("no end waits for a Slack that does not answer", async () => {
  const desk = new EngineDesk();
  await putPending(desk.record, sampleAsk("r1"));
  const silent = new Promise<never>(() => {});
  Object.assign(desk.world.messenger, { orderProgress: () => silent });
  await desk.commands().revokeAll(ADA, { kind: "everything" }, "V0ALL");
  void desk.settle();
  while (desk.record.requests().some(({ state }) => state !== "closed")) await new Promise((go) => setImmediate(go));
});

test("a confirmed revoke-all that comes again, at once or a minute later, is one order and ends nothing twice", async () => {
  const desk = new EngineDesk();
  await putPending(desk.record, sampleAsk("r1"));
  desk.now += MINUTE_MS;
  const send = () => desk.commands().revokeAll(ADA, { kind: "everything" }, "V0ALL");
  const answers = await Promise.all([send(), send(), send()]);
  await desk.settle();
  expect(desk.record.request("r1")?.state).toBe("closed");
  const events = desk.record.events("r1").length;
  await putPending(desk.record, sampleAsk("r2", { viewId: "V2" }), desk.now + 1);
  desk.now += MINUTE_MS;
  answers.push(await send());
  for (let sweep = 0; sweep < 3; sweep++) await desk.sweep();
  expect(new Set(answers.map((answer) => answer.ok && answer.value.orderId)).size).toBe(1);
  expect(desk.record.lines.filter(({ kind }) => kind === "order")).toHaveLength(1);
  expect(desk.record.events("r1")).toHaveLength(events);
  expect(desk.record.request("r2")?.state).toBe("pending");
  expect(desk.times("order.revoke_all.placed")).toBe(1);
});

test("another form, person or scope is another order", async () => {
  const desk = new EngineDesk();
  const target = { kind: "target", target: "orders-db" } as const;
  const sent = [
    await desk.commands().revokeAll(ADA, { kind: "everything" }, "V0ALL"),
    await desk.commands().revokeAll(ADA, { kind: "everything" }, "V1ALL"),
    await desk.commands().revokeAll(ADA, target, "V0ALL"),
  ];
  expect(new Set(sent.map((answer) => answer.ok && answer.value.orderId)).size).toBe(3);
  expect(desk.record.lines.filter(({ kind }) => kind === "order")).toHaveLength(3);
});

test("an unfreeze that comes again does not lift a freeze that was ordered since, and the trail says who sent it", async () => {
  const desk = new EngineDesk();
  await desk.commands().freeze(ADA, true, "1.1");
  await desk.commands().freeze(ADA, false, "1.2");
  await desk.commands().freeze(ADA, true, "1.3");
  expect(await desk.commands().freeze(ADA, false, "1.2")).toEqual({ ok: false, refusal: { kind: "sent_before" } });
  await desk.settle();
  expect(await desk.record.isFrozen()).toBe("ordered");
  expect([...desk.record.entries.values()]).toMatchObject([
    { actor: { kind: "person", key: by }, action: "unfreeze", result: "sent_before" },
  ]);
});

test("a freeze that comes again is one order, and brings back no freeze that was lifted since", async () => {
  const desk = new EngineDesk();
  for (let time = 0; time < 3; time++) await desk.commands().freeze(ADA, true, "1.1");
  expect(desk.record.lines.filter(({ kind }) => kind === "order")).toHaveLength(1);
  await desk.commands().freeze(ADA, false, "1.2");
  expect(await desk.commands().freeze(ADA, true, "1.1")).toEqual({ ok: false, refusal: { kind: "sent_before" } });
  expect(await desk.record.isFrozen()).toBe(false);
});

test("who died while telling the operators is not waited for", async () => {
  const desk = new EngineDesk();
  await desk.commands().freeze(ADA, true, "1.10");
  const [open] = (await desk.record.openOrders()).orders;
  await desk.record.claimTelling(open?.order.id ?? "", desk.now, desk.now - 1);
  await desk.sweep();
  expect(desk.said).toEqual([]);
  desk.now += MINUTE_MS;
  await desk.sweep();
  expect(desk.said).toEqual(["order freeze"]);
});

test("one pass ends so many and the next ones the rest, also where some never get anywhere", async () => {
  const desk = new EngineDesk();
  const ids = Array.from({ length: 250 }, (_, index) => `r${String(index).padStart(3, "0")}`);
  for (const id of ids) await putPending(desk.record, sampleAsk(id));
  const stuck = new Set(ids.slice(0, 80));
  const { snapshot } = desk.record;
  desk.record.snapshot = (id) => {
    if (stuck.has(id)) throw new TransientError("the row does not answer", { effect: "no" });
    return snapshot.call(desk.record, id);
  };
  desk.now += MINUTE_MS;
  const closed = () => desk.record.requests().filter(({ state }) => state === "closed").length;
  await desk.commands().revokeAll(ADA, { kind: "everything" }, "V0ALL");
  await desk.settle();
  expect(closed()).toBeLessThanOrEqual(100);
  for (let sweep = 0; sweep < 12; sweep++) {
    const before = closed();
    desk.now += MINUTE_MS;
    await desk.sweep();
    expect(closed() - before).toBeLessThanOrEqual(70);
  }
  expect(closed()).toBe(170);
});

// A form that is sent a second time: the same again is the request that it became, and anything else is told, never taken for it.
import { expect, test } from "vitest";
import type { Ask } from "../../../src/ports.ts";
import { memory } from "../../../src/strategies/memory.ts";
import { MemoryTarget } from "../../../src/strategies/memory-target.ts";
import { putActive } from "../../contracts/put.ts";
import { HOUR_MS, MINUTE_MS, NOON, sampleAsk, sampleFlow, sampleVersion, TEAM } from "../../fakes/samples.ts";
import { EngineDesk } from "./engine-desk.ts";

const target = {
  name: "orders-db",
  label: "Orders database",
  strategy: "memory",
  level: "read",
  endRemovesStanding: false,
};
const version = sampleVersion(
  sampleFlow({
    targets: [
      { ...target, settings: { group: "orders" } },
      { ...target, name: "invoices-db", label: "Invoices", settings: { group: "invoices" } },
    ],
  }),
);
const first: Ask = {
  flow: version,
  userId: "U0ANA",
  teamId: TEAM,
  viewId: "V1",
  target: "orders-db",
  answers: { reason: "Look at order 4711", ticket: null },
  durationMs: HOUR_MS,
};

function deskWithTargets(): EngineDesk {
  const desk = new EngineDesk();
  const strategy = memory(new MemoryTarget());
  const deployment = { ...desk.world.deployment, flows: [version] };
  Object.assign(desk.world, { strategies: () => strategy, deployment });
  return desk;
}

test("the same form sent again, whatever the order of its answers, is the same request", async () => {
  const desk = deskWithTargets();
  const sent = await desk.commands().submit(first);
  const again = await desk.commands().submit({ ...first, answers: { ticket: null, reason: "Look at order 4711" } });
  expect(sent.ok).toBe(true);
  expect(again).toEqual(sent);
  expect(desk.record.requests()).toHaveLength(1);
});

test.each([
  ["another answer", { answers: { reason: "Look at order 4712", ticket: null } }],
  ["an answer more", { answers: { reason: "Look at order 4711", ticket: "OPS-1" } }],
  ["another Target", { target: "invoices-db" }],
  ["another duration", { durationMs: 30 * MINUTE_MS }],
])("a form that was corrected to %s after it was sent is told that it was sent, and how", async (_what, corrected) => {
  const desk = deskWithTargets();
  const sent = await desk.commands().submit(first);
  if (!sent.ok) throw new Error(sent.refusal.kind);
  expect(await desk.commands().submit({ ...first, ...corrected })).toEqual({
    ok: false,
    refusal: { kind: "already_sent", request: sent.value, flowLabel: "Production database" },
  });
  expect(desk.record.requests()).toEqual([sent.value]);
  expect(desk.logged.at(-1)).toMatchObject({ name: "request.command.refused", fields: { why: "already_sent" } });
});

test("what is told to be held already is the strongest level, and of that the one that lasts longest", async () => {
  const desk = deskWithTargets();
  const sent = await desk.commands().submit(first);
  if (!sent.ok || sent.value.access === null) throw new Error("not sent");
  const { access } = sent.value;
  const held = (id: string, level: string, at: number) =>
    putActive(desk.record, sampleAsk(id, { access: { ...access, level } }), at);
  const cancel = { requestId: sent.value.id, seq: null, userId: "U0ANA", teamId: TEAM, reason: null };
  expect((await desk.commands().cancel(cancel)).ok).toBe(true);
  await held("r1", "write", NOON);
  await held("r2", "write", NOON + 1);
  await held("r3", "read", NOON + 5 * MINUTE_MS);
  desk.now += 10 * MINUTE_MS;
  expect(await desk.commands().submit({ ...first, viewId: "V2" })).toMatchObject({
    ok: true,
    value: { alreadyHeld: { level: "write", until: NOON + 1 + 2 * MINUTE_MS + HOUR_MS } },
  });
});

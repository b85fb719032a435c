// The record in memory keeps the record's contract, and does what its gate says.
import { expect, test } from "vitest";
import { hashEvent } from "../../src/domain/record.ts";
import { TransientError } from "../../src/ports.ts";
import { putActive, putPending } from "../contracts/put.ts";
import { storeContract } from "../contracts/store.ts";
import { gated } from "../fakes/gated.ts";
import { FakeRecord } from "../fakes/record.ts";
import { NOON, sampleAccess, sampleApprove, sampleAsk, sampleChange } from "../fakes/samples.ts";

storeContract("the record in memory", () => new FakeRecord());

test("with the record down nothing is done and the gate's error is what the caller sees", async () => {
  let down = false;
  const record = gated(new FakeRecord(), async () => {
    if (down) throw new TransientError("the record is down", { effect: "no" });
    return undefined;
  });
  const pending = await putPending(record, sampleAsk("r1"));
  down = true;
  await expect(record.commit(sampleChange(pending, sampleApprove(), NOON + 1), null)).rejects.toMatchObject({
    effect: "no",
  });
  await expect(record.snapshot("r1")).rejects.toBeInstanceOf(TransientError);
  expect(record.requests()).toEqual([pending]);
});

test("a lost answer means that the work was done and that nobody was told", async () => {
  const lost = new Set<string>(["commit"]);
  const record = gated(new FakeRecord(), async (method) => (lost.has(method) ? "lose_answer" : undefined));
  await expect(putPending(record, sampleAsk("r1"))).rejects.toMatchObject({
    name: "TransientError",
    effect: "unknown",
  });
  expect(await record.eventAt("r1", 1)).toEqual({ commandId: "submit:r1" });
});

test("nobody changes the record by changing what went in or came out", async () => {
  const record = new FakeRecord();
  const answers: Record<string, string> = { reason: "as it was asked" };
  await putPending(record, sampleAsk("r1", { answers }));
  expect(() => Object.assign(answers, { reason: "as it was never asked" })).toThrow(TypeError);
  const out = await record.snapshot("r1");
  expect(out?.request.answers).toEqual({ reason: "as it was asked" });
  expect(() => Object.assign(out?.request ?? {}, { state: "active" })).toThrow(TypeError);
});

test("a test can look at the events, the slots and everything that was ever owed", async () => {
  const record = new FakeRecord();
  await putActive(record, sampleAsk("r1"));
  const access = sampleAccess();
  await record.openSlot(access.key, access, { openedAt: NOON, baseline: "unknown", ids: {} });
  await record.delivered(["r1:1:card"], null);
  expect(record.events("r1").map(({ name }) => name)).toEqual(["submitted", "approved", "granted"]);
  expect(record.openSlots()).toMatchObject([{ key: access.key, access, openedAt: NOON, closedAt: null }]);
  expect(record.effects()[0]).toMatchObject({ effect: { id: "r1:1:card" }, delivered: true });
});

test("each event carries the hash of the one before it, and its own", async () => {
  const record = new FakeRecord();
  await putActive(record, sampleAsk("r1"));
  let previous = "";
  for (const { hash, ...event } of record.events("r1")) {
    expect(event.previous).toBe(previous);
    expect(hashEvent(event)).toBe(hash);
    previous = hash;
  }
  expect(previous).toBe((await record.snapshot("r1"))?.request.head);
});

// A commit is one step, and the event's key is the lock.

import { expect, test } from "vitest";
import { NOT_LINKED } from "../../src/domain/identity.ts";
import type { Store } from "../../src/ports.ts";
import {
  ANA,
  BEN,
  CLEO,
  HOUR_MS,
  MINUTE_MS,
  NOON,
  sampleAccess,
  sampleApprovalOnlyFlow,
  sampleApprove,
  sampleAsk,
  sampleChange,
  sampleEnded,
  sampleGranted,
  sampleSubmit,
  sampleVersion,
} from "../fakes/samples.ts";
import { put, putActive, putPending } from "./put.ts";

export function committing(makeStore: () => Store): void {
  test("a submission is read back whole: request, version and what is owed, in the domain's order", async () => {
    const store = makeStore();
    const version = sampleVersion();
    const change = sampleChange(null, sampleSubmit(sampleAsk("r1")), NOON);
    expect(await store.commit(change, version)).toBe("committed");
    const snapshot = {
      request: change.request,
      version,
      frozen: false,
      endOrdered: false,
      stuckSince: null,
      linked: NOT_LINKED,
      card: null,
      receipt: null,
    };
    expect(await store.snapshot("r1")).toEqual(snapshot);
    expect(await store.work("r1")).toEqual({
      snapshot,
      effects: change.effects.map((effect) => ({ effect, tries: 0, notBefore: NOON, errorClass: null })),
      unreadable: 0,
    });
  });

  test("what people wrote comes back letter by letter", async () => {
    const store = makeStore();
    const reason = `"quotes" 'n' <!channel> \u{1F512} nul \u0000 half \uD83D line\r\nbreak ${"ö".repeat(3_000)}`;
    await putPending(store, sampleAsk("r1", { answers: { reason, count: -0.5, sure: false, left_out: null } }));
    const snapshot = await store.snapshot("r1");
    expect(snapshot?.request.answers).toEqual({ reason, count: -0.5, sure: false, left_out: null });
  });

  test("a request is followed through its whole life", async () => {
    const store = makeStore();
    const active = await putActive(store, sampleAsk("r1"));
    const at = NOON + HOUR_MS + 2 * MINUTE_MS;
    const closed = await put(store, active, sampleEnded(active, at), at);
    expect(closed).toMatchObject({ state: "closed", outcome: "expired", seq: 4 });
    expect((await store.snapshot("r1"))?.request).toEqual(closed);
    const owed = (await store.work("r1"))?.effects.map(({ effect }) => `${effect.seq} ${effect.body.kind}`);
    expect(owed).toEqual([
      ...["1 card", "1 receipt", "2 hold", "2 card", "2 receipt", "2 note"],
      ...["3 card", "3 receipt", "3 note", "4 card", "4 receipt", "4 note"],
    ]);
  });

  test("an approval is not taken while new grants are frozen; everything else is, and so is it afterwards", async () => {
    const store = makeStore();
    const pending = await putPending(store, sampleAsk("r1"));
    const order = { by: CLEO, at: NOON } as const;
    await store.placeOrder({ id: "o1", kind: "freeze", ...order });
    const approved = sampleChange(pending, sampleApprove(), NOON + 1);
    expect(await store.commit(approved, null)).toBe("conflict");
    expect((await store.snapshot("r1"))?.request).toEqual(pending);
    await store.placeOrder({ id: "o2", kind: "unfreeze", ...order });
    expect(await store.commit(approved, null)).toBe("committed");
    await store.placeOrder({ id: "o3", kind: "freeze", ...order });
    await put(store, approved.request, sampleGranted(approved.request, NOON + 2, NOON + HOUR_MS), NOON + 2);
  });

  test("of two writers that read the same request, the second conflicts and leaves nothing behind", async () => {
    const store = makeStore();
    const pending = await putPending(store, sampleAsk("r1"));
    const approved = sampleChange(pending, sampleApprove({ by: BEN }), NOON + 1);
    const denied = sampleChange(pending, { kind: "deny", commandId: "deny-1", by: CLEO, reason: "no" }, NOON + 1);
    expect(await store.commit(approved, null)).toBe("committed");
    expect(await store.commit(denied, null)).toBe("conflict");
    const work = await store.work("r1");
    expect(work?.snapshot.request).toEqual(approved.request);
    expect(work?.effects.filter(({ effect }) => effect.seq === 2).map(({ effect }) => effect)).toEqual(
      // When it is due is the row's to say.
      approved.effects.map(({ notBefore: _, ...effect }) => effect),
    );
  });

  test("of 20 racers exactly one wins, and the record holds the winner's change alone", async () => {
    const store = makeStore();
    const pending = await putPending(store, sampleAsk("r1"));
    const racers = Array.from({ length: 20 }, (_, i) =>
      sampleChange(pending, sampleApprove({ commandId: `approve-${i}`, grantWithinMs: i + 1 }), NOON + 1),
    );
    const outcomes = await Promise.all(racers.map((change) => store.commit(change, null)));
    const winners = racers.filter((_, i) => outcomes[i] === "committed");
    expect(winners).toHaveLength(1);
    expect((await store.snapshot("r1"))?.request).toEqual(winners[0]?.request);
    expect(await store.eventAt("r1", 2)).toEqual({ commandId: winners[0]?.event.commandId });
    expect((await store.work("r1"))?.effects).toHaveLength(6);
  });

  test("a writer whose answer was lost finds its own command under the event's key, and another's where it lost", async () => {
    const store = makeStore();
    const pending = await putPending(store, sampleAsk("r1"));
    expect(await store.eventAt("r1", 2)).toBeNull();
    const mine = sampleChange(pending, sampleApprove({ commandId: "mine" }), NOON + 1);
    await store.commit(mine, null);
    expect(await store.commit(mine, null)).toBe("conflict");
    expect(await store.eventAt("r1", 2)).toEqual({ commandId: "mine" });
    expect((await store.work("r1"))?.effects).toHaveLength(6);
  });

  test("a command is recorded once, whatever the request has become since", async () => {
    const store = makeStore();
    const active = await putActive(store, sampleAsk("r1"));
    const again = sampleChange(active, { kind: "revoke", commandId: "approve-1", by: BEN, note: null }, NOON + HOUR_MS);
    expect(await store.commit(again, null)).toBe("conflict");
    expect((await store.snapshot("r1"))?.request).toEqual(active);
  });

  test("an event from a later state than the record's conflicts, and the request is not touched", async () => {
    const store = makeStore();
    const pending = await putPending(store, sampleAsk("r1"));
    const ahead = { ...pending, seq: 2, head: "f".repeat(64) };
    expect(await store.commit(sampleChange(ahead, sampleApprove(), NOON + 1), null)).toBe("conflict");
    expect((await store.snapshot("r1"))?.request).toEqual(pending);
    expect(await store.eventAt("r1", 3)).toBeNull();
  });

  test("an event that does not follow the last one's hash conflicts", async () => {
    const store = makeStore();
    const pending = await putPending(store, sampleAsk("r1"));
    const forged = sampleChange({ ...pending, head: "f".repeat(64) }, sampleApprove(), NOON + 1);
    expect(await store.commit(forged, null)).toBe("conflict");
    expect((await store.snapshot("r1"))?.request).toEqual(pending);
  });

  test("a request's id is used once", async () => {
    const store = makeStore();
    const pending = await putPending(store, sampleAsk("r1"));
    const other = sampleChange(null, sampleSubmit(sampleAsk("r1", { viewId: "V-other" })), NOON + 1);
    expect(await store.commit(other, sampleVersion())).toBe("conflict");
    expect((await store.snapshot("r1"))?.request).toEqual(pending);
  });

  test("one submitted view becomes one request; the same id in another team is another view", async () => {
    const store = makeStore();
    await putPending(store, sampleAsk("r1", { viewId: "V1" }));
    const twin = sampleChange(null, sampleSubmit(sampleAsk("r2", { viewId: "V1" })), NOON);
    expect(await store.commit(twin, sampleVersion())).toBe("conflict");
    expect(await store.snapshot("r2")).toBeNull();
    expect(await store.eventAt("r2", 1)).toBeNull();
    await putPending(store, sampleAsk("r3", { viewId: "V1", teamId: "T0ELSE" }));
  });

  test("one slot and level waits for one answer at a time; another level waits beside it", async () => {
    const store = makeStore();
    await putPending(store, sampleAsk("r1", { access: sampleAccess() }));
    const twin = sampleChange(null, sampleSubmit(sampleAsk("r2", { access: sampleAccess() })), NOON);
    expect(await store.commit(twin, sampleVersion())).toBe("conflict");
    await putPending(store, sampleAsk("r3", { access: sampleAccess({ level: "write" }) }));
  });

  test("an approval in part leaves the request waiting, with who approved and what it lacks, and the next one finds it so", async () => {
    const store = makeStore();
    const pending = await putPending(store, sampleAsk("r1"));
    const part = { stage: 0, awaiting: { stage: 1, missing: 1 } };
    const first = sampleChange(pending, sampleApprove({ part }), NOON + 1);
    expect(await store.commit(first, null)).toBe("committed");
    const read = (await store.snapshot("r1"))?.request;
    expect(read).toEqual(first.request);
    expect(read).toMatchObject({ state: "pending", hold: null, awaiting: { stage: 1, missing: 1 } });
    const last = sampleApprove({ commandId: "approve-2", by: CLEO, part: { stage: 1, awaiting: null } });
    const rival = sampleChange(first.request, { ...last, commandId: "approve-3" }, NOON + 2);
    const second = sampleChange(first.request, last, NOON + 2);
    expect(await store.commit(second, null)).toBe("committed");
    expect(await store.commit(rival, null)).toBe("conflict");
    expect((await store.snapshot("r1"))?.request).toEqual(second.request);
  });

  test("a slot may be asked for again once its request is approved, and once it is closed", async () => {
    const store = makeStore();
    const access = sampleAccess();
    const first = await putPending(store, sampleAsk("r1", { access }));
    await put(store, first, sampleApprove(), NOON + 1);
    const second = await putPending(store, sampleAsk("r2", { access }));
    await put(store, second, { kind: "deny", commandId: "deny-1", by: BEN, reason: null }, NOON + 2);
    await putPending(store, sampleAsk("r3", { access }));
  });

  test("requests without access never stand in each other's way", async () => {
    const store = makeStore();
    const version = sampleVersion(sampleApprovalOnlyFlow());
    for (const id of ["r1", "r2"]) {
      const ask = sampleAsk(id, { flow: "release", version: version.hash, access: null, durationMs: null });
      await put(store, null, sampleSubmit(ask), NOON, version);
    }
    expect((await store.snapshot("r2"))?.version).toEqual(version);
  });

  test("a version is stored once, however often it comes along", async () => {
    const store = makeStore();
    await putPending(store, sampleAsk("r1"));
    await putPending(store, sampleAsk("r2"));
    const known = {
      teamId: "T0SYM",
      viewId: "V-none",
      version: sampleVersion().hash,
      among: null,
      requester: ANA,
      since: NOON,
    };
    expect((await store.beforeSubmit(known)).versionKnown).toBe(true);
    expect((await store.snapshot("r2"))?.version).toEqual(sampleVersion());
  });

  test("nothing is stored of a request whose version is not in the record", async () => {
    const store = makeStore();
    const change = sampleChange(null, sampleSubmit(sampleAsk("r1")), NOON);
    await expect(store.commit(change, null)).rejects.toMatchObject({ name: "TransientError", effect: "unknown" });
    expect(await store.snapshot("r1")).toBeNull();
    expect(await store.eventAt("r1", 1)).toBeNull();
  });

  test("nothing is known of a request that was never made", async () => {
    const store = makeStore();
    expect(await store.snapshot("r0")).toBeNull();
    expect(await store.work("r0")).toBeNull();
    expect(await store.eventAt("r0", 1)).toBeNull();
  });
}

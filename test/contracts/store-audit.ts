// The trail has everything that was stored, in the order in which it was stored; a digest follows the one before it or is
// refused; what may not be kept is counted.
import { expect, test } from "vitest";
import { type AuditEntry, KEPT_AN_HOUR, overflowEntry } from "../../src/domain/audit-entry.ts";
import { hashOf } from "../../src/domain/canonical.ts";
import { type Digest, type DigestBody, hashDigest } from "../../src/domain/digest.ts";
import type { Store } from "../../src/ports.ts";
import { ANA, BEN, HOUR_MS, NOON, sampleAsk, sampleVersion } from "../fakes/samples.ts";
import { putActive, putPending } from "./put.ts";

const HOUR = Math.floor(NOON / HOUR_MS);

export const sampleEntry = (
  id: string,
  at = NOON,
  actor: AuditEntry["actor"] = { kind: "person", key: ANA },
): AuditEntry => ({
  id,
  at,
  actor,
  action: "approve",
  request: null,
  slot: null,
  result: "may_not_approve",
  state: null,
  evidence: {},
});

export const sampleDigest = (body: Partial<DigestBody> = {}, signature: string | null = null): Digest => {
  const counts = { version: 0, event: 0, order: 0, entry: 0 };
  const whole: DigestBody = {
    ...{ format: 1, seq: 1, at: NOON, from: 1, to: 0, counts, root: "", previous: "", key: null },
    ...body,
  };
  return { body: whole, hash: hashDigest(whole), signature };
};

export function auditing(makeStore: () => Store): void {
  test("the trail numbers versions, events, orders and entries as they were stored", async () => {
    const store = makeStore();
    const first = await putPending(store, sampleAsk("r1"));
    await store.placeOrder({ id: "o1", kind: "freeze", by: BEN, at: NOON });
    await store.witness(sampleEntry("e1"));
    await store.placeOrder({ id: "o2", kind: "revoke_all", scope: { kind: "everything" }, by: BEN, at: NOON });
    const later = await putPending(store, sampleAsk("r2", { viewId: "V2", access: null, durationMs: null }), NOON - 1);
    const order = { id: "o1", kind: "freeze", by: BEN, at: NOON, scope: null };
    const ended = { id: "o2", kind: "revoke_all", by: BEN, at: NOON, scope: '{"kind":"everything"}' };
    expect(await store.trail(0, 10)).toEqual([
      { position: 1, kind: "version", ref: sampleVersion().hash, seq: null, hash: sampleVersion().hash },
      { position: 2, kind: "event", ref: "r1", seq: 1, hash: first.head },
      { position: 3, kind: "order", ref: "o1", seq: null, hash: hashOf(order) },
      { position: 4, kind: "entry", ref: "e1", seq: null, hash: hashOf(sampleEntry("e1")) },
      { position: 5, kind: "order", ref: "o2", seq: null, hash: hashOf(ended) },
      { position: 6, kind: "event", ref: "r2", seq: 1, hash: later.head },
    ]);
    expect((await store.trail(3, 2)).map(({ position }) => position)).toEqual([4, 5]);
  });

  test("what is stored again, or lost against another writer, leaves nothing more", async () => {
    const store = makeStore();
    await putActive(store, sampleAsk("r1"));
    const lines = await store.trail(0, 100);
    await store.placeOrder({ id: "o1", kind: "freeze", by: BEN, at: NOON });
    await store.placeOrder({ id: "o1", kind: "freeze", by: BEN, at: NOON });
    await store.witness(sampleEntry("e1"));
    await store.witness(sampleEntry("e1"));
    expect(await store.overflows(HOUR + 1)).toEqual([]);
    expect(await store.trail(lines.length, 100)).toHaveLength(2);
  });

  test("of one person's hour so much is kept, and the rest counted; others and other hours have their own", async () => {
    const store = makeStore();
    for (let n = 0; n < KEPT_AN_HOUR + 3; n++) await store.witness(sampleEntry(`e${n}`, NOON + n));
    await store.witness(sampleEntry("b1", NOON, { kind: "person", key: BEN }));
    await store.witness(sampleEntry("next", NOON + HOUR_MS));
    expect(await store.trail(0, 100)).toHaveLength(KEPT_AN_HOUR + 2);
    expect(await store.overflows(HOUR)).toEqual([]);
    const overflow = { name: ANA, hour: HOUR, more: 3 };
    expect(await store.overflows(HOUR + 1)).toEqual([overflow]);
    const told = overflowEntry(overflow, NOON + HOUR_MS);
    await store.overflowTold(overflow, told);
    await store.overflowTold(overflow, told);
    expect(await store.overflows(HOUR + 1)).toEqual([]);
    expect((await store.trail(KEPT_AN_HOUR + 2, 100)).map(({ ref }) => ref)).toEqual([told.id]);
    await store.witness(sampleEntry("late", NOON + 59));
    expect(await store.overflows(HOUR + 1)).toEqual([{ ...overflow, more: 4 }]);
  });

  test("a digest follows the newest one, or is refused", async () => {
    const store = makeStore();
    await putActive(store, sampleAsk("r1"));
    expect(await store.digestState()).toEqual({ newest: null, homes: [] });
    const first = sampleDigest({ to: 3 }, "signature");
    expect(await store.keepDigest(sampleDigest({ seq: 2 }))).toBe("conflict");
    expect(await store.keepDigest(sampleDigest({ previous: "another" }))).toBe("conflict");
    expect(await store.keepDigest(sampleDigest({ to: 5 }))).toBe("conflict");
    expect(await store.keepDigest(sampleDigest({ from: 2, to: 3 }))).toBe("conflict");
    expect(await store.keepDigest(first)).toBe("kept");
    expect(await store.keepDigest(first)).toBe("conflict");
    const second = sampleDigest({ seq: 2, from: 4, to: 3, previous: first.hash });
    expect(await store.keepDigest(sampleDigest({ seq: 2, from: 4, to: 4 }))).toBe("conflict");
    expect(await store.keepDigest(second)).toBe("kept");
    expect((await store.digestState()).newest).toEqual(second);
    expect(await store.digestsAfter(0, 10)).toEqual([first, second]);
    expect(await store.digestsAfter(1, 10)).toEqual([second]);
    expect(await store.digestsAfter(0, 1)).toEqual([first]);
  });

  test("a home of digests never goes back", async () => {
    const store = makeStore();
    await store.homeReached({ home: "slack", seq: 3, notBefore: 0 });
    await store.homeReached({ home: "slack", seq: 2, notBefore: NOON });
    expect((await store.digestState()).homes).toEqual([{ home: "slack", seq: 3, notBefore: NOON }]);
  });
}

// Places are taken in turn, what was found is told once, and a slot is opened to be emptied only where nothing of ours is in the way.
import { expect, test } from "vitest";
import type { Finding } from "../../src/domain/drift-finding.ts";
import type { Store } from "../../src/ports.ts";
import { BEN, CLEO, HOUR_MS, MINUTE_MS, NOON, sampleAccess, sampleAsk } from "../fakes/samples.ts";
import { put, putActive, putGranting, putPending } from "./put.ts";

const DAY_MS = 24 * HOUR_MS;
const PLACE = "memory|2:db|";
const keyOf = (account: string): string => `${PLACE}${account.length}:${account}`;
const nothing = { level: null, inherited: null };
const accessOf = (account: string) => sampleAccess({ key: keyOf(account), account: { id: account, label: account } });
const removable = (account: string, ...names: readonly string[]) => ({
  access: accessOf(account),
  ids: { group: "g1" },
  keys: [account, ...names].map(keyOf),
});

export const sampleFinding = (change: Partial<Finding> = {}): Finding => ({
  ...{ targets: ["prod/orders-db"], at: NOON, members: 3, ours: 1, standing: 1, more: 0, missing: [] },
  ...{ others: [{ id: "0123456789abcdef", since: NOON, toldAt: null }], contradicted: 0 },
  ...{ removal: "off", removing: [], gone: 0, lingering: 0 },
  ...change,
});

export function drifting(makeStore: () => Store): void {
  test("of the places that are due the one that waited longest is taken, by one, until its time", async () => {
    const store = makeStore();
    const take = (now: number) => store.takePlace(["b", "a"], now, now + HOUR_MS);
    expect(await take(NOON)).toEqual({ place: "a", last: null });
    expect(await take(NOON + 1)).toEqual({ place: "b", last: null });
    expect(await take(NOON + 2)).toBeNull();
    await store.compared("a", sampleFinding(), "news", NOON + DAY_MS);
    expect(await take(NOON + HOUR_MS + 1)).toEqual({ place: "b", last: null });
    expect(await take(NOON + DAY_MS)).toMatchObject({ place: "b" });
    expect(await take(NOON + DAY_MS)).toEqual({ place: "a", last: { finding: sampleFinding(), toldAt: null } });
    expect(await store.lastFinding("c")).toBeNull();
  });

  test("a finding is told until it was told; the same again is not, and another one is", async () => {
    const store = makeStore();
    await store.takePlace(["a"], NOON, NOON);
    await store.compared("a", sampleFinding(), "one", NOON);
    expect(await store.untoldFindings(5)).toEqual([{ place: "a", news: "one", finding: sampleFinding() }]);
    await store.findingsTold([{ place: "a", news: "older" }], NOON + 1);
    expect(await store.untoldFindings(5)).toHaveLength(1);
    await store.findingsTold([{ place: "a", news: "one" }], NOON + 2);
    expect(await store.untoldFindings(5)).toEqual([]);
    await store.compared("a", sampleFinding({ at: NOON + DAY_MS }), "one", NOON);
    expect(await store.untoldFindings(5)).toEqual([]);
    expect(await store.lastFinding("a")).toEqual({ finding: sampleFinding({ at: NOON + DAY_MS }), toldAt: NOON + 2 });
    await store.compared("a", sampleFinding({ others: [] }), "", NOON);
    expect(await store.untoldFindings(5)).toMatchObject([{ news: "" }]);
    expect((await store.lastFinding("a"))?.toldAt).toBeNull();
  });

  test("known of a place are its open slots, those that go back to something, and who holds or unproven held one", async () => {
    const store = makeStore();
    const open = (account: string, openedAt: number, level: string | null) =>
      store.openSlot(keyOf(account), accessOf(account), { openedAt, baseline: { level, inherited: null }, ids: {} });
    await open("ana", NOON, null);
    for (const [account, level] of [
      ["ben", "read"],
      ["cleo", null],
    ] as const) {
      await open(account, NOON, level);
      await store.closeSlot(keyOf(account), NOON, NOON + 1);
    }
    await store.openSlot("memory|3:db2|3:ana", sampleAccess({ key: "memory|3:db2|3:ana" }), {
      ...{ openedAt: NOON, baseline: nothing, ids: {} },
    });
    await putPending(store, sampleAsk("r1", { access: { ...accessOf("ana"), level: "write" } }));
    await putGranting(store, sampleAsk("r2", { access: accessOf("ana") }));
    await putActive(store, sampleAsk("r3", { access: accessOf("dan") }));
    await putActive(store, sampleAsk("r4"));
    const { slots, requests, unreadable } = await store.knownAt(PLACE, NOON);
    expect(slots).toEqual([
      { key: keyOf("ana"), openedAt: NOON, baseline: nothing, ids: {}, isOpen: true },
      { key: keyOf("ben"), openedAt: NOON, baseline: { level: "read", inherited: null }, ids: {}, isOpen: false },
    ]);
    expect([requests.map(({ id }) => id), unreadable]).toEqual([["r2", "r3"], 0]);
  });

  test("what people closed and nobody proved gone is known for as long as it is asked for", async () => {
    const store = makeStore();
    const active = await putActive(store, sampleAsk("r1", { access: accessOf("ana") }));
    const until = active.granted?.until ?? 0;
    const late = until + HOUR_MS;
    const struggling = { kind: "struggling", commandId: "late", sequence: active.hold?.sequence ?? 0 } as const;
    const told = await put(store, active, { ...struggling, since: until, at: late, detail: "down" }, late);
    const proposal = { kind: "propose_close", commandId: "p", by: BEN, evidence: "looked" } as const;
    const proposed = await put(store, told, proposal, late);
    await put(store, proposed, { kind: "confirm_close", commandId: "c", by: CLEO }, late);
    const known = async (since: number) => (await store.knownAt(PLACE, since)).requests.map(({ id }) => id);
    expect(await known(late)).toEqual(["r1"]);
    expect(await known(late + 1)).toEqual([]);
  });

  test("a slot is opened to be emptied where nobody holds it, under any of its names, and nothing stood there", async () => {
    const store = makeStore();
    await putGranting(store, sampleAsk("r1", { access: accessOf("granting") }));
    await putActive(store, sampleAsk("r2", { access: accessOf("held") }));
    for (const [account, level] of [
      ["standing", "read"],
      ["gone", null],
      ["open", null],
    ] as const) {
      const row = { openedAt: NOON, baseline: { level, inherited: null }, ids: {} };
      await store.openSlot(keyOf(account), accessOf(account), row);
      if (account !== "open") await store.closeSlot(keyOf(account), NOON, NOON + 1);
    }
    const wanted = ["granting", "held", "standing", "open", "gone", "eve"].map((account) => removable(account));
    const aliases = [removable("mallory", "held"), removable("trudy", "standing"), removable("walter", "open")];
    const opened = await store.openToRemove([...wanted, ...aliases], NOON + MINUTE_MS);
    expect(opened).toEqual([keyOf("eve"), keyOf("gone")].sort());
    const { open } = await store.claims(keyOf("eve"));
    expect(open).toEqual({ openedAt: NOON + MINUTE_MS, baseline: nothing, ids: { group: "g1" } });
    expect((await store.leftSlots(10)).slots).toContainEqual(accessOf("eve"));
    expect(await store.openToRemove([removable("eve")], NOON + HOUR_MS)).toEqual([]);
  });

  test("while Sym is frozen no slot is opened to be emptied", async () => {
    const store = makeStore();
    await store.placeOrder({ id: "f", kind: "freeze", by: BEN, at: NOON });
    expect(await store.openToRemove([removable("eve")], NOON)).toEqual([]);
    await store.placeOrder({ id: "u", kind: "unfreeze", by: BEN, at: NOON });
    expect(await store.openToRemove([removable("eve")], NOON)).toEqual([keyOf("eve")]);
  });
}

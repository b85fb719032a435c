// Links are kept with the request that they were found for, changed by orders as a whole, and told with every question about an
// account.
import { expect, test } from "vitest";
import type { Link } from "../../src/domain/identity.ts";
import type { PersonKey } from "../../src/domain/person.ts";
import type { LinkOrder, Store } from "../../src/ports.ts";
import {
  ANA,
  BEN,
  CLEO,
  NOON,
  sampleAccess,
  sampleAsk,
  sampleChange,
  sampleSubmit,
  sampleVersion,
  TEAM,
} from "../fakes/samples.ts";

const ROOM = { pending: 100, recent: 100, since: 0 };
const account = (id: string) => ({ id, label: `${id} as people read it` });

export const sampleLink = (overrides: Partial<Link> = {}): Link => ({
  person: ANA,
  realm: "memory",
  flow: "",
  account: account("ana"),
  source: "found",
  address: "a".repeat(64),
  by: ANA,
  at: NOON,
  told: null,
  ...overrides,
});

/** Somebody else's submission is another view at another slot. */
const asking = (id: string, requester: PersonKey = ANA) =>
  sampleChange(
    null,
    sampleSubmit(sampleAsk(id, { requester, access: sampleAccess({ key: `memory|${id}`, realm: "memory" }) })),
    NOON,
  );
const find = (store: Store, id: string, link: Link) =>
  store.commit(asking(id, link.person), sampleVersion(), ROOM, { kind: "found", link });

const linkedTo = async (store: Store, requester: PersonKey, accountId: string | null = "ana", realm = "memory") =>
  (
    await store.beforeSubmit({
      teamId: TEAM,
      viewId: "V0",
      version: sampleVersion().hash,
      among: null,
      requester,
      since: 0,
      seek: { realm, account: accountId === null ? null : account(accountId) },
    })
  ).linked;

const saying = (id: string, changes: LinkOrder["changes"], at = NOON + 1): LinkOrder => ({
  id,
  by: CLEO,
  at,
  source: "admin",
  changes,
});
const place = { person: ANA, realm: "memory", flow: "" } as const;
const everybody = async (store: Store) => (await store.links({ kind: "everybody" }, 0, 100)).links;

export function linking(makeStore: () => Store): void {
  test("a link that was found comes with its request, and is told before the next one", async () => {
    const store = makeStore();
    expect(await linkedTo(store, ANA)).toEqual({ own: [], taken: false });
    expect(await find(store, "r1", sampleLink())).toBe("committed");
    expect(await linkedTo(store, ANA)).toEqual({ own: [sampleLink()], taken: false });
    expect(await linkedTo(store, ANA, "ana", "another")).toEqual({ own: [], taken: false });
    expect((await store.snapshot("r1"))?.linked).toEqual({ own: [sampleLink()], taken: false });
  });

  test("a submission that fails keeps no link", async () => {
    const store = makeStore();
    const full = { ...ROOM, pending: 0 };
    const note = { kind: "found", link: sampleLink() } as const;
    expect(await store.commit(asking("r1"), sampleVersion(), full, note)).toBe("conflict");
    expect(await everybody(store)).toEqual([]);
  });

  test("a second find moves nothing, and each way of finding has its own", async () => {
    const store = makeStore();
    await find(store, "r1", sampleLink());
    await find(store, "r2", sampleLink({ account: account("alba"), at: NOON + 5 }));
    await find(store, "r3", sampleLink({ account: account("root"), flow: "break-glass" }));
    expect((await linkedTo(store, ANA)).own.map((link) => [link.flow, link.account.id])).toEqual([
      ["", "ana"],
      ["break-glass", "root"],
    ]);
  });

  test("an account that is somebody else's is not found for another, however it is spelt, and the batch does nothing", async () => {
    const store = makeStore();
    await find(store, "r1", sampleLink());
    expect(await linkedTo(store, BEN, "ANA")).toEqual({ own: [], taken: true });
    expect(await linkedTo(store, BEN, "ana", "another")).toEqual({ own: [], taken: false });
    expect(await linkedTo(store, BEN, null)).toEqual({ own: [], taken: false });
    expect(await find(store, "r2", sampleLink({ person: BEN, by: BEN, account: account("Ana") }))).toBe("conflict");
    expect(await store.snapshot("r2")).toBeNull();
    expect(await everybody(store)).toEqual([sampleLink()]);
  });

  test("of ten who find one account at once, one has it", async () => {
    const store = makeStore();
    const people = Array.from({ length: 10 }, (_, i): PersonKey => `T0SYM/U0P${i}`);
    const outcomes = await Promise.all(
      people.map((person, i) => find(store, `r${i}`, sampleLink({ person, by: person }))),
    );
    expect(outcomes.filter((outcome) => outcome === "committed")).toHaveLength(1);
    expect(await everybody(store)).toHaveLength(1);
  });

  test("a request knows that its account was linked to somebody else since", async () => {
    const store = makeStore();
    expect(await store.commit(asking("r1"), sampleVersion(), ROOM)).toBe("committed");
    expect((await store.snapshot("r1"))?.linked).toEqual({ own: [], taken: false });
    await store.relink(saying("o1", [{ ...place, person: BEN, before: null, after: account("ana") }]));
    expect((await store.snapshot("r1"))?.linked).toEqual({ own: [], taken: true });
    expect((await store.work("r1"))?.snapshot.linked.taken).toBe(true);
  });

  test("what the operators heard is kept with the link, and nowhere else", async () => {
    const store = makeStore();
    await find(store, "r1", sampleLink());
    const told = { kind: "told", place, told: "b".repeat(64) } as const;
    expect(await store.commit(asking("r2"), null, ROOM, told)).toBe("committed");
    expect(await store.commit(asking("r3"), null, ROOM, { ...told, place: { ...place, realm: "none" } })).toBe(
      "committed",
    );
    expect(await everybody(store)).toEqual([sampleLink({ told: "b".repeat(64) })]);
  });

  test("an order sets, changes and removes, and leaves a line in the trail each time", async () => {
    const store = makeStore();
    const [one, two] = [account("ana"), account("alba")];
    expect(await store.relink(saying("o1", [{ ...place, before: null, after: one }]))).toBe("placed");
    const set = sampleLink({ account: one, source: "admin", address: null, by: CLEO, at: NOON + 1 });
    expect(await everybody(store)).toEqual([set]);
    expect(await store.relink(saying("o2", [{ ...place, before: one, after: two }], NOON + 2))).toBe("placed");
    expect(await everybody(store)).toEqual([{ ...set, account: two, at: NOON + 2 }]);
    expect(await store.relink(saying("o3", [{ ...place, before: two, after: null }]))).toBe("placed");
    expect(await everybody(store)).toEqual([]);
    const lines = await store.trail(0, 10);
    expect(lines.map(({ kind, ref }) => [kind, ref])).toEqual([
      ["order", "o1"],
      ["order", "o2"],
      ["order", "o3"],
    ]);
    expect(new Set(lines.map(({ hash }) => hash)).size).toBe(3);
    expect(await store.openOrders()).toEqual({ orders: [], unreadable: [] });
  });

  test("an order that comes again does nothing, whatever has happened since", async () => {
    const store = makeStore();
    const set = saying("o1", [{ ...place, before: null, after: account("ana") }]);
    const remove = saying("o2", [{ ...place, before: account("ana"), after: null }]);
    expect([await store.relink(set), await store.relink(set)]).toEqual(["placed", "known"]);
    expect(await store.relink(remove)).toBe("placed");
    expect([await store.relink(set), await store.relink(remove)]).toEqual(["known", "known"]);
    expect(await everybody(store)).toEqual([]);
    expect(await store.trail(0, 10)).toHaveLength(2);
  });

  test("an order about links that are not as it says does nothing of what it says", async () => {
    const store = makeStore();
    await find(store, "r1", sampleLink());
    const before = await store.trail(0, 10);
    const changes = [
      { ...place, person: BEN, before: null, after: account("ben") },
      { ...place, before: null, after: account("alba") },
    ];
    expect(await store.relink(saying("o1", changes))).toBe("conflict");
    expect(await store.relink(saying("o2", [{ ...place, before: account("gone"), after: null }]))).toBe("conflict");
    expect(await everybody(store)).toEqual([sampleLink()]);
    expect(await store.trail(0, 10)).toEqual(before);
  });

  test("of two orders from one state one is carried out", async () => {
    const store = makeStore();
    const to = (id: string) => saying(id, [{ ...place, before: null, after: account(id) }]);
    const outcomes = await Promise.all([store.relink(to("o1")), store.relink(to("o2"))]);
    expect(outcomes.toSorted()).toEqual(["conflict", "placed"]);
    expect(await everybody(store)).toHaveLength(1);
  });

  test("an admin may link one account to two people, and both are told of", async () => {
    const store = makeStore();
    await find(store, "r1", sampleLink());
    await store.relink(saying("o1", [{ ...place, person: BEN, before: null, after: account("Ana") }]));
    const of = { kind: "account", realm: "memory", account: account("ANA") } as const;
    const { links, total } = await store.links(of, 0, 10);
    expect([links.map(({ person }) => person), total]).toEqual([[ANA, BEN], 2]);
    expect((await linkedTo(store, ANA)).own).toHaveLength(1);
  });

  test("links are listed by person and realm, a page at a time, and the total is told beyond the end too", async () => {
    const store = makeStore();
    const changes = [BEN, ANA].flatMap((person) =>
      ["two", "one"].map((realm) => ({ person, realm, flow: "", before: null, after: account(`${person}-${realm}`) })),
    );
    await store.relink(saying("o1", changes));
    const page = async (offset: number, limit: number) => {
      const { links, total } = await store.links({ kind: "everybody" }, offset, limit);
      return [links.map(({ person, realm }) => `${person} ${realm}`), total];
    };
    expect(await page(0, 3)).toEqual([[`${ANA} one`, `${ANA} two`, `${BEN} one`], 4]);
    expect(await page(3, 3)).toEqual([[`${BEN} two`], 4]);
    expect(await page(9, 3)).toEqual([[], 4]);
    expect((await store.links({ kind: "person", person: BEN }, 0, 1)).total).toBe(2);
  });
}

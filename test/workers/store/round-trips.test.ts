// How often each method asks D1, and how: what people wait for is one read at the primary and one batch.
import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import type { Store } from "../../../src/ports.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { putActive, putPending } from "../../contracts/put.ts";
import { sampleLink } from "../../contracts/store-links.ts";
import {
  ANA,
  NOON,
  sampleAccess,
  sampleApprove,
  sampleAsk,
  sampleChange,
  sampleSubmit,
  sampleVersion,
  TEAM,
} from "../../fakes/samples.ts";
import { type Watched, watch } from "./watched-d1.ts";

let watched: Watched;
let store: Store;
beforeEach(() => {
  watched = watch(env.DB);
  store = openStore(watched.db);
});

/** Where each trip went and with how many statements, since the record was last looked at. */
const trips = (): string[] =>
  watched.trips.splice(0).map(({ session, statements }) => `${session ?? "primary, no session"}: ${statements.length}`);

const slot = { key: sampleAccess().key, level: "read" };

test("an approval is one read of one statement and one batch of three", async () => {
  await putPending(store, sampleAsk("r1"));
  trips();
  const snapshot = await store.snapshot("r1");
  const change = sampleChange(snapshot?.request ?? null, sampleApprove(), NOON + 1);
  expect(await store.commit(change, null)).toBe("committed");
  expect(trips()).toEqual(["first-primary: 1", "primary, no session: 3"]);
});

test("a submission is one read of two statements and one batch of four", async () => {
  const question = {
    teamId: TEAM,
    viewId: "V1",
    version: sampleVersion().hash,
    among: slot,
    requester: ANA,
    since: NOON,
  };
  expect(await store.beforeSubmit(question)).toMatchObject({ submitted: null });
  await store.commit(sampleChange(null, sampleSubmit(sampleAsk("r1")), NOON), sampleVersion());
  expect(trips()).toEqual(["first-primary: 2", "primary, no session: 4"]);
});

test("links are asked about in that very read, and what was found is one statement more in that very batch", async () => {
  const seek = { realm: "memory", account: { id: "ana", label: "ana" } };
  const version = sampleVersion().hash;
  const question = { teamId: TEAM, viewId: "V1", version, among: slot, requester: ANA, since: NOON, seek };
  expect(await store.beforeSubmit(question)).toMatchObject({ linked: { own: [], taken: false } });
  const note = { kind: "found", link: sampleLink() } as const;
  await store.commit(sampleChange(null, sampleSubmit(sampleAsk("r1")), NOON), sampleVersion(), null, note);
  expect(trips()).toEqual(["first-primary: 2", "primary, no session: 5"]);
});

test("every read is one trip of a session of its own that starts at the primary", async () => {
  const request = await putActive(store, sampleAsk("r1", { access: sampleAccess() }));
  trips();
  const scope = { kind: "everything" } as const;
  const reads: Record<string, () => Promise<unknown>> = {
    snapshot: () => store.snapshot("r1"),
    beforeSubmit: () =>
      store.beforeSubmit({
        teamId: TEAM,
        viewId: "V1",
        version: request.version,
        among: null,
        requester: ANA,
        since: NOON,
      }),
    eventAt: () => store.eventAt("r1", 1),
    work: () => store.work("r1"),
    claims: () => store.claims(slot.key),
    closedSlot: () => store.closedSlot(slot.key),
    foundSlots: () => store.foundSlots(10),
    owedToOperators: () => store.owedToOperators(10),
    overdue: () => store.overdue(NOON, 10),
    leftSlots: () => store.leftSlots(10),
    dueRequests: () => store.dueRequests(NOON, 10),
    listFor: () => store.listFor(ANA, 5),
    liveAccess: () => store.liveAccess(5),
    openOrders: () => store.openOrders(),
    requestsUnder: () => store.requestsUnder({ id: "o1", kind: "revoke_all", scope, by: ANA, at: NOON }),
    isFrozen: () => store.isFrozen(),
    links: () => store.links({ kind: "everybody" }, 0, 10),
  };
  for (const [name, read] of Object.entries(reads)) {
    await read();
    expect([name, trips()]).toEqual([name, [expect.stringMatching(/^first-primary: [12]$/)]]);
  }
});

test("every write is one trip", async () => {
  const request = await putActive(store, sampleAsk("r1"));
  trips();
  const progress = { total: 0, gone: 0, unverified: 0, remaining: 0, message: null, done: true };
  const access = request.access ?? sampleAccess();
  const writes: Record<string, () => Promise<unknown>> = {
    delivered: () =>
      store.delivered(["r1:1:card"], { purpose: "card", requestId: "r1", ref: { channel: "C1", ts: "1.1" } }),
    postponed: () => store.postponed("r1:1:receipt", 1, NOON, "TransientError"),
    openSlot: () => store.openSlot(access.key, access, { openedAt: NOON, baseline: "unknown", ids: {} }),
    closeSlot: () => store.closeSlot(access.key, NOON, NOON + 1),
    slotsToCheck: () => store.slotsToCheck({ since: NOON, before: NOON, now: NOON }, 10),
    slotChecked: () => store.slotChecked(access.key, NOON, { level: "read", at: NOON }),
    slotsTold: () => store.slotsTold([access.key], NOON),
    placeOrder: () => store.placeOrder({ id: "o1", kind: "freeze", by: ANA, at: NOON }),
    claimTelling: () => store.claimTelling("o1", NOON, NOON - 1),
    orderProgressed: () => store.orderProgressed("o1", progress),
    relink: () =>
      store.relink({
        id: "o2",
        by: ANA,
        at: NOON,
        source: "admin",
        changes: [{ person: ANA, realm: "memory", flow: "", before: null, after: { id: "ana", label: "ana" } }],
      }),
  };
  for (const [name, write] of Object.entries(writes)) {
    await write();
    expect([name, trips()]).toEqual([name, [expect.stringMatching(/^primary, no session: [125]$/)]]);
  }
});

test("no statement walks through a table: each finds its rows by an index", async () => {
  const request = await putActive(store, sampleAsk("r1"));
  await store.beforeSubmit({
    teamId: TEAM,
    viewId: "V1",
    version: request.version,
    among: slot,
    requester: ANA,
    since: NOON,
  });
  await store.links({ kind: "person", person: ANA }, 0, 10);
  await store.links({ kind: "account", realm: "memory", account: { id: "ana", label: "ana" } }, 0, 10);
  const note = { kind: "found", link: sampleLink() } as const;
  await store.commit(sampleChange(null, sampleSubmit(sampleAsk("r2")), NOON), null, null, note);
  await store.work("r1");
  await store.eventAt("r1", 1);
  await store.claims(slot.key);
  await store.slotsToCheck({ since: NOON, before: NOON, now: NOON }, 10);
  await store.closedSlot(slot.key);
  await store.slotChecked(slot.key, NOON, { level: "read", at: NOON });
  await store.foundSlots(10);
  await store.slotsTold([slot.key], NOON);
  await store.owedToOperators(10);
  await store.overdue(NOON, 10);
  await store.leftSlots(10);
  await store.dueRequests(NOON, 10);
  await store.listFor(ANA, 5);
  await store.liveAccess(5);
  await store.openOrders();
  for (const scope of [
    { kind: "everything" },
    { kind: "person", userId: "U0ANA" },
    { kind: "target", target: "orders-db" },
  ] as const)
    await store.requestsUnder({ id: "o1", kind: "revoke_all", scope, by: ANA, at: NOON });
  await store.delivered(["r1:1:card"], { purpose: "card", requestId: "r1", ref: { channel: "C1", ts: "1.1" } });
  await store.postponed("r1:1:receipt", 1, NOON, "TransientError");
  await store.openSlot(slot.key, sampleAccess(), { openedAt: NOON, baseline: "unknown", ids: {} });
  await store.closeSlot(slot.key, NOON, NOON + 1);
  await store.claimTelling("o1", NOON, NOON - 1);
  await store.orderProgressed("o1", { total: 0, gone: 0, unverified: 0, remaining: 0, message: null, done: true });
  const walks: string[] = [];
  for (const { sql, values } of watched.trips.flatMap((trip) => trip.statements)) {
    const plan = await env.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .bind(...values)
      .all<{ detail: string }>();
    for (const { detail } of plan.results)
      if (/^SCAN (requests|request_events|effects|messages|flow_versions|slots|identities)/.test(detail))
        walks.push(detail);
  }
  // These indexes hold nothing but what is owed, what was found and what is open, so the sweep may walk through them.
  expect([...new Set(walks)].sort()).toEqual([
    "SCAN effects USING COVERING INDEX effects_owed",
    "SCAN effects USING INDEX effects_for_operators",
    "SCAN slots USING INDEX slots_found",
    "SCAN slots USING INDEX slots_open",
  ]);
});

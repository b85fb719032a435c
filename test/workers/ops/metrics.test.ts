// The figures, read by a parser that others wrote: true to the record, in Prometheus's own format, and silent about people.
import { env } from "cloudflare:workers";
import parse from "parse-prometheus-text-format";
import { expect, test } from "vitest";
import { latenessMs } from "../../../src/domain/lateness.ts";
import { crowdsOf, limitsIn } from "../../../src/ops/crowds.ts";
import { exposition } from "../../../src/ops/exposition.ts";
import { figuresOf } from "../../../src/ops/figures.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { LATENESS_BUCKETS_MS, readTallies } from "../../../src/store/tallies.ts";
import { memory } from "../../../src/strategies/memory.ts";
import { MemoryTarget } from "../../../src/strategies/memory-target.ts";
import { put, putActive, putPending } from "../../contracts/put.ts";
import {
  HOUR_MS,
  NOON,
  sampleAccess,
  sampleAsk,
  sampleEnded,
  sampleEvidence,
  sampleVersion,
} from "../../fakes/samples.ts";

const LIMITS = { limitBytes: 10_000_000_000, limitsOf: () => null };
const text = async (now = NOON): Promise<string> => exposition(figuresOf(await readTallies(env.DB, now), now, LIMITS));

/** Requests that ended this many milliseconds late, and some of which nothing can be said. */
async function someEnds(late: readonly number[]): Promise<(number | null)[]> {
  const store = openStore(env.DB);
  const found: (number | null)[] = [];
  const end = async (id: string, afterMs: number, over: Parameters<typeof sampleEnded>[2] = {}): Promise<void> => {
    const active = await putActive(store, sampleAsk(id));
    const at = (active.granted?.until ?? 0) + afterMs;
    const evidence = sampleEvidence({ seen: "absent", at });
    found.push(latenessMs(await put(store, active, sampleEnded(active, at, { evidence, ...over }), at + 5_000)));
  };
  for (const [index, ms] of late.entries()) await end(`late${index}`, ms);
  await end("unproven", 7, { evidence: sampleEvidence({ seen: "unverified", at: NOON }) });
  await end("never", 7, { evidence: sampleEvidence({ seen: "never_added", at: NOON }) });
  return found;
}

test("lateness is counted as the domain says it is, and in the right buckets", async () => {
  const late = [0, 900, 1_000, 1_001, 14_000, 59_000, 600_000, 90_000_000];
  const domain = await someEnds(late);
  expect(domain).toEqual([...late, null, null]);
  const { lateness } = await readTallies(env.DB, NOON);
  expect(lateness).toEqual([
    {
      target: "orders-db",
      count: late.length,
      sumMs: late.reduce((sum, ms) => sum + ms, 0),
      upTo: LATENESS_BUCKETS_MS.map((ms) => ({ ms, count: late.filter((one) => one <= ms).length })),
    },
  ]);
});

test("a parser that others wrote reads every family as it was meant", async () => {
  await someEnds([0, 2_000]);
  const store = openStore(env.DB);
  await putPending(store, sampleAsk("waiting"));
  await putActive(store, sampleAsk("running"));
  await store.showSign("sweep", NOON, 3);
  await store.showSign("watchdog", NOON, 1);
  const now = NOON + 3 * HOUR_MS;
  const written = await text(now);
  const families = new Map(parse(written).map((family) => [family.name, family]));
  expect(families.get("sym_requests_closed_total")).toMatchObject({
    type: "COUNTER",
    metrics: [{ value: "4", labels: { target: "orders-db", outcome: "expired" } }],
  });
  expect(families.get("sym_requests_open")?.metrics).toEqual([
    { value: "1", labels: { target: "orders-db", state: "active" } },
    { value: "1", labels: { target: "orders-db", state: "pending" } },
  ]);
  expect(families.get("sym_decisions_total")?.metrics).toEqual([{ value: "5", labels: { verdict: "approved" } }]);
  expect(families.get("sym_revocation_lateness_seconds")).toMatchObject({
    type: "HISTOGRAM",
    metrics: [{ buckets: { "1": "1", "5": "2", "+Inf": "2" } }],
  });
  expect(written).toContain('\nsym_revocation_lateness_seconds_sum{target="orders-db"} 2\n');
  expect(written).toContain('\nsym_revocation_lateness_seconds_count{target="orders-db"} 2\n');
  expect(families.get("sym_ends_overdue")?.metrics).toEqual([{ value: "1", labels: { target: "orders-db" } }]);
  expect(families.get("sym_finder_rescues_total")?.metrics).toEqual([
    { value: "3", labels: { finder: "sweep" } },
    { value: "1", labels: { finder: "watchdog" } },
  ]);
  expect([...families.keys()]).toHaveLength(17);
});

test("a minute in which more ends are due than its target takes is known an hour ahead, with those who share the limit", async () => {
  const store = openStore(env.DB);
  const there = (id: string, target: string) => sampleAccess({ key: `memory|${id}`, target });
  for (const [id, target, at] of [
    ["r1", "orders-db", 0],
    ["r2", "orders-db", 20_000],
    ["r3", "invoices-db", 10_000],
    ["r4", "orders-db", 3 * 60_000],
    ["r5", "files", 0],
    // Later than an hour ahead.
    ["r6", "files", 2 * HOUR_MS],
  ] as const)
    await putActive(store, sampleAsk(id, { access: there(id, target) }), NOON + at);
  const first = (await store.snapshot("r1"))?.request.granted?.until ?? 0;
  const { minutes } = await readTallies(env.DB, first - 30_000);
  expect(minutes.reduce((sum, { count }) => sum + count, 0)).toBe(5);
  const limitsOf = (target: string) =>
    target === "files" ? null : { of: "cluster", perSecond: 2 / 60, outstanding: null };
  expect(crowdsOf(minutes, limitsOf)).toEqual([
    { target: "files", ends: 1, takesMs: null },
    // Three ends are six calls, at 1.8 a minute.
    { target: "invoices-db", ends: 1, takesMs: 200_000 },
    { target: "orders-db", ends: 2, takesMs: 200_000 },
  ]);
});

test("what a Target publishes is asked of its strategy; one that is gone limits nothing", () => {
  const limits = { of: "host", perSecond: 20, outstanding: 15 };
  const strategy = { ...memory(new MemoryTarget()), limits: () => limits };
  const limitsOf = limitsIn([sampleVersion()], (type) => (type === "memory" ? strategy : null));
  const [target] = sampleVersion().flow.targets;
  expect(limitsOf(target?.name ?? "")).toEqual({ ...limits, of: "memory host" });
  expect(limitsOf("gone")).toBeNull();
});

test("labels cannot break out of their quotes", () => {
  const hostile = 'a"b\\c\nd{e}=1 #x';
  const written = exposition([
    { name: "sym_x", help: "one\ntwo \\ three", type: "gauge", samples: [{ labels: { target: hostile }, value: 1.5 }] },
  ]);
  expect(written.split("\n")).toHaveLength(4);
  expect(parse(written)[0]?.metrics).toEqual([{ value: "1.5", labels: { target: hostile } }]);
});

test("every name keeps Prometheus's customs", async () => {
  await someEnds([0]);
  for (const { name, type, help } of figuresOf(await readTallies(env.DB, NOON), NOON, LIMITS)) {
    expect(name).toMatch(/^sym_[a-z][a-z_]*[a-z]$/);
    expect(name.endsWith("_total")).toBe(type === "counter");
    expect(name).not.toMatch(/_(?:ms|millis|minutes|count|sum|bucket)$/);
    expect(help).toMatch(/^[A-Z].*\.$/);
  }
});

test("no figure tells who has access", async () => {
  await someEnds([0]);
  await putActive(openStore(env.DB), sampleAsk("running"));
  const all = await text();
  for (const word of [
    "U0ANA",
    "U0BEN",
    "T0SYM",
    "ana@example.com",
    "running",
    "Look at a stuck order",
    "prod-database",
  ])
    expect(all).not.toContain(word);
});

test("no figure walks through the requests or their events: each is counted in an index", async () => {
  await someEnds([0]);
  const asked: string[] = [];
  const session = env.DB.withSession("first-primary");
  const watched = {
    withSession: () => ({
      prepare(sql: string) {
        asked.push(sql);
        return session.prepare(sql);
      },
      batch: (statements: D1PreparedStatement[]) => session.batch(statements),
    }),
  };
  await readTallies(watched as unknown as D1Database, NOON);
  const walks: string[] = [];
  for (const sql of asked) {
    const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .bind(...Array.from(sql.matchAll(/\?/g), () => NOON))
      .all<{ detail: string }>();
    walks.push(
      ...results.map(({ detail }) => detail).filter((detail) => / requests_ended| TABLE |^SCAN /.test(detail)),
    );
  }
  expect(walks.filter((detail) => /^SCAN (?:requests|request_events|effects)\b(?! USING)/.test(detail))).toEqual([]);
  expect(walks.filter((detail) => detail.includes("requests_ended"))).toHaveLength(2);
});

test("a damaged row stops neither the figures nor the finders", async () => {
  await someEnds([0]);
  await putActive(openStore(env.DB), sampleAsk("running"));
  await env.DB.exec("UPDATE requests SET body = 'damaged' WHERE id IN ('late0', 'running')");
  const { lateness, overdue } = await readTallies(env.DB, NOON + 3 * HOUR_MS);
  expect([lateness, overdue.map(({ count }) => count)]).toEqual([[], [1]]);
  expect((await openStore(env.DB).signs()).untoldSince).not.toBeNull();
});

test("the size of the record and its limit are figures, and the size grows with what is kept", async () => {
  const size = async (): Promise<number> => Number(/^sym_record_bytes (\d+)$/m.exec(await text())?.[1]);
  const before = await size();
  expect(before).toBeGreaterThan(4_096);
  await someEnds(Array<number>(25).fill(0));
  expect(await size()).toBeGreaterThan(before);
  expect(await text()).toContain(`\nsym_record_limit_bytes ${LIMITS.limitBytes}\n`);
});

// Migrations carry what is stored with them, fit the schema, and are written so that D1's own endpoint takes them.

import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { getTableConfig, type SQLiteTable } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import { NOT_LINKED } from "../../../src/domain/identity.ts";
import * as auditSchema from "../../../src/store/audit-schema.ts";
import { openStore } from "../../../src/store/open-store.ts";
import * as schema from "../../../src/store/schema.ts";
import { putActive, putPending } from "../../contracts/put.ts";
import { ANA, NOON, sampleAccess, sampleApprove, sampleAsk, sampleChange, sampleVersion } from "../../fakes/samples.ts";

const tables: readonly SQLiteTable[] = Object.values(schema);

/** Rows of every table of the schema that is there already. */
const counts = async (): Promise<Record<string, unknown>> => {
  const made = await env.DB.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all<{ name: string }>();
  const names = tables
    .map((table) => getTableConfig(table).name)
    .filter((name) => made.results.some((row) => row.name === name));
  const rows = await env.DB.batch<{ rows: number }>(
    names.map((name) => env.DB.prepare(`SELECT count(*) AS rows FROM ${name}`)),
  );
  return Object.fromEntries(names.map((name, i) => [name, rows[i]?.results[0]?.rows]));
};

test("what was stored before the later migrations is there after them, and still works", async () => {
  await reset();
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS.slice(0, 1));
  const store = openStore(env.DB);
  const access = sampleAccess();
  const request = await putActive(store, sampleAsk("r1", { access }));
  const card = { channel: "C0REQUESTS", ts: "1790000000.000100" };
  await store.delivered(["r1:1:card"], { purpose: "card", requestId: "r1", ref: card });
  // As the version before wrote it: the one of today knows columns that are not there yet.
  await env.DB.prepare("INSERT INTO slots (key, opened_at, baseline, ids, access) VALUES (?, ?, ?, '{}', ?)")
    .bind(access.key, NOON, JSON.stringify({ level: "read", inherited: null }), JSON.stringify(access))
    .run();
  await store.placeOrder({ id: "o1", kind: "freeze", by: ANA, at: NOON });
  const before = await counts();
  expect(Object.values(before)).not.toContain(0);

  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
  expect(await counts()).toMatchObject(before);
  expect(await store.snapshot("r1")).toEqual({
    request,
    version: sampleVersion(),
    frozen: true,
    endOrdered: false,
    stuckSince: null,
    linked: NOT_LINKED,
    card,
    receipt: null,
  });
  expect((await store.claims(access.key)).open?.baseline).toEqual({ level: "read", inherited: null });
  expect((await store.work("r1"))?.effects).toHaveLength(8);
  expect((await store.trail(0, 10)).map(({ kind, ref, seq }) => [kind, ref, seq])).toEqual([
    ["version", sampleVersion().hash, null],
    ["order", "o1", null],
    ["event", "r1", 1],
    ["event", "r1", 2],
    ["event", "r1", 3],
  ]);
});

test("the event's key alone is the lock: of 20 racers one wins also where the triggers are missing", async () => {
  await reset();
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS.slice(0, 1));
  const store = openStore(env.DB);
  const pending = await putPending(store, sampleAsk("r1"));
  const racers = Array.from({ length: 20 }, (_, i) =>
    sampleChange(pending, sampleApprove({ commandId: `c${i}` }), NOON + 1),
  );
  const outcomes = await Promise.all(racers.map((change) => store.commit(change, null)));
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
  const [winner, ...others] = racers.filter((_, i) => outcomes[i] === "committed");
  expect(others).toEqual([]);
  expect((await store.snapshot("r1"))?.request).toEqual(winner?.request);
  expect(await counts()).toMatchObject({ requests: 1, request_events: 2, effects: 6 });
});

test.for([...tables, ...Object.values(auditSchema)].map(getTableConfig))(
  "the migrations make $name as the schema says",
  async (table) => {
    const { name, columns, indexes, uniqueConstraints } = table;
    const stored = await env.DB.prepare('SELECT name, "notnull" AS required FROM pragma_table_info(?)')
      .bind(name)
      .all();
    const said = columns.map((column) => ({ name: column.name, required: column.notNull ? 1 : 0 }));
    expect(stored.results).toEqual(said);
    const made = await env.DB.prepare("SELECT name FROM pragma_index_list(?) WHERE origin = 'c'")
      .bind(name)
      .all<{ name: string }>();
    const wanted = [...indexes.map((index) => index.config.name), ...uniqueConstraints.map((one) => one.name)];
    for (const index of wanted) expect(made.results.map((row) => row.name)).toContain(index);
  },
);

const written = env.TEST_MIGRATIONS.flatMap(({ queries }) => queries).map((query) =>
  query.replace(/^--.*$/gm, "").trim(),
);

test("no migration leans on foreign keys: D1 deletes what hangs on a table that is rebuilt", () => {
  for (const query of written) expect(query).not.toMatch(/foreign_keys|references|cascade/i);
});

test("each trigger is one line with one statement and one END, which D1's remote endpoint does not cut in two", () => {
  const triggers = written.filter((query) => /create trigger/i.test(query));
  expect(triggers.length).toBeGreaterThan(0);
  for (const trigger of triggers) {
    expect(trigger).toMatch(/^CREATE TRIGGER [^;\n]+ BEGIN (?:SELECT RAISE\(|INSERT INTO trail )[^;\n]+\); END;?$/);
    expect(trigger).not.toMatch(/\bCASE\b/i);
    expect(trigger.match(/\bEND\b/g)).toHaveLength(1);
  }
});

// What was written in the record stays, whoever asks D1 to change it, and however.
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { hashEvent, type RequestEvent } from "../../../src/domain/record.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { putActive, putPending } from "../../contracts/put.ts";
import { sampleDigest, sampleEntry } from "../../contracts/store-audit.ts";
import { BEN, HOUR_MS, NOON, sampleAsk, sampleChange, sampleEnded, sampleVersion } from "../../fakes/samples.ts";

const events = async (): Promise<unknown[]> =>
  (await env.DB.prepare("SELECT * FROM request_events ORDER BY request_id, seq").all()).results;
const versions = async (): Promise<unknown[]> => (await env.DB.prepare("SELECT * FROM flow_versions").all()).results;

test.for([
  "UPDATE request_events SET name = 'denied'",
  "UPDATE request_events SET at = at + 1 WHERE seq = 2",
  "DELETE FROM request_events",
  "DELETE FROM request_events WHERE seq = 3",
  "REPLACE INTO request_events SELECT request_id, seq, command_id, 'denied', actor, at, data, previous, hash FROM request_events",
  "REPLACE INTO request_events SELECT request_id, 4, command_id, 'denied', actor, at, data, hash, 'x' FROM request_events WHERE seq = 3",
  "INSERT INTO request_events SELECT request_id, 4, 'mine', name, actor, at, data, hash, 'x' FROM request_events WHERE seq = 3",
  "INSERT INTO request_events SELECT 'r9', 1, 'mine', name, actor, at, data, '', 'x' FROM request_events WHERE seq = 1",
  "UPDATE flow_versions SET flow = '{}'",
  "DELETE FROM flow_versions",
])("refused: %s", async (sql) => {
  await putActive(openStore(env.DB), sampleAsk("r1"));
  const before = [await events(), await versions()];
  await expect(env.DB.prepare(sql).run()).rejects.toThrow(/append-only|out of step/);
  expect([await events(), await versions()]).toEqual(before);
});

const AUDIT_TABLES = ["audit_entries", "trail", "digests", "orders"];
const audit = () =>
  Promise.all(AUDIT_TABLES.map(async (table) => (await env.DB.prepare(`SELECT * FROM ${table}`).all()).results));

test.for([
  "UPDATE audit_entries SET body = '{}'",
  "DELETE FROM audit_entries",
  "UPDATE trail SET hash = ''",
  "UPDATE trail SET position = position + 10",
  "DELETE FROM trail WHERE position = 2",
  "REPLACE INTO trail (position, kind, ref, seq, hash) VALUES (1, 'entry', 'mine', NULL, '')",
  "UPDATE digests SET signature = NULL",
  "DELETE FROM digests",
  "REPLACE INTO digests SELECT seq, body, '', signature FROM digests",
  "INSERT INTO digests SELECT 3, body, hash, signature FROM digests",
  "UPDATE orders SET kind = 'unfreeze'",
  "UPDATE orders SET \"by\" = 'T0/U0EVE'",
  "DELETE FROM orders",
])("the audit trail refuses: %s", async (sql) => {
  const store = openStore(env.DB);
  await putPending(store, sampleAsk("r1"));
  await store.witness(sampleEntry("e1"));
  await store.placeOrder({ id: "o1", kind: "freeze", by: BEN, at: NOON });
  expect(await store.keepDigest(sampleDigest({ to: 4 }, "signature"))).toBe("kept");
  const before = await audit();
  expect(before.map((rows) => rows.length)).toEqual([1, 4, 1, 1]);
  await expect(env.DB.prepare(sql).run()).rejects.toThrow(/append-only|out of step/);
  expect(await audit()).toEqual(before);
});

test.for(["audit_entries", "orders"])("a row of %s that is put in again by force stays what it was", async (table) => {
  const store = openStore(env.DB);
  await store.witness(sampleEntry("e1"));
  await store.placeOrder({ id: "o1", kind: "freeze", by: BEN, at: NOON });
  const before = await audit();
  await env.DB.prepare(`REPLACE INTO ${table} SELECT * FROM ${table}`).run();
  expect(await audit()).toEqual(before);
});

test("a version that is put in again, even by force, stays what it was", async () => {
  await putPending(openStore(env.DB), sampleAsk("r1"));
  const before = await versions();
  await env.DB.prepare("REPLACE INTO flow_versions (hash, flow, first_used_at) VALUES (?, '{}', 0)")
    .bind(sampleVersion().hash)
    .run();
  expect(await versions()).toEqual(before);
});

test("each stored event carries the hash of the one before it, and its own can be reckoned again", async () => {
  const store = openStore(env.DB);
  const active = await putActive(store, sampleAsk("r1"));
  await store.commit(sampleChange(active, sampleEnded(active, NOON + HOUR_MS), NOON + HOUR_MS), null);
  const { results } = await env.DB.prepare("SELECT * FROM request_events ORDER BY seq").all<
    Record<string, string & number>
  >();
  let previous = "";
  for (const row of results) {
    const event: Omit<RequestEvent, "hash"> = {
      requestId: row["request_id"] ?? "",
      seq: row["seq"] ?? 0,
      commandId: row["command_id"] ?? "",
      name: row["name"] ?? "",
      actor: JSON.parse(row["actor"] ?? ""),
      at: row["at"] ?? 0,
      data: JSON.parse(row["data"] ?? ""),
      previous,
    };
    expect(row["previous"]).toBe(previous);
    expect(hashEvent(event)).toBe(row["hash"]);
    previous = row["hash"] ?? "";
  }
  expect(results.map((row) => row["seq"])).toEqual([1, 2, 3, 4]);
  expect((await store.snapshot("r1"))?.request.head).toBe(previous);
});

// The audit trail in D1: refusals and failures beside the record, and everything in the order in which it was stored. Only
// adds, but for the counts of what was left out.
import { and, asc, eq, gt, lt, sql } from "drizzle-orm";
import * as z from "zod";
import { type AuditEntry, bucketOf, hashEntry, KEPT_AN_HOUR, type Overflow } from "../domain/audit-entry.ts";
import { hashOf } from "../domain/canonical.ts";
import type { TrailLine } from "../domain/digest.ts";
import { auditEntries, auditOverflows, trail } from "./audit-schema.ts";
import { writing } from "./outage.ts";
import { fromColumn, type Row } from "./rows.ts";
import { orders } from "./schema.ts";
import { rowsOf } from "./session.ts";
import { given, plain, statement, write } from "./statement.ts";

const insertEntry = statement<"id" | "bucket" | "hour" | "body" | "hash" | "most">(() =>
  write
    .insert(auditEntries)
    .select(sql`
      SELECT ${plain("id")}, ${plain("bucket")}, ${plain("hour")}, ${given(auditEntries.body, "body")}, ${plain("hash")}
      WHERE (SELECT count(*) FROM ${auditEntries} WHERE ${auditEntries.bucket} = ${plain("bucket")}
        AND ${auditEntries.hour} = ${plain("hour")}) < ${plain("most")}`)
    .onConflictDoNothing({ target: auditEntries.id }),
);

const countOverflow = statement<"id" | "bucket" | "hour">(() =>
  write
    .insert(auditOverflows)
    .select(sql`
      SELECT ${plain("bucket")}, ${plain("hour")}, 1, 0
      WHERE NOT EXISTS (SELECT 1 FROM ${auditEntries} WHERE ${auditEntries.id} = ${plain("id")})`)
    .onConflictDoUpdate({
      target: [auditOverflows.bucket, auditOverflows.hour],
      set: { more: sql`${auditOverflows.more} + 1` },
    }),
);

const selectOverflows = statement<"hour">(() =>
  write
    .select({ name: auditOverflows.bucket, hour: auditOverflows.hour, more: auditOverflows.more })
    .from(auditOverflows)
    .where(and(sql`told < more`, lt(auditOverflows.hour, plain("hour"))))
    .orderBy(asc(auditOverflows.hour), asc(auditOverflows.bucket))
    .limit(OVERFLOWS_AT_ONCE),
);
/** The others come with the next digest. */
const OVERFLOWS_AT_ONCE = 100;

const updateTold = statement<"bucket" | "hour" | "more">(() =>
  write
    .update(auditOverflows)
    .set({ told: sql`max(${auditOverflows.told}, ${plain("more")})` })
    .where(and(eq(auditOverflows.bucket, plain("bucket")), eq(auditOverflows.hour, plain("hour")))),
);

const selectTrail = statement<"after" | "limit">(() =>
  write
    .select({
      position: sql`trail.position`.as("position"),
      kind: sql`trail.kind`.as("kind"),
      ref: sql`trail.ref`.as("ref"),
      seq: sql`trail.seq`.as("seq"),
      hash: sql`trail.hash`.as("hash"),
      order:
        sql`CASE WHEN trail.kind = 'order' THEN json_object('id', orders.id, 'kind', orders.kind, 'by', orders."by",
        'at', orders.at, 'scope', orders.scope) END`.as("order"),
    })
    .from(trail)
    .leftJoin(orders, sql`trail.kind = 'order' AND orders.id = trail.ref`)
    .where(gt(trail.position, plain("after")))
    .orderBy(asc(trail.position))
    .limit(sql.placeholder("limit")),
);

const overflowColumns = z.object({ bucket: z.string(), hour: z.number(), more: z.number() });
const lineColumns = z.object({
  position: z.number(),
  kind: z.enum(["version", "event", "order", "entry"]),
  ref: z.string(),
  seq: z.number().nullable(),
  hash: z.string().nullable(),
  order: z.string().nullable(),
});

export async function witness(db: D1Database, entry: AuditEntry): Promise<void> {
  const { name: bucket, hour } = bucketOf(entry);
  const { id } = entry;
  await writing("witness", () =>
    db.batch([
      insertEntry(db, { id, bucket, hour, body: entry, hash: hashEntry(entry), most: KEPT_AN_HOUR }),
      countOverflow(db, { id, bucket, hour }),
    ]),
  );
}

export async function overflows(db: D1Database, beforeHour: number): Promise<readonly Overflow[]> {
  const rows = await rowsOf(db, "overflows", (on) => selectOverflows(on, { hour: beforeHour }));
  return rows.map((row) => {
    const { bucket, hour, more } = fromColumn(overflowColumns, row, "overflow");
    return { name: bucket, hour, more };
  });
}

export async function overflowTold(db: D1Database, { name, hour, more }: Overflow, entry: AuditEntry): Promise<void> {
  const kept = {
    id: entry.id,
    bucket: "",
    hour: 0,
    body: entry,
    hash: hashEntry(entry),
    most: Number.MAX_SAFE_INTEGER,
  };
  await writing("overflowTold", () => db.batch([insertEntry(db, kept), updateTold(db, { bucket: name, hour, more })]));
}

export async function trailAfter(db: D1Database, after: number, limit: number): Promise<readonly TrailLine[]> {
  return (await rowsOf(db, "trail", (on) => selectTrail(on, { after, limit }))).map(lineFrom);
}

/** An order has no hash of its own: what admins ordered is in its row, and nothing of that changes. */
function lineFrom(row: Row): TrailLine {
  const { order, hash, ...line } = fromColumn(lineColumns, row, "line of the trail");
  return { ...line, hash: hash ?? hashOf(JSON.parse(order ?? "null")) };
}

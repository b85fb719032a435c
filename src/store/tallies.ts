// The record, counted: what /metrics says. One round trip that only reads, over all requests; whoever asks keeps the answer for
// a while. Holds targets' names, and nothing of any person, account or request.
import { sql } from "drizzle-orm";
import * as z from "zod";
import { lateness } from "./lateness.ts";
import { reading } from "./outage.ts";
import { isHolding, isOwed, struggling } from "./parts.ts";
import { fromColumn, GRACE_MS, type Row } from "./rows.ts";
import { sizeIn } from "./size.ts";
import { inWords, plain, statement } from "./statement.ts";

/** Upper bounds of the histogram. */
export const LATENESS_BUCKETS_MS = [1, 5, 15, 60, 120, 300, 900, 3_600, 86_400].map((seconds) => seconds * 1_000);

/** How far ahead the minutes are looked at. */
const AHEAD_MS = 3_600_000;

const count = z.number();
const rows = {
  requests: z.object({ target: z.string().nullable(), state: z.string(), outcome: z.string().nullable(), count }),
  decisions: z.object({ verdict: z.string(), count }),
  overdue: z.object({ target: z.string(), count, since: z.number(), struggling: count }),
  outbox: z.object({ kind: z.string(), count, since: z.number() }),
  slots: z.object({ open: count, unsettled: count }),
  minutes: z.object({ target: z.string(), minute: z.number(), count }),
  finders: z.object({ finder: z.string(), at: z.number(), rescued: count }),
};
const latenessRow = z.looseObject({ target: z.string(), count, sum: count });

/** How late the ends at one target were. `upTo`: so many were at most this late. */
export interface LatenessTally {
  readonly target: string;
  readonly count: number;
  readonly sumMs: number;
  readonly upTo: readonly { readonly ms: number; readonly count: number }[];
}
export interface Tallies {
  readonly requests: readonly z.infer<typeof rows.requests>[];
  readonly decisions: readonly z.infer<typeof rows.decisions>[];
  readonly overdue: readonly z.infer<typeof rows.overdue>[];
  readonly outbox: readonly z.infer<typeof rows.outbox>[];
  readonly slots: z.infer<typeof rows.slots>;
  readonly finders: readonly z.infer<typeof rows.finders>[];
  /** How many ends are due in which minute (of the epoch) of the hour to come. */
  readonly minutes: readonly z.infer<typeof rows.minutes>[];
  readonly lateness: readonly LatenessTally[];
  /** Of the whole database; null where D1 does not say. */
  readonly bytes: number | null;
}

const buckets = sql.join(
  LATENESS_BUCKETS_MS.map((ms) => sql`sum(${lateness} <= ${sql.raw(String(ms))}) AS ${sql.raw(`up_to_${ms}`)}`),
  sql`, `,
);

const grace = sql.raw(String(GRACE_MS));
const ahead = sql.raw(String(AHEAD_MS));
const selects = [
  statement(() =>
    inWords(sql`SELECT target, 'closed' AS state, outcome, count(*) AS count
        FROM requests WHERE state = 'closed' GROUP BY 1, 3
      UNION ALL SELECT target, state, NULL, count(*) FROM requests WHERE due_at IS NOT NULL GROUP BY 1, 2
      ORDER BY 1, 2, 3`),
  ),
  statement(() =>
    inWords(sql`SELECT name AS verdict, count(*) AS count
      FROM request_events WHERE name IN ('approved', 'denied') GROUP BY 1 ORDER BY 1`),
  ),
  statement<"now">(() =>
    inWords(sql`SELECT target, count(*) AS count, min(due_at) - ${grace} AS since,
        sum(${struggling} IS NOT NULL) AS struggling
      FROM requests WHERE due_at <= ${plain("now")} AND target IS NOT NULL AND ${isHolding} GROUP BY 1 ORDER BY 1`),
  ),
  statement(() =>
    inWords(sql`SELECT body ->> '$.kind' AS kind, count(*) AS count, min(created_at) AS since
      FROM effects WHERE ${isOwed} GROUP BY 1 ORDER BY 1`),
  ),
  statement(() =>
    inWords(sql`SELECT count(*) AS open, coalesce(sum(NOT EXISTS (
        SELECT 1 FROM requests WHERE requests.slot_key = slots.key AND ${isHolding})), 0) AS unsettled
      FROM slots WHERE closed_at IS NULL`),
  ),
  statement(() => inWords(sql`SELECT finder, at, rescued FROM heartbeats ORDER BY finder`)),
  statement(() =>
    inWords(sql`SELECT target, count(${lateness}) AS count, sum(${lateness}) AS sum, ${buckets}
      FROM requests WHERE state = 'closed' AND target IS NOT NULL GROUP BY 1 HAVING count(${lateness}) > 0 ORDER BY 1`),
  ),
  statement<"now">(() =>
    inWords(sql`SELECT target, CAST((due_at - ${grace}) / 60000 AS INTEGER) AS minute, count(*) AS count
      FROM requests WHERE due_at > ${plain("now")} + ${grace} AND due_at <= ${plain("now")} + ${grace} + ${ahead}
        AND state = 'active' AND target IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2`),
  ),
] as const;

/** Throws a `TransientError` where the record does not answer. */
export async function readTallies(db: D1Database, now: number): Promise<Tallies> {
  const session = db.withSession("first-primary");
  const results = await reading("tallies", () => session.batch<Row>(selects.map((select) => select(session, { now }))));
  const [requests, decisions, overdue, outbox, slots, finders, late, minutes] = results.map((result) => result.results);
  const read = <T>(schema: z.ZodType<T>, of: readonly Row[] | undefined): T[] =>
    (of ?? []).map((row) => fromColumn(schema, row, "tally"));
  return {
    bytes: sizeIn(results[0]?.meta),
    requests: read(rows.requests, requests),
    decisions: read(rows.decisions, decisions),
    overdue: read(rows.overdue, overdue),
    outbox: read(rows.outbox, outbox),
    slots: read(rows.slots, slots)[0] ?? { open: 0, unsettled: 0 },
    finders: read(rows.finders, finders),
    minutes: read(rows.minutes, minutes),
    lateness: read(latenessRow, late).map((row) => ({
      target: row.target,
      count: row.count,
      sumMs: row.sum,
      upTo: LATENESS_BUCKETS_MS.map((ms) => ({ ms, count: fromColumn(count, row[`up_to_${ms}`], "tally") })),
    })),
  };
}

// The signs of the two finders, and the oldest ends that have not come: what each of them asks about the other. One round trip
// each way; never touches a request.
import { eq, sql } from "drizzle-orm";
import * as z from "zod";
import { type Finder, WAKE_AFTER_MS } from "../domain/silence.ts";
import type { Sign, Signs } from "../ports.ts";
import { writing } from "./outage.ts";
import { isHolding, struggling } from "./parts.ts";
import { fromColumn, GRACE_MS, type Row } from "./rows.ts";
import { heartbeats, requests } from "./schema.ts";
import { rowsOfBoth } from "./session.ts";
import { given, inWords, plain, statement, write } from "./statement.ts";

const selectSigns = statement(() => write.select().from(heartbeats));

/** The due times of ends lie a grace before the sweep's; the index of what is due is walked from its beginning. */
const oldest = (also = sql``) => sql`(SELECT ${requests.dueAt} - ${sql.raw(String(GRACE_MS))} FROM ${requests}
  WHERE ${requests.dueAt} IS NOT NULL AND ${isHolding} ${also} ORDER BY ${requests.dueAt} LIMIT 1)`;
const selectOldest = statement(() =>
  inWords(sql`SELECT ${oldest()} AS due, ${oldest(sql`AND ${struggling} IS NULL`)} AS untold`),
);

/** Both rows, so that the other finder is waited for from now on: as one that has to be woken. Only its own gets younger. */
const upsertSign = statement<"finder" | "at" | "rescued">(() =>
  inWords(sql`INSERT INTO heartbeats (finder, at, told_at, rescued)
    SELECT value, iif(value = ${plain("finder")}, ${plain("at")}, ${plain("at")} - ${sql.raw(String(WAKE_AFTER_MS))}), NULL,
      iif(value = ${plain("finder")}, ${plain("rescued")}, 0)
    FROM json_each('["sweep","watchdog"]') WHERE true
    ON CONFLICT (finder) DO UPDATE SET
      at = iif(finder = ${plain("finder")}, max(at, excluded.at), at), rescued = rescued + excluded.rescued`),
);

const updateTold = statement<"finder" | "toldAt">(() =>
  write
    .update(heartbeats)
    .set({ toldAt: given(heartbeats.toldAt, "toldAt") })
    .where(eq(heartbeats.finder, plain("finder"))),
);

const columns = z.object({ finder: z.string(), at: z.number(), told_at: z.number().nullable(), rescued: z.number() });
const moment = z.number().nullable();

export async function signs(db: D1Database): Promise<Signs> {
  const [rows, [ends]] = await rowsOfBoth(db, "signs", (on) => [selectSigns(on, {}), selectOldest(on, {})]);
  return {
    finders: { sweep: signOf(rows, "sweep"), watchdog: signOf(rows, "watchdog") },
    overdueSince: fromColumn(moment, ends?.["due"] ?? null, "due"),
    untoldSince: fromColumn(moment, ends?.["untold"] ?? null, "untold"),
  };
}

function signOf(rows: readonly Row[], finder: Finder): Sign | null {
  const row = rows.find((one) => one["finder"] === finder);
  if (row === undefined) return null;
  const { at, told_at, rescued } = fromColumn(columns, row, "heartbeat");
  return { at, toldAt: told_at, rescued };
}

export async function showSign(db: D1Database, finder: Finder, at: number, rescued: number): Promise<void> {
  await writing("showSign", () => upsertSign(db, { finder, at, rescued }).run());
}

export async function signTold(db: D1Database, finder: Finder, toldAt: number | null): Promise<void> {
  await writing("signTold", () => updateTold(db, { finder, toldAt }).run());
}

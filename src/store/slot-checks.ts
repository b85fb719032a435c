// Slots that are closed, and what a daily look found in them: sent out a page at a time, compared with their baseline by whoever
// looks, told once. Never opens or closes a slot.
import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import * as z from "zod";
import type { Access } from "../domain/access.ts";
import type { ClosedSlot, FoundLevel, FoundSlot, Store } from "../ports.ts";
import { writing } from "./outage.ts";
import { fromColumn, fromJson, type Row, readEach, requestFrom } from "./rows.ts";
import { slots } from "./schema.ts";
import { rowsOf } from "./session.ts";
import { slotFrom } from "./slots.ts";
import { given, inWords, plain, statement, write } from "./statement.ts";
import { storedAccess } from "./stored-request.ts";

const storedFound: z.ZodType<FoundLevel> = z.looseObject({ level: z.string(), at: z.number() });

/** What was closed too long ago is put where no sweep looks, until it is opened again. */
const NEVER = Number.MAX_SAFE_INTEGER;

/** Marked as sent in the same statement, so that two sweeps at once send each once. Rows of before have no time of a look. */
const takeDue = statement<"since" | "before" | "now" | "limit">(() =>
  inWords(sql`UPDATE slots SET checked_at = CASE WHEN closed_at >= ${plain("since")} THEN ${plain("now")} ELSE ${sql.raw(String(NEVER))} END
    WHERE key IN (
      SELECT key FROM (SELECT key FROM slots WHERE closed_at IS NOT NULL AND checked_at IS NULL LIMIT ${plain("limit")})
      UNION ALL
      SELECT key FROM (SELECT key FROM slots WHERE closed_at IS NOT NULL AND checked_at <= ${plain("before")}
        ORDER BY checked_at, key LIMIT ${plain("limit")})
    ) RETURNING key, access, closed_at`),
);

/** Of all that ever held the slot, the one that held it last. */
const lastOf = sql`(SELECT requests.body FROM requests WHERE requests.slot_key = slots.key
  AND requests.slot_key IS NOT NULL AND requests.closed_at IS NOT NULL ORDER BY requests.closed_at DESC, requests.created_at, requests.id LIMIT 1)`;

const selectClosed = statement<"key">(() =>
  inWords(sql`SELECT slots.opened_at, slots.baseline, slots.ids, slots.found, ${lastOf} AS request
    FROM slots WHERE slots.key = ${plain("key")} AND slots.closed_at IS NOT NULL`),
);

/** The same again stays told; something else, or nothing, is news. */
const updateFound = statement<"key" | "openedAt" | "found" | "level">(() =>
  write
    .update(slots)
    .set({
      toldAt: sql`CASE WHEN json_extract(${slots.found}, '$.level') IS ${plain("level")} THEN ${slots.toldAt} END`,
      found: sql`CASE WHEN json_extract(${slots.found}, '$.level') IS ${plain("level")} THEN ${slots.found} ELSE ${plain("found")} END`,
    })
    .where(and(eq(slots.key, plain("key")), eq(slots.openedAt, plain("openedAt")), isNotNull(slots.closedAt))),
);

const selectFound = statement<"limit">(() =>
  inWords(sql`SELECT slots.access, slots.found, json_extract(${lastOf}, '$.id') AS request_id
    FROM slots WHERE slots.found IS NOT NULL AND slots.told_at IS NULL ORDER BY slots.key LIMIT ${plain("limit")}`),
);

const updateTold = statement<"keys" | "at">(() =>
  write
    .update(slots)
    .set({ toldAt: given(slots.toldAt, "at") })
    .where(inArray(slots.key, sql`(SELECT value FROM json_each(${plain("keys")}))`)),
);

export async function slotsToCheck(
  db: D1Database,
  { since, before, now }: Parameters<Store["slotsToCheck"]>[0],
  limit: number,
): Promise<readonly Access[]> {
  const { results } = await writing("slotsToCheck", () => takeDue(db, { since, before, now, limit }).all<Row>());
  const young = results.filter((row) => fromColumn(z.number(), row["closed_at"], "slot") >= since);
  const byKey = young.sort((a, b) => (String(a["key"]) < String(b["key"]) ? -1 : 1));
  return readEach(byKey, (row) => fromJson(storedAccess, row["access"], "slot")).read;
}

export async function closedSlot(db: D1Database, key: string): Promise<ClosedSlot | null> {
  const [row] = await rowsOf(db, "closedSlot", (on) => selectClosed(on, { key }));
  if (row === undefined) return null;
  const found = row["found"] === null ? null : fromJson(storedFound, row["found"], "slot");
  return { ...slotFrom(row), found, last: row["request"] === null ? null : requestFrom(row["request"]) };
}

export async function slotChecked(
  db: D1Database,
  key: string,
  openedAt: number,
  found: FoundLevel | null,
): Promise<void> {
  const values = { key, openedAt, found: found && JSON.stringify(found), level: found?.level ?? null };
  await writing("slotChecked", () => updateFound(db, values).run());
}

export async function foundSlots(db: D1Database, limit: number): Promise<readonly FoundSlot[]> {
  const rows = await rowsOf(db, "foundSlots", (on) => selectFound(on, { limit }));
  return readEach(rows, (row) => ({
    access: fromJson(storedAccess, row["access"], "slot"),
    found: fromJson(storedFound, row["found"], "slot"),
    requestId: fromColumn(z.string().nullable(), row["request_id"], "slot"),
  })).read;
}

export async function slotsTold(db: D1Database, keys: readonly string[], at: number): Promise<void> {
  await writing("slotsTold", () => updateTold(db, { keys: JSON.stringify(keys), at }).run());
}

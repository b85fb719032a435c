// Comparisons between a target's members and the record: which place is due, what is known of its slots, what was found and told.
// Opens a slot only to have it taken away, and only where the same statement finds nothing of ours in the way.
import { and, eq, type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import type { KnownSlot } from "../domain/drift.ts";
import type { Finding, Last } from "../domain/drift-finding.ts";
import type { Removable, Store, TakenPlace, UntoldFinding } from "../ports.ts";
import { writing } from "./outage.ts";
import { isByHand, isFrozen, isHolding } from "./parts.ts";
import { fromColumn, fromJson, type Row, readEach, requestFrom } from "./rows.ts";
import { places } from "./schema.ts";
import { rowsOf, rowsOfBoth } from "./session.ts";
import { slotFrom } from "./slots.ts";
import { given, inWords, plain, statement, write } from "./statement.ts";

/** Marked as taken in the same statement, so that of two sweeps at once one compares. */
const takeDue = statement<"places" | "now" | "until">(() =>
  inWords(sql`INSERT INTO places (place, due_at, finding, news, told_news, told_at)
    SELECT wanted.value, ${plain("until")}, NULL, '', '', NULL
    FROM json_each(${plain("places")}) AS wanted LEFT JOIN places AS known ON known.place = wanted.value
    WHERE coalesce(known.due_at, 0) <= ${plain("now")} ORDER BY coalesce(known.due_at, 0), wanted.value LIMIT 1
    ON CONFLICT (place) DO UPDATE SET due_at = excluded.due_at
    RETURNING place, finding, news, told_news, told_at`),
);

const selectLast = statement<"place">(() =>
  write
    .select()
    .from(places)
    .where(eq(places.place, plain("place"))),
);

/** The key of a place ends with a bar: the letter after it ends the range. */
const within = (column: SQL) => sql`${column} >= ${plain("place")} AND ${column} < ${plain("end")}`;
const endOf = (place: string): string => `${place.slice(0, -1)}}`;

/** To access that was there before. A row that cannot be read may go back to anything. */
const goesBack = (baseline: SQL) => sql`iif(json_valid(${baseline}), ${baseline} ->> '$.level' IS NOT NULL, 1)`;
const selectSlots = statement<"place" | "end">(() =>
  inWords(sql`SELECT slots.key, slots.opened_at, slots.baseline, slots.ids, slots.closed_at IS NULL AS open FROM slots
    WHERE ${within(sql`slots.key`)} AND (slots.closed_at IS NULL OR ${goesBack(sql`slots.baseline`)}) ORDER BY slots.key`),
);

const isUnproven = sql`${isByHand} AND requests.closed_at >= ${plain("byHandSince")}
  AND iif(json_valid(requests.body), requests.body ->> '$.removed' IS NULL, 1)`;
const there = within(sql`requests.slot_key`);
const selectRequests = statement<"place" | "end" | "byHandSince">(() =>
  inWords(sql`SELECT request FROM (
      SELECT requests.id, requests.body AS request FROM requests WHERE ${isHolding} AND ${there}
      UNION ALL SELECT requests.id, requests.body AS request FROM requests WHERE ${isUnproven} AND ${there}
    ) ORDER BY id`),
);

const updateCompared = statement<"place" | "finding" | "news" | "dueAt">(() =>
  write
    .update(places)
    .set({
      finding: given(places.finding, "finding"),
      news: given(places.news, "news"),
      dueAt: given(places.dueAt, "dueAt"),
    })
    .where(eq(places.place, plain("place"))),
);

const isOneOf = (column: SQL) => sql`${column} IN (SELECT value FROM json_each(json_extract(wanted.value, '$.keys')))`;
/** What is in the way is asked where it is written: a decision that came meanwhile is in the record before anything is given. */
const openNobodys = statement<"removable" | "at">(() =>
  inWords(sql`INSERT INTO slots (key, opened_at, baseline, ids, access, closed_at)
    SELECT json_extract(wanted.value, '$.access.key'), ${plain("at")}, '{"inherited":null,"level":null}',
      json_extract(wanted.value, '$.ids'), json_extract(wanted.value, '$.access'), NULL
    FROM json_each(${plain("removable")}) AS wanted
    WHERE NOT ${isFrozen}
      AND NOT EXISTS (SELECT 1 FROM requests WHERE ${isHolding} AND ${isOneOf(sql`requests.slot_key`)})
      AND NOT EXISTS (SELECT 1 FROM slots AS own WHERE ${isOneOf(sql`own.key`)} AND (own.closed_at IS NULL OR ${goesBack(sql`own.baseline`)}))
    ON CONFLICT (key) DO UPDATE SET opened_at = excluded.opened_at, baseline = excluded.baseline, ids = excluded.ids,
      access = excluded.access, closed_at = NULL, checked_at = NULL, found = NULL, told_at = NULL
      WHERE slots.closed_at IS NOT NULL AND excluded.opened_at > slots.opened_at
    RETURNING key`),
);

const selectUntold = statement<"limit">(() =>
  inWords(sql`SELECT place, news, finding FROM places WHERE news <> told_news ORDER BY place LIMIT ${plain("limit")}`),
);
const updateTold = statement<"place" | "news" | "at">(() =>
  write
    .update(places)
    .set({ toldNews: plain("news"), toldAt: given(places.toldAt, "at") })
    .where(and(eq(places.place, plain("place")), eq(places.news, plain("news")))),
);

const ids = z.array(z.string());
const storedFinding: z.ZodType<Finding> = z.looseObject({
  targets: ids,
  at: z.number(),
  members: z.number(),
  ours: z.number(),
  standing: z.number(),
  others: z.array(z.looseObject({ id: z.string(), since: z.number(), toldAt: z.number().nullable() })),
  more: z.number(),
  missing: ids,
  contradicted: z.number(),
  removal: z.enum(["on", "off", "frozen", "too_many", "disbelieved", "unreadable"]),
  removing: ids,
  gone: z.number(),
  lingering: z.number(),
});

/** Also where only a newer Sym can read it: it is compared anew then, as the first time. */
function lastFrom(row: Row): Last | null {
  const { read } = readEach([row], (one) =>
    one["finding"] === null ? null : fromJson(storedFinding, one["finding"], "finding"),
  );
  const finding = read[0] ?? null;
  const told = row["news"] === row["told_news"] ? row["told_at"] : null;
  return finding && { finding, toldAt: fromColumn(z.number().nullable(), told, "place") };
}

export async function takePlace(
  db: D1Database,
  wanted: readonly string[],
  now: number,
  until: number,
): Promise<TakenPlace | null> {
  const values = { places: JSON.stringify(wanted), now, until };
  const { results } = await writing("takePlace", () => takeDue(db, values).all<Row>());
  const [row] = results;
  return row === undefined ? null : { place: fromColumn(z.string(), row["place"], "place"), last: lastFrom(row) };
}

export async function lastFinding(db: D1Database, place: string): Promise<Last | null> {
  const [row] = await rowsOf(db, "lastFinding", (on) => selectLast(on, { place }));
  return row === undefined ? null : lastFrom(row);
}

export async function knownAt(db: D1Database, place: string, byHandSince: number): ReturnType<Store["knownAt"]> {
  const range = { place, end: endOf(place) };
  const [rows, held] = await rowsOfBoth(db, "knownAt", (on) => [
    selectSlots(on, range),
    selectRequests(on, { ...range, byHandSince }),
  ]);
  const slots = readEach(
    rows,
    (row): KnownSlot => ({
      ...slotFrom(row),
      key: fromColumn(z.string(), row["key"], "slot"),
      isOpen: row["open"] === 1,
    }),
  );
  const claims = readEach(held, (row) => requestFrom(row["request"]));
  const unreadable = slots.unreadable.length + claims.unreadable.length;
  return { slots: slots.read, requests: claims.read, unreadable };
}

export async function compared(
  db: D1Database,
  place: string,
  finding: Finding,
  news: string,
  dueAt: number,
): Promise<void> {
  await writing("compared", () => updateCompared(db, { place, finding, news, dueAt }).run());
}

export async function openToRemove(
  db: D1Database,
  removable: readonly Removable[],
  at: number,
): Promise<readonly string[]> {
  const { results } = await writing("openToRemove", () =>
    openNobodys(db, { removable: JSON.stringify(removable), at }).all<Row>(),
  );
  return results.map((row) => fromColumn(z.string(), row["key"], "slot")).sort();
}

export async function untoldFindings(db: D1Database, limit: number): Promise<readonly UntoldFinding[]> {
  const rows = await rowsOf(db, "untoldFindings", (on) => selectUntold(on, { limit }));
  return readEach(rows, (row) => ({
    place: fromColumn(z.string(), row["place"], "place"),
    news: fromColumn(z.string(), row["news"], "place"),
    finding: fromJson(storedFinding, row["finding"], "finding"),
  })).read;
}

export async function findingsTold(
  db: D1Database,
  told: readonly Pick<UntoldFinding, "place" | "news">[],
  at: number,
): Promise<void> {
  const [first, ...more] = told.map(({ place, news }) => updateTold(db, { place, news, at }));
  if (first !== undefined) await writing("findingsTold", () => db.batch([first, ...more]));
}

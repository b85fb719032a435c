// The slots of access that Sym has touched, for the Entitlement of each: who holds it, what was there before, and whether it
// is open. A slot is opened before its first add and closed only by the opening that it belongs to.
import { and, eq, isNull, sql } from "drizzle-orm";
import * as z from "zod";
import type { Access } from "../domain/access.ts";
import { type LateOpening, type LeftSlots, type OpenSlot, type Store, TransientError } from "../ports.ts";
import { writing } from "./outage.ts";
import { endOrdered, frozen, isHolding, pageOf, request } from "./parts.ts";
import { fromColumn, fromJson, type Row, readEach, requestFrom } from "./rows.ts";
import { requests, slots } from "./schema.ts";
import { rowsOf, rowsOfBoth } from "./session.ts";
import { given, inWords, plain, statement, write } from "./statement.ts";
import { storedAccess, storedBaseline, storedIds } from "./stored-request.ts";

const selectSlotAndFreeze = statement<"key">(() =>
  inWords(sql`SELECT ${frozen.sql} AS frozen, slots.opened_at, slots.baseline, slots.ids
    FROM (SELECT 1) LEFT JOIN slots ON slots.key = ${plain("key")} AND slots.closed_at IS NULL`),
);

const selectClaims = statement<"key">(() =>
  write
    .select({ id: requests.id, request, endOrdered })
    .from(requests)
    .where(and(isHolding, eq(requests.slotKey, plain("key"))))
    .orderBy(requests.createdAt, requests.id),
);

/** What both ways to write a slot's row say: all but whether it is open. */
const slotRow = () => ({
  key: given(slots.key, "key"),
  openedAt: given(slots.openedAt, "openedAt"),
  baseline: given(slots.baseline, "baseline"),
  ids: given(slots.ids, "ids"),
  access: given(slots.access, "access"),
});
/** The opening that is there, while it lasts; once it is closed, a newer one. */
const isSameOrNewer = sql`CASE WHEN ${slots.closedAt} IS NULL THEN excluded.opened_at = ${slots.openedAt}
  ELSE excluded.opened_at > ${slots.openedAt} END`;

/**
 * A write that arrives late must not open again what was closed meanwhile: a new opening is newer than the last. The same
 * opening, while it lasts, says what others have made of the baseline.
 */
const upsertSlot = statement<"key" | "openedAt" | "baseline" | "ids" | "access">(() =>
  write
    .insert(slots)
    .values({ ...slotRow(), closedAt: sql`NULL` })
    .onConflictDoUpdate({
      target: slots.key,
      set: {
        openedAt: sql`excluded.opened_at`,
        baseline: sql`excluded.baseline`,
        ids: sql`excluded.ids`,
        access: sql`excluded.access`,
        closedAt: sql`NULL`,
        checkedAt: sql`NULL`,
        found: sql`NULL`,
        toldAt: sql`NULL`,
      },
      setWhere: isSameOrNewer,
    }),
);

const selectOpenSlot = statement<"key">(() =>
  write
    .select({ openedAt: slots.openedAt, baseline: slots.baseline, ids: slots.ids })
    .from(slots)
    .where(and(eq(slots.key, plain("key")), isNull(slots.closedAt))),
);

const left = sql`SELECT slots.key, slots.opened_at, slots.access, slots.told_at FROM slots
  WHERE slots.closed_at IS NULL AND NOT EXISTS (SELECT 1 FROM requests WHERE requests.slot_key = slots.key AND ${isHolding})`;
const selectLeft = statement<"limit" | "turn">(() =>
  inWords(pageOf(left, sql`key, access, told_at`, sql`opened_at, key`)),
);

const updateClosed = statement<"key" | "openedAt" | "at">(() =>
  write
    .update(slots)
    .set({ closedAt: given(slots.closedAt, "at"), checkedAt: given(slots.checkedAt, "at") })
    .where(and(eq(slots.key, plain("key")), eq(slots.openedAt, plain("openedAt")), isNull(slots.closedAt))),
);

/** The same of an opening that may not have arrived yet: its row is there from then on, and closed. */
const upsertClosed = statement<"key" | "openedAt" | "baseline" | "ids" | "access" | "at">(() => {
  const closed = { closedAt: sql`excluded.closed_at`, checkedAt: sql`excluded.checked_at` };
  return write
    .insert(slots)
    .values({ ...slotRow(), closedAt: given(slots.closedAt, "at"), checkedAt: given(slots.checkedAt, "at") })
    .onConflictDoUpdate({
      target: slots.key,
      set: { ...closed, openedAt: sql`excluded.opened_at` },
      setWhere: isSameOrNewer,
    });
});

export async function claims(db: D1Database, key: string): ReturnType<Store["claims"]> {
  const [[row], held] = await rowsOfBoth(db, "claims", (on) => [
    selectSlotAndFreeze(on, { key }),
    selectClaims(on, { key }),
  ]);
  const { read, unreadable } = readEach(held, (claim) => requestFrom(claim["request"]));
  return {
    open: row && row["opened_at"] !== null ? slotFrom(row) : null,
    requests: read,
    unreadable: unreadable.map((claim) => fromColumn(z.string(), claim["id"], "id")),
    frozen: row?.["frozen"] === 1,
    endOrdered: held
      .filter((claim) => claim["end_ordered"] === 1)
      .map((claim) => fromColumn(z.string(), claim["id"], "id")),
  };
}

export async function openSlot(db: D1Database, key: string, access: Access, row: OpenSlot): Promise<OpenSlot> {
  const results = await writing("openSlot", () =>
    db.batch<Row>([upsertSlot(db, { key, access, ...row }), selectOpenSlot(db, { key })]),
  );
  const open = results[1]?.results[0];
  if (!open) throw new TransientError("this opening of the slot was closed already", { effect: "no" });
  return slotFrom(open);
}

export async function leftSlots(db: D1Database, limit: number, turn: number): Promise<LeftSlots> {
  const rows = await rowsOf(db, "leftSlots", (on) => selectLeft(on, { limit, turn }));
  const { read, unreadable } = readEach(rows, (row) => fromJson(storedAccess, row["access"], "slot"));
  return {
    slots: read,
    unreadable: unreadable.map((row) => ({
      key: fromColumn(z.string(), row["key"], "key"),
      toldAt: fromColumn(z.number().nullable(), row["told_at"], "slot"),
    })),
  };
}

export async function closeSlot(
  db: D1Database,
  key: string,
  openedAt: number,
  at: number,
  late: LateOpening | null,
): Promise<void> {
  const closing =
    late === null ? updateClosed(db, { key, openedAt, at }) : upsertClosed(db, { key, openedAt, at, ...late });
  await writing("closeSlot", () => closing.run());
}

export const slotFrom = (row: Row): OpenSlot => ({
  openedAt: fromColumn(z.number(), row["opened_at"], "slot"),
  baseline: fromJson(storedBaseline, row["baseline"], "slot"),
  ids: fromJson(storedIds, row["ids"], "slot"),
});

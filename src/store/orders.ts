// Orders of admins: stored in one write, carried out by the sweep, and each done once. A freeze works from the moment that
// it is stored, because every decision reads the newest one with it.
import { and, eq, gte, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import type { Order, OrderProgress, Store, UnderOrder } from "../ports.ts";
import { writing } from "./outage.ts";
import { frozen, request } from "./parts.ts";
import { fromColumn, type Row, readEach, requestFrom } from "./rows.ts";
import { orders, requests } from "./schema.ts";
import { rowsOf } from "./session.ts";
import { given, inWords, plain, statement, write } from "./statement.ts";
import { FIRST_PROGRESS, orderFrom, progressFrom } from "./stored-order.ts";

/** How far ahead a clock may be whose requests are still taken for what was there before. */
const AHEAD_MS = 60_000;
const newestOpen = sql`SELECT max(requests.created_at) FROM requests
  WHERE requests.due_at IS NOT NULL AND requests.created_at <= ${plain("at")} + ${sql.raw(String(AHEAD_MS))}`;

/**
 * An order that is placed again, after a lost answer, stays the order that it was. What is open in the record is never younger
 * than an order to end it, whichever clock wrote it; what its own clock said is `placedAt` of its progress.
 */
const insertOrder = statement<"id" | "kind" | "by" | "at" | "scope" | "progress" | "done">(() =>
  write
    .insert(orders)
    .values({
      id: given(orders.id, "id"),
      kind: given(orders.kind, "kind"),
      by: given(orders.by, "by"),
      at: sql`CASE ${plain("kind")} WHEN 'revoke_all' THEN max(${plain("at")}, coalesce((${newestOpen}), 0)) ELSE ${plain("at")} END`,
      scope: plain("scope"),
      progress: plain("progress"),
      done: given(orders.done, "done"),
    })
    .onConflictDoNothing({ target: orders.id })
    .returning({ id: orders.id }),
);

const selectOpenOrders = statement(() =>
  write.select().from(orders).where(sql`orders.done = 0`).orderBy(orders.position),
);

const updateProgress = statement<"id" | "progress" | "done">(() =>
  write
    .update(orders)
    .set({
      progress: sql`json_set(${plain("progress")}, '$.placedAt', json_extract(progress, '$.placedAt'))`,
      done: given(orders.done, "done"),
    })
    .where(eq(orders.id, plain("id"))),
);

/** One statement, so that of two who are about to post the same message one does. */
const claim = statement<"id" | "now" | "takenBefore">(() =>
  write
    .update(orders)
    .set({ progress: sql`json_set(progress, '$.telling', ${plain("now")})` })
    .where(
      and(
        eq(orders.id, plain("id")),
        sql`done = 0`,
        sql`coalesce(json_extract(progress, '$.telling'), ${plain("takenBefore")}) <= ${plain("takenBefore")}`,
      ),
    )
    .returning({ progress: orders.progress }),
);

const selectFrozen = statement(() => inWords(sql`SELECT ${frozen.sql} AS frozen`));

/** What had ended by then is not the order's. Its `at` may lie seconds later; one that was never placed has that alone. */
const placedAt = sql`coalesce((SELECT json_extract(orders.progress, '$.placedAt') FROM orders
  WHERE orders.id = ${plain("id")}), ${plain("at")})`;

/** Everything in the scope that was open when the order was placed, whatever has become of it since; oldest first. */
const selectUnder = (scope?: SQL) =>
  statement<"id" | "at" | "who">(() =>
    write
      .select({ id: requests.id, closedAt: requests.closedAt, request })
      .from(requests)
      .where(
        and(
          scope,
          lte(requests.createdAt, plain("at")),
          or(isNull(requests.closedAt), gte(requests.closedAt, placedAt)),
        ),
      )
      .orderBy(requests.createdAt, requests.id),
  );

const under = {
  everything: selectUnder(),
  person: selectUnder(eq(requests.requesterUserId, plain("who"))),
  target: selectUnder(eq(requests.target, plain("who"))),
};

export async function placeOrder(db: D1Database, order: Order): Promise<"placed" | "known"> {
  const scope = order.kind === "revoke_all" ? JSON.stringify(order.scope) : null;
  const progress = JSON.stringify({ ...FIRST_PROGRESS, placedAt: order.at });
  const { results } = await writing("placeOrder", () =>
    insertOrder(db, { ...order, scope, progress, done: false }).all(),
  );
  return results.length === 0 ? "known" : "placed";
}

export async function openOrders(db: D1Database): ReturnType<Store["openOrders"]> {
  const rows = await rowsOf(db, "openOrders", (on) => selectOpenOrders(on, {}));
  const { read, unreadable } = readEach(rows, orderFrom);
  return { orders: read, unreadable: unreadable.map((row) => fromColumn(z.string(), row["id"], "id")) };
}

export async function requestsUnder(
  db: D1Database,
  { id, scope, at }: Parameters<Store["requestsUnder"]>[0],
): Promise<UnderOrder> {
  const who = scope.kind === "person" ? scope.userId : scope.kind === "target" ? scope.target : null;
  const rows = await rowsOf(db, "requestsUnder", (on) => under[scope.kind](on, { id, at, who }));
  const { read, unreadable } = readEach(rows, (row) => requestFrom(row["request"]));
  return {
    requests: read,
    unreadable: unreadable.map((row) => ({
      id: fromColumn(z.string(), row["id"], "id"),
      closed: row["closed_at"] !== null,
    })),
  };
}

export async function claimTelling(
  db: D1Database,
  id: string,
  now: number,
  takenBefore: number,
): Promise<OrderProgress | null> {
  const { results } = await writing("claimTelling", () => claim(db, { id, now, takenBefore }).all<Row>());
  return results[0] === undefined ? null : progressFrom(results[0]["progress"]);
}

export async function orderProgressed(db: D1Database, id: string, progress: OrderProgress): Promise<void> {
  await writing("orderProgressed", () =>
    updateProgress(db, { id, progress: JSON.stringify(progress), done: progress.done }).run(),
  );
}

export async function isFrozen(db: D1Database): ReturnType<Store["isFrozen"]> {
  const [row] = await rowsOf(db, "isFrozen", (on) => selectFrozen(on, {}));
  return row?.["frozen"] === 1 && "ordered";
}

// What the sweep and people look for: requests with something due that nobody did, and the requests of one person. Finds
// by index only; never walks through the requests that are closed.
import { and, desc, eq, gte, isNotNull, isNull, lte, sql } from "drizzle-orm";
import * as z from "zod";
import { WATCH_MS } from "../domain/ladder.ts";
import type { PersonKey } from "../domain/person.ts";
import type { LiveAccess, RequestLines } from "../ports.ts";
import { card, isByHand, isGiven, isHolding, isOwed, pageOf, request } from "./parts.ts";
import { fromColumn, GRACE_MS, lineFrom, readEach, requestFrom } from "./rows.ts";
import { effects, requests } from "./schema.ts";
import { rowsOf, rowsOfBoth } from "./session.ts";
import { inWords, plain, statement, write } from "./statement.ts";

/** What is owed is due a while after it was made, so that the normal way has its turn first. */
const due = sql`SELECT id, min(due) AS due FROM (
    SELECT ${requests.id} AS id, ${requests.dueAt} AS due FROM ${requests} WHERE ${requests.dueAt} <= ${plain("now")}
    UNION ALL
    SELECT ${effects.requestId}, max(${effects.notBefore}, ${effects.createdAt} + ${sql.raw(String(GRACE_MS))}) FROM ${effects}
    WHERE ${isOwed} AND ${effects.notBefore} <= ${plain("now")} AND ${effects.createdAt} <= ${plain("madeBefore")}
  ) GROUP BY id`;
const selectDue = statement<"now" | "madeBefore" | "limit" | "turn">(() => inWords(pageOf(due, sql`id`, sql`due, id`)));

const selectOpenOf = statement<"person">(() =>
  write
    .select({ request, card })
    .from(requests)
    .where(and(eq(requests.requester, plain("person")), isNull(requests.closedAt)))
    .orderBy(desc(requests.createdAt), desc(requests.id)),
);

const selectClosedOf = statement<"person" | "limit">(() =>
  write
    .select({ request, card })
    .from(requests)
    .where(and(eq(requests.requester, plain("person")), isNotNull(requests.closedAt)))
    .orderBy(desc(requests.closedAt), desc(requests.createdAt), desc(requests.id))
    .limit(sql.placeholder("limit")),
);

/** By when the sweep would look after it: what is overdue, then what ends soonest. Whatever holds access has such a time. */
const isLive = and(isHolding, sql`${requests.dueAt} >= 0`);
const selectLive = statement<"limit">(() =>
  write
    .select({ request })
    .from(requests)
    .where(isLive)
    .orderBy(requests.dueAt, requests.id)
    .limit(sql.placeholder("limit")),
);
const countLive = statement(() =>
  write
    .select({ total: sql`count(*)`.as("total") })
    .from(requests)
    .where(isLive),
);

export async function liveAccess(db: D1Database, limit: number): Promise<LiveAccess> {
  const [rows, [count]] = await rowsOfBoth(db, "liveAccess", (on) => [selectLive(on, { limit }), countLive(on, {})]);
  const { read } = readEach(rows, (row) => requestFrom(row["request"]));
  return { requests: read, total: fromColumn(z.number(), count?.["total"], "count") };
}

/** `due_at` is a minute after the end. The two kinds apart, since each has an index of its own. */
const selectOverdue = statement<"before" | "limit">(() =>
  write
    .select({ request, card })
    .from(requests)
    .where(and(isGiven, lte(requests.dueAt, plain("before"))))
    .orderBy(requests.dueAt, requests.id)
    .limit(sql.placeholder("limit")),
);
const selectByHand = statement<"since" | "limit">(() =>
  write
    .select({ request, card })
    .from(requests)
    .where(and(isByHand, gte(requests.closedAt, plain("since"))))
    .orderBy(desc(requests.closedAt), requests.id)
    .limit(sql.placeholder("limit")),
);

export async function overdue(db: D1Database, now: number, limit: number): Promise<RequestLines> {
  const [late, byHand] = await rowsOfBoth(db, "overdue", (on) => [
    selectOverdue(on, { before: now - GRACE_MS, limit }),
    selectByHand(on, { since: now - WATCH_MS, limit }),
  ]);
  const { read, unreadable } = readEach([...late, ...byHand], lineFrom);
  return { lines: read, unreadable: unreadable.length };
}

export async function dueRequests(
  db: D1Database,
  now: number,
  limit: number,
  turn: number,
): Promise<readonly string[]> {
  const rows = await rowsOf(db, "dueRequests", (on) => selectDue(on, { now, madeBefore: now - GRACE_MS, limit, turn }));
  return rows.map((row) => fromColumn(z.string(), row["id"], "id"));
}

export async function listFor(db: D1Database, person: PersonKey, closedLimit: number): Promise<RequestLines> {
  const [open, closed] = await rowsOfBoth(db, "listFor", (on) => [
    selectOpenOf(on, { person }),
    selectClosedOf(on, { person, limit: closedLimit }),
  ]);
  const { read, unreadable } = readEach([...open, ...closed], lineFrom);
  return { lines: read, unreadable: unreadable.length };
}

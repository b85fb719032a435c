// All that the record knows before somebody asks: did this view become a request already, who waits for the same, who holds
// it now. One round trip; changes nothing.
import { and, eq, isNull, sql } from "drizzle-orm";
import * as z from "zod";
import { NOT_LINKED } from "../domain/identity.ts";
import { userIdOf } from "../domain/person.ts";
import type { Among, RequestLine, Store } from "../ports.ts";
import { card, frozen, isHolding, isPending, isSentBeforeEnd, linkedOfAsk, request } from "./parts.ts";
import { fromColumn, lineFrom, linkedFrom, type Row, readEach, requestFrom } from "./rows.ts";
import { requests } from "./schema.ts";
import { rowsOf, rowsOfBoth } from "./session.ts";
import { inWords, type Preparer, plain, statement, write } from "./statement.ts";

const selectSubmitted = statement<
  "teamId" | "viewId" | "version" | "requester" | "since" | "sentAt" | "userId" | "target" | "realm" | "account"
>(() =>
  inWords(sql`SELECT ${frozen.sql} AS frozen, ${isSentBeforeEnd} AS end_ordered, ${linkedOfAsk},
    EXISTS (SELECT 1 FROM flow_versions WHERE hash = ${plain("version")}) AS version_known,
    (SELECT body FROM requests WHERE team_id = ${plain("teamId")} AND view_id = ${plain("viewId")}) AS request,
    (SELECT count(*) FROM requests WHERE requester = ${plain("requester")} AND closed_at IS NULL AND ${isPending}) AS pending,
    (SELECT count(*) FROM requests WHERE requester = ${plain("requester")} AND created_at > ${plain("since")}) AS recent`),
);

/** Those who wait for this level of the slot, and those who hold any level of it; oldest first. */
const selectInSlot = statement<"key" | "level">(() =>
  write
    .select({ request, card, createdAt: requests.createdAt, id: requests.id })
    .from(requests)
    .where(and(isPending, eq(requests.slotKey, plain("key")), eq(requests.level, plain("level"))))
    .unionAll(
      write
        .select({ request, card, createdAt: requests.createdAt, id: requests.id })
        .from(requests)
        .where(and(isHolding, eq(requests.slotKey, plain("key")))),
    )
    .orderBy(sql`created_at`, sql`id`),
);

/** A person's own that wait for a Target or hold something there; oldest first. */
const selectOwn = statement<"requester" | "target">(() =>
  write
    .select({ request, card })
    .from(requests)
    .where(
      and(eq(requests.requester, plain("requester")), isNull(requests.closedAt), eq(requests.target, plain("target"))),
    )
    .orderBy(requests.createdAt, requests.id),
);

const isWaiting = ({ request: { state } }: RequestLine): boolean => state === "pending";
const counted = z.object({ pending: z.number(), recent: z.number() });

export async function beforeSubmit(
  db: D1Database,
  { teamId, viewId, version, among, requester, since, sent, seek }: Parameters<Store["beforeSubmit"]>[0],
): ReturnType<Store["beforeSubmit"]> {
  const submission = (on: Preparer) =>
    selectSubmitted(on, {
      teamId,
      viewId,
      version,
      requester,
      since,
      sentAt: sent?.at ?? null,
      userId: userIdOf(requester),
      target: sent?.target ?? null,
      realm: seek?.realm ?? null,
      account: seek?.account?.id ?? null,
    });
  const open = (on: Preparer, those: Among) =>
    "key" in those ? selectInSlot(on, those) : selectOwn(on, { requester, target: those.target });
  const [[row], found]: [Row[], Row[]] =
    among === null
      ? [await rowsOf(db, "beforeSubmit", submission), []]
      : await rowsOfBoth(db, "beforeSubmit", (on) => [submission(on), open(on, among)]);
  const { read: lines, unreadable } = readEach(found, lineFrom);
  const submittedRows = row?.["request"] == null ? [] : [row];
  const submitted = readEach(submittedRows, (sent) => requestFrom(sent["request"]));
  const linked = readEach(row === undefined ? [] : [row], linkedFrom);
  return {
    frozen: row?.["frozen"] === 1,
    endOrdered: row?.["end_ordered"] === 1,
    submitted: submitted.read[0] ?? null,
    waiting: lines.filter(isWaiting),
    holding: lines.filter((line) => !isWaiting(line)).map((line) => line.request),
    unreadable: unreadable.length + submitted.unreadable.length + linked.unreadable.length,
    linked: linked.read[0] ?? NOT_LINKED,
    versionKnown: row?.["version_known"] === 1,
    asked: fromColumn(counted, row, "count"),
  };
}

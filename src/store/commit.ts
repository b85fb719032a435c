// The one batch that changes a request: version, state, event and what is owed, all or nothing. The event's key is the
// lock; a trigger refuses an event that the request's row or the event before it does not agree with.
import { and, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { FlowVersion } from "../domain/flow.ts";
import { claimOf, type LinkNote } from "../domain/identity.ts";
import { userIdOf } from "../domain/person.ts";
import type { Change } from "../domain/record.ts";
import type { Room } from "../ports.ts";
import { keepFound, keepTold } from "./links.ts";
import { isConflict, outage } from "./outage.ts";
import { isEndOrdered, isFrozen, isHolding, isPending, isSentBeforeEnd, isTaken } from "./parts.ts";
import { allColumns, changingColumns } from "./rows.ts";
import { effects, flowVersions, requestEvents, requests } from "./schema.ts";
import { given, plain, statement, write } from "./statement.ts";

const insertVersion = statement<"hash" | "flow" | "firstUsedAt">(() =>
  write
    .insert(flowVersions)
    .values({
      hash: given(flowVersions.hash, "hash"),
      flow: given(flowVersions.flow, "flow"),
      firstUsedAt: given(flowVersions.firstUsedAt, "firstUsedAt"),
    })
    .onConflictDoNothing({ target: flowVersions.hash }),
);

const changing = () => ({
  seq: given(requests.seq, "seq"),
  head: given(requests.head, "head"),
  state: given(requests.state, "state"),
  outcome: given(requests.outcome, "outcome"),
  dueAt: given(requests.dueAt, "dueAt"),
  closedAt: given(requests.closedAt, "closedAt"),
  body: given(requests.body, "body"),
});

const newRow: Readonly<Record<keyof ReturnType<typeof allColumns>, SQL>> = {
  ...changing(),
  id: given(requests.id, "id"),
  flow: given(requests.flow, "flow"),
  environment: given(requests.environment, "environment"),
  version: given(requests.version, "version"),
  requester: given(requests.requester, "requester"),
  requesterUserId: given(requests.requesterUserId, "requesterUserId"),
  teamId: given(requests.teamId, "teamId"),
  viewId: given(requests.viewId, "viewId"),
  slotKey: given(requests.slotKey, "slotKey"),
  target: given(requests.target, "target"),
  level: given(requests.level, "level"),
  createdAt: given(requests.createdAt, "createdAt"),
};

type RoomNames = "pending" | "recent" | "since" | "holders" | "sentAt" | "userId";
/**
 * Inserts nothing where the person has no room left, whoever of many got there first, where the slot is held otherwise than was
 * read, or where an admin has ended everything since it was sent; the event then finds no request, and the batch fails whole.
 */
const inserting = (unless: SQL) => () => {
  const columns = Object.keys(getTableColumns(requests)) as (keyof typeof newRow)[];
  const holding = sql`SELECT count(*) FROM requests WHERE slot_key = ${newRow.slotKey} AND ${isHolding}`;
  const mine = sql`SELECT count(*) FROM requests WHERE requester = ${newRow.requester}`;
  return write.insert(requests).select(sql`
    SELECT ${sql.join(
      columns.map((column) => newRow[column]),
      sql`, `,
    )}
    WHERE (${mine} AND closed_at IS NULL AND ${isPending}) < ${plain("pending")}
      AND (${mine} AND created_at > ${plain("since")}) < ${plain("recent")}
      AND coalesce((${holding}) = ${plain("holders")}, 1)
      AND NOT ${isSentBeforeEnd} ${unless}`);
};
const insertRequest = statement<keyof typeof newRow | RoomNames>(inserting(sql``));
/** Nor where the account that was found has become somebody else's. */
const insertUnlessTaken = statement<keyof typeof newRow | RoomNames | "realm" | "account">(
  inserting(sql`AND NOT ${isTaken(newRow.requester, plain("realm"), plain("account"))}`),
);

/** More than anybody could ask for. */
const ANY_ROOM: Room = { pending: Number.MAX_SAFE_INTEGER, recent: Number.MAX_SAFE_INTEGER, since: 0 };

/** Touches no row where the request has moved on; the event then finds itself out of step, and the batch fails whole. */
const moving = (...more: readonly SQL[]) =>
  statement<keyof ReturnType<typeof changingColumns> | "id" | "expected">(() =>
    write
      .update(requests)
      .set(changing())
      .where(and(eq(requests.id, plain("id")), eq(requests.seq, plain("expected")), ...more)),
  );
const updateRequest = moving();
/** A freeze, or a revoke-all, that came while the rules were asked: looked at in the batch itself, behind which there is no later. */
const isNotToEnd = sql`NOT ${isEndOrdered}`;
const updateUnlessStopped = moving(sql`${isFrozen} = 0`, isNotToEnd);

const insertEvent = statement<
  "requestId" | "seq" | "commandId" | "name" | "actor" | "at" | "data" | "previous" | "hash"
>(() =>
  write.insert(requestEvents).values({
    requestId: given(requestEvents.requestId, "requestId"),
    seq: given(requestEvents.seq, "seq"),
    commandId: given(requestEvents.commandId, "commandId"),
    name: given(requestEvents.name, "name"),
    actor: given(requestEvents.actor, "actor"),
    at: given(requestEvents.at, "at"),
    data: given(requestEvents.data, "data"),
    previous: given(requestEvents.previous, "previous"),
    hash: given(requestEvents.hash, "hash"),
  }),
);

/** However many effects, one statement and one value: their JSON. */
const insertEffects = statement<"effects">(() =>
  write.insert(effects).select(sql`
    SELECT value ->> 'id', value ->> 'requestId', value ->> 'seq', key, value -> 'body', value ->> 'createdAt',
      0, coalesce(value ->> 'notBefore', value ->> 'createdAt'), 0, NULL
    FROM json_each(${plain("effects")})`),
);

export async function commit(
  db: D1Database,
  change: Change,
  version: FlowVersion | null,
  room: Room | null,
  note: LinkNote | null,
): Promise<"committed" | "conflict"> {
  const { request, event } = change;
  const batch: D1PreparedStatement[] = [];
  if (version !== null) batch.push(insertVersion(db, { ...version, firstUsedAt: event.at }));
  if (event.seq === 1) {
    const sent = {
      sentAt: room?.sentAt ?? null,
      holders: room?.holders ?? null,
      userId: userIdOf(request.requester),
    };
    const columns = { ...allColumns(request), ...(room ?? ANY_ROOM), ...sent };
    batch.push(
      note?.kind === "found"
        ? insertUnlessTaken(db, { ...columns, realm: note.link.realm, account: note.link.account.id })
        : insertRequest(db, columns),
    );
  } else {
    const update = event.name === "approved" ? updateUnlessStopped : updateRequest;
    batch.push(update(db, { ...changingColumns(request), id: request.id, expected: event.seq - 1 }));
  }
  batch.push(insertEvent(db, { ...event }));
  if (change.effects.length > 0) batch.push(insertEffects(db, { effects: JSON.stringify(change.effects) }));
  if (note?.kind === "found") batch.push(keepFound(db, note.link, claimOf(note.link.account)));
  if (note?.kind === "told") batch.push(keepTold(db, note.place, note.told));
  try {
    await db.batch(batch);
    return "committed";
  } catch (error) {
    if (isConflict(error)) return "conflict";
    throw outage("commit", "unknown", error);
  }
}

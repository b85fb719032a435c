// What is owed, once it was tried: delivered, with the place of a message that is redrawn later, or put off. Only marks
// effects; a commit alone makes them.
import { and, eq, inArray, sql } from "drizzle-orm";
import type { OwedNotice, Store } from "../ports.ts";
import { writing } from "./outage.ts";
import { isOwed, request } from "./parts.ts";
import { pendingEffectFrom, readEach, requestFrom } from "./rows.ts";
import { effects, messages, requests } from "./schema.ts";
import { rowsOf } from "./session.ts";
import { columnsOf, given, plain, statement, write } from "./statement.ts";

/** However many ids, one value: their JSON. */
const markDelivered = statement<"ids">(() =>
  write
    .update(effects)
    .set({ delivered: true })
    .where(inArray(effects.id, sql`(SELECT value FROM json_each(${plain("ids")}))`)),
);

const keepPlace = statement<"requestId" | "purpose" | "channel" | "ts">(() =>
  write
    .insert(messages)
    .values({
      requestId: given(messages.requestId, "requestId"),
      purpose: given(messages.purpose, "purpose"),
      channel: given(messages.channel, "channel"),
      ts: given(messages.ts, "ts"),
    })
    .onConflictDoUpdate({
      target: [messages.requestId, messages.purpose],
      set: { channel: sql`excluded.channel`, ts: sql`excluded.ts` },
    }),
);

const putOff = statement<"id" | "tries" | "notBefore" | "errorClass">(() =>
  write
    .update(effects)
    .set({
      tries: given(effects.tries, "tries"),
      notBefore: given(effects.notBefore, "notBefore"),
      errorClass: given(effects.errorClass, "errorClass"),
    })
    .where(eq(effects.id, plain("id"))),
);

const selectForOperators = statement<"limit">(() =>
  write
    .select({ ...columnsOf(effects), request })
    .from(effects)
    .innerJoin(requests, eq(requests.id, effects.requestId))
    .where(and(isOwed, sql`json_extract(effects.body, '$.kind') = 'operators'`))
    .orderBy(effects.createdAt, effects.id)
    .limit(sql.placeholder("limit")),
);

export async function owedToOperators(db: D1Database, limit: number): Promise<readonly OwedNotice[]> {
  const rows = await rowsOf(db, "owedToOperators", (on) => selectForOperators(on, { limit }));
  return readEach(rows, (row) => ({ pending: pendingEffectFrom(row), request: requestFrom(row["request"]) })).read;
}

export async function delivered(
  db: D1Database,
  effectIds: readonly string[],
  message: Parameters<Store["delivered"]>[1],
): Promise<void> {
  const batch = [markDelivered(db, { ids: JSON.stringify(effectIds) })];
  if (message !== null)
    batch.push(keepPlace(db, { ...message.ref, purpose: message.purpose, requestId: message.requestId }));
  await writing("delivered", () => db.batch(batch));
}

export async function postponed(
  db: D1Database,
  id: string,
  tries: number,
  notBefore: number,
  errorClass: string,
): Promise<void> {
  await writing("postponed", () => putOff(db, { id, tries, notBefore, errorClass }).run());
}

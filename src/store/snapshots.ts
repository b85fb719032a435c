// A request as it stands, with the version that it was made under, and what is owed for it. Read before every click.
import { and, eq, sql } from "drizzle-orm";
import * as z from "zod";
import type { Snapshot, Store } from "../ports.ts";
import { card, endOrdered, frozen, isOwed, linkedOfRow, receipt, request, stuckSince } from "./parts.ts";
import { fromColumn, owedFrom, snapshotFrom } from "./rows.ts";
import { effects, flowVersions, requestEvents, requests } from "./schema.ts";
import { rowsOf, rowsOfBoth } from "./session.ts";
import { plain, statement, write } from "./statement.ts";

const selectSnapshot = statement<"id">(() =>
  write
    .select({
      request,
      version: sql`flow_versions.hash`.as("version"),
      flow: sql`flow_versions.flow`.as("flow"),
      frozen,
      endOrdered,
      stuckSince,
      ...linkedOfRow,
      card,
      receipt,
    })
    .from(requests)
    .innerJoin(flowVersions, eq(flowVersions.hash, requests.version))
    .where(eq(requests.id, plain("id"))),
);

const selectOwed = statement<"id">(() =>
  write
    .select()
    .from(effects)
    .where(and(isOwed, eq(effects.requestId, plain("id"))))
    .orderBy(effects.seq, effects.place),
);

const selectEvent = statement<"requestId" | "seq">(() =>
  write
    .select({ commandId: requestEvents.commandId })
    .from(requestEvents)
    .where(and(eq(requestEvents.requestId, plain("requestId")), eq(requestEvents.seq, plain("seq")))),
);

export async function snapshot(db: D1Database, requestId: string): Promise<Snapshot | null> {
  const [row] = await rowsOf(db, "snapshot", (on) => selectSnapshot(on, { id: requestId }));
  return row ? snapshotFrom(row) : null;
}

export async function work(db: D1Database, requestId: string): ReturnType<Store["work"]> {
  const [[row], owed] = await rowsOfBoth(db, "work", (on) => [
    selectSnapshot(on, { id: requestId }),
    selectOwed(on, { id: requestId }),
  ]);
  return row ? { snapshot: snapshotFrom(row), ...owedFrom(owed) } : null;
}

export async function eventAt(db: D1Database, requestId: string, seq: number): ReturnType<Store["eventAt"]> {
  const [row] = await rowsOf(db, "eventAt", (on) => selectEvent(on, { requestId, seq }));
  return row ? { commandId: fromColumn(z.string(), row["command_id"], "event") } : null;
}

// Between rows and the domain: what a request's columns hold, and what a row read back means. A row that does not fit is
// named and never guessed at; what it holds is never quoted.
import * as z from "zod";
import type { MessageRef } from "../domain/effect.ts";
import type { Flow } from "../domain/flow.ts";
import type { Linked } from "../domain/identity.ts";
import { userIdOf } from "../domain/person.ts";
import type { Request } from "../domain/request.ts";
import type { PendingEffect, RequestLine, Snapshot } from "../ports.ts";
import { storedFlow } from "./stored-flow.ts";
import { linkOf, storedLink } from "./stored-link.ts";
import { storedEffect, storedMessage, storedRequest } from "./stored-request.ts";

/** A stored row that this version of Sym cannot read: damage, or a later version's. */
export class UnreadableRow extends Error {
  override readonly name = "UnreadableRow";
}

/** What the normal way has before the sweep looks after something, in milliseconds. */
export const GRACE_MS = 60_000;

export type Row = Readonly<Record<string, unknown>>;

/** The columns that a change of a request can change. */
export const changingColumns = (request: Request) => ({
  seq: request.seq,
  head: request.head,
  state: request.state,
  outcome: request.outcome,
  dueAt: dueAt(request),
  closedAt: request.closedAt,
  body: request,
});

export const allColumns = (request: Request) => ({
  ...changingColumns(request),
  id: request.id,
  flow: request.flow,
  environment: request.environment,
  version: request.version,
  requester: request.requester,
  requesterUserId: userIdOf(request.requester),
  teamId: request.teamId,
  viewId: request.viewId,
  slotKey: request.access?.key ?? null,
  target: request.access?.target ?? null,
  level: request.access?.level ?? null,
  createdAt: request.createdAt,
});

/** When the sweep should look after it: a deadline that nobody kept, or a grant or an end that did not come in time. */
function dueAt(request: Request): number | null {
  const { state, lapsesAt, hold, granted, ending, createdAt } = request;
  switch (state) {
    case "pending":
      return lapsesAt;
    case "granting":
      return (hold?.grantBy ?? createdAt) + GRACE_MS;
    case "active":
      return (granted?.until ?? createdAt) + GRACE_MS;
    case "revoking":
      return (ending?.at ?? createdAt) + GRACE_MS;
    case "closed":
      return null;
  }
}

export const requestFrom = (body: unknown): Request => fromJson(storedRequest, body, "request");

/** From `request`, `card`. */
export const lineFrom = (row: Row): RequestLine => ({
  request: requestFrom(row["request"]),
  card: messageFrom(row["card"]),
});

/** From `request`, `version`, `flow`, `frozen`, `card`, `receipt`. */
export const snapshotFrom = (row: Row): Snapshot => ({
  request: requestFrom(row["request"]),
  version: { hash: fromColumn(z.string(), row["version"], "version"), flow: flowFrom(row["flow"]) },
  frozen: row["frozen"] === 1,
  endOrdered: row["end_ordered"] === 1,
  stuckSince: fromColumn(z.number().nullable(), row["stuck_since"], "request"),
  linked: linkedOrDoubt(row),
  card: messageFrom(row["card"]),
  receipt: messageFrom(row["receipt"]),
});

/** From `own_links` and `taken`. */
export const linkedFrom = (row: Row): Linked => ({
  own: fromJson(z.array(storedLink), row["own_links"], "link")
    .map(linkOf)
    .sort((a, b) => (a.flow < b.flow ? -1 : 1)),
  taken: row["taken"] === 1,
});

/** An end may not wait for a link that cannot be read: where there is one, the account may be anybody's. */
function linkedOrDoubt(row: Row): Linked {
  const { read } = readEach([row], linkedFrom);
  return read[0] ?? { own: [], taken: true };
}

/** By their text, which says all that they are: a version never changes, and the same few are read before every click. */
const flowsRead = new Map<unknown, Flow>();
const FLOWS_KEPT = 100;

function flowFrom(text: unknown): Flow {
  const known = flowsRead.get(text);
  if (known !== undefined) return known;
  const flow = fromJson(storedFlow, text, "flow");
  if (flowsRead.size >= FLOWS_KEPT) flowsRead.clear();
  flowsRead.set(text, flow);
  return flow;
}

const effectColumns = z.object({
  id: z.string(),
  request_id: z.string(),
  seq: z.number(),
  created_at: z.number(),
  tries: z.number(),
  not_before: z.number(),
  error_class: z.string().nullable(),
});

/** From the columns of an effect. */
export function pendingEffectFrom(row: Row): PendingEffect {
  const columns = fromColumn(effectColumns, row, "effect");
  const { id, request_id, seq, created_at, tries, not_before, error_class } = columns;
  const body = fromJson(storedEffect, row["body"], "effect");
  return {
    effect: { id, requestId: request_id, seq, body, createdAt: created_at },
    tries,
    notBefore: not_before,
    errorClass: error_class,
  };
}

/**
 * What is owed, as far as this version can do it. An effect that only a newer Sym knows stays owed until that one is back, and
 * holds up nothing: an end least of all.
 */
export function owedFrom(rows: readonly Row[]): { effects: PendingEffect[]; unreadable: number } {
  const { read, unreadable } = readEach(rows, pendingEffectFrom);
  return { effects: read, unreadable: unreadable.length };
}

/** Null stands for a message that was never sent. */
const messageFrom = (text: unknown): MessageRef | null =>
  text === null || text === undefined ? null : fromJson(storedMessage, text, "message");

/** Each row by itself, so that one that cannot be read costs no other; it is handed back as it came. */
export function readEach<T>(rows: readonly Row[], read: (row: Row) => T): { read: T[]; unreadable: Row[] } {
  const found: { read: T[]; unreadable: Row[] } = { read: [], unreadable: [] };
  for (const row of rows) {
    try {
      found.read.push(read(row));
    } catch (error) {
      if (!(error instanceof UnreadableRow)) throw error;
      found.unreadable.push(row);
    }
  }
  return found;
}

export function fromJson<T>(schema: z.ZodType<T>, text: unknown, what: string): T {
  if (typeof text !== "string") throw new UnreadableRow(`a stored ${what} is no text`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UnreadableRow(`a stored ${what} is no JSON`);
  }
  return fromColumn(schema, value, what);
}

export function fromColumn<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map((issue) => issue.path.join(".") || "itself");
  throw new UnreadableRow(`a stored ${what} does not fit: ${[...new Set(places)].join(", ")}`);
}

// What the record in memory keeps beside the domain's own data, and when something in it is overdue. Says it in its own
// words, not in those of the record in D1, so that the two can be held against each other.
import type { Access } from "../../src/domain/access.ts";
import type { Effect } from "../../src/domain/effect.ts";
import type { Change, RequestEvent } from "../../src/domain/record.ts";
import type { Request } from "../../src/domain/request.ts";
import type { FoundLevel, OpenSlot, Order, OrderProgress, PendingEffect } from "../../src/ports.ts";

export interface StoredEffect extends PendingEffect {
  readonly delivered: boolean;
}
export interface StoredSlot extends OpenSlot {
  readonly key: string;
  readonly access: Access;
  readonly closedAt: number | null;
  readonly checkedAt: number | null;
  readonly found: FoundLevel | null;
  readonly toldAt: number | null;
}
export interface StoredOrder {
  readonly order: Order;
  readonly progress: OrderProgress;
}

/** What is due is left alone for this long, so that the normal way has its turn first. */
const GRACE_MS = 60_000;
export const NO_PROGRESS: OrderProgress = {
  total: 0,
  gone: 0,
  unverified: 0,
  remaining: 0,
  message: null,
  done: false,
};

export const owed = ({ notBefore, ...effect }: Effect): StoredEffect => ({
  effect,
  tries: 0,
  notBefore: notBefore ?? effect.createdAt,
  delivered: false,
  errorClass: null,
});

/** When an open request counts as left behind; never for a closed one. */
export function overdueAt(request: Request): number {
  switch (request.state) {
    case "pending":
      return request.lapsesAt;
    case "granting":
      return (request.hold?.grantBy ?? request.createdAt) + GRACE_MS;
    case "active":
      return (request.granted?.until ?? request.createdAt) + GRACE_MS;
    case "revoking":
      return (request.ending?.at ?? request.createdAt) + GRACE_MS;
    case "closed":
      return Number.POSITIVE_INFINITY;
  }
}

/** Is this the next event of the request as it is known, of a command that it has not heard before? */
export function follows(
  { request, event }: Change,
  known: Request | undefined,
  older: readonly RequestEvent[],
): boolean {
  const inStep = event.requestId === request.id && event.seq === request.seq && event.hash === request.head;
  const next = event.seq === (known?.seq ?? 0) + 1 && event.previous === (known?.head ?? "");
  return inStep && next && !older.some(({ commandId }) => commandId === event.commandId);
}

/** Did the view become another request already, or does another one wait for the same slot and level? */
export const clashes = (request: Request, others: readonly Request[]): boolean =>
  others.some(
    (other) =>
      (other.teamId === request.teamId && other.viewId === request.viewId) ||
      (request.access !== null &&
        request.state === "pending" &&
        other.state === "pending" &&
        other.access?.key === request.access.key &&
        other.access.level === request.access.level),
  );

/** A first opening, a newer one after the last was closed, or the one that is open saying something else. */
export const opensSlot = (known: StoredSlot | undefined, { openedAt }: OpenSlot): boolean =>
  known === undefined || (known.closedAt === null ? openedAt === known.openedAt : openedAt > known.openedAt);

export const olderFirst = (a: Request, b: Request): number => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);

/** One page, turn by turn, and round again. */
export const pageOf = <T>(all: readonly T[], size: number, turn: number): readonly T[] => {
  const pages = Math.max(1, Math.ceil(all.length / Math.max(1, size)));
  return all.slice((turn % pages) * size).slice(0, size);
};

/** Ids of requests with something due, the longest overdue first. */
export function dueIds(requests: Iterable<Request>, effects: Iterable<StoredEffect>, now: number): readonly string[] {
  const due = new Map<string, number>();
  const add = (id: string, at: number): void => {
    if (at <= now) due.set(id, Math.min(at, due.get(id) ?? at));
  };
  for (const request of requests) add(request.id, overdueAt(request));
  for (const { effect, delivered, notBefore } of effects)
    if (!delivered) add(effect.requestId, Math.max(notBefore, effect.createdAt + GRACE_MS));
  return [...due].sort(([a, aDue], [b, bDue]) => aDue - bDue || (a < b ? -1 : 1)).map(([id]) => id);
}

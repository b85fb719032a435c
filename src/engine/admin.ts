// What admins ask of all requests at once. An order is stored in the ack and carried out by the sweep, so that a click
// returns at once and a crash in the middle loses nothing.
import type { PersonKey } from "../domain/person.ts";
import { accepted, type Result, refused } from "../domain/refusal.ts";
import { ENDED_BY_ORDER, type MessageRef, type Request } from "../domain/request.ts";
import { type Order, type OrderProgress, type RevokeScope, TransientError, type UnderOrder } from "../ports.ts";
import { apply } from "./apply.ts";
import { hasten } from "./commands.ts";
import { adminNow } from "./facts.ts";
import type { World } from "./world.ts";

type Someone = { readonly userId: string; readonly teamId: string };

async function asAdmin<T>(world: World, someone: Someone, work: (key: PersonKey) => Promise<T>): Promise<Result<T>> {
  const may = await adminNow(world, someone);
  if (!may.ok) return may;
  try {
    return accepted(await work(may.value));
  } catch (error) {
    if (error instanceof TransientError) return refused({ kind: "not_known_yet" });
    throw error;
  }
}

export const freeze = (world: World, someone: Someone, frozen: boolean): Promise<Result<{ changed: boolean }>> =>
  asAdmin(world, someone, async (by) => {
    const before = await world.store.isFrozen();
    // A freeze is stored even where there is one: an unfreeze may be on its way that has seen it, and the last word counts.
    if (!frozen && !before) return { changed: false };
    const kind = frozen ? "freeze" : "unfreeze";
    await world.store.placeOrder({ id: world.chance.id(), kind, by, at: world.clock.now() });
    world.log("deployment.freeze.changed", { frozen });
    return { changed: before !== frozen };
  });

export const countUnder = (
  world: World,
  someone: Someone,
  scope: RevokeScope,
): Promise<Result<{ pending: number; open: number }>> =>
  asAdmin(world, someone, async (by) => {
    const order = { id: "", kind: "revoke_all", scope, by, at: world.clock.now() } as const;
    const { requests, unreadable } = await world.store.requestsUnder(order);
    const pending = requests.filter((request) => request.state === "pending").length;
    const open = requests.filter((request) => request.state !== "closed").length - pending;
    return { pending, open: open + unreadable.filter(({ closed }) => !closed).length };
  });

export const revokeAll = (world: World, someone: Someone, scope: RevokeScope): Promise<Result<{ orderId: string }>> =>
  asAdmin(world, someone, async (by) => {
    const order: Order = { id: world.chance.id(), kind: "revoke_all", scope, by, at: world.clock.now() };
    await world.store.placeOrder(order);
    world.log("order.revoke_all.placed", { order: order.id, scope: scope.kind });
    world.defer(() => apart(world, order.id, () => carryOutOrders(world)));
    return { orderId: order.id };
  });

/** One pass over all open orders: ends what is still open, and tells the operators, of a freeze too. */
export async function carryOutOrders(world: World): Promise<void> {
  for (const { order, progress } of await world.store.openOrders())
    await apart(world, order.id, () =>
      order.kind === "revoke_all" ? carryOut(world, order, progress) : tell(world, order, progress),
    );
}

/** One that fails is tried again by the next sweep, and keeps nobody else from being served. */
async function apart(world: World, about: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    world.log("order.part.failed", { about, class: error instanceof Error ? error.name : "unknown" });
  }
}

/** A freeze, or the end of one: it is stored and works already, so whoever hears of it never hears too early. */
async function tell(world: World, order: Order, progress: OrderProgress): Promise<void> {
  const ref = await sendProgress(world, order, { ...progress, done: true });
  if (ref !== null) await world.store.orderProgressed(order.id, { ...progress, message: ref, done: true });
}

async function carryOut(world: World, order: Order & { kind: "revoke_all" }, progress: OrderProgress): Promise<void> {
  await endAll(world, order);
  const counts = countsOf(await world.store.requestsUnder(order));
  const changed =
    progress.message === null ||
    counts.remaining !== progress.remaining ||
    counts.total !== progress.total ||
    counts.standing !== (progress.standing ?? 0) ||
    counts.unreadable !== (progress.unreadable ?? 0);
  if (!changed && counts.remaining > 0) return;
  const done = counts.remaining === 0;
  const next = { ...counts, message: progress.message, done };
  const ref = await sendProgress(world, order, next);
  // An order is done only when its last word was said; a Slack that is down is asked again with the next sweep.
  await world.store.orderProgressed(order.id, {
    ...next,
    message: ref ?? next.message,
    done: done && ref !== null,
  });
}

/** A row that cannot be read counts for what its columns say: as long as it is open, the order is not done. */
function countsOf({ requests, unreadable }: UnderOrder) {
  const closed = requests.filter((request) => request.state === "closed");
  const left = closed.map((request) => leftBehind(request, closed));
  const unproven = left.filter((what) => what === "unverified").length;
  const standing = left.filter((what) => what === "standing").length;
  const closedUnread = unreadable.filter((row) => row.closed).length;
  const openUnread = unreadable.length - closedUnread;
  return {
    total: requests.length + unreadable.length,
    gone: closed.length - unproven - standing,
    unverified: unproven + closedUnread,
    standing,
    remaining: requests.length - closed.length + openUnread,
    unreadable: openUnread,
  };
}

/** What is still in the slot, by what was seen last of it: two that ended in one slot have the same left behind. */
function leftBehind(request: Request, closed: readonly Request[]): "nothing" | "unverified" | "standing" {
  if (request.removed === null) return "nothing";
  const seen = closed.flatMap(({ access, removed }) =>
    removed !== null && access?.key === request.access?.key ? [removed.evidence] : [],
  );
  const last = seen.reduce((a, b) => (b.at > a.at ? b : a), request.removed.evidence);
  if (last.seen === "unverified") return "unverified";
  return last.standing === "none" && last.inherited === null ? "nothing" : "standing";
}

async function endAll(world: World, order: Order & { kind: "revoke_all" }): Promise<void> {
  const { requests, unreadable } = await world.store.requestsUnder(order);
  for (const { id, closed } of unreadable)
    if (!closed) world.log("order.request.unreadable", { order: order.id, request: id });
  for (const request of requests) {
    if (request.state === "closed" || request.state === "revoking") continue;
    await apart(world, request.id, async () => {
      const snapshot = await world.store.snapshot(request.id);
      if (snapshot === null) return;
      const commandId = `${order.id}:${request.id}`;
      const done = await apply(world, snapshot, () =>
        accepted({ kind: "revoke", commandId, by: order.by, note: ENDED_BY_ORDER }),
      );
      if (done.ok) await hasten(world, snapshot, done.value);
    });
  }
}

/** Null: the operators have not heard of it; the next sweep tells them again. */
async function sendProgress(world: World, order: Order, progress: OrderProgress): Promise<MessageRef | null> {
  try {
    const outcome = await world.messenger.orderProgress(order, progress);
    if (outcome.kind === "sent") return outcome.ref;
    world.log("order.telling.refused", { order: order.id, code: outcome.code });
    return null;
  } catch (error) {
    if (error instanceof TransientError) return null;
    throw error;
  }
}

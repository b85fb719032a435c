// What admins ask of all requests at once. An order is stored in the ack and carried out by the sweep, so that a click
// returns at once and a crash in the middle loses nothing. One that is sent again is the same order: its id says so.
import { hashOf } from "../domain/canonical.ts";
import type { MessageRef } from "../domain/effect.ts";
import type { PersonKey } from "../domain/person.ts";
import { accepted, type Result, refused } from "../domain/refusal.ts";
import { ENDED_BY_ORDER, type Request } from "../domain/request.ts";
import {
  type LiveAccess,
  type Order,
  type OrderProgress,
  type RevokeScope,
  TransientError,
  type UnderOrder,
} from "../ports.ts";
import { apply } from "./apply.ts";
import { hasten } from "./commands.ts";
import { adminNow } from "./facts.ts";
import { witness } from "./witness.ts";
import { SWEEP_EVERY_MS, type World } from "./world.ts";

type Someone = { readonly userId: string; readonly teamId: string };

async function asAdmin<T>(
  world: World,
  someone: Someone,
  work: (key: PersonKey) => Promise<Result<T>>,
): Promise<Result<T>> {
  const may = await adminNow(world, someone);
  if (!may.ok) return may;
  try {
    return await work(may.value);
  } catch (error) {
    if (error instanceof TransientError) return refused({ kind: "not_known_yet" });
    throw error;
  }
}

/** Another scope under the same form is another order: rather one end too many than one that is swallowed. */
const orderIdOf = (kind: Order["kind"], by: PersonKey, sentAs: string, scope: RevokeScope | null): string =>
  hashOf([kind, by, sentAs, scope]).slice(0, 26);

export const freeze = (
  world: World,
  someone: Someone,
  frozen: boolean,
  sentAs: string,
): Promise<Result<{ changed: boolean }>> =>
  asAdmin(world, someone, async (by) => {
    const before = await world.store.isFrozen();
    // A freeze is stored even where there is one: an unfreeze may be on its way that has seen it, and the last word counts.
    if (!frozen && !before) return accepted({ changed: false });
    if (!frozen && before === "imposed") return refused({ kind: "freeze_imposed" });
    const isFrozen = before !== false;
    const kind = frozen ? "freeze" : "unfreeze";
    const id = orderIdOf(kind, by, sentAs, null);
    const placed = await world.store.placeOrder({ id, kind, by, at: world.clock.now() });
    if (placed === "placed") world.log("deployment.freeze.changed", { frozen });
    // It was carried out when it came first; whatever was ordered since then stands.
    else if (isFrozen !== frozen) return refused({ kind: "sent_before" });
    return accepted({ changed: isFrozen !== frozen });
  });

/** As many as one message shows; what there is beyond is counted. */
const LIVE_MAX = 60;

export const listAll = (world: World, someone: Someone): Promise<Result<LiveAccess>> =>
  asAdmin(world, someone, async () => accepted(await world.store.liveAccess(LIVE_MAX)));

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
    return accepted({ pending, open: open + unreadable.filter(({ closed }) => !closed).length });
  });

export const revokeAll = (
  world: World,
  someone: Someone,
  scope: RevokeScope,
  sentAs: string,
): Promise<Result<{ orderId: string }>> =>
  asAdmin(world, someone, async (by) => {
    const id = orderIdOf("revoke_all", by, sentAs, scope);
    const order: Order = { id, kind: "revoke_all", scope, by, at: world.clock.now() };
    if ((await world.store.placeOrder(order)) === "placed")
      world.log("order.revoke_all.placed", { order: order.id, scope: scope.kind });
    // Also for one that is known: whoever placed it may have died before this, and it ends nothing twice.
    world.defer(() => apart(world, order.id, () => carryOutOrders(world, ENDS_AT_ONCE)));
    return accepted({ orderId: order.id });
  });

/** Ends of one pass: each takes five calls, and what follows an answer has half a minute. The next pass does the rest. */
const ENDS_AT_ONCE = 100;
/** The same behind the rest of a sweep, where the platform allows a thousand calls at the least. */
export const ENDS_A_SWEEP = 70;
/** Whoever tells the operators has this long; longer than Slack and the record take, and shorter than from sweep to sweep. */
const TELLING_MS = 45_000;

/** One pass over all open orders: ends what is still open, and tells the operators, of a freeze too. */
export async function carryOutOrders(world: World, most: number): Promise<void> {
  const { orders, unreadable } = await world.store.openOrders();
  for (const id of unreadable) world.log("order.row.unreadable", { order: id });
  const share = Math.ceil(most / Math.max(1, orders.filter(({ order }) => order.kind === "revoke_all").length));
  for (const { order, progress } of orders)
    await apart(world, order.id, () =>
      order.kind === "revoke_all" ? carryOut(world, order, progress, share) : tell(world, order),
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
async function tell(world: World, order: Order): Promise<void> {
  const progress = await claimTelling(world, order);
  if (progress === null) return;
  const ref = await sendProgress(world, order, { ...progress, done: true });
  await world.store.orderProgressed(order.id, { ...progress, message: ref ?? progress.message, done: ref !== null });
}

/** Null: another pass is telling the operators of it, or they have heard everything. Given back with `orderProgressed`. */
async function claimTelling(world: World, { id }: Order): Promise<OrderProgress | null> {
  const now = world.clock.now();
  const claimed = await world.store.claimTelling(id, now, now - TELLING_MS);
  if (claimed === null) return null;
  const { telling: _, ...progress } = claimed;
  return progress;
}

/** The operators hear of it as it begins, but no end waits for that. */
async function carryOut(
  world: World,
  order: Order & { kind: "revoke_all" },
  progress: OrderProgress,
  most: number,
): Promise<void> {
  const begun = progress.message === null ? apart(world, order.id, () => tellProgress(world, order)) : null;
  await Promise.all([endSome(world, order, most), begun]);
  const counts = countsOf(await world.store.requestsUnder(order));
  if (hasChanged(progress, counts) || counts.remaining === 0) await tellProgress(world, order);
}

const hasChanged = (progress: OrderProgress, counts: ReturnType<typeof countsOf>): boolean =>
  progress.message === null ||
  counts.remaining !== progress.remaining ||
  counts.total !== progress.total ||
  counts.standing !== (progress.standing ?? 0) ||
  counts.unreadable !== (progress.unreadable ?? 0);

async function tellProgress(world: World, order: Order & { kind: "revoke_all" }): Promise<void> {
  const progress = await claimTelling(world, order);
  if (progress === null) return;
  // Counted only now: what is told last is then what was counted last.
  const counts = countsOf(await world.store.requestsUnder(order));
  const done = counts.remaining === 0;
  const next = { ...counts, message: progress.message, done };
  const ref = hasChanged(progress, counts) || done ? await sendProgress(world, order, next) : null;
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

/** As many as one pass may; where some never get anywhere, each page of them has its minute, as with the sweep. */
async function endSome(world: World, order: Order & { kind: "revoke_all" }, most: number): Promise<void> {
  const { requests, unreadable } = await world.store.requestsUnder(order);
  for (const { id, closed } of unreadable)
    if (!closed) world.log("order.request.unreadable", { order: order.id, request: id });
  const open = requests.filter(({ state }) => state !== "closed" && state !== "revoking");
  const page = Math.floor(world.clock.now() / SWEEP_EVERY_MS) % Math.max(1, Math.ceil(open.length / most));
  for (const request of open.slice(page * most, (page + 1) * most)) {
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
    witness(world, {
      actor: { kind: "system", name: "messenger" },
      action: "deliver_order",
      request: null,
      slot: null,
      result: outcome.code,
      state: null,
      evidence: { order: order.id },
    });
    return null;
  } catch (error) {
    if (error instanceof TransientError) return null;
    throw error;
  }
}

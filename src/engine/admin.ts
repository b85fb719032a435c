// What admins ask of all requests at once. An order is stored in the ack and carried out by the sweep, so that a click
// returns at once and a crash in the middle loses nothing.
import type { PersonKey } from "../domain/person.ts";
import { accepted, type Result, refused } from "../domain/refusal.ts";
import { type Order, type OrderProgress, type RevokeScope, TransientError } from "../ports.ts";
import { apply } from "./apply.ts";
import { hasten } from "./commands.ts";
import { adminNow } from "./facts.ts";
import type { World } from "./world.ts";

type Someone = { readonly userId: string; readonly teamId: string };

async function asAdmin<T>(world: World, someone: Someone, work: (key: PersonKey) => Promise<T>): Promise<Result<T>> {
  const may = await adminNow(world, someone.userId);
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
    if ((await world.store.isFrozen()) === frozen) return { changed: false };
    const kind = frozen ? "freeze" : "unfreeze";
    await world.store.placeOrder({ id: world.chance.id(), kind, by, at: world.clock.now() });
    world.log("deployment.freeze.changed", { frozen });
    return { changed: true };
  });

export const countUnder = (
  world: World,
  someone: Someone,
  scope: RevokeScope,
): Promise<Result<{ pending: number; open: number }>> =>
  asAdmin(world, someone, async (by) => {
    const requests = await world.store.requestsUnder({ id: "", kind: "revoke_all", scope, by, at: world.clock.now() });
    const pending = requests.filter((request) => request.state === "pending").length;
    return { pending, open: requests.filter((request) => request.state !== "closed").length - pending };
  });

export const revokeAll = (world: World, someone: Someone, scope: RevokeScope): Promise<Result<{ orderId: string }>> =>
  asAdmin(world, someone, async (by) => {
    const order: Order = { id: world.chance.id(), kind: "revoke_all", scope, by, at: world.clock.now() };
    await world.store.placeOrder(order);
    world.log("order.revoke_all.placed", { order: order.id, scope: scope.kind });
    world.defer(apart(world, order.id, () => carryOutOrders(world)));
    return { orderId: order.id };
  });

/** One pass over all open orders: ends what is still open, and tells how much is proven gone. */
export async function carryOutOrders(world: World): Promise<void> {
  for (const { order, progress } of await world.store.openOrders()) {
    if (order.kind === "revoke_all") await apart(world, order.id, () => carryOut(world, order, progress));
  }
}

/** One that fails is tried again by the next sweep, and keeps nobody else from being served. */
async function apart(world: World, about: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    world.log("order.part.failed", { about, class: error instanceof Error ? error.name : "unknown" });
  }
}

async function carryOut(world: World, order: Order & { kind: "revoke_all" }, progress: OrderProgress): Promise<void> {
  await endAll(world, order);
  const requests = await world.store.requestsUnder(order);
  const closed = requests.filter((request) => request.state === "closed");
  const unverified = closed.filter((request) => request.removed?.evidence.seen === "unverified").length;
  const counts = {
    total: requests.length,
    gone: closed.length - unverified,
    unverified,
    remaining: requests.length - closed.length,
  };
  const changed =
    progress.message === null || counts.remaining !== progress.remaining || counts.total !== progress.total;
  if (!changed && counts.remaining > 0) return;
  const done = counts.remaining === 0;
  const next = { ...counts, message: progress.message, done };
  const sent = await sendProgress(world, order, next);
  // An order is done only when its last word was said; a Slack that is down is asked again with the next sweep.
  await world.store.orderProgressed(order.id, {
    ...next,
    message: sent?.ref ?? next.message,
    done: done && sent !== null,
  });
}

async function endAll(world: World, order: Order & { kind: "revoke_all" }): Promise<void> {
  for (const request of await world.store.requestsUnder(order)) {
    if (request.state === "closed" || request.state === "revoking") continue;
    await apart(world, request.id, async () => {
      const snapshot = await world.store.snapshot(request.id);
      if (snapshot === null) return;
      const commandId = `${order.id}:${request.id}`;
      const done = await apply(world, snapshot, () =>
        accepted({ kind: "revoke", commandId, by: order.by, note: "revoke-all" }),
      );
      if (done.ok) await hasten(world, snapshot, done.value);
    });
  }
}

async function sendProgress(
  world: World,
  order: Order & { kind: "revoke_all" },
  progress: Parameters<World["messenger"]["orderProgress"]>[1],
) {
  try {
    const outcome = await world.messenger.orderProgress(order, progress);
    return { ref: outcome.kind === "sent" ? outcome.ref : null };
  } catch (error) {
    if (error instanceof TransientError) return null;
    throw error;
  }
}

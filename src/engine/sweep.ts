// The second finder, every minute over the record: rings whatever has something due, wakes slots that nobody holds any more,
// and carries out admins' orders. Each row by itself, so that a poisoned one hurts nobody else; and where there are more
// than one run may take, each page has its minute, so that those which never get anywhere keep nobody else from being found.
import { TransientError } from "../ports.ts";
import { carryOutOrders, ENDS_A_SWEEP } from "./admin.ts";
import { compareNext } from "./compare-places.ts";
import { checkSomeSlots } from "./drift.ts";
import { tellFound, tellGathered, tellUnreadable } from "./gathered-notices.ts";
import { rollUp } from "./roll-up.ts";
import { SWEEP_EVERY_MS, type World } from "./world.ts";

/** Of each kind. Both together, and the orders of admins behind them, stay below the thousand calls that a run has at the least. */
const ROWS_A_SWEEP = 300;

/** Behind more than this, no list is asked for: it may take calls by the dozen. */
const QUIET_ROWS = 300;

export interface Swept {
  /** Requests that were late and rung. */
  readonly rung: number;
  /** The same, and slots that were left and woken. */
  readonly rescued: number;
  /** It could look everywhere that it has to. */
  readonly whole: boolean;
}

export async function sweep(world: World): Promise<Swept> {
  let rung = 0;
  let woken = 0;
  const now = world.clock.now();
  const turn = Math.floor(now / SWEEP_EVERY_MS);
  const due = await orNothing(world, "due", () => world.store.dueRequests(now, ROWS_A_SWEEP, turn));
  for (const requestId of due ?? []) {
    await orNothing(world, "ring", async () => {
      await world.doorbell.ring(requestId);
      rung++;
    });
  }
  const left = await orNothing(world, "left_slots", () => world.store.leftSlots(ROWS_A_SWEEP, turn));
  // A key holds the account's name: it stays in the record, where whoever looks after this finds it.
  if (left && left.unreadable.length > 0) {
    world.log("sweep.slots.unreadable", { slots: left.unreadable.length });
    await orNothing(world, "unreadable", () => tellUnreadable(world, left));
  }
  for (const access of left?.slots ?? [])
    await orNothing(world, "wake", async () => {
      await world.entitlements.wake(access);
      woken++;
    });
  await orNothing(world, "orders", () => carryOutOrders(world, ENDS_A_SWEEP));
  await orNothing(world, "notices", () => tellGathered(world));
  await orNothing(world, "found", () => tellFound(world));
  await orNothing(world, "drift", () => checkSomeSlots(world));
  await orNothing(world, "digests", () => rollUp(world));
  if ((due?.length ?? 0) + (left?.slots.length ?? 0) <= QUIET_ROWS)
    await orNothing(world, "members", () => compareNext(world));
  if (rung > 0) world.metrics({ name: "rescue", of: ["request"], value: rung });
  if (woken > 0) world.metrics({ name: "rescue", of: ["slot"], value: woken });
  world.log("sweep.run.finished", { due: due?.length ?? -1, rung });
  return { rung, rescued: rung + woken, whole: due !== null && left !== null };
}

async function orNothing<T>(world: World, what: string, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    const name = error instanceof TransientError ? error.name : error instanceof Error ? error.name : "unknown";
    world.log("sweep.part.failed", { part: what, class: name });
    return null;
  }
}

// The second finder, every minute over the record: rings whatever has something due, wakes
// slots that nobody holds any more, and carries out admins' orders. Each
// row by itself, so that a poisoned one hurts nobody else.
import { TransientError } from "../ports.ts";
import { carryOutOrders } from "./admin.ts";
import type { World } from "./world.ts";

const ROWS_A_SWEEP = 500;

export async function sweep(world: World): Promise<{ rung: number }> {
  let rung = 0;
  const due = await orNothing(world, "due", () => world.store.dueRequests(world.clock.now(), ROWS_A_SWEEP));
  for (const requestId of due ?? []) {
    await orNothing(world, "ring", async () => {
      await world.doorbell.ring(requestId);
      rung++;
    });
  }
  const left = await orNothing(world, "left_slots", () => world.store.leftSlots(ROWS_A_SWEEP));
  for (const access of left ?? []) await orNothing(world, "wake", () => world.entitlements.wake(access));
  await orNothing(world, "orders", () => carryOutOrders(world));
  world.log("sweep.run.finished", { due: due?.length ?? -1, rung });
  return { rung };
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

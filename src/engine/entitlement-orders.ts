// Orders beside hold and release: only stored, each with the wake-up that carries it out. Never calls anything.
import type { Access } from "../domain/access.ts";
import type { HoldOrder } from "../domain/entitlement.ts";
import { acceptCheck, acceptLetGo } from "../domain/entitlement-by-hand.ts";
import type { EntitlementMemory } from "../ports.ts";
import type { World } from "./world.ts";

/** Two people closed it by hand. Monotone as well: what was let go of is held again by nobody. */
export function letGo(world: Pick<World, "clock">, memory: EntitlementMemory, order: HoldOrder): void {
  const now = world.clock.now();
  memory.write(acceptLetGo(memory.read(), order, now), now + 1);
}

/** A look at a slot that is closed. An object with a memory is in use, and looks by itself. */
export function check(world: Pick<World, "clock">, memory: EntitlementMemory, access: Access): void {
  if (memory.read() === null) memory.write(acceptCheck(access), world.clock.now() + 1);
}

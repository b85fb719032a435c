// Hold and release, told to the Entitlement before any message goes out. The rules are asked once more before a hold, with
// facts looked up now; a lookup that cannot be had is tried again until the grant's deadline.
import { backoffMs } from "../domain/entitlement-answers.ts";
import { accepted } from "../domain/refusal.ts";
import { type PendingEffect, type Snapshot, TransientError } from "../ports.ts";
import { apply, OWN_ALARM } from "./apply.ts";
import { removesStanding } from "./commands.ts";
import { holdOrderOf, releaseOrder } from "./orders-for-access.ts";
import { stillAllowed } from "./still-allowed.ts";
import type { World } from "./world.ts";

/** True where the request itself changed on the way. */
export async function deliverAccess(world: World, snapshot: Snapshot, due: readonly PendingEffect[]): Promise<boolean> {
  let changed = false;
  for (const pending of due) {
    const { body, id } = pending.effect;
    try {
      if (body.kind === "release") {
        const hold = holdOrderOf(snapshot.request, removesStanding(snapshot));
        if (hold) await world.entitlements.release(releaseOrder(hold, snapshot.request.ending?.by ?? body.by));
        await world.store.delivered([id], null);
      }
      if (body.kind === "let_go") {
        const hold = holdOrderOf(snapshot.request, removesStanding(snapshot));
        if (hold) await world.entitlements.letGo(hold);
        await world.store.delivered([id], null);
      }
      if (body.kind === "hold") changed = (await deliverHold(world, snapshot, id)) || changed;
    } catch (error) {
      const name = error instanceof Error ? error.name : "unknown";
      if (!(error instanceof TransientError)) world.log("access.delivery.failed", { effect: id, class: name });
      const wait = Math.min(backoffMs(pending.tries, world.chance.fraction()), 60_000);
      await world.store.postponed(id, pending.tries + 1, world.clock.now() + wait, name);
    }
  }
  return changed;
}

async function deliverHold(world: World, snapshot: Snapshot, effectId: string): Promise<boolean> {
  const changed = await holdIfAllowed(world, snapshot);
  await world.store.delivered([effectId], null);
  return changed;
}

/** Asks the rules, then tells the Entitlement; where they say no, the request. True where the request changed. */
export async function holdIfAllowed(world: World, snapshot: Snapshot): Promise<boolean> {
  const { request } = snapshot;
  const hold = holdOrderOf(request, removesStanding(snapshot));
  if (request.state !== "granting" || hold === null || world.clock.now() >= hold.grantBy) return false;
  const no = await stillAllowed(world, snapshot);
  if (no === null) {
    await world.entitlements.hold(hold);
    return false;
  }
  if (no.refusal.kind === "lookup_unavailable")
    throw new TransientError("a lookup before the grant could not be had", { effect: "no" });
  const commandId = `${request.id}:${hold.sequence}:disallow`;
  const disallow = { kind: "disallow", commandId, disallowed: { kind: no.refusal.kind, who: no.who } } as const;
  const done = await apply(world, snapshot, () => accepted(disallow), OWN_ALARM);
  if (!done.ok && done.refusal.kind === "not_known_yet")
    throw new TransientError("the record did not confirm", { effect: "unknown" });
  return true;
}

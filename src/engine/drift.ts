// The daily look at a slot that is closed: is more there than its baseline, though nobody holds it? What others gave is said and
// left alone. Only what our own record says was never proven gone is released again.
import { rankOf } from "../domain/access.ts";
import { acceptRelease, type EntitlementState } from "../domain/entitlement.ts";
import type { Request } from "../domain/request.ts";
import { reportId } from "../domain/settle.ts";
import { type ClosedSlot, type EntitlementMemory, type Inspection, TransientError } from "../ports.ts";
import { holdOrderOf, releaseOrder } from "./orders-for-access.ts";
import { meaningOf } from "./trouble-of.ts";
import { witnessMissedCheck } from "./witness.ts";
import type { World } from "./world.ts";

const DAY_MS = 24 * 60 * 60_000;
/** What was closed longer ago is not looked at any more. */
const LOOKED_AT_FOR_MS = 90 * DAY_MS;
/** So many a minute: a day has room for 28,800. */
const SLOTS_A_SWEEP = 20;

/** Sends some of what is due to be looked at to the objects of their slots; each looks by itself. */
export async function checkSomeSlots(world: World): Promise<void> {
  const now = world.clock.now();
  const window = { since: now - LOOKED_AT_FOR_MS, before: now - DAY_MS, now };
  for (const access of await world.store.slotsToCheck(window, SLOTS_A_SWEEP)) {
    try {
      await world.entitlements.check(access);
    } catch (error) {
      // Tomorrow is another day.
      world.log("drift.slot.missed", { class: error instanceof Error ? error.name : "unknown" });
    }
  }
}

/** `look`: reads the slot with the ids of its row; `levels` null: there is nothing to read with. A look that cannot be had is had tomorrow. */
export async function lookAtClosed(
  world: World,
  memory: EntitlementMemory,
  s: EntitlementState,
  look: (ids: ClosedSlot["ids"]) => Promise<Inspection>,
  levels: readonly string[] | null,
): Promise<void> {
  try {
    const row = levels === null ? null : await world.store.closedSlot(s.access.key);
    if (levels !== null && row !== null && row.baseline !== "unknown") {
      const { level } = await noting(world, s, () => look(row.ids));
      const more = level !== null && rankOf(levels, level) > rankOf(levels, row.baseline.level);
      const owner = more ? neverProven(row.last) : null;
      if (owner !== null) return await releaseAgain(world, memory, s, row, owner, level);
      const found = more ? { level, at: world.clock.now() } : null;
      if (found !== null || row.found !== null) await world.store.slotChecked(s.access.key, row.openedAt, found);
      if (found !== null) world.log("drift.slot.found", { strategy: s.access.strategy });
    }
  } catch (error) {
    if (!(error instanceof TransientError))
      world.log("drift.look.failed", { class: error instanceof Error ? error.name : "unknown" });
  }
  // Orders that came meanwhile are carried out by the wake-up that they booked.
  if (memory.read()?.holds.length === 0) await memory.forget();
}

/** What keeps a look from being had is in the trail; what becomes of the slot does not depend on it. */
async function noting(world: World, s: EntitlementState, look: () => Promise<Inspection>): Promise<Inspection> {
  try {
    return await look();
  } catch (error) {
    const name = error instanceof Error ? error.name : "unknown";
    witnessMissedCheck(world, s, name, meaningOf(error, world.clock.now()));
    throw error;
  }
}

/** We added it, and people alone said that it is gone. */
const neverProven = (last: Request | null): Request | null =>
  last !== null && last.outcome === "closed_by_hand" && last.removed === null ? last : null;

async function releaseAgain(
  world: World,
  memory: EntitlementMemory,
  s: EntitlementState,
  { baseline, ids }: ClosedSlot,
  owner: Request,
  level: string | null,
): Promise<void> {
  const now = world.clock.now();
  const hold = holdOrderOf(owner, false);
  if (hold === null) return;
  // Open first, with the baseline that it had: what is there is ours, and never a baseline.
  await world.store.openSlot(s.access.key, s.access, { openedAt: now, baseline, ids });
  const released = acceptRelease(memory.read(), releaseOrder(hold, { kind: "system", name: "entitlement" }), now);
  const ended = released.holds.find(({ requestId }) => requestId === owner.id);
  if (ended === undefined) return;
  const evidence = { seen: level ?? "absent", inherited: null, at: now, standing: "none" as const };
  const report = {
    kind: "seen_again" as const,
    commandId: `${reportId(s, ended, "seen_again")}:${now}`,
    sequence: ended.sequence,
    evidence,
  };
  const reports = [...released.reports, { requestId: owner.id, report }];
  memory.write({ ...released, reports }, now + 1);
}

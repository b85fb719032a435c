// What operators are told in one message, because it is many at once or about no single request: a storm of notices, rows that
// cannot be read, access that nobody here gave. Told by the sweep, and marked as told only when Slack has it.
import { type LeftSlots, type Notice, type PendingEffect, TransientError } from "../ports.ts";
import type { World } from "./world.ts";

const DAY_MS = 24 * 60 * 60_000;
/** More than so many notices at once are one message. */
export const STORM_FROM = 6;
/** What was left to the sweep is told one by one after this, should the sweep be dead. */
export const LEFT_FOR_MS = 3 * 60_000;
const GATHERED_MAX = 500;

/** Kept with what was left to the sweep: it is left once. */
export const LEFT_TO_SWEEP = "LeftToSweep";

/** True where this notice is one of a storm, and is left to the sweep. */
export async function isOneOfMany(world: World, { effect, errorClass }: PendingEffect): Promise<boolean> {
  if (effect.body.kind !== "operators" || errorClass === LEFT_TO_SWEEP) return false;
  const owed = await world.store.owedToOperators(STORM_FROM);
  return owed.length >= STORM_FROM;
}

export async function tellGathered(world: World): Promise<void> {
  const notices = await world.store.owedToOperators(GATHERED_MAX);
  if (notices.length < STORM_FROM) return;
  if (await told(world, { kind: "many", notices }))
    await world.store.delivered(
      notices.map(({ pending }) => pending.effect.id),
      null,
    );
}

/** Each once a day, for as long as it lasts. */
export async function tellUnreadable(world: World, { unreadable }: LeftSlots): Promise<void> {
  const now = world.clock.now();
  const news = unreadable.filter(({ toldAt }) => toldAt === null || toldAt <= now - DAY_MS);
  if (news.length > 0 && (await told(world, { kind: "unreadable_slots", count: unreadable.length })))
    await world.store.slotsTold(
      news.map(({ key }) => key),
      now,
    );
}

/** Each once, until something else is found there. */
export async function tellFound(world: World): Promise<void> {
  const slots = await world.store.foundSlots(GATHERED_MAX);
  if (slots.length > 0 && (await told(world, { kind: "found_slots", slots })))
    await world.store.slotsTold(
      slots.map(({ access }) => access.key),
      world.clock.now(),
    );
}

/** True where the operators have it. */
export async function told(world: World, notice: Notice): Promise<boolean> {
  try {
    const outcome = await world.messenger.notice(notice, world.clock.now());
    if (outcome.kind === "sent") return true;
    world.log("notice.telling.refused", { kind: notice.kind, code: outcome.code });
    return false;
  } catch (error) {
    if (error instanceof TransientError) return false;
    throw error;
  }
}

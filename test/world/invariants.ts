// What must be true once the faults are over and time has passed, whatever happened on the way.

import { rankOf } from "../../src/domain/access.ts";
import { hashEvent } from "../../src/domain/record.ts";
import { LEVELS } from "./target.ts";
import type { SimWorld } from "./world.ts";

/** Every broken promise as a sentence; empty when all hold. `standing`: what accounts had before Sym came. */
export function brokenPromises(world: SimWorld, standing: Readonly<Record<string, string>> = {}): string[] {
  const broken: string[] = [...world.watch.broken];
  for (const error of world.bugs)
    broken.push(
      `a handler failed: ${error instanceof Error ? `${error.message} ${error.stack?.split("\n")[1]}` : String(error)}`,
    );
  const meddled = new Set(world.target.foreign.map((change) => change.account));
  for (const [account, level] of world.target.levels)
    if (!meddled.has(account) && level !== standing[account]) broken.push(`${account} still has ${level}`);
  for (const account of meddled)
    if (rankOf(LEVELS, world.target.level(account)) > mostOfOthers(world, account, standing))
      broken.push(`${account} still has ${world.target.level(account)}, which nobody else gave`);
  for (const [account, level] of Object.entries(standing))
    if (!meddled.has(account) && world.target.level(account) !== level)
      broken.push(`${account} lost ${level}, which was there before`);
  for (const change of world.target.changes) {
    const before = meddled.has(change.account) ? 0 : rankOf(LEVELS, standing[change.account] ?? null);
    if (rankOf(LEVELS, change.to) < before) broken.push(`${change.account} was below what was there before`);
    if (
      rankOf(LEVELS, change.to) > rankOf(LEVELS, change.from) &&
      !decidedBefore(world, change.account, change.to, change.at) &&
      !(meddled.has(change.account) && rankOf(LEVELS, change.to) <= mostOfOthers(world, change.account, standing))
    )
      broken.push(`${change.account} got ${change.to} without a decision`);
  }
  for (const request of world.record.requests()) {
    if (request.state !== "closed") broken.push(`${request.id} is still ${request.state}`);
    const events = world.record.events(request.id);
    const decisions = events.filter((event) => ["approved", "denied", "cancelled", "lapsed"].includes(event.name));
    if (decisions.length > 1) broken.push(`${request.id} was decided ${decisions.length} times`);
    if (events.filter((event) => event.name === "granted").length > 1) broken.push(`${request.id} was granted twice`);
    let previous = "";
    for (const { hash, ...event } of events) {
      if (event.previous !== previous || hashEvent(event) !== hash)
        broken.push(`${request.id} has a broken chain at ${event.seq}`);
      previous = hash;
    }
    if (previous !== request.head) broken.push(`${request.id} does not stand at the head of its chain`);
  }
  for (const effect of world.record.effects())
    if (!effect.delivered) broken.push(`${effect.effect.id} was never delivered`);
  for (const slot of world.record.openSlots()) broken.push(`the slot ${slot.key} is still open`);
  for (const [key, memory] of world.entitlements) {
    const state = memory.read();
    // One whose alarm was lost when nothing was left to do is woken by whoever comes next.
    const idle = world.watch.losses && state?.openedAt === null && state.holds.length === 0;
    if (state !== null && !idle) broken.push(`the entitlement ${key} still remembers`);
  }
  if (world.armed() > 0) broken.push(`${world.armed()} alarms are still armed`);
  return broken;
}

/** The most that others ever gave this account, as a rank. */
const mostOfOthers = (world: SimWorld, account: string, standing: Readonly<Record<string, string>>): number =>
  Math.max(
    rankOf(LEVELS, standing[account] ?? null),
    ...world.target.foreign.filter((change) => change.account === account).map((change) => rankOf(LEVELS, change.to)),
  );

/** An add belongs to a request that was approved before it, at that level, and had not ended long before. */
const decidedBefore = (world: SimWorld, account: string, level: string | null, at: number): boolean =>
  world.record.requests().some((request) => {
    if (request.access?.account.id !== account || request.access.level !== level) return false;
    return world.record.events(request.id).some((event) => event.name === "approved" && event.at <= at);
  });

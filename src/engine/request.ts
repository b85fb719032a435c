// The alarm of one request: ends what nobody answered, tells the Entitlement what it must know, and delivers what is owed,
// access before words. Never decides; a deadline is a command like any other.
import type { PersonKey } from "../domain/person.ts";
import { accepted } from "../domain/refusal.ts";
import type { Request } from "../domain/request.ts";
import { type PendingEffect, type RequestMemory, type Snapshot, TransientError } from "../ports.ts";
import { apply, OWN_ALARM } from "./apply.ts";
import { removesStanding } from "./commands.ts";
import { deliverAccess, holdIfAllowed } from "./deliver-access.ts";
import { deliverOnCall } from "./deliver-on-call.ts";
import { deliverWords } from "./deliver-words.ts";
import { checkHolder } from "./departures.ts";
import { holdOrderOf, releaseOrder } from "./orders-for-access.ts";
import { SAFETY_MS, type World } from "./world.ts";

/** A wake-up that finds no row looks once more after this long, then the object deletes itself. */
const SECOND_LOOK_MS = 10 * 60_000;
/** How often an Entitlement is told again, while it owes an answer. */
const TELL_AGAIN_MS = 5 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

export async function wakeRequest(world: World, memory: RequestMemory, requestId: string): Promise<void> {
  memory.arm(world.clock.now() + SAFETY_MS);
  const rings = memory.rings();
  const owed = memory.owed();
  try {
    const at = await drain(world, memory, requestId);
    // Rung while at work: what the ring was about may have come after the last look.
    if (memory.rings() !== rings) memory.arm(world.clock.now() + 1);
    // The time of somebody's wake-up came while at work, and so did perhaps what it is about.
    else if (owed !== null && owed <= world.clock.now()) memory.arm(world.clock.now() + 1);
    else if (at !== "never") memory.arm(at);
    else if (memory.owed() === null) await memory.forget();
  } catch (error) {
    // The booked wake-up stands. A mistake of ours is tried again like a fault of the world: what it was about is still owed.
    const name = error instanceof Error ? error.name : "unknown";
    world.log("request.wake.postponed", { request: requestId, class: name });
  }
}

/** When to wake next; `never` where nothing is owed any more. */
async function drain(world: World, memory: RequestMemory, requestId: string): Promise<number | "never"> {
  let work = await world.store.work(requestId);
  if (work === null) return missed(world, memory, requestId);
  if (work.snapshot.request.state === "pending" && world.clock.now() >= work.snapshot.request.lapsesAt) {
    const commandId = `${requestId}:lapse`;
    await apply(world, work.snapshot, () => accepted({ kind: "lapse", commandId }), OWN_ALARM);
    work = await world.store.work(requestId);
    if (work === null) return world.clock.now() + SAFETY_MS;
  }
  if (work.unreadable > 0) world.log("request.effects.unreadable", { request: requestId, problems: work.unreadable });
  remember(memory, work.snapshot, world.clock.now());
  const due = work.effects.filter((pending) => pending.notBefore <= world.clock.now());
  let askAgain = false;
  let changed = await deliverAccess(world, work.snapshot, due);
  try {
    changed = (await tellAgain(world, work.snapshot, work.effects)) || changed;
    const holder = await checkHolder(world, memory, work.snapshot);
    changed = holder === "changed" || changed;
    askAgain = holder === "unknown";
  } catch (error) {
    // Told again with the next wake-up; the words do not wait for it.
    if (!(error instanceof TransientError)) throw error;
    world.log("request.telling.postponed", { request: requestId });
  }
  await deliverOnCall(world, work.snapshot, work.effects);
  await deliverWords(world, work.snapshot, work.effects);
  if (changed) return world.clock.now() + 1;
  const after = await world.store.work(requestId);
  if (after === null) return world.clock.now() + SAFETY_MS;
  const at = nextWake(after.snapshot.request, after.effects, world.clock.now()) ?? "never";
  const again = world.clock.now() + TELL_AGAIN_MS;
  // What nobody here can do is still owed: the version that can may be back at any time.
  if (at === "never") return after.unreadable > 0 ? again : at;
  return askAgain || after.unreadable > 0 ? Math.min(at, again) : at;
}

function missed(world: World, memory: RequestMemory, requestId: string): number | "never" {
  const known = memory.read();
  if (known?.missedOnce) return "never";
  // The record was put back to before it. What was given may be live, and ends early by this memory or not at all.
  if (known?.hold && world.clock.now() < known.hold.hardEnd) return known.hold.hardEnd;
  const at = world.clock.now() + SECOND_LOOK_MS;
  memory.write({ ...known, requestId, missedOnce: true, hold: null, mayEnd: [] }, at);
  return at;
}

/** What an early end needs on a day without the record. */
function remember(memory: RequestMemory, snapshot: Snapshot, now: number): void {
  const { request } = snapshot;
  if (request.state === "closed") return;
  const approvers = request.decisions.filter((d) => d.verdict === "approve").map((d) => d.by);
  const hold = holdOrderOf(request, removesStanding(snapshot));
  const known = memory.read();
  const mayEnd = [request.requester, ...approvers];
  memory.write({ ...known, requestId: request.id, missedOnce: false, hold, mayEnd }, now + SAFETY_MS);
}

/** Level-triggered: an Entitlement that lost its memory, or never heard, is told what the record says. */
async function tellAgain(world: World, snapshot: Snapshot, effects: readonly PendingEffect[]): Promise<boolean> {
  const { request } = snapshot;
  const now = world.clock.now();
  const owed = effects.some(({ effect }) => effect.body.kind === "hold" || effect.body.kind === "release");
  const hold = holdOrderOf(request, removesStanding(snapshot));
  if (hold === null || request.hold === null) return false;
  const timer = { kind: "system" as const, name: "timer" as const };
  if (request.state === "granting" && now >= request.hold.grantBy) {
    await world.entitlements.release(releaseOrder(hold, timer, "grant_by_passed"));
  } else if (request.state === "granting" && !owed) {
    return holdIfAllowed(world, snapshot);
  } else if (request.state === "active" && now >= (hold.until ?? hold.hardEnd)) {
    await world.entitlements.release(releaseOrder(hold, timer, "time"));
  } else if (request.state === "active") {
    await world.entitlements.hold(hold);
  } else if (request.state === "revoking" && !owed && request.ending) {
    await world.entitlements.release(releaseOrder(hold, request.ending.by));
  }
  return false;
}

/** Null: closed and nothing owed. */
export function nextWake(request: Request, effects: readonly PendingEffect[], now: number): number | null {
  const times = effects.map((pending) => pending.notBefore);
  if (request.state === "pending") times.push(request.lapsesAt);
  if (request.state === "granting")
    times.push(Math.min(now + TELL_AGAIN_MS, Math.max(now + SAFETY_MS, request.hold?.grantBy ?? 0)));
  if (request.state === "active" && request.granted !== null) {
    const { at, until } = request.granted;
    // Once a day Slack is asked whether whoever has it is still there.
    const nextDay = at + (Math.floor((now - at) / DAY_MS) + 1) * DAY_MS;
    times.push(Math.max(now + TELL_AGAIN_MS, Math.min(nextDay, until + SAFETY_MS)));
  }
  if (request.state === "revoking") times.push(now + TELL_AGAIN_MS);
  return times.length === 0 ? null : Math.max(now + 1, Math.min(...times));
}

/** An early end with the record down: answered from memory alone. The event follows as `ended`, with its cause. */
export async function releaseFromMemory(
  world: World,
  memory: RequestMemory,
  by: PersonKey,
  isAdmin: boolean,
): Promise<"accepted" | "refused" | "unknown_request"> {
  const known = memory.read();
  if (!known || known.missedOnce || known.hold === null) return "unknown_request";
  if (!isAdmin && !known.mayEnd.includes(by)) return "refused";
  await world.entitlements.release(releaseOrder(known.hold, { kind: "person", key: by }));
  world.log("request.release.accepted_without_record", { request: known.requestId });
  return "accepted";
}

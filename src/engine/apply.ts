// The one door for change: asks `transition`, commits, and recognises its own write when the answer was lost. Only writes;
// nothing outside is touched here.
import type { FlowVersion } from "../domain/flow.ts";
import type { LinkNote } from "../domain/identity.ts";
import { type Change, changeOf } from "../domain/record.ts";
import { accepted, type Result, refused } from "../domain/refusal.ts";
import type { Command, Report, Request } from "../domain/request.ts";
import { transition } from "../domain/transition.ts";
import { type Room, type Snapshot, TransientError } from "../ports.ts";
import { look } from "./look.ts";
import { measuresOf } from "./measures.ts";
import { SAFETY_MS, type World } from "./world.ts";

type Input = Command | Report;
type ApplyWorld = Pick<World, "clock" | "store" | "doorbell" | "defer" | "log" | "metrics">;

const ROUNDS = 4;

/** A wake-up that finds what a dead writer left; owed until the writer rings. `at` null: there is no need to ring it off. */
export interface Armed {
  readonly at: number | null;
}
/** For the request's own object at work, whose alarm is booked already. */
export const OWN_ALARM: Armed = { at: null };

/**
 * Changes a request that exists. `choose` looks at the request as it is now and is asked again after a lost race. Refuses
 * with `not_known_yet` where the record did not say whether the change is in it.
 */
export async function apply(
  world: ApplyWorld,
  start: Snapshot,
  choose: (snapshot: Snapshot, now: number) => Result<Input>,
  given: Armed | null = null,
): Promise<Result<Request>> {
  let snapshot = start;
  const wake = given ?? (await armed(world, start.request.id));
  if (wake === null) return refused({ kind: "not_known_yet" });
  for (let round = 0; round < ROUNDS; round++) {
    const now = world.clock.now();
    const input = choose(snapshot, now);
    if (!input.ok) return input;
    const outcome = await attempt(world, snapshot, input.value, null, now, wake);
    if (outcome !== "conflict") return outcome;
    const read = await look(() => world.store.snapshot(start.request.id));
    if (read === null || read === "unavailable") return refused({ kind: "not_known_yet" });
    snapshot = read;
  }
  return refused({ kind: "not_known_yet" });
}

/** A first write. `conflict`: somebody else's row is in the way, and the caller knows where to look. */
export const create = (
  world: ApplyWorld,
  input: Input,
  version: FlowVersion,
  wake: Armed,
  room: Room,
  note: LinkNote | null,
): Promise<Result<Request> | "conflict"> => attempt(world, null, input, version, world.clock.now(), wake, room, note);

/** Null: the wake-up could not be set, so nothing may be written. */
export async function armed(world: Pick<World, "clock" | "doorbell">, requestId: string): Promise<Armed | null> {
  const at = world.clock.now() + SAFETY_MS;
  try {
    await world.doorbell.arm(requestId, at);
    return { at };
  } catch (error) {
    if (error instanceof TransientError) return null;
    throw error;
  }
}

/** What a click begins with: the request as it is and, where it may change, a wake-up behind whatever becomes of it. */
export async function begun(
  world: Pick<World, "clock" | "doorbell" | "store">,
  requestId: string,
  changes = true,
): Promise<Result<{ readonly snapshot: Snapshot; readonly wake: Armed }>> {
  const [snapshot, wake] = await Promise.all([
    look(() => world.store.snapshot(requestId)),
    changes ? armed(world, requestId) : OWN_ALARM,
  ]);
  if (snapshot === "unavailable" || wake === null) return refused({ kind: "not_known_yet" });
  return snapshot === null ? refused({ kind: "not_found" }) : accepted({ snapshot, wake });
}

/** For whoever certainly wrote nothing. Lost, it costs two looks at the record: the object finds no row, and goes. */
export async function disarmed(world: Pick<World, "doorbell">, requestId: string, { at }: Armed): Promise<void> {
  if (at !== null) await look(() => world.doorbell.disarm(requestId, at));
}

async function attempt(
  world: ApplyWorld,
  snapshot: Snapshot | null,
  input: Input,
  version: FlowVersion | null,
  now: number,
  wake: Armed,
  room: Room | null = null,
  note: LinkNote | null = null,
): Promise<Result<Request> | "conflict"> {
  const before = snapshot?.request ?? null;
  const step = transition(before, input, now);
  if (!step.ok) return step;
  const change = changeOf(step.value, before, input, now, snapshot?.card);
  if (change === null) return accepted(step.value.request);
  let lost = false;
  for (let round = 0; round < ROUNDS; round++) {
    try {
      const outcome = await world.store.commit(change, version, room, note);
      if (outcome === "conflict" && !(lost && (await isOurs(world, change.event)))) return "conflict";
      world.defer(() => ringThenNote(world, change, wake));
      return accepted(change.request);
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
      lost = true;
      const ours = await look(() => isOurs(world, change.event));
      if (ours === "unavailable") return refused({ kind: "not_known_yet" });
      if (ours) {
        world.defer(() => ring(world, change.request.id, wake));
        return accepted(change.request);
      }
    }
  }
  return refused({ kind: "not_known_yet" });
}

async function isOurs(
  world: ApplyWorld,
  event: { requestId: string; seq: number; commandId: string },
): Promise<boolean> {
  return (await world.store.eventAt(event.requestId, event.seq))?.commandId === event.commandId;
}

/** Somebody waits for the answer, and nobody for this line: it is written once the answer is on its way. */
async function ringThenNote(
  world: Pick<World, "doorbell" | "log" | "metrics">,
  change: Change,
  wake: Armed,
): Promise<void> {
  const { request, event } = change;
  await ring(world, request.id, wake);
  for (const measure of measuresOf(change)) world.metrics(measure);
  world.log("request.event.recorded", {
    request: request.id,
    seq: event.seq,
    recorded: event.name,
    state: request.state,
  });
}

/** A lost ring costs a minute, never a request: the armed wake-up comes all the same. */
export async function ring(
  world: Pick<World, "doorbell" | "log">,
  requestId: string,
  wake: Armed = OWN_ALARM,
): Promise<void> {
  try {
    await world.doorbell.ring(requestId, wake.at);
  } catch {
    world.log("request.ring.lost", { request: requestId });
  }
}

// Somebody who is no longer in this Slack keeps nothing: what they wait for is cancelled, what they have ends early. Told by
// Slack, and asked of Slack once a day for every grant that lasts. Believes only what Slack says now.
import { userIdOf } from "../domain/person.ts";
import { accepted } from "../domain/refusal.ts";
import type { Request } from "../domain/request.ts";
import { type Order, type RequestMemory, type Snapshot, TransientError } from "../ports.ts";
import { type Armed, apply, OWN_ALARM } from "./apply.ts";
import { hasten } from "./commands.ts";
import { personNow } from "./facts.ts";
import type { World } from "./world.ts";

/** A request wakes once a day; a little less, so that no wake-up finds itself a moment early. */
const NEARLY_A_DAY_MS = 23 * 60 * 60_000;
const NOTE = "their Slack account is deactivated";

/** Slack says that something about this person changed. True: they are gone, and everything of theirs that was open ends. */
export async function personChanged(world: World, userId: string): Promise<boolean> {
  const person = await personNow(world, userId);
  if (person === "unavailable" || !person.deactivated) return false;
  const scope = { kind: "person" as const, userId };
  const order = { id: "", kind: "revoke_all" as const, scope, by: person.key, at: world.clock.now() };
  const requests = await openOf(world, order);
  for (const request of requests) {
    if (request.requester !== person.key) continue;
    try {
      const snapshot = await world.store.snapshot(request.id);
      if (snapshot !== null) await depart(world, snapshot, null);
    } catch (error) {
      world.log("departure.request.failed", {
        request: request.id,
        class: error instanceof Error ? error.name : "unknown",
      });
    }
  }
  world.log("departure.person.seen", { user: userId, due: requests.length });
  return true;
}

/** Once a day while access is there. `unknown`: Slack could not be asked, and is asked again soon. */
export async function checkHolder(
  world: World,
  memory: RequestMemory,
  snapshot: Snapshot,
): Promise<"changed" | "unchanged" | "unknown"> {
  const { request } = snapshot;
  const known = memory.read();
  if (request.state !== "active" || request.granted === null || known === null) return "unchanged";
  const now = world.clock.now();
  if (now < (known.holderSeenAt ?? request.granted.at) + NEARLY_A_DAY_MS) return "unchanged";
  const person = await personNow(world, userIdOf(request.requester));
  if (person === "unavailable") return "unknown";
  if (person.deactivated) return (await depart(world, snapshot, OWN_ALARM)) ? "changed" : "unchanged";
  const still = memory.read();
  if (still !== null) memory.replace({ ...still, holderSeenAt: now });
  return "unchanged";
}

/** None where the record does not answer: the daily look finds them. */
async function openOf(world: World, order: Order & { kind: "revoke_all" }): Promise<readonly Request[]> {
  try {
    return (await world.store.requestsUnder(order)).requests;
  } catch (error) {
    if (error instanceof TransientError) return [];
    throw error;
  }
}

async function depart(world: World, snapshot: Snapshot, wake: Armed | null): Promise<boolean> {
  const open = ({ state }: Request): boolean => state !== "closed" && state !== "revoking";
  if (!open(snapshot.request)) return false;
  const commandId = `${snapshot.request.id}:depart`;
  const done = await apply(world, snapshot, () => accepted({ kind: "depart", commandId, note: NOTE }), wake);
  if (!done.ok && done.refusal.kind === "not_known_yet")
    throw new TransientError("the record did not confirm", { effect: "unknown" });
  if (done.ok) await hasten(world, snapshot, done.value);
  return done.ok;
}

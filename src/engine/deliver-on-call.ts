// Tells whoever is on call of what is long overdue, and that it is over. The last state wins: of several that are owed only the
// newest goes out. Each channel by itself, until it has it; never holds up access or words.
import { backoffMs } from "../domain/entitlement-answers.ts";
import { type Incident, type PendingEffect, PermanentError, type Snapshot, TransientError } from "../ports.ts";
import type { World } from "./world.ts";

/** Kept with what is owed: the channels that do not have it yet. */
const OWED_BY = "on call: ";
/** After this, what a channel refuses for good is let go of. */
const LET_GO_AFTER_MS = 7 * 24 * 3_600_000;

export async function deliverOnCall(
  world: World,
  snapshot: Snapshot,
  effects: readonly PendingEffect[],
): Promise<void> {
  const owed = effects.filter(({ effect }) => effect.body.kind === "on_call");
  const newest = owed.at(-1);
  if (newest?.effect.body.kind !== "on_call" || newest.notBefore > world.clock.now()) return;
  const incident = incidentOf(snapshot, newest.effect.body.action, newest.effect.createdAt);
  const left: string[] = [];
  let asked = 0;
  for (const channel of stillOwed(newest, world.onCall.channels)) {
    try {
      await world.onCall.tell(channel, incident);
    } catch (error) {
      const name = error instanceof Error ? error.name : "unknown";
      world.log("on_call.telling.failed", { request: snapshot.request.id, name: channel, class: name });
      if (error instanceof PermanentError && world.clock.now() >= newest.effect.createdAt + LET_GO_AFTER_MS) continue;
      left.push(channel);
      if (error instanceof TransientError) asked = Math.max(asked, error.retryAfterMs ?? 0);
    }
  }
  const done = left.length === 0 ? owed : owed.slice(0, -1);
  if (done.length > 0)
    await world.store.delivered(
      done.map(({ effect }) => effect.id),
      null,
    );
  if (left.length === 0) return;
  const wait = Math.max(backoffMs(newest.tries, world.chance.fraction()), Math.min(asked, LONGEST_WAIT_MS));
  await world.store.postponed(
    newest.effect.id,
    newest.tries + 1,
    world.clock.now() + wait,
    `${OWED_BY}${left.join(", ")}`,
  );
}

const LONGEST_WAIT_MS = 10 * 60_000;

function stillOwed({ errorClass }: PendingEffect, channels: readonly string[]): readonly string[] {
  if (!errorClass?.startsWith(OWED_BY)) return channels;
  const owed = errorClass.slice(OWED_BY.length).split(", ");
  return channels.filter((channel) => owed.includes(channel));
}

function incidentOf({ request, version }: Snapshot, action: Incident["action"], at: number): Incident {
  const { struggling, access, ending } = request;
  return {
    action,
    key: `sym-${request.id}`,
    at,
    requestId: request.id,
    target: access?.targetLabel ?? version.flow.label,
    flow: version.flow.label,
    environment: version.flow.environmentLabel,
    since: struggling?.since ?? ending?.at ?? at,
    tries: struggling?.tries ?? 0,
    trouble: struggling?.detail ?? "it is gone by now",
    todo: "See that Sym's credential at this target still works and that the target is up; Sym keeps trying by itself. If the access is gone for certain and Sym cannot see that, two admins can end it by hand: /sym close, with the request's id.",
  };
}

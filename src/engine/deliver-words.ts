// Card, receipt, notes and the operators' channel: drawn from state as it is now, so that of many redraws one is enough.
// A Slack that is down only makes them later; what Slack will never take is told to the operators and let go.
import { backoffMs } from "../domain/entitlement-answers.ts";
import type { EffectBody } from "../domain/request.ts";
import { type MessageOutcome, type PendingEffect, type Snapshot, TransientError } from "../ports.ts";
import type { World } from "./world.ts";

export async function deliverWords(world: World, start: Snapshot, due: readonly PendingEffect[]): Promise<void> {
  let snapshot = start;
  const redraw = async (purpose: "card" | "receipt"): Promise<void> => {
    const owed = due.filter(({ effect }) => effect.body.kind === purpose);
    if (owed.length === 0) return;
    await attempt(world, owed, async () => {
      const outcome = await world.messenger[purpose](snapshot, world.clock.now());
      if (outcome.kind === "undeliverable") {
        world.log("message.delivery.refused", { request: snapshot.request.id, purpose, code: outcome.code });
        if (purpose === "card") await world.messenger.operators(snapshot, "card_undeliverable", world.clock.now());
        return null;
      }
      snapshot = { ...snapshot, [purpose]: outcome.ref };
      return { purpose, requestId: snapshot.request.id, ref: outcome.ref };
    });
  };
  await redraw("card");
  await redraw("receipt");
  for (const pending of due) {
    const say = words(world, snapshot, pending.effect.body);
    if (say === null) continue;
    await attempt(world, [pending], async () => {
      const outcome = await say();
      if (outcome.kind === "undeliverable")
        world.log("message.delivery.refused", {
          request: snapshot.request.id,
          purpose: pending.effect.body.kind,
          code: outcome.code,
        });
      return null;
    });
  }
}

function words(world: World, snapshot: Snapshot, body: EffectBody): (() => Promise<MessageOutcome>) | null {
  switch (body.kind) {
    case "note":
      return () => world.messenger.note(snapshot, body.note, world.clock.now());
    case "operators":
      return () => world.messenger.operators(snapshot, body.alarm, world.clock.now());
    case "hold":
    case "release":
    case "card":
    case "receipt":
      return null;
  }
}

/** Sends and marks as delivered, or puts off. Dying in between sends a message twice: a blemish, not a fault. */
async function attempt(
  world: World,
  owed: readonly PendingEffect[],
  send: () => Promise<Parameters<World["store"]["delivered"]>[1]>,
): Promise<void> {
  try {
    const message = await send();
    await world.store.delivered(
      owed.map(({ effect }) => effect.id),
      message,
    );
  } catch (error) {
    // A mistake in drawing one message is put off as well: it may not keep the others, or the operators, in the dark.
    const name = error instanceof Error ? error.name : "unknown";
    const asked = error instanceof TransientError ? (error.retryAfterMs ?? 0) : 0;
    if (!(error instanceof TransientError))
      world.log("message.delivery.failed", { purpose: owed[0]?.effect.body.kind ?? null, class: name });
    for (const pending of owed) {
      const wait = Math.max(backoffMs(pending.tries, world.chance.fraction()), asked > 0 ? asked : 0);
      await world.store.postponed(pending.effect.id, pending.tries + 1, world.clock.now() + wait, name);
    }
  }
}

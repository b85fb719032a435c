// Card, receipt, notes and the operators' channel: drawn from state as it is now, so that of many redraws one is enough.
// A Slack that is down only makes them later. A card that Slack refuses stays owed, and the operators are told once; what
// they are told stays owed too; what a requester cannot be told is logged and let go. Never holds up access.
import type { EffectBody } from "../domain/effect.ts";
import { backoffMs } from "../domain/entitlement-answers.ts";
import { type MessageOutcome, type PendingEffect, type Snapshot, type Store, TransientError } from "../ports.ts";
import { isOneOfMany, LEFT_FOR_MS, LEFT_TO_SWEEP } from "./gathered-notices.ts";
import { witness } from "./witness.ts";
import type { World } from "./world.ts";

/** What a channel refused is tried again after this long, doubling: people have to mend the channel first. */
const MENDING_MS = { first: 5 * 60_000, cap: 60 * 60_000 } as const;
/** Slack may ask for hours; what people must hear is tried at least this often. */
const ASKED_CAP_MS = 10 * 60_000;
/** What is about a request that closed this long ago is let go of. */
const LET_GO_AFTER_MS = 7 * 24 * 3_600_000;

/** Kept with what was refused. */
const REFUSED = "refused";
/** Kept with a refused card, so that the operators hear of it once. */
const REFUSED_AND_TOLD = "refused, operators told";

type Place = Parameters<Store["delivered"]>[1];
/** `later`: nobody has the message, and it stays owed under this class of trouble. */
type Sent = { readonly place: Place } | { readonly later: string };

/** `effects`: all that is owed for the request, the due and the others. */
export async function deliverWords(world: World, start: Snapshot, effects: readonly PendingEffect[]): Promise<void> {
  const due = effects.filter(({ notBefore }) => notBefore <= world.clock.now());
  let snapshot = start;
  const redraw = async (purpose: "card" | "receipt"): Promise<void> => {
    const owed = effects.filter(({ effect }) => effect.body.kind === purpose);
    await attempt(world, owed, async () => {
      const outcome = await world.messenger[purpose](snapshot, world.clock.now());
      if (outcome.kind === "undeliverable") {
        noteRefusal(world, snapshot, purpose, outcome.code);
        return purpose === "card" ? putOff(world, snapshot, owed) : { place: null };
      }
      snapshot = { ...snapshot, [purpose]: outcome.ref };
      return { place: { purpose, requestId: snapshot.request.id, ref: outcome.ref } };
    });
  };
  const isIn = (some: readonly PendingEffect[], purpose: "card" | "receipt"): boolean =>
    some.some(({ effect }) => effect.body.kind === purpose);
  if (isIn(due, "card")) await redraw("card");
  // The receipt does not link yet to a card that came late.
  const isLate = start.card === null && snapshot.card !== null && start.receipt !== null && !isIn(effects, "receipt");
  if (isIn(due, "receipt") || isLate) await redraw("receipt");
  let old = supersededNotes(snapshot, effects);
  for (const pending of due) {
    const say = words(world, snapshot, pending.effect.body);
    if (say === null || old.includes(pending)) continue;
    if (await leftToSweep(world, pending)) continue;
    const isNote = pending.effect.body.kind === "note";
    const owed = isNote ? [...old, pending] : [pending];
    if (isNote) old = [];
    await attempt(world, owed, async () => {
      const outcome = await say();
      if (outcome.kind === "sent") return { place: null };
      const { kind } = pending.effect.body;
      noteRefusal(world, snapshot, kind, outcome.code);
      return kind === "operators" && !isLongClosed(world, snapshot) ? { later: REFUSED } : { place: null };
    });
  }
  // No other note stands for them: what they would have said is over, and nobody is told what was not so any more.
  if (old.length > 0)
    await world.store.delivered(
      old.map(({ effect }) => effect.id),
      null,
    );
}

/** One of a storm is told with the others. Where nothing is known of others it is told by itself. */
async function leftToSweep(world: World, pending: PendingEffect): Promise<boolean> {
  try {
    if (!(await isOneOfMany(world, pending))) return false;
    await world.store.postponed(pending.effect.id, pending.tries, world.clock.now() + LEFT_FOR_MS, LEFT_TO_SWEEP);
    return true;
  } catch (error) {
    if (error instanceof TransientError) return false;
    throw error;
  }
}

/** "Approved, you will hear when it is there", once something else has happened: the next note says both. */
const supersededNotes = ({ request }: Snapshot, effects: readonly PendingEffect[]): readonly PendingEffect[] =>
  request.access === null || request.state === "granting"
    ? []
    : effects.filter(({ effect: { body } }) => body.kind === "note" && body.note === "approved");

function words(world: World, snapshot: Snapshot, body: EffectBody): (() => Promise<MessageOutcome>) | null {
  switch (body.kind) {
    case "note":
      return () => world.messenger.note(snapshot, body.note, world.clock.now());
    case "operators":
      return () => world.messenger.operators(snapshot, body.alarm, world.clock.now());
    case "hold":
    case "release":
    case "let_go":
    case "on_call":
    case "card":
    case "receipt":
      return null;
  }
}

function noteRefusal(world: World, { request: { id: request, state } }: Snapshot, purpose: string, code: string): void {
  world.log("message.delivery.refused", { request, purpose, code });
  const actor = { kind: "system", name: "messenger" } as const;
  witness(world, { actor, action: `deliver_${purpose}`, request, slot: null, result: code, state, evidence: {} });
}

const isLongClosed = (world: World, { request }: Snapshot): boolean =>
  request.closedAt !== null && world.clock.now() >= request.closedAt + LET_GO_AFTER_MS;

/** Tells the operators that the card is nowhere, unless they know; where they cannot be told, the next attempt does it. */
async function putOff(world: World, snapshot: Snapshot, owed: readonly PendingEffect[]): Promise<Sent> {
  if (isLongClosed(world, snapshot)) return { place: null };
  if (owed.some(isTold)) return { later: REFUSED_AND_TOLD };
  const outcome = await world.messenger.operators(snapshot, "card_undeliverable", world.clock.now());
  if (outcome.kind === "sent") return { later: REFUSED_AND_TOLD };
  noteRefusal(world, snapshot, "operators", outcome.code);
  return { later: REFUSED };
}

const isTold = ({ errorClass }: PendingEffect): boolean => errorClass === REFUSED_AND_TOLD;

/** Sends and marks as delivered, or puts off. Dying in between sends a message twice: a blemish, not a fault. */
async function attempt(world: World, owed: readonly PendingEffect[], send: () => Promise<Sent>): Promise<void> {
  try {
    const sent = await send();
    // One redraw stands for all: of a card that stays owed only the newest does.
    const done = "later" in sent ? owed.slice(0, -1) : owed;
    if (done.length > 0 || "place" in sent)
      await world.store.delivered(
        done.map(({ effect }) => effect.id),
        "place" in sent ? sent.place : null,
      );
    if ("later" in sent) await postponeRefused(world, owed.at(-1), sent.later);
  } catch (error) {
    // A mistake in drawing one message is put off as well: it may not keep the others, or the operators, in the dark.
    const name = error instanceof Error ? error.name : "unknown";
    // All whom Slack asks to wait would come back at once: they come back spread.
    const spread = 1 + world.chance.fraction() / 2;
    const asked =
      error instanceof TransientError ? Math.min(Math.ceil((error.retryAfterMs ?? 0) * spread), ASKED_CAP_MS) : 0;
    if (!(error instanceof TransientError))
      world.log("message.delivery.failed", { purpose: owed[0]?.effect.body.kind ?? null, class: name });
    for (const pending of owed) {
      const wait = Math.max(backoffMs(pending.tries, world.chance.fraction()), asked);
      const errorClass = isTold(pending) ? REFUSED_AND_TOLD : name;
      await world.store.postponed(pending.effect.id, pending.tries + 1, world.clock.now() + wait, errorClass);
    }
  }
}

async function postponeRefused(world: World, last: PendingEffect | undefined, errorClass: string): Promise<void> {
  if (last === undefined) return;
  const wait = Math.min(MENDING_MS.cap, MENDING_MS.first * 2 ** Math.min(last.tries, 10));
  await world.store.postponed(last.effect.id, last.tries + 1, world.clock.now() + wait, errorClass);
}

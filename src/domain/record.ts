// The record of a request: one event per change, each carrying the hash of the one before it.
import { hashOf, type Json } from "./canonical.ts";
import type { Effect, EffectBody, MessageRef } from "./effect.ts";
import type { Actor } from "./person.ts";
import type { Command, Report, Request } from "./request.ts";
import { commandActor } from "./request.ts";
import type { Step } from "./transition.ts";

/** One line of the record. `(requestId, seq)` is its key and the lock of the request. */
export interface RequestEvent {
  readonly requestId: string;
  readonly seq: number;
  /** Id of the command or report, so that a writer whose answer was lost recognises its own. */
  readonly commandId: string;
  readonly name: string;
  readonly actor: Actor;
  readonly at: number;
  readonly data: Json;
  readonly previous: string;
  readonly hash: string;
}

export const hashEvent = (event: Omit<RequestEvent, "hash">): string => hashOf(event);

/** What one commit writes: state, event and effects, together or not at all. */
export interface Change {
  readonly request: Request;
  readonly event: RequestEvent;
  readonly effects: readonly Effect[];
}

/** Gives a step its place in the record. Null where the step leaves no trace. `card`: where it stands, as far as is known. */
export function changeOf(
  step: Step,
  before: Request | null,
  input: Command | Report,
  now: number,
  card: MessageRef | null = null,
): Change | null {
  if (step.event === null) return null;
  const seq = (before?.seq ?? 0) + 1;
  const requestId = step.request.id;
  const open = {
    requestId,
    seq,
    commandId: step.event.again === true ? `${input.commandId}:again` : input.commandId,
    name: step.event.name,
    actor: commandActor(input),
    at: now,
    data: {
      ...step.event.data,
      before: before?.state ?? null,
      after: step.request.state,
      ...(card === null ? {} : { card: { channel: card.channel, ts: card.ts } }),
    },
    previous: before?.head ?? "",
  };
  const event: RequestEvent = { ...open, hash: hashEvent(open) };
  return {
    request: { ...step.request, seq, head: event.hash },
    event,
    effects: step.effects.map((body) => ({
      id: effectId(requestId, seq, body),
      requestId,
      seq,
      body,
      createdAt: now,
      ...(isHeldBack(body, step.request) ? { notBefore: now + APPROVED_WAITS_MS } : {}),
    })),
  };
}

/** "Approved" is news of its own only where access does not follow at once: else one message says both. */
const APPROVED_WAITS_MS = 15_000;
const isHeldBack = (body: EffectBody, { state }: Request): boolean =>
  body.kind === "note" && body.note === "approved" && state === "granting";

const effectId = (requestId: string, seq: number, body: EffectBody): string =>
  `${requestId}:${seq}:${body.kind}${body.kind === "note" ? `:${body.note}` : body.kind === "operators" ? `:${body.alarm}` : body.kind === "on_call" ? `:${body.action}` : ""}`;

// What one change of a request says, and the answers that every row of the lifecycle shares: done, seen before, too late, does
// not fit. Never decides which of them it is.
import type { Json } from "./canonical.ts";
import type { EffectBody } from "./effect.ts";
import type { Actor } from "./person.ts";
import { accepted, type Refusal, type Result, refused } from "./refusal.ts";
import type { Decision, Request } from "./request.ts";

/** What a transition says besides the new state. `event` null: a report seen before, acknowledged without a trace. */
export interface Step {
  /** The request without its place in the record (`seq`, `head`), which the commit gives it. */
  readonly request: Request;
  readonly event: {
    readonly name: string;
    readonly data: { readonly [name: string]: Json };
    /** What caused it may have caused an event before: this one has an id of its own. */
    readonly again?: boolean;
  } | null;
  readonly effects: readonly EffectBody[];
}

export const personActor = (key: Decision["by"]): Actor => ({ kind: "person", key });

/** Acknowledged without a trace. */
export const seen = (request: Request): Result<Step> => accepted({ request, event: null, effects: [] });

export const step = (
  request: Request,
  name: string,
  data: { readonly [name: string]: Json },
  effects: readonly EffectBody[],
): Result<Step> => accepted({ request, event: { name, data }, effects });

export function already(request: Request): { ok: false; refusal: Refusal } {
  const by = request.ending?.by ?? null;
  const decider = request.decisions.at(-1)?.by ?? null;
  return refused({
    kind: "already",
    state: request.state,
    outcome: request.outcome,
    by: by?.kind === "person" ? by.key : request.state === "granting" || request.state === "active" ? decider : null,
  });
}

export const misfit = (request: Request, input: string): { ok: false; refusal: Refusal } =>
  refused({ kind: "does_not_fit", input, state: request.state });

// Turns at a target that limits how often it may be called: what an Entitlement asks its gate before a step, what the gate
// answers, and what waiting does to the Entitlement. The answer is advice: nothing here can hold an end up for ever.
import { rankOf } from "./access.ts";
import type { Step } from "./decide.ts";
import { type EntitlementState, knownLevel, type Traits } from "./entitlement.ts";

/** How often a target may be called, as it publishes it, or as its Target's settings say. */
export interface TargetLimits {
  /** What the limits are shared by, such as a host name: all Targets with the same one, of one strategy, share one gate. */
  readonly of: string;
  readonly perSecond: number;
  /** Calls at the same time; null: not limited. */
  readonly outstanding: number | null;
}

/** Most urgent first: the order in which those who wait get their turn. */
export const URGENCIES = ["overdue", "end", "look", "grant"] as const;
export type Urgency = (typeof URGENCIES)[number];

export interface GateAsk {
  /** Who asks: the same for one Entitlement every time, and no name. */
  readonly id: string;
  readonly urgency: Urgency;
  readonly flow: string;
  /** So many calls, one after the other. */
  readonly calls: number;
  readonly limits: TargetLimits;
}

export type GateAnswer =
  | {
      readonly go: true;
      /** At most so many calls; then ask again. */
      readonly calls: number;
      /** How it went is to be told in any case. */
      readonly tell: boolean;
    }
  | {
      readonly go: false;
      readonly waitMs: number;
      /** How long ago the gate last let anybody go: what its word is worth. */
      readonly idleMs: number;
    };

/** How calls went: `answered` also where the target refused what was asked of it. */
export interface GateNews {
  readonly id: string;
  readonly outcome: "answered" | "slow_down" | "failed" | "none";
  readonly retryAfterMs: number | null;
  /** Calls that were allowed and not made. */
  readonly unused: number;
}

/** An end that is late by more than this goes before those that have only just come. */
const OVERDUE_AFTER_MS = 60_000;
/** Nobody is put off for longer at once, whatever a gate says: then it is asked again. */
export const LONGEST_TURN_MS = 5 * 60_000;
/** A gate that has let nobody go for this long keeps no end waiting. */
export const SILENT_MS = 5 * 60_000;
/** Nor does any gate for longer than this in all. */
const LONGEST_QUEUE_MS = 6 * 3_600_000;

export type CallStep = Step & { readonly do: "set" | "get" };

/** What this step, and those that follow it at once, ask of the gate. */
export function turnFor(
  s: EntitlementState,
  traits: Traits,
  step: CallStep,
  now: number,
): Pick<GateAsk, "urgency" | "flow" | "calls"> {
  const ended = s.holds.filter((hold) => hold.end !== null);
  const hold = ended[0] ?? s.holds.find((one) => !one.granted) ?? s.holds[0];
  const flow = hold?.flow ?? s.access.target;
  const readBack = traits.readable ? 1 : 0;
  const calls = step.do === "set" ? 1 + readBack : step.why === "baseline" ? 2 + readBack : 1;
  return { urgency: urgencyOf(s, traits, step, ended, now), flow, calls };
}

function urgencyOf(
  s: EntitlementState,
  traits: Traits,
  step: CallStep,
  ended: EntitlementState["holds"],
  now: number,
): Urgency {
  if (ended.length > 0) {
    const since = Math.min(...ended.map((hold) => hold.end?.at ?? now));
    return now >= since + OVERDUE_AFTER_MS ? "overdue" : "end";
  }
  // What is taken away although nobody's end is owed came late, and nobody knows when.
  if (step.do === "set") return s.holds.length === 0 || lowers(s, traits, step.level) ? "overdue" : "grant";
  return step.why === "baseline" || s.holds.some((hold) => !hold.granted) ? "grant" : "look";
}

function lowers(s: EntitlementState, traits: Traits, level: string | null): boolean {
  const known = knownLevel(s, traits);
  return known !== undefined && rankOf(traits.levels, level) < rankOf(traits.levels, known);
}

/** Only what adds may be kept waiting by a gate that says nothing, or nothing that can be true. */
export const mayWait = ({ urgency }: Pick<GateAsk, "urgency">): boolean => urgency === "grant";

/** Is this to be waited for? Never asked of what adds: that waits, until its deadline. */
export const isCredible = (answer: { readonly idleMs: number }, s: EntitlementState, now: number): boolean =>
  answer.idleMs <= SILENT_MS && now < (s.heldSince ?? now) + LONGEST_QUEUE_MS;

const ITS_TURN = "the target allows only so many calls, and it was not this one's turn yet";

/** Waits for its turn. No attempt is counted for it. `asked`: the state that the question was about. */
export function held(
  s: EntitlementState,
  asked: EntitlementState,
  waitMs: number,
  now: number,
  why = ITS_TURN,
): EntitlementState {
  // An end that came meanwhile does not wait for an answer that was not about it.
  if (ends(s) !== ends(asked)) return s;
  const wait = Number.isFinite(waitMs) ? Math.min(Math.max(1, Math.ceil(waitMs)), LONGEST_TURN_MS) : LONGEST_TURN_MS;
  return {
    ...s,
    targetNotBefore: now + wait,
    heldSince: s.heldSince ?? now,
    lastTrouble: s.lastTrouble ?? why,
  };
}

const ends = ({ holds }: EntitlementState): number => holds.filter((hold) => hold.end !== null).length;

/** It is its turn. */
export function unheld(s: EntitlementState): EntitlementState {
  if (s.heldSince === undefined) return s;
  const { heldSince: _, ...rest } = s;
  return rest;
}

// How the sweep and the watchdog know of each other, and who hears when one of them falls silent.
import type { Finder } from "../domain/silence.ts";
import type { Memory } from "./objects.ts";

/** What a finder last showed of itself. */
export interface Sign {
  readonly at: number;
  /** When people were last told that it is silent; null where it is not, or they were not. */
  readonly toldAt: number | null;
  /** What it ever found late and rang. */
  readonly rescued: number;
}

export interface Signs {
  /** Null: it was never there, and nobody has waited for it yet. */
  readonly finders: Readonly<Record<Finder, Sign | null>>;
  /** When the oldest end that has not come was due; null where none is. */
  readonly overdueSince: number | null;
  /** The same of those that no one at the operators' channel has heard of from their slot. */
  readonly untoldSince: number | null;
}

/** The watchdog's object, of which there is one. */
export interface Watchdog {
  /** Books its alarm for now. */
  wake(): Promise<void>;
}

export interface WatchdogMemoryState {
  /** The newest sign of the sweep that it knows of. */
  readonly sweepSeenAt: number;
  /** When it told people that the sweep is silent, and that an end is overdue. */
  readonly toldSilentAt: number | null;
  readonly toldOverdueAt: number | null;
}
export type WatchdogMemory = Memory<WatchdogMemoryState>;

/** What the operators' channel is told about Sym itself. */
export type Warning =
  | { readonly kind: "silent" | "back"; readonly finder: Finder; readonly since: number }
  /** An end is overdue and its slot has not said why. */
  | { readonly kind: "overdue"; readonly since: number };

/** Tells a service outside that this finder has just run. Does nothing where none is set, and never throws. */
export type Beacon = () => Promise<void>;

// What a simulated world can be told before it begins, and what it keeps of what was said. Types alone.
import type { FlowVersion } from "../../src/domain/flow.ts";
import type { TargetDrift } from "../../src/domain/flow-drift.ts";
import type { RequestState } from "../../src/domain/request.ts";
import type { GateAnswer, GateAsk, TargetLimits } from "../../src/domain/turn.ts";
import type { Code } from "./code.ts";
import type { Mishap, Plan } from "./points.ts";
import type { PlaceTraits } from "./target.ts";

export interface SimOptions {
  readonly versions: readonly FlowVersion[];
  readonly plan?: Plan;
  readonly readable?: boolean;
  /** Where an answer is late, how much. */
  readonly lateMs?: number;
  /** How far behind the next read of the target is. */
  readonly lagMs?: () => number;
  /** The account that a person has at the target. */
  readonly account?: (userId: string) => string;
  /** What single places are like. */
  readonly places?: Readonly<Record<string, PlaceTraits>>;
  /** In [0, 1): the dice of the engine. */
  readonly fraction?: () => number;
  /** Sweeps that would find nothing are left out: they cost time and change nothing. */
  readonly skipsIdleSweeps?: boolean;
  /** Told of every point passed, and of what was met there. */
  readonly onPoint?: (name: string, at: string | null, of: string, mishap: Mishap | null) => void;
  readonly graceMs?: number;
  /** There is a watchdog, and cron looks after it. */
  readonly watchdog?: boolean;
  /** What objects remember is kept as it is and not as text: quicker, and blind to what text cannot hold. */
  readonly quickMemories?: boolean;
  /** How long every call takes of the world's time: nothing, where ten thousand happen at once. */
  readonly tickMs?: number;
  /** Nobody watches while it runs; what must hold is asked at the end alone. */
  readonly unwatched?: boolean;
  /** What a place publishes about how often it may be called; left out: nothing, and no gate is asked. */
  readonly limits?: (place: string) => Omit<TargetLimits, "of"> | null;
  /** The code that an object runs now; null: whichever Worker answers a click, or cron. Left out: one version everywhere. */
  readonly code?: (of: string | null) => Code;
  /** Whatever runs now can tell whoever is on call. Left out: yes. */
  readonly knowsOnCall?: () => boolean;
  /** What every gate says, instead of what ours would. */
  readonly wrongGate?: (ask: GateAsk) => GateAnswer;
  /** Targets end access by themselves, a little after the end that they were told last. */
  readonly expires?: boolean;
  /** Members can be listed, and Targets say this of others' access. Left out: they cannot. */
  readonly drift?: readonly TargetDrift[];
  /** How many members a list is short of. */
  readonly listLacks?: () => number;
  /** What a target does with a call before it does what it is asked. */
  readonly serve?: Serve;
}

export type Serve = <T>(
  arrival: { readonly name: string; readonly place: string; readonly sleep: (ms: number) => Promise<void> },
  call: () => Promise<T>,
) => Promise<T>;

export interface Said {
  readonly kind: string;
  readonly requestId: string;
  readonly state: RequestState | null;
}

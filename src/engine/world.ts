// What the engine needs of the world, handed in by the wiring or by a test. The engine imports nothing else from outside.
import type {
  Beacon,
  Chance,
  Clock,
  Deployment,
  Directory,
  Doorbell,
  Entitlements,
  FormOptions,
  Gates,
  Lanes,
  Log,
  Messenger,
  Metrics,
  Notary,
  OnCall,
  Pace,
  Sources,
  Store,
  Strategies,
  StrategyContext,
  Watchdog,
} from "../ports.ts";

export interface World {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly store: Store;
  readonly doorbell: Doorbell;
  readonly entitlements: Entitlements;
  readonly gates: Gates;
  readonly lanes: Lanes;
  readonly watchdog: Watchdog;
  readonly beacon: Beacon;
  readonly directory: Directory;
  readonly sources: Sources;
  readonly formOptions: FormOptions;
  readonly messenger: Messenger;
  /** Signs digests of the audit trail, and keeps them in a bucket. */
  readonly notary: Notary;
  readonly onCall: OnCall;
  readonly strategies: Strategies;
  readonly deployment: Deployment;
  /** Secrets and network for strategies; the signal and the clock are added per call. */
  readonly outside: Pick<StrategyContext, "secret" | "fetch">;
  /** Begins work once the answer is on its way, and lets it come to its end. Losing it must be harmless. */
  readonly defer: (work: () => Promise<unknown>) => void;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly pace: Pace;
}

/** How often the sweep looks over the record. */
export const SWEEP_EVERY_MS = 60_000;
/** A wake-up is armed this long ahead before a commit: longer than the record may take to answer. */
export const SAFETY_MS = 60_000;

// What a strategy's author writes to have it judged by `strategyContract`: a fresh target, two people, and one way to make
// each fault happen at it. Looks at the target itself, never through the strategy.
import type { Account } from "../../src/domain/access.ts";
import type { Strategy, StrategyCall, StrategyContext } from "../../src/ports.ts";

export type Verb = "grant" | "revoke" | "inspect";

/** Makes the next call of this verb (or the next call at all) meet the fault, and only that one. */
export type Arrange = (on: Verb) => void | Promise<void>;

/** Every kind of fault that a target can have. `null` says: this one cannot happen at such a target. */
export interface Faults {
  /** Too many calls: without effect. `retryAfterMs`: what the fault asks to wait; null where the target cannot say. */
  readonly busy: { readonly arrange: Arrange; readonly retryAfterMs: number | null } | null;
  /** An outage, such as HTTP 500. */
  readonly broken: Arrange;
  /** Done, and then the answer is lost. */
  readonly answerLost: Arrange;
  /** The call arrives (then `reached` settles) and nothing ever comes back. */
  readonly silent: (on: Verb) => { readonly reached: Promise<void> };
  /** Our credential is not accepted, we lack the right, what we ask for is not there: HTTP 401, 403, 404. */
  readonly unauthenticated: Arrange | null;
  readonly forbidden: Arrange | null;
  readonly missing: Arrange | null;
}

/** One target with nothing in it, and two people who could be given access. */
export interface StrategyWorld {
  readonly strategy: Strategy;
  readonly settings: unknown;
  readonly people: readonly [Account, Account];
  /** Values of the Worker secrets by name. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly fetch?: StrategyContext["fetch"];
  /** The clock, where the target has one of its own that ours must agree with. Default: `NOW` for ever. */
  readonly now?: () => number;
  /** A word that the target puts into every answer that is an error. */
  readonly targetSays: string;
  readonly faults: Faults;
  /** The level that the account itself has now. */
  levelOf(accountId: string): Promise<string | null>;
  /** The group, role or the like is deleted, by somebody else. */
  removeParent(): Promise<void>;
  /** The person's account is deleted, by somebody else; left out where the target keeps no accounts of its own. */
  removeAccount?(accountId: string): Promise<void>;
  /** Settles when no connection to the target is open any more. */
  allClosed?(): Promise<void>;
  close?(): Promise<void>;
}

export interface StrategyHarness {
  world(): Promise<StrategyWorld>;
  /** Settings that must be refused, and the path that the refusal must name. */
  readonly badSettings: readonly { readonly settings: unknown; readonly path: readonly PropertyKey[] }[];
  /** How many hostile names are tried as accounts. Default 5,000. */
  readonly hostileNames?: number;
}

/** The instant at which every call of the suite takes place. */
export const NOW = Date.UTC(2026, 0, 5, 12, 0, 0);

export interface Caller {
  call(verb: "grant" | "revoke", account: Account, options?: CallOptions): Promise<void>;
  inspect(account: Account, options?: CallOptions): ReturnType<NonNullable<Strategy["inspect"]>>;
  credential(account: Account, options?: CallOptions): ReturnType<NonNullable<Strategy["credential"]>>;
  list(options?: CallOptions): ReturnType<NonNullable<Strategy["list"]>>;
  /** Names of the secrets that were read. */
  readonly read: ReadonlySet<string>;
}
export interface CallOptions {
  readonly settings?: unknown;
  readonly level?: string;
  /** Idempotency key: by default a new one, as for a new intent. */
  readonly key?: string;
  readonly ids?: Readonly<Record<string, string>>;
  readonly until?: number;
  readonly signal?: AbortSignal;
}

/** Calls the strategy as the engine does. */
export function callerOf(world: Pick<StrategyWorld, "strategy" | "settings" | "secrets" | "fetch" | "now">): Caller {
  const read = new Set<string>();
  let intents = 0;
  const weakest = world.strategy.levels[0] ?? "";
  const callOf = (account: Account, options: CallOptions): StrategyCall => ({
    settings: options.settings ?? world.settings,
    level: options.level ?? weakest,
    account,
    ids: options.ids ?? {},
    ...(options.until === undefined ? {} : { until: options.until }),
    idempotencyKey: options.key ?? `intent-${++intents}`,
  });
  const contextOf = (options: CallOptions): StrategyContext => ({
    secret(name) {
      read.add(name);
      const value = world.secrets[name];
      if (value === undefined) throw new Error(`the suite has no secret ${name}`);
      return value;
    },
    fetch: world.fetch ?? (() => Promise.reject(new Error("this target is not reached over HTTP"))),
    signal: options.signal ?? new AbortController().signal,
    now: world.now ?? (() => NOW),
  });
  return {
    read,
    async credential(account, options = {}) {
      if (!world.strategy.credential) throw new Error("this strategy has no sign-in to show");
      const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));
      return world.strategy.credential(callOf(account, options), { ...contextOf(options), random });
    },
    async list(options = {}) {
      if (!world.strategy.list) throw new Error("this strategy cannot say who is there");
      return world.strategy.list(options.settings ?? world.settings, contextOf(options));
    },
    call: (verb, account, options = {}) => world.strategy[verb](callOf(account, options), contextOf(options)),
    inspect(account, options = {}) {
      if (!world.strategy.inspect) throw new Error("this strategy cannot be read");
      return world.strategy.inspect(callOf(account, options), contextOf(options));
    },
  };
}

export const canBeRead = (world: StrategyWorld): boolean =>
  world.strategy.inspect !== undefined && (world.strategy.readable?.(world.settings) ?? true);

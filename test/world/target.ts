// A target that keeps state, in the simulated world: levels per account, who changed what and when, and reads that may lag
// behind what was accepted. A test can ask whether anything was ever added without a decision or taken from somebody else.
import type { Inspection, Strategy, StrategyCall } from "../../src/ports.ts";

export const LEVELS = ["read", "write", "admin"] as const;

export interface TargetChange {
  readonly at: number;
  readonly account: string;
  readonly from: string | null;
  readonly to: string | null;
}

export class SimTarget {
  readonly levels = new Map<string, string>();
  /** What Sym changed. */
  readonly changes: TargetChange[] = [];
  /** What other people changed. */
  readonly foreign: TargetChange[] = [];
  /** Access that comes from elsewhere. */
  readonly inherited = new Map<string, string>();
  calls = 0;

  set(account: string, level: string | null, at: number): void {
    this.#change(this.changes, account, level, at);
  }

  /** Somebody else, at the target itself. */
  put(account: string, level: string | null, at: number): void {
    this.#change(this.foreign, account, level, at);
  }

  level = (account: string): string | null => this.levels.get(account) ?? null;

  /** What a reader sees who is this far behind. */
  levelAt(account: string, at: number): string | null {
    const later = [...this.changes, ...this.foreign].filter((change) => change.account === account && change.at > at);
    const [first] = later.sort((a, b) => a.at - b.at);
    return first ? first.from : this.level(account);
  }

  #change(log: TargetChange[], account: string, level: string | null, at: number): void {
    const from = this.level(account);
    if (level === null) this.levels.delete(account);
    else this.levels.set(account, level);
    if (from !== level) log.push({ at, account, from, to: level });
  }
}

/** The strategy over it. `pass` leads every call through the world's points; `lagMs` says how old the next read is. */
export function simStrategy(
  target: SimTarget,
  now: () => number,
  pass: <T>(name: string, call: () => Promise<T>) => Promise<T>,
  options: {
    readonly readable: boolean;
    readonly lagMs?: () => number;
    /** Told before every call that changes something. */
    readonly onSet?: (call: StrategyCall, level: string | null) => void;
  } = { readable: true },
): Strategy {
  const account = (call: StrategyCall): string => call.account.id;
  const change = (name: string, call: StrategyCall, level: string | null): Promise<void> => {
    options.onSet?.(call, level);
    return pass(name, async () => {
      target.calls++;
      target.set(account(call), level, now());
    });
  };
  const strategy: Strategy = {
    type: "memory",
    levels: LEVELS,
    settings: { safeParse: (data) => ({ success: true, data }) },
    slot: (_settings, who) => ["sim", who.id],
    secrets: () => [],
    grant: (call) => change("target.grant", call, call.level),
    revoke: (call) => change("target.revoke", call, null),
    outlives: () => null,
  };
  if (!options.readable) return strategy;
  return {
    ...strategy,
    inspect: (call) =>
      pass("target.inspect", async (): Promise<Inspection> => {
        target.calls++;
        const level = target.levelAt(account(call), now() - (options.lagMs?.() ?? 0));
        return { level, inherited: target.inherited.get(account(call)) ?? null, ids: {} };
      }),
  };
}

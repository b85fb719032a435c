// A target that keeps state, in the simulated world: levels per account, what was there before, and a log of who changed
// what, so that a test can ask whether anything was ever added without a decision or taken from somebody else.
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
  readonly changes: TargetChange[] = [];
  calls = 0;

  set(account: string, level: string | null, at: number): void {
    const from = this.levels.get(account) ?? null;
    if (level === null) this.levels.delete(account);
    else this.levels.set(account, level);
    if (from !== level) this.changes.push({ at, account, from, to: level });
  }

  level = (account: string): string | null => this.levels.get(account) ?? null;
}

/** The strategy over it. `pass` leads every call through the world's points. */
export function simStrategy(
  target: SimTarget,
  now: () => number,
  pass: <T>(name: string, call: () => Promise<T>) => Promise<T>,
  options: { readable: boolean } = { readable: true },
): Strategy {
  const account = (call: StrategyCall): string => call.account.id;
  const strategy: Strategy = {
    type: "memory",
    levels: LEVELS,
    settings: { safeParse: (data) => ({ success: true, data }) },
    slot: (_settings, who) => ["sim", who.id],
    secrets: () => [],
    grant: (call) =>
      pass("target.grant", async () => {
        target.calls++;
        target.set(account(call), call.level, now());
      }),
    revoke: (call) =>
      pass("target.revoke", async () => {
        target.calls++;
        target.set(account(call), null, now());
      }),
    outlives: null,
  };
  if (!options.readable) return strategy;
  return {
    ...strategy,
    inspect: (call) =>
      pass("target.inspect", async (): Promise<Inspection> => {
        target.calls++;
        return { level: target.level(account(call)), inherited: null, ids: {} };
      }),
  };
}

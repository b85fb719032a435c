// What every part of the simulator is handed: the world, the clock, fresh ids, and where calls, faults of the bot and
// changes are written down. Never acts by itself.
import { type Mint, mintFor, randomLetters } from "./mint.ts";
import type { Change, RecordedCall, SlackSurroundings, Violation, ViolationKind } from "./types.ts";
import type { World } from "./world.ts";

export type Workspace = {
  readonly world: World;
  readonly mint: Mint;
  readonly calls: RecordedCall[];
  readonly violations: Violation[];
  readonly eventsUrl: string;
  readonly apiBase: string;
  readonly rateLimits: boolean;
  /** Epoch milliseconds. */
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  deliver(request: Request): Promise<Response>;
  /** Writes down what the bot did against the protocol. */
  blame(kind: ViolationKind, source: string, detail: string): void;
  changed(change: Change): void;
  subscribe(listener: (change: Change) => void): () => void;
};

const timerSleep = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });

export const workspaceOf = (world: World, outside: SlackSurroundings): Workspace => {
  const listeners = new Set<(change: Change) => void>();
  const violations: Violation[] = [];
  const { now, deliver, eventsUrl, apiBase } = outside;
  if (!apiBase.endsWith("/")) throw new Error(`apiBase must end with a slash: ${apiBase}`);
  return {
    world,
    mint: mintFor(world, now, outside.random ?? randomLetters),
    calls: [],
    violations,
    eventsUrl,
    apiBase,
    rateLimits: outside.rateLimits ?? true,
    now,
    sleep: outside.sleep ?? timerSleep,
    deliver,
    blame: (kind, source, detail) => {
      violations.push({ at: now(), kind, source, detail });
    },
    changed: (change) => {
      for (const listener of listeners) listener(change);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

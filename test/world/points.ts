// Where the simulated world can go wrong: every call that the engine makes to the outside passes one point. A plan says
// what happens there; a handler that dies simply never comes back, as a killed process does.
import { PermanentError, TransientError } from "../../src/ports.ts";

/** What every await meets, one at a time, in test/pure/crash/everywhere.test.ts. */
export const FAULTS = ["die_before", "die_after", "error", "lose", "timeout", "twice"] as const;
export type Fault =
  | (typeof FAULTS)[number]
  /** No answer, and it happens after a while all the same. */
  | "late"
  /** The same, and the handler is gone: what an old incarnation still had under way. */
  | "die_late"
  /** Refused for good. */
  | "forbid"
  /** Refused for now, with a wish to be left alone. */
  | "throttle"
  /** Answered, but only after much else has happened: what it says is old by then. */
  | "slow"
  /** Much else happens first. */
  | "overtaken"
  /** It happened, and the answer cannot be understood. */
  | "garbled"
  /** Never to be delivered: the message, or where it should go, is gone. */
  | "undeliverable"
  /** A mistake of ours. */
  | "bug"
  | null;

/** A fault with its measure: how late, how slow, or for how long we are asked to wait. */
export interface Mishap {
  readonly kind: Fault;
  readonly ms: number;
}

/** What a target may ask of us in `Retry-After`, and what no end may wait for. */
export const THROTTLE_MS = 6 * 3_600_000;
/** Longer than any call may take. */
export const SLOW_MS = 20_000;

/** One running handler. Dead: nothing of it ever happens again. */
export class Life {
  dead = false;
  /** Whose handler it is, for what is said about a run. */
  readonly of: string;
  readonly #end: () => void;
  #pause: (() => void) | null = null;
  /** It has come to its end, or died. */
  readonly over: Promise<void>;
  constructor(of = "") {
    this.of = of;
    let end = (): void => {};
    this.over = new Promise((resolve) => {
      end = resolve;
    });
    this.#end = end;
  }
  stop(): void {
    this.dead = true;
    this.#end();
  }
  /** The next time that it waits by itself, and the world may go on without it. */
  paused = (): Promise<void> =>
    new Promise((resolve) => {
      this.#pause = resolve;
    });
  pause(): void {
    this.#pause?.();
  }
  die(): Promise<never> {
    this.stop();
    return never();
  }
}

/** A handler that is gone waits for ever. */
export const never = (): Promise<never> => new Promise(() => {});

/** The answer of another program that nobody can read. */
export class GarbledAnswer extends Error {
  override readonly name = "GarbledAnswer";
}

export interface Point {
  /** How many points were passed before, and this one. */
  readonly index: number;
  /** For example `record.commit`, `target.grant`, `alarm.entitlement`. */
  readonly name: string;
  /** The place at the target, where there is one. */
  readonly at: string | null;
}
export type Plan = (point: Point) => Fault | Mishap;

export interface Detours {
  /** Puts off what lands late. */
  readonly later: (work: () => Promise<unknown>, ms: number) => void;
  /** Lets the world go on. */
  readonly wait: (ms: number) => Promise<void>;
}

/** Runs one call through the plan. `instead`: what it answers when the message can never be delivered. */
export async function through<T>(
  life: Life,
  { kind, ms }: Mishap,
  call: () => Promise<T>,
  { later, wait }: Detours,
  instead?: () => T,
): Promise<T> {
  if (life.dead) return never();
  switch (kind) {
    case null:
      return alive(life, await call());
    case "die_before":
      return life.die();
    case "die_after":
      await call();
      return life.die();
    case "die_late":
      later(call, ms);
      return life.die();
    case "error":
      throw new TransientError("refused by the plan", { effect: "no" });
    case "throttle":
      throw new TransientError("slowed down by the plan", { effect: "no", retryAfterMs: ms });
    case "forbid":
      throw new PermanentError("forbidden by the plan");
    case "bug":
      throw new TypeError("a mistake, by the plan");
    case "lose":
      await call();
      return after(life, new TransientError("answer lost by the plan", { effect: "unknown" }));
    case "garbled":
      await call();
      return after(life, new GarbledAnswer("not to be understood, by the plan"));
    case "timeout":
      await wait(SLOW_MS);
      return after(life, new TransientError("timed out by the plan", { effect: "unknown" }));
    case "late":
      later(call, ms);
      throw new TransientError("timed out by the plan", { effect: "unknown" });
    case "slow": {
      const value = await call();
      await wait(ms);
      return alive(life, value);
    }
    case "overtaken":
      await wait(ms);
      return alive(life, life.dead ? await never() : await call());
    case "undeliverable":
      return instead === undefined ? alive(life, await call()) : instead();
    case "twice":
      await call();
      return alive(life, await call());
  }
}

const alive = <T>(life: Life, value: T): T | Promise<never> => (life.dead ? never() : value);

function after(life: Life, error: Error): Promise<never> {
  if (life.dead) return never();
  throw error;
}

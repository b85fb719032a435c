// Where the simulated world can go wrong: every call that the engine makes to the outside passes one point. A plan says
// what happens there; a handler that dies simply never comes back, as a killed process does.
import { PermanentError, TransientError } from "../../src/ports.ts";

export const FAULTS = ["die_before", "die_after", "error", "lose", "twice"] as const;
export type Fault =
  | (typeof FAULTS)[number]
  /** No answer, and it happens after a while all the same. */
  | "late"
  /** The same, and the handler is gone: what an old incarnation still had under way. */
  | "die_late"
  /** Refused for good. */
  | "forbid"
  /** Refused for now, with a wish to be left alone for long. */
  | "throttle"
  /** Answered, but only after much else has happened. */
  | "slow"
  /** A mistake of ours. */
  | "bug"
  | null;

/** What a target may ask of us in `Retry-After`, and what no end may wait for. */
export const THROTTLE_MS = 6 * 3_600_000;

/** One running handler. Dead: nothing of it ever happens again. */
export class Life {
  dead = false;
  readonly #end: () => void;
  readonly over: Promise<void>;
  constructor() {
    let end = (): void => {};
    this.over = new Promise((resolve) => {
      end = resolve;
    });
    this.#end = end;
  }
  die(): Promise<never> {
    this.dead = true;
    this.#end();
    return new Promise(() => {});
  }
}

export type Plan = (point: { index: number; name: string; life: Life }) => Fault;

/** Runs one call through the plan. `later` puts it off, for answers lost and landing late; `wait` lets the world go on. */
export async function through<T>(
  life: Life,
  fault: Fault,
  call: () => Promise<T>,
  later: (work: () => Promise<unknown>) => void,
  wait: () => Promise<void>,
): Promise<T> {
  if (life.dead) return new Promise(() => {});
  switch (fault) {
    case null:
      return alive(life, await call());
    case "die_before":
      return life.die();
    case "die_after":
      await call();
      return life.die();
    case "die_late":
      later(call);
      return life.die();
    case "error":
      throw new TransientError("refused by the plan", { effect: "no" });
    case "throttle":
      throw new TransientError("slowed down by the plan", { effect: "no", retryAfterMs: THROTTLE_MS });
    case "forbid":
      throw new PermanentError("forbidden by the plan");
    case "bug":
      throw new TypeError("a mistake, by the plan");
    case "lose":
      await call();
      throw new TransientError("answer lost by the plan", { effect: "unknown" });
    case "late":
      later(call);
      throw new TransientError("timed out by the plan", { effect: "unknown" });
    case "slow": {
      const value = await call();
      await wait();
      return alive(life, value);
    }
    case "twice":
      await call();
      return alive(life, await call());
  }
}

const alive = <T>(life: Life, value: T): T | Promise<never> => (life.dead ? new Promise<never>(() => {}) : value);

// What is broken between the bot and Slack at the moment: nothing reachable, refusals, lost answers, delays.
// Never breaks anything that a test did not ask for.
import type { Faults, InjectedAnswer } from "./types.ts";

/** What the next call of a method meets. */
export type Trouble = { unreachable: boolean; delayMs: number; refusal: InjectedAnswer | null; loseAnswer: boolean };

export type FaultBook = Faults & { take(method: string): Trouble };

/** Takes the next planned thing for a method out of the plan. */
const next = <T>(plan: Map<string, T[]>, method: string): T | undefined => plan.get(method)?.shift();

const add = <T>(plan: Map<string, T[]>, method: string, thing: T, times: number): void => {
  plan.set(method, [...(plan.get(method) ?? []), ...Array.from({ length: times }, () => thing)]);
};

export const faultBook = (): FaultBook => {
  let everythingDown = false;
  const methodsDown = new Set<string>();
  const refusals = new Map<string, InjectedAnswer[]>();
  const losses = new Map<string, true[]>();
  const delays = new Map<string, number[]>();
  return {
    down: (which) => {
      everythingDown = which === true;
      methodsDown.clear();
      if (Array.isArray(which)) for (const method of which) methodsDown.add(method);
    },
    failNext: (method, failure, times = 1) =>
      add(refusals, method, typeof failure === "string" ? { status: 200, error: failure } : failure, times),
    loseAnswerNext: (method, times = 1) => add(losses, method, true, times),
    delayNext: (method, ms, times = 1) => add(delays, method, ms, times),
    clear: () => {
      everythingDown = false;
      for (const plan of [methodsDown, refusals, losses, delays]) plan.clear();
    },
    take: (method) => {
      const unreachable = everythingDown || methodsDown.has(method);
      if (unreachable) return { unreachable, delayMs: 0, refusal: null, loseAnswer: false };
      return {
        unreachable,
        delayMs: next(delays, method) ?? 0,
        refusal: next(refusals, method) ?? null,
        loseAnswer: next(losses, method) === true,
      };
    },
  };
};

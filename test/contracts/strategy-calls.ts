// How the suite calls a strategy and what it makes of what comes back. Judges nothing by itself.
import { expect } from "vitest";
import { PermanentError, TransientError } from "../../src/ports.ts";
import { type Caller, canBeRead, type StrategyWorld, type Verb } from "./strategy-world.ts";

/** A fresh world, and the calls that can be made in it. */
export type Given = StrategyWorld & Caller;

/** What a strategy throws is one of two kinds; anything else is a bug, and so is not to throw. */
export async function thrownBy(pending: Promise<unknown>): Promise<TransientError | PermanentError> {
  const thrown = await pending.then(
    () => null,
    (error: unknown) => error,
  );
  if (thrown instanceof TransientError || thrown instanceof PermanentError) return thrown;
  throw new Error("the strategy should have thrown a TransientError or a PermanentError", { cause: thrown });
}

export async function readsAs(at: Given, accountId: string, level: string | null): Promise<void> {
  if (!canBeRead(at)) return;
  const seen = await at.inspect({ id: accountId, label: accountId });
  expect(seen).toMatchObject({ level, inherited: null });
  for (const id of Object.values(seen.ids)) expect(typeof id).toBe("string");
}

export const run = (at: Given, verb: Verb, signal?: AbortSignal): Promise<unknown> => {
  const options = signal ? { signal } : {};
  return verb === "inspect" ? at.inspect(at.people[0], options) : at.call(verb, at.people[0], options);
};

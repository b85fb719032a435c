// What a failure of D1 means to those who asked: another writer was first, or the record cannot be reached. Nothing of D1's
// own message gets out but its codes, since the rest may quote a value.
import { TransientError } from "../ports.ts";

/** A unique key was taken, or the event did not follow the one before it. */
export const isConflict = (error: unknown): boolean => /UNIQUE constraint failed|out of step/.test(textOf(error));

/** `effect`: `no` for a read, `unknown` for a write, whose answer may be all that was lost. */
export const outage = (method: string, effect: "no" | "unknown", error: unknown): TransientError =>
  new TransientError(`the record did not answer (${[method, ...codesOf(textOf(error))].join(", ")})`, { effect });

export async function reading<T>(method: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw outage(method, "no", error);
  }
}

export async function writing<T>(method: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw outage(method, "unknown", error);
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : "");

const codesOf = (text: string): readonly string[] => [...new Set(text.match(/\b(?:D1|SQLITE)_[A-Z_]+\b/g) ?? [])];

// Programs of others that tests start: are they on this machine, and have they begun? Never starts one itself.
import { type ChildProcess, spawnSync } from "node:child_process";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { describe } from "vitest";

/** A cold program on a busy machine reads thousands of files before it says a word. */
const BEGINS_WITHIN_MS = 120_000;

/** Throws when the program ends before it answers, or does not answer in time. */
export async function begun<T>(name: string, child: ChildProcess, answer: () => Promise<T | null>): Promise<T> {
  let ended: string | null = null;
  child.once("error", (error) => {
    ended = String(error);
  });
  child.once("exit", (code) => {
    ended = `it ended with ${code}`;
  });
  for (const until = Date.now() + BEGINS_WITHIN_MS; ; ) {
    const said = await answer().catch(() => null);
    if (said !== null) return said;
    if (ended !== null || Date.now() > until)
      throw new Error(`${name} did not begin: ${ended ?? "it did not answer in time"}`);
    await pause(50);
  }
}

export const isInstalled = (program: string, question: string): boolean => spawnSync(program, [question]).status === 0;

/** Tests that need a program: named as skipped where it is missing, and in CI an error. `where`: how to get it. */
export function describeWith(name: string, installed: boolean, where: string, tests: () => void): void {
  if (!installed && process.env["CI"]) throw new Error(`${name} is missing: ${where}`);
  describe.skipIf(!installed)(installed ? name : `skipped: no ${name} (${where})`, tests);
}

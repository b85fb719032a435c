// The lines in the terminal: what is being done and how long it took. Never a line without a reason to read it.
import process from "node:process";
import { styleText } from "node:util";

/** Colours only where they are seen. */
const TERMINAL = { stream: process.stdout };

export interface Progress {
  say(line: string): void;
  warn(line: string): void;
  /** Does the work and says how long it took; work that gives back `false` did not succeed. */
  step<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Says that something was done that nobody waited for. */
  done(name: string, tookMs: number): void;
}

export function progressTo(write: (line: string) => void, now: () => number): Progress {
  const ended = (name: string, tookMs: number, well: boolean): void => {
    const mark = well ? styleText("green", "✓", TERMINAL) : styleText("red", "✗", TERMINAL);
    write(`  ${mark} ${name} (${seconds(tookMs)})`);
  };
  return {
    say: write,
    warn: (line) => write(styleText("yellow", line, TERMINAL)),
    async step(name, work) {
      const startedAt = now();
      const result = await work();
      ended(name, now() - startedAt, result !== false);
      return result;
    },
    done: (name, tookMs) => ended(name, tookMs, true),
  };
}

/** `1.2 s` */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

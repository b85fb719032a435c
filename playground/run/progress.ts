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
}

export function progressTo(write: (line: string) => void, now: () => number): Progress {
  return {
    say: write,
    warn: (line) => write(styleText("yellow", line, TERMINAL)),
    async step(name, work) {
      const startedAt = now();
      const result = await work();
      const mark = result === false ? styleText("red", "✗", TERMINAL) : styleText("green", "✓", TERMINAL);
      write(`  ${mark} ${name} (${seconds(now() - startedAt)})`);
      return result;
    },
  };
}

/** `1.2 s` */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

// The playground's time: the real one, moved ahead by what people skipped. Kept, so that what was said to happen at some
// time does not lie in the future after a restart. Never goes back.
import * as z from "zod";
import { readJson, replaceFile } from "./data-directory.ts";

export interface PlaygroundTime {
  /** Epoch milliseconds. */
  now(): number;
  /** How far it is ahead of the real time, in milliseconds. */
  offsetMs(): number;
  /** Skips `ms`. */
  skip(ms: number): void;
}

const kept = z.object({ offsetMs: z.number().nonnegative() });

/** `file`: where it is kept. `real`: the real time, epoch milliseconds. */
export function playgroundTime(file: string, real: () => number): PlaygroundTime {
  let offsetMs = kept.safeParse(readJson(file)).data?.offsetMs ?? 0;
  return {
    now: () => real() + offsetMs,
    offsetMs: () => offsetMs,
    skip(ms) {
      offsetMs += Math.max(0, Math.ceil(ms));
      replaceFile(file, JSON.stringify({ offsetMs }));
    },
  };
}

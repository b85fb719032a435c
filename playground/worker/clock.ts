// The bot's clock in the playground: the real one, moved ahead. The process that runs the playground is who knows how far;
// a fresh isolate asks it before it does anything. Never moves back.
import { clockOver } from "../../src/clock.ts";
import type { PlaygroundEnv } from "./env.ts";

let offsetMs: number | null = null;

/** Epoch milliseconds as the bot sees them. */
export const now = (): number => onBotsClock(Date.now());

export const clock = clockOver(now);

/** A moment on the bot's clock as the alarms of objects know it, which go by the real one. */
export const inRealTime = (at: number): number => at - (offsetMs ?? 0);

/** The other way round. */
export const onBotsClock = (real: number): number => real + (offsetMs ?? 0);

export function moveTo(wantedMs: number): void {
  offsetMs = Math.max(offsetMs ?? 0, wantedMs);
}

/** Throws where the playground cannot be reached: then nothing may be done, since nobody knows what time it is. */
export async function learnTime(env: Pick<PlaygroundEnv, "PLAYGROUND_HOST">): Promise<void> {
  // Asked by each that finds it unknown: an answer that another request waits for may never come.
  if (offsetMs !== null) return;
  const answer = await env.PLAYGROUND_HOST.fetch("http://playground/clock");
  const told = (await answer.json()) as { offsetMs: number };
  moveTo(told.offsetMs);
}

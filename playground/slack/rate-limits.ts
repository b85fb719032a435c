// Slack's rate limits: so many calls a minute by tier, and one message a second in each channel.
// Never sleeps and never refuses by itself: it says how many seconds to wait, and the router answers 429.
import type { Tier } from "./web-api/method.ts";

/** Calls per minute, per method. */
const PER_MINUTE: Record<Tier, number> = { 1: 1, 2: 20, 3: 50, 4: 100, special: 600 };

const MINUTE_MS = 60_000;

/** chat.postMessage: one a second in a channel, with a little credit for bursts. */
const POST_BURST = 4;
const POST_EVERY_MS = 1_000;

export type RateLimits = {
  /** Takes one call; 0 when it may go on, else the seconds to wait. */
  take(method: string, tier: Tier, now: number): number;
  takePost(channel: string, now: number): number;
};

const secondsFrom = (ms: number): number => Math.max(1, Math.ceil(ms / 1_000));

export const rateLimitsOf = (): RateLimits => {
  const recent = new Map<string, number[]>();
  /** When a channel's credit will be whole again. */
  const wholeAt = new Map<string, number>();
  return {
    take: (method, tier, now) => {
      const calls = (recent.get(method) ?? []).filter((at) => now - at < MINUTE_MS);
      recent.set(method, calls);
      const oldest = calls[0];
      if (oldest !== undefined && calls.length >= PER_MINUTE[tier]) return secondsFrom(oldest + MINUTE_MS - now);
      calls.push(now);
      return 0;
    },
    takePost: (channel, now) => {
      const whole = Math.max(now, wholeAt.get(channel) ?? 0) + POST_EVERY_MS;
      const over = whole - now - POST_BURST * POST_EVERY_MS;
      if (over > 0) return secondsFrom(over);
      wholeAt.set(channel, whole);
      return 0;
    },
  };
};

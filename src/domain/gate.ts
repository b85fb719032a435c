// The gate in front of one target with published limits: says who may call it now and who comes back when. It answers at once,
// knows no clock, and holds nothing that has to survive it: whoever it forgets asks again, and ends go on without it.
import { answered, failed, type GateHealth, isDown, newHealth, pausedFor, shareAt, slowedDown } from "./gate-health.ts";
import { type Waiter, Waiting } from "./gate-waiting.ts";
import type { GateAnswer, GateAsk, GateNews, TargetLimits } from "./turn.ts";

/** One probe a minute finds out whether a target that is down has come back. */
const PROBE_MS = 60_000;
/** The others look in again within this, each at a time of its own, so that healing is no stampede. */
const LOOK_IN_MS = 5 * 60_000;
/** A call takes 20 seconds at most; whoever has not told by then, for each call, never will. */
const LEASE_MS = 25_000;
/** How long a turn lasts as long as nothing is known: for guessing when somebody's turn comes. */
const TURN_MS = 500;
const SHORTEST_WAIT_MS = 20;
/** Of rounding. */
const EPSILON = 1e-6;

interface Lease {
  readonly since: number;
  readonly until: number;
}

/** What the limits come to at the moment. */
interface Pace {
  readonly callsPerMs: number;
  /** So many calls at once at the most: a second's worth. */
  readonly burst: number;
  /** Of these, kept for ends: what else wants to go leaves them. */
  readonly kept: number;
  readonly outstanding: number;
}

export class Gate {
  readonly #waiting = new Waiting();
  readonly #leases = new Map<string, Lease>();
  #health: GateHealth;
  #tokens = Number.POSITIVE_INFINITY;
  #filledAt: number;
  #turnMs = TURN_MS;
  #wentAt: number;
  #probeAt = 0;
  #prober: string | null = null;

  constructor(now: number, health: GateHealth | null = null) {
    this.#health = health ?? newHealth;
    this.#filledAt = now;
    this.#wentAt = now;
  }

  /** What is worth keeping of it. */
  get health(): GateHealth {
    return this.#health;
  }

  /** `random` in [0, 1). */
  ask(ask: GateAsk, now: number, random: number): GateAnswer {
    const pace = this.#fill(ask.limits, now);
    if (isDown(this.#health, now)) return this.#whileDown(ask, pace, now, random);
    const waiter = this.#waiting.put(ask);
    const calls = Math.max(1, Math.min(ask.calls, Math.floor(pace.burst) - pace.kept));
    const pauseMs = pausedFor(this.#health, now);
    if (pauseMs === 0 && this.#mayGo(waiter, calls, pace, now)) {
      this.#waiting.served(waiter);
      return this.#go(ask.id, calls, pace, now);
    }
    const turnAt = waiter.turnAt ?? now;
    waiter.turnAt = turnAt > now ? turnAt : now + pauseMs + this.#waitOf(waiter, pace);
    return { go: false, waitMs: waiter.turnAt - now, idleMs: now - this.#wentAt };
  }

  told(news: GateNews, now: number): void {
    const lease = this.#leases.get(news.id);
    this.#leases.delete(news.id);
    if (lease !== undefined) this.#turnMs += (Math.max(0, now - lease.since) - this.#turnMs) / 10;
    this.#tokens += Math.max(0, news.unused);
    switch (news.outcome) {
      case "none":
        return;
      case "answered":
        // All who wait will come: none of what was saved up in the quiet.
        if (this.#health.downSince !== null) [this.#tokens, this.#filledAt] = [0, Math.max(this.#filledAt, now)];
        this.#health = answered(this.#health);
        return;
      case "slow_down":
        this.#health = slowedDown(this.#health, now, news.retryAfterMs);
        this.#tokens = 0;
        this.#filledAt = Math.max(this.#filledAt, now + pausedFor(this.#health, now));
        return;
      case "failed": {
        const wasDown = isDown(this.#health, now);
        this.#health = failed(this.#health, news.id, now);
        if (wasDown || !isDown(this.#health, now)) return;
        this.#waiting.clear();
        this.#prober = null;
        this.#probeAt = now + PROBE_MS;
      }
    }
  }

  #fill({ perSecond, outstanding }: TargetLimits, now: number): Pace {
    const rate = perSecond * shareAt(this.#health, now);
    const burst = Math.max(1, rate);
    const callsPerMs = rate / 1_000;
    this.#tokens = Math.min(burst, this.#tokens + Math.max(0, now - this.#filledAt) * callsPerMs);
    this.#filledAt = Math.max(this.#filledAt, now);
    for (const [id, { until }] of this.#leases) if (until <= now) this.#leases.delete(id);
    return { callsPerMs, burst, kept: Math.floor(burst / 2), outstanding: outstanding ?? Number.POSITIVE_INFINITY };
  }

  /** At its turn, or before it where there is more than anybody who waits was promised. */
  #mayGo(waiter: Waiter, calls: number, pace: Pace, now: number): boolean {
    if (!this.#hasRoom(waiter, pace)) return false;
    const isTurn = (waiter.turnAt ?? now + 1) <= now || this.#waiting.ahead(waiter) === 0;
    const left = isEnd(waiter) && isTurn ? Math.min(this.#waiting.due(waiter, now), pace.kept) : pace.kept;
    return this.#tokens + EPSILON >= calls + left;
  }

  #hasRoom(waiter: Waiter, { outstanding }: Pace): boolean {
    const others = this.#leases.size - (this.#leases.has(waiter.id) ? 1 : 0);
    return others < (isEnd(waiter) ? outstanding : Math.max(1, Math.floor(outstanding / 2)));
  }

  /** A guess at when its turn comes; whoever comes too early is told again. */
  #waitOf(waiter: Waiter, pace: Pace): number {
    const callsPerMs = Math.min(pace.callsPerMs, (pace.outstanding * waiter.calls) / this.#turnMs);
    const missing = this.#waiting.ahead(waiter) + waiter.calls + (isEnd(waiter) ? 0 : pace.kept) - this.#tokens;
    const forRoom = this.#hasRoom(waiter, pace) ? 0 : this.#turnMs / pace.outstanding;
    return Math.ceil(Math.max(SHORTEST_WAIT_MS, forRoom, missing / callsPerMs));
  }

  #go(id: string, calls: number, { outstanding }: Pace, now: number): GateAnswer {
    this.#tokens -= calls;
    this.#wentAt = now;
    const isBounded = Number.isFinite(outstanding);
    if (isBounded) this.#leases.set(id, { since: now, until: now + calls * LEASE_MS });
    const tell = isBounded || this.#health.failing.length > 0;
    return { go: true, calls, tell };
  }

  #whileDown(ask: GateAsk, pace: Pace, now: number, random: number): GateAnswer {
    if (now >= this.#probeAt) {
      this.#probeAt = now + PROBE_MS;
      this.#prober = null;
      return this.#go(ask.id, ask.calls, pace, now);
    }
    this.#prober ??= ask.id;
    const waitMs = this.#prober === ask.id ? this.#probeAt - now : Math.ceil(LOOK_IN_MS * (0.8 + random / 5));
    return { go: false, waitMs, idleMs: now - this.#wentAt };
  }
}

const isEnd = ({ urgency }: Waiter): boolean => urgency === "overdue" || urgency === "end";

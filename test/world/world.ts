// The simulated world: the real domain and engine over a clock of its own, objects with memory and alarms, a record, a
// target, people and Slack. One thread of events; every call outward passes a point where the plan may break it.

import type { EntitlementState } from "../../src/domain/entitlement.ts";
import type { FlowVersion } from "../../src/domain/flow.ts";
import { type PersonFacts, personKey } from "../../src/domain/person.ts";
import { createCommands } from "../../src/engine/commands.ts";
import { hold, release, wake, wakeEntitlement } from "../../src/engine/entitlement.ts";
import { releaseFromMemory, wakeRequest } from "../../src/engine/request.ts";
import { sweep } from "../../src/engine/sweep.ts";
import type { World } from "../../src/engine/world.ts";
import type { Commands, Deployment, MessageOutcome, RequestMemoryState } from "../../src/ports.ts";
import { FakeRecord } from "../fakes/record.ts";
import { NOON, TEAM } from "../fakes/samples.ts";
import { SimMemory } from "./memory.ts";
import { Life, type Plan, through } from "./points.ts";
import { SimTarget, simStrategy } from "./target.ts";
import { Watch } from "./watch.ts";

const CRON_MS = 60_000;

interface Scheduled {
  readonly at: number;
  readonly work: () => Promise<unknown>;
}

export interface SimOptions {
  readonly versions: readonly FlowVersion[];
  readonly plan?: Plan;
  readonly random?: () => number;
  readonly readable?: boolean;
  /** Chance that something else happens in the middle of a call. */
  readonly interleave?: number;
  /** Where an answer is late, how much. */
  readonly lateMs?: number;
  /** How far behind the next read of the target is. */
  readonly lagMs?: () => number;
  /** The account that a person has at the target. */
  readonly account?: (userId: string) => string;
}

export class SimWorld {
  now = NOON;
  points = 0;
  /** The names of the points passed so far, in order. */
  readonly passed: string[] = [];
  readonly record = new FakeRecord();
  readonly target = new SimTarget();
  readonly requests = new Map<string, SimMemory<RequestMemoryState>>();
  readonly entitlements = new Map<string, SimMemory<EntitlementState>>();
  readonly people = new Map<string, Partial<PersonFacts>>();
  readonly said: { kind: string; requestId: string }[] = [];
  readonly bugs: unknown[] = [];
  readonly watch = new Watch(this);
  /** What is deployed now. */
  versions: readonly FlowVersion[];
  /** The code of the strategy is deployed. */
  strategyDeployed = true;
  cron = true;
  /** Requests that the record cannot read any more. */
  readonly poisoned = new Set<string>();
  plan: Plan;
  #scheduled: Scheduled[] = [];
  #nextCron = NOON + CRON_MS;
  #ids = 0;
  #depth = 0;
  readonly #options: SimOptions;
  readonly #random: () => number;

  constructor(options: SimOptions) {
    this.#options = options;
    this.plan = options.plan ?? (() => null);
    this.versions = options.versions;
    this.#random = options.random ?? (() => 0.5);
  }

  /** A person presses something: one handler, which may die. Undefined: it died before it answered. */
  async act<T>(work: (commands: Commands) => Promise<T>): Promise<T | undefined> {
    let answer: T | undefined;
    await this.#handler(async (world) => {
      answer = await work(createCommands(world));
    });
    return answer;
  }

  /** Lets the world go on by itself until this time. */
  async until(at: number): Promise<void> {
    while (await this.#next(at));
    this.now = Math.max(this.now, at);
  }

  /** Lets the world go on until nothing is armed or planned and nobody waits for an answer, or until this time. */
  async rest(limit: number): Promise<void> {
    while (this.now < limit && (this.armed() > 0 || this.#scheduled.length > 0 || this.#unfinished()))
      if (!(await this.#next(limit))) return;
  }

  #unfinished = (): boolean =>
    this.record.requests().some((request) => request.state !== "closed") ||
    this.record.effects().some((effect) => !effect.delivered) ||
    this.record.openSlots().length > 0;

  armed = (): number =>
    [...this.requests.values(), ...this.entitlements.values()].filter((m) => m.alarm !== null).length;

  at(at: number, work: () => Promise<unknown>): void {
    this.#scheduled.push({ at, work });
  }

  async #next(limit: number): Promise<boolean> {
    let best: { at: number; run: () => Promise<void> } | null = null;
    const offer = (at: number, run: () => Promise<void>): void => {
      if (at <= limit && (best === null || at < best.at)) best = { at, run };
    };
    for (const [id, memory] of this.requests)
      if (memory.alarm !== null && !memory.busy)
        offer(memory.alarm, () => this.#alarm(memory, (w) => wakeRequest(w, memory, id)));
    for (const memory of this.entitlements.values())
      if (memory.alarm !== null && !memory.busy)
        offer(memory.alarm, () => this.#alarm(memory, (w) => wakeEntitlement(w, memory)));
    for (const item of this.#scheduled)
      offer(item.at, async () => {
        this.#scheduled = this.#scheduled.filter((other) => other !== item);
        await item.work();
        this.watch.stirred();
      });
    offer(this.#nextCron, async () => {
      this.#nextCron = this.now + CRON_MS;
      if (!this.cron) return;
      await this.#handler(async (world) => {
        await sweep(world);
      });
    });
    const chosen = best as { at: number; run: () => Promise<void> } | null;
    if (chosen === null) return false;
    this.now = Math.max(this.now, chosen.at);
    await chosen.run();
    if (this.#depth === 0) this.watch.look();
    return true;
  }

  async #alarm<S>(memory: SimMemory<S>, work: (world: World) => Promise<void>): Promise<void> {
    memory.alarm = null;
    memory.busy = true;
    await this.#handler(work);
    memory.busy = false;
  }

  async #handler(work: (world: World) => Promise<void>): Promise<void> {
    const life = new Life();
    const deferred: Promise<unknown>[] = [];
    const world = this.#worldFor(life, (promise) => deferred.push(promise));
    const run = async (): Promise<void> => {
      await work(world);
      while (deferred.length > 0) await deferred.shift();
    };
    await Promise.race([
      run().catch((error: unknown) => {
        this.bugs.push(error);
      }),
      life.over,
    ]);
    life.dead = true;
  }

  async #pass<T>(life: Life, name: string, call: () => Promise<T>): Promise<T> {
    if (life.dead) return new Promise(() => {});
    this.now += 1;
    const index = ++this.points;
    this.passed.push(name);
    if (name === "record.commit" || name === "target.grant" || name === "target.revoke") this.watch.stirred();
    const interleave = this.#options.interleave ?? 0;
    if (interleave > 0 && this.#depth < 2 && this.#random() < interleave) {
      this.#depth++;
      await this.#next(this.now + this.#random() * 30_000);
      this.#depth--;
    }
    const later = (work: () => Promise<unknown>): void => this.at(this.now + (this.#options.lateMs ?? 60_000), work);
    const fault = this.plan({ index, name, life });
    if (fault !== null) this.watch.met(name);
    return through(life, fault, call, later, () => this.#meanwhile(20_000));
  }

  /** Lets everything else go on for a while in the middle of a call. */
  async #meanwhile(forMs: number): Promise<void> {
    const at = this.now + forMs;
    this.#depth++;
    while (this.#depth < 3 && (await this.#next(at)));
    this.#depth--;
    this.now = Math.max(this.now, at);
  }

  #worldFor(life: Life, defer: (work: Promise<unknown>) => void): World {
    const pass = <T>(name: string, call: () => Promise<T>): Promise<T> => this.#pass(life, name, call);
    const strategy = simStrategy(this.target, () => this.now, pass, {
      readable: this.#options.readable ?? true,
      lagMs: this.#options.lagMs ?? (() => 0),
      onSet: (call, level) => this.watch.calling(call, level),
    });
    const send = (kind: string, requestId: string, ref: string): Promise<MessageOutcome> =>
      pass(`slack.${kind}`, async () => {
        this.said.push({ kind, requestId });
        return { kind: "sent", ref: { channel: "C0", ts: ref } };
      });
    return {
      clock: { now: () => this.now, within: (_limit, work) => work(new AbortController().signal) },
      chance: { id: () => `id${String(++this.#ids).padStart(24, "0")}`, fraction: () => 0.5 },
      store: new Proxy(this.record, {
        get: (record, method) => {
          const value: unknown = Reflect.get(record, method);
          if (typeof value !== "function") return value;
          return (...args: unknown[]) =>
            pass(`record.${String(method)}`, async () => {
              if (typeof args[0] === "string" && this.poisoned.has(args[0])) throw new TypeError("an unreadable row");
              return Reflect.apply(value, record, args) as Promise<unknown>;
            });
        },
      }),
      doorbell: {
        arm: (id, at) => pass("doorbell.arm", async () => this.#request(id).armAtMost(at)),
        ring: (id) => pass("doorbell.ring", async () => this.#request(id).ring()),
        release: (id, by, isAdmin) =>
          pass("doorbell.release", () =>
            releaseFromMemory(this.#worldFor(life, defer), this.#request(id), by, isAdmin),
          ),
      },
      entitlements: {
        hold: (order) =>
          pass("entitlement.hold", async () => hold(this.#clock(), this.#entitlement(order.access.key), order)),
        release: (order) =>
          pass("entitlement.release", async () =>
            release(this.#clock(), this.#entitlement(order.hold.access.key), order),
          ),
        wake: (access) =>
          pass("entitlement.wake", async () => wake(this.#clock(), this.#entitlement(access.key), access)),
      },
      directory: {
        person: (userId) => pass("slack.users.info", async () => this.#facts(userId)),
        isMember: (question, userId) =>
          pass("slack.members", async () => question.id === "S0DBA" && userId === "U0BEN"),
      },
      messenger: {
        card: (s) => send("card", s.request.id, "1"),
        receipt: (s) => send("receipt", s.request.id, "2"),
        note: (s, note) => send(`note.${note}`, s.request.id, "3"),
        operators: (s, alarm) => send(`operators.${alarm}`, s.request.id, "4"),
        orderProgress: (order) => send("order", order.id, "5"),
      },
      strategies: (type) => (type === "memory" && this.strategyDeployed ? strategy : null),
      deployment: this.#deployment(),
      outside: { secret: () => "", fetch: async () => new Response() },
      defer,
      log: (name, fields) => this.watch.logged(name, fields),
    };
  }

  #clock = () => ({
    clock: {
      now: () => this.now,
      within: <T>(_l: number, work: (s: AbortSignal) => Promise<T>) => work(new AbortController().signal),
    },
  });

  #facts(userId: string): PersonFacts {
    const known = {
      key: personKey(TEAM, userId),
      name: userId,
      email: `${userId.toLowerCase()}@example.com`,
      tz: "UTC",
    };
    return { ...known, deactivated: false, guest: false, stranger: false, bot: false, ...this.people.get(userId) };
  }

  #deployment(): Deployment {
    return {
      admins: { people: ["U0ADA"], usergroup: null },
      operatorsChannel: "C0OPS",
      environments: [{ name: "prod", label: "Production" }],
      defaultEnvironment: "prod",
      flows: this.versions,
      account: () => (person) => this.#options.account?.(person.name) ?? person.name,
    };
  }

  #request(id: string): SimMemory<RequestMemoryState> {
    return this.#memory(this.requests, id);
  }
  #entitlement(key: string): SimMemory<EntitlementState> {
    return this.#memory(this.entitlements, key);
  }
  #memory<S>(all: Map<string, SimMemory<S>>, id: string): SimMemory<S> {
    const known = all.get(id) ?? new SimMemory<S>(() => this.now);
    all.set(id, known);
    return known;
  }
}

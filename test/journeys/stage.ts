// A stage for a journey: the Worker of the tests and the Slack simulator in one isolate, over a real D1 and real objects, with
// a clock that moves only when told. Never looks into the record; a journey sees what people and targets see.
import { createScheduledController, evictDurableObject, runInDurableObject } from "cloudflare:test";
import { type DurableObject, env, exports, waitUntil } from "cloudflare:workers";
import { vi } from "vitest";
import { SlackSimulator } from "../../playground/slack/simulator.ts";
import type { Actor, ActorOptions } from "../../playground/slack/types.ts";
import type { Chance, Clock, LogFields, Strategy } from "../../src/ports.ts";
import { memory } from "../../src/strategies/memory.ts";
import { strategiesWith } from "../../src/strategies/registry.ts";
import { createWiring } from "../../src/wiring.ts";
import { FakePagerDuty } from "../fakes/on-call-systems.ts";
import worker from "../workers/entry.ts";
import { nothingUnderWay, putInPlace, watchOver } from "../workers/in-place.ts";
import deployed, { GROUPS } from "./deployment.ts";
import { Doors } from "./doors.ts";
import { FallibleRecord } from "./fallible-record.ts";
import { FallibleTarget } from "./fallible-target.ts";
import { PAGER_SECRETS, Pager } from "./pager.ts";
import { type ObjectCall, WatchedObjects } from "./watched-objects.ts";
import { BOT_TOKEN, DOORS_SECRET, PAGERDUTY_TOKEN, SIGNING_SECRET, seed } from "./workspace.ts";

export interface LogLine {
  readonly name: string;
  readonly fields: LogFields;
}

export interface StageOptions {
  /** Slack's rate limits; left out, there are none. */
  readonly rateLimits?: boolean;
  /** Strategies besides. */
  readonly strategies?: readonly Strategy[];
  /** Bindings besides. */
  readonly secrets?: Readonly<Record<string, string>>;
}

interface DataPoint {
  readonly indexes: readonly string[];
  readonly blobs: readonly string[];
  readonly doubles: readonly number[];
}

/** A Monday morning far ahead, so that no alarm ever comes due by itself: they ring when the journey's clock says so. */
export const MORNING = Date.UTC(2035, 2, 5, 8, 0, 0);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

const API = "http://127.0.0.1:9/api/";
const EVENTS = "https://sym.test/slack/events";
/** More rounds than any journey needs to come to rest. */
const ROUNDS = 300;

/** Nothing takes any time here, so nothing takes too long. */
const clock: Clock = {
  now: () => Date.now(),
  within: (_limitMs, work) => work(new AbortController().signal),
};

/** Never the same id twice, also across tests: an object that was emptied and comes up again under its name may hang. */
let made = 0;
function countingChance(): Chance {
  return {
    id: () => `t${String(++made).padStart(25, "0")}`,
    fraction: () => 0.5,
    bytes: (count) => new Uint8Array(count).fill(7),
  };
}

export class Stage {
  readonly target = new FallibleTarget(GROUPS);
  readonly doors = new Doors();
  readonly pager = new Pager();
  readonly pagerDuty = new FakePagerDuty("https://api.pagerduty.com", PAGERDUTY_TOKEN);
  readonly objects = new WatchedObjects();
  readonly record = new FallibleRecord(env.DB);
  readonly log: LogLine[] = [];
  /** What went to Analytics Engine. */
  readonly measured: { readonly name: string; readonly point: DataPoint }[] = [];
  /** Bodies of everything that Slack sent, oldest first: what could be sent again. */
  readonly sent: string[] = [];
  readonly slack: SlackSimulator;
  readonly #chance = countingChance();
  readonly #strategies: readonly Strategy[];
  /** One object for as long as the stage stands: a wiring is made once for each set of bindings. */
  readonly #bindings: Cloudflare.Env;

  constructor({ rateLimits = false, secrets = {}, strategies = [] }: StageOptions = {}) {
    this.#strategies = strategies;
    vi.useFakeTimers({ toFake: ["Date"], now: MORNING });
    vi.stubGlobal("fetch", (input: string | Request, init?: RequestInit) => this.#outside(new Request(input, init)));
    const bindings = {
      ...env,
      DB: this.record.db,
      REQUESTS: this.objects.watch("request", env.REQUESTS),
      ENTITLEMENTS: this.objects.watch("entitlement", env.ENTITLEMENTS),
      SLACK_API_URL: API,
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      DOORS_HOOK_SECRET: DOORS_SECRET,
      PAGERDUTY_TOKEN,
      METRICS: {
        writeDataPoint: (point: DataPoint) => void this.measured.push({ name: point.indexes[0] ?? "", point }),
      },
      ...secrets,
      ...PAGER_SECRETS,
    };
    this.#bindings = bindings;
    this.slack = new SlackSimulator({
      seed,
      deliver: async (request) => {
        // Not `text()`: workerd warns of a form that is read so.
        this.sent.push(new TextDecoder().decode(await request.clone().arrayBuffer()));
        return exports.default.fetch(request);
      },
      eventsUrl: EVENTS,
      apiBase: API,
      now: () => Date.now(),
      // An answer is waited for as long as it takes: three seconds pass here only where a journey lets them.
      sleep: (_ms, signal) => new Promise((resolve) => signal?.addEventListener("abort", () => resolve())),
      rateLimits,
    });
    this.deploy(deployed);
  }

  /** Another version of src/flows, from now on. */
  deploy(definition: unknown): void {
    const wire = createWiring({
      clock,
      chance: this.#chance,
      log: (name, fields) => void this.log.push({ name, fields }),
      strategies: strategiesWith([memory(this.target), ...this.#strategies]),
      definition,
      defer: (work) => waitUntil(watchOver(work())),
      watched: false,
    });
    putInPlace(() => wire(this.#bindings));
  }

  /** Another value of a binding, and a deployment that has it; undefined: none. */
  bind(name: string, value: string | undefined): void {
    Object.assign(this.#bindings, { [name]: value });
    this.deploy(deployed);
  }

  leave(): void {
    putInPlace(null);
    vi.unstubAllGlobals();
    vi.useRealTimers();
  }

  get now(): number {
    return Date.now();
  }

  as(userId: string, options?: ActorOptions): Actor {
    return this.slack.as(userId, options);
  }

  /** Lets everything happen that is due: what goes on behind answers, and every alarm. A round takes a millisecond. */
  async settle(): Promise<void> {
    for (let round = 0; round < ROUNDS; round++) {
      await nothingUnderWay();
      vi.setSystemTime(Date.now() + 1);
      const { ran } = await this.#visitObjects();
      if (ran === 0) return;
    }
    throw new Error("it does not come to rest");
  }

  /** Lets time pass, with every alarm at its time. */
  async skipTo(at: number): Promise<void> {
    await this.settle();
    for (let round = 0; round < ROUNDS; round++) {
      const { next } = await this.#visitObjects();
      if (next > at) break;
      vi.setSystemTime(Math.max(Date.now(), next));
      await this.settle();
    }
    vi.setSystemTime(Math.max(Date.now(), at));
    await this.settle();
  }

  skip(ms: number): Promise<void> {
    return this.skipTo(Date.now() + ms);
  }

  /** Time in which nothing ran at all, as if the platform had slept: whatever was due is late. */
  async leap(ms: number): Promise<void> {
    vi.setSystemTime(Date.now() + ms);
    await this.settle();
  }

  /** The timer that looks over the record every minute. */
  async sweep(): Promise<void> {
    await worker.scheduled(createScheduledController(), env);
    await this.settle();
  }

  /** All wake-ups are gone, as if every object had been lost in time. */
  async loseAlarms(): Promise<void> {
    for (const { kind, name } of this.objects.known.values())
      await runInDurableObject(this.#stubOf(kind, name), (_object, { storage }) => storage.deleteAlarm());
  }

  /** Objects of this kind have forgotten everything, their wake-ups too. */
  async loseMemories(lost: ObjectCall["kind"]): Promise<void> {
    for (const { kind, name } of this.objects.known.values())
      if (kind === lost)
        await runInDurableObject(this.#stubOf(kind, name), (_object, { storage }) => storage.deleteAll());
  }

  /** Every object is thrown out of memory, as the platform does whenever it likes. */
  async evictObjects(): Promise<void> {
    for (const { kind, name } of this.objects.known.values()) await evictDurableObject(this.#stubOf(kind, name));
  }

  /** All that the record and the objects keep, as text: for whoever looks for what must not be there. */
  async everythingKept(): Promise<string> {
    const kept: unknown[] = [];
    const { results } = await env.DB.prepare(
      "select name from sqlite_master where type = 'table' and name not like '\\_%' escape '\\'",
    ).all<{
      name: string;
    }>();
    for (const { name } of results) kept.push((await env.DB.prepare(`select * from "${name}"`).all()).results);
    for (const { kind, name } of this.objects.known.values())
      await runInDurableObject(this.#stubOf(kind, name), async (_object, { storage }) => {
        kept.push(...(await storage.list()));
      });
    return JSON.stringify(kept);
  }

  #stubOf(kind: ObjectCall["kind"], name: string): DurableObjectStub<DurableObject> {
    const objects: DurableObjectNamespace<DurableObject> = kind === "request" ? env.REQUESTS : env.ENTITLEMENTS;
    return objects.getByName(name);
  }

  /** Runs the alarms that are due. `next`: when the earliest of the others is booked. */
  async #visitObjects(): Promise<{ ran: number; next: number }> {
    let ran = 0;
    let next = Number.POSITIVE_INFINITY;
    for (const { kind, name } of this.objects.known.values()) {
      const booked = await runInDurableObject(this.#stubOf(kind, name), async (object, { storage }) => {
        const at = await storage.getAlarm();
        if (at === null || at > Date.now()) return at;
        await storage.deleteAlarm();
        await object.alarm?.();
        return 0;
      });
      if (booked === 0) ran++;
      else next = Math.min(next, booked ?? Number.POSITIVE_INFINITY);
    }
    return { ran, next };
  }

  async #outside(request: Request): Promise<Response> {
    if (request.url.startsWith("http://127.0.0.1:9/")) return this.slack.fetch(request);
    if (request.url === Doors.url) return this.doors.fetch(request);
    const paged = (await this.pager.fetch(request)) ?? (await this.pagerDuty.fetch(request));
    if (paged !== null) return paged;
    throw new TypeError("nothing is reached from here but Slack, the doors, the pager and PagerDuty");
  }
}

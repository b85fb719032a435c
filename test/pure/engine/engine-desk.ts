// The engine over the record in memory, one request object each, and a Slack that refuses and keeps what it was given: for
// what is told to whom, and when. Nothing happens here by itself; a test moves the clock and wakes what it is about.
import { createCommands } from "../../../src/engine/commands.ts";
import { wakeRequest } from "../../../src/engine/request.ts";
import { sweep } from "../../../src/engine/sweep.ts";
import type { World } from "../../../src/engine/world.ts";
import {
  type Archive,
  type Notary,
  type Order,
  type OrderProgress,
  type RequestMemoryState,
  TransientError,
} from "../../../src/ports.ts";
import { quietObjects } from "../../fakes/quiet-objects.ts";
import { FakeRecord } from "../../fakes/record.ts";
import { NOON, sampleVersion, TEAM } from "../../fakes/samples.ts";
import { plainFacts } from "../../world/doors.ts";
import { SimMemory } from "../../world/memory.ts";

type Slack = "takes" | "refuses" | "is down" | "asks for six hours";

export const ADA = { userId: "U0ADA", teamId: TEAM };

export class EngineDesk {
  now = NOON;
  readonly record: FakeRecord;
  /** What Slack does with cards, and with what is for the operators. */
  cards: Slack = "takes";
  operators: Slack = "takes";
  /** What Slack took: `card pending`, `receipt pending linked`, `operators card_undeliverable`. */
  readonly said: string[] = [];
  /** Digests that Slack took. */
  readonly posted: string[] = [];
  /** Who signs digests, and where else they go. */
  notary: { key: string | null; archive: Archive | null; sign?: (text: string) => string } = {
    key: null,
    archive: null,
  };
  readonly orders: { order: Order; progress: OrderProgress }[] = [];
  readonly logged: { name: string; fields: Readonly<Record<string, unknown>> }[] = [];
  readonly rung: string[] = [];
  readonly #notary: Notary = deskNotary(() => this.notary);
  readonly world: World;
  readonly commands = () => createCommands(this.world);
  readonly #objects = new Map<string, SimMemory<RequestMemoryState>>();
  #deferred: (() => Promise<unknown>)[] = [];

  constructor(record = new FakeRecord()) {
    this.record = record;
    const reached = async <T>(how: Slack, taken: () => T): Promise<T | { kind: "undeliverable"; code: string }> => {
      if (how === "is down") throw new TransientError("Slack is down", { effect: "no" });
      if (how === "asks for six hours")
        throw new TransientError("Slack asks to wait", { effect: "no", retryAfterMs: 6 * 3_600_000 });
      return how === "refuses" ? { kind: "undeliverable", code: "not_in_channel" } : taken();
    };
    const sent = (what: string, ts: string) => {
      this.said.push(what);
      return { kind: "sent" as const, ref: { channel: "C0", ts } };
    };
    let ids = 0;
    this.world = {
      clock: { now: () => this.now, within: (_limitMs, work) => work(new AbortController().signal) },
      chance: {
        id: () => `id${String(++ids).padStart(24, "0")}`,
        fraction: () => 0.5,
        bytes: (count) => new Uint8Array(count).fill(7),
      },
      store: record,
      doorbell: {
        arm: async (id, at) => this.object(id).armAtMost(at),
        disarm: async (id, at) => this.object(id).disarm(at),
        ring: async (id, armedFor) => {
          this.rung.push(id);
          this.object(id).ring(armedFor);
        },
        release: async () => "unknown_request",
      },
      ...quietObjects,
      directory: {
        person: async (userId) => plainFacts(userId),
        actingAs: async () => null,
        isMember: async () => false,
      },
      messenger: {
        card: ({ request }) => reached(this.cards, () => sent(`card ${request.state}`, "1")),
        receipt: async ({ request, card }) => sent(`receipt ${request.state}${card === null ? "" : " linked"}`, "2"),
        note: async (_snapshot, note) => sent(`note ${note}`, "3"),
        operators: (_snapshot, alarm) => reached(this.operators, () => sent(`operators ${alarm}`, "4")),
        digest: (_digest, line) =>
          reached(this.operators, () => {
            this.posted.push(line);
            return { kind: "sent" as const, ref: { channel: "C0", ts: "6" } };
          }),
        notice: ({ kind }) => reached(this.operators, () => sent(`notice ${kind}`, "6")),
        orderProgress: (order, progress) =>
          reached(this.operators, () => {
            this.orders.push({ order, progress });
            return sent(`order ${order.kind}`, "5");
          }),
        warning: ({ kind }) => reached(this.operators, () => sent(`warning ${kind}`, "6")),
      },
      strategies: () => null,
      deployment: {
        admins: { people: [ADA.userId], usergroup: null },
        operatorsChannel: "C0OPS",
        onCall: [],
        stopWhenStuck: true,
        emailDomains: [],
        environments: [{ name: "prod", label: "Production" }],
        defaultEnvironment: "prod",
        flows: [sampleVersion()],
        limits: { pendingPerPerson: 5, requestsPerDay: 30 },
        account: () => null,
        options: () => null,
        rule: () => null,
      },
      outside: { secret: () => "", fetch: async () => new Response() },
      notary: this.#notary,
      defer: (work) => void this.#deferred.push(work),
      log: (name, fields) => void this.logged.push({ name, fields }),
    };
  }

  object(id: string): SimMemory<RequestMemoryState> {
    const known = this.#objects.get(id) ?? new SimMemory<RequestMemoryState>(() => this.now);
    this.#objects.set(id, known);
    return known;
  }

  /** What goes on behind answers comes to its end. */
  async settle(): Promise<void> {
    for (let work = this.#deferred.shift(); work !== undefined; work = this.#deferred.shift()) await work();
  }

  /** The request's alarm goes off. When the next one will. */
  async wake(id: string): Promise<number> {
    await wakeRequest(this.world, this.object(id), id);
    await this.settle();
    return this.object(id).alarm ?? Number.POSITIVE_INFINITY;
  }

  /** Lets the alarm of this request go off whenever it is booked, until then. */
  async wakeUntil(id: string, at: number): Promise<void> {
    for (let next = this.object(id).alarm; next !== null && next <= at; next = this.object(id).alarm) {
      this.now = Math.max(this.now, next);
      await this.wake(id);
    }
    this.now = at;
  }

  async sweep(): Promise<void> {
    await sweep(this.world);
    await this.settle();
  }

  /** How often this was logged. */
  times = (name: string): number => this.logged.filter((line) => line.name === name).length;
}

const deskNotary = (now: () => EngineDesk["notary"]): Notary => ({
  key: async () => now().key,
  sign: async (text) => now().sign?.(text) ?? `signed ${text.length}`,
  get archive() {
    return now().archive;
  },
});

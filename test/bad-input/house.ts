// The front door with the real engine behind it, on a record in memory, beside a simulated Slack: in this process, so that a
// hundred thousand inputs take no longer than a coffee. One request waits in it, and one is active. Time stands still.
import { SlackSimulator } from "../../playground/slack/simulator.ts";
import type { PersonSeed, WorldSeed } from "../../playground/slack/types.ts";
import { slotKey } from "../../src/domain/access.ts";
import type { RequestEvent } from "../../src/domain/record.ts";
import type { Request as AccessRequest } from "../../src/domain/request.ts";
import { createCommands } from "../../src/engine/commands.ts";
import { witness } from "../../src/engine/witness.ts";
import type { World } from "../../src/engine/world.ts";
import { createApp } from "../../src/http/app.ts";
import type { Clock, Deployment, Log } from "../../src/ports.ts";
import { createFrontDoor, createSlackSide } from "../../src/slack/app.ts";
import { botScopes } from "../../src/slack/scopes.ts";
import { memory } from "../../src/strategies/memory.ts";
import { MemoryTarget } from "../../src/strategies/memory-target.ts";
import { strategiesWith } from "../../src/strategies/registry.ts";
import { gated } from "../fakes/gated.ts";
import { quietObjects } from "../fakes/quiet-objects.ts";
import { FakeRecord } from "../fakes/record.ts";
import {
  HOUR_MS,
  NOON,
  sampleAccess,
  sampleApprove,
  sampleAsk,
  sampleChange,
  sampleFlow,
  sampleGranted,
  sampleSubmit,
  sampleVersion,
  TEAM,
} from "../fakes/samples.ts";
import type { Place } from "./place.ts";
import { EVENTS, type Wire } from "./wire.ts";

export const CANARY = "Canary-that-somebody-typed";
export const SIGNING_SECRET = "canary-signing-secret";
const TOKEN = "xoxb-canary-token";
/** In every e-mail address. */
const DOMAIN = "canary.example.com";
const API = "https://slack.test/api/";
const ORIGIN = "https://sym.test";

/** No answer may hold these; no log line these, nor what people typed. */
export const SECRETS = [SIGNING_SECRET, TOKEN, DOMAIN];

const [ASKER, APPROVER, ADMIN, STRANGER] = ["U0ANA", "U0BEN", "U0ADA", "U0OTTO"] as const;
const CHANNEL = "C0REQUESTS";
const PENDING = "pendingpendingpendingpend2";
const ACTIVE = "activeactiveactiveactiveac";

const settings = { group: "orders" };
const flow = sampleFlow({ targets: sampleFlow().targets.map((target) => ({ ...target, settings })) });
const VERSION = sampleVersion(flow);

const deployment: Deployment = {
  admins: { people: [ADMIN], usergroup: null },
  operatorsChannel: "C0OPS",
  onCall: [],
  stopWhenStuck: true,
  emailDomains: [],
  environments: [{ name: "prod", label: "Production" }],
  defaultEnvironment: "prod",
  flows: [VERSION],
  limits: { pendingPerPerson: 5, requestsPerDay: 30 },
  account: () => null,
  options: () => null,
  rule: () => null,
};

export const place: Place = {
  team: TEAM,
  asker: ASKER,
  approver: APPROVER,
  admin: ADMIN,
  stranger: STRANGER,
  channel: CHANNEL,
  pending: `${PENDING}.1`,
  active: `${ACTIVE}.3`,
  formMetadata: JSON.stringify({ flow: flow.name, environment: flow.environment, version: VERSION.hash }),
  filled: {
    target: { chosen: "orders-db" },
    duration: { chosen: String(HOUR_MS) },
    "field.reason": { typed: CANARY },
  },
  flow: flow.name,
  canary: CANARY,
};

const person = (id: string): PersonSeed => ({
  id,
  name: id.toLowerCase(),
  realName: id,
  displayName: id,
  email: `${id.toLowerCase()}@${DOMAIN}`,
  tz: "Europe/Lisbon",
  tzOffset: 0,
  avatarColor: "2eb67d",
});

const SEED: WorldSeed = {
  team: { id: TEAM, domain: "acme", name: "Acme" },
  app: {
    id: "A0SYM",
    botUserId: "U0BOT",
    botToken: TOKEN,
    signingSecret: SIGNING_SECRET,
    scopes: botScopes(),
    commands: [{ command: "/sym", description: "Ask for access" }],
    shortcuts: [{ callbackId: "sym_request", name: "Ask for access", type: "global" }],
  },
  people: [ASKER, APPROVER, ADMIN, STRANGER].map(person),
  channels: [
    { id: CHANNEL, name: "requests", members: [ASKER, APPROVER, STRANGER, "U0BOT"] },
    { id: "C0OPS", name: "operators", members: [ADMIN, "U0BOT"] },
  ],
  usergroups: [],
};

/** Nobody asks for figures here. */
const closedOps = {
  token: null,
  readiness: async () => ({ ready: true, details: {} }),
  figures: async () => "",
  targets: async () => [],
  shown: () => undefined,
};

/** Nothing takes any time here, so nothing takes too long. */
const clock: Clock = { now: () => NOON, within: (_limitMs, work) => work(new AbortController().signal) };

export class House {
  readonly #record = gated(new FakeRecord(), (method) => this.#passed(method));
  readonly #app: ReturnType<typeof createApp>;
  readonly #slack: SlackSimulator;
  readonly #underWay: Promise<unknown>[] = [];
  #known = new Map<string, number>();
  /** Log lines since they were taken last. */
  logged: string[] = [];
  /** Methods of the record since they were taken last. */
  asked: string[] = [];
  /** Addresses outside Slack that something was sent to. */
  readonly strayed: string[] = [];

  constructor() {
    const log: Log = (event, fields) => void this.logged.push(JSON.stringify({ event, ...fields }));
    this.#slack = new SlackSimulator({
      seed: SEED,
      eventsUrl: ORIGIN + EVENTS,
      apiBase: API,
      now: clock.now,
      sleep: async () => {},
      deliver: async () => new Response(),
    });
    const fetch = async (url: string, init: RequestInit): Promise<Response> => {
      if (!url.startsWith(API) && !url.startsWith("https://hooks.slack.com/")) this.strayed.push(url);
      return this.#slack.fetch(new Request(url, init));
    };
    const strategies = strategiesWith([memory(new MemoryTarget(["orders"]))]);
    const options = {
      signingSecret: SIGNING_SECRET,
      botToken: TOKEN,
      apiUrl: API,
      teamId: TEAM,
      deployment,
      strategies,
      clock,
      log,
      fetch,
    };
    let ids = 0;
    const world: World = {
      clock,
      chance: {
        id: () => `id${String(++ids).padStart(24, "0")}`,
        fraction: () => 0.5,
        bytes: (count) => new Uint8Array(count).fill(7),
      },
      store: this.#record,
      doorbell: {
        arm: async () => {},
        disarm: async () => {},
        ring: async () => {},
        release: async () => "unknown_request",
      },
      ...quietObjects,
      ...createSlackSide(options),
      strategies,
      deployment,
      outside: { secret: () => "", fetch: async () => new Response() },
      notary: { key: async () => null, sign: async () => "", archive: null },
      defer: (work) => void this.#underWay.push(work()),
      log,
    };
    const door = createFrontDoor({
      ...options,
      commands: createCommands(world),
      witness: (seen) => witness(world, seen),
    });
    this.#app = createApp(
      () => ({ frontDoor: () => door, callers: async () => true, ops: closedOps, identities: null }),
      log,
    );
  }

  static async opened(): Promise<House> {
    const house = new House();
    await house.#furnish();
    return house;
  }

  /** The answer, once everything behind it is done. */
  async take({ method, path, headers, body }: Wire): Promise<{ status: number; text: string }> {
    const init = { method, headers, ...(method === "GET" ? {} : { body }) };
    const context = {
      waitUntil: (work: Promise<unknown>) => void this.#underWay.push(work),
      passThroughOnException() {},
      props: {},
    };
    const response = await this.#app.fetch(new Request(ORIGIN + path, init), {}, context);
    const text = await response.text();
    while (this.#underWay.length > 0) await Promise.all(this.#underWay.splice(0));
    return { status: response.status, text };
  }

  /** Calls of Slack so far. */
  slackCalls = (): number => this.#slack.calls.length;

  /** What was written to the record since this was asked last. */
  news(): { events: RequestEvent[]; orders: number } {
    const events: RequestEvent[] = [];
    for (const { id } of this.#record.requests()) {
      const all = this.#record.events(id);
      events.push(...all.slice(this.#known.get(id) ?? 0));
      this.#known.set(id, all.length);
    }
    return { events, orders: this.asked.filter((method) => method === "placeOrder").length };
  }

  async #passed(method: string): Promise<undefined> {
    this.asked.push(method);
  }

  async #furnish(): Promise<void> {
    const ask = (id: string) =>
      sampleAsk(id, {
        version: VERSION.hash,
        access: sampleAccess({ key: slotKey("memory", ["orders", id]), settings }),
      });
    const commit = async (before: AccessRequest | null, input: Parameters<typeof sampleChange>[1]) => {
      const change = sampleChange(before, input, NOON);
      await this.#record.commit(change, before === null ? VERSION : null);
      return change.request;
    };
    await commit(null, sampleSubmit(ask(PENDING)));
    const asked = await commit(null, sampleSubmit(ask(ACTIVE)));
    const approved = await commit(asked, sampleApprove());
    await commit(approved, sampleGranted(approved, NOON, NOON + HOUR_MS));
    this.news();
    this.asked = [];
  }
}

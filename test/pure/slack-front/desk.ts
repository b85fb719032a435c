// The front door between a simulated Slack and an engine that answers what the test says and keeps what it was asked. Time
// stands still unless it is moved. Holds no rule of Sym's: who may do what is the engine's.
import { SlackSimulator } from "../../../playground/slack/simulator.ts";
import type { PersonSeed, WorldSeed } from "../../../playground/slack/types.ts";
import { NOT_LINKED } from "../../../src/domain/identity.ts";
import { accepted, type Result } from "../../../src/domain/refusal.ts";
import type { Request as AccessRequest } from "../../../src/domain/request.ts";
import {
  type Clock,
  type Commands,
  type Deployment,
  type LogFields,
  type Snapshot,
  TransientError,
  type Witness,
} from "../../../src/ports.ts";
import { createFrontDoor, createSlackSide, type FrontDoor, type SlackSide } from "../../../src/slack/app.ts";
import { COMMAND, SHORTCUT } from "../../../src/slack/entry-points.ts";
import { botScopes } from "../../../src/slack/scopes.ts";
import { NOON, sampleAsk, sampleChange, sampleFlow, sampleSubmit, sampleVersion, TEAM } from "../../fakes/samples.ts";

export const API = "https://slack.test/api/";
export const EVENTS = "https://sym.test/slack/events";
export const SECRET = "signing-secret";
export const TOKEN = "xoxb-very-secret";
export const [ANA, BEN, CLEO, GAST] = ["U0ANA", "U0BEN", "U0CLEO", "U0GAST"] as const;
export const [REQUESTS, OPERATORS] = ["C0REQUESTS", "C0OPS"] as const;

const person = (id: string, name: string, more: Partial<PersonSeed> = {}): PersonSeed => ({
  id,
  name,
  realName: name,
  displayName: name,
  email: `${name}@example.com`,
  tz: "Europe/Lisbon",
  tzOffset: 0,
  avatarColor: "2eb67d",
  ...more,
});

export const SEED: WorldSeed = {
  team: { id: TEAM, domain: "acme", name: "Acme" },
  app: {
    id: "A0SYM",
    botUserId: "U0BOT",
    botToken: TOKEN,
    signingSecret: SECRET,
    scopes: botScopes(),
    commands: [{ command: COMMAND, description: "Ask for access" }],
    shortcuts: [{ callbackId: SHORTCUT, name: "Ask for access", type: "global" }],
  },
  people: [person(ANA, "ana"), person(BEN, "ben"), person(CLEO, "cleo"), person(GAST, "gast", { isRestricted: true })],
  channels: [
    { id: REQUESTS, name: "sym-requests", members: [ANA, BEN, CLEO, "U0BOT"] },
    { id: OPERATORS, name: "sym-operators", members: [CLEO, "U0BOT"] },
  ],
  usergroups: [{ id: "S0DBAS", handle: "dbas", name: "Database people", users: [BEN, CLEO] }],
};

/** One question of the front door's to the engine. */
export interface Asked {
  readonly name: keyof Commands;
  readonly args: readonly unknown[];
}

/** A request that Ana has just sent. `id` as ids are: 26 letters and digits. */
export const ID = "abcdefghijklmnopqrstuvwxy2";
export const pendingRequest = (): AccessRequest => sampleChange(null, sampleSubmit(sampleAsk(ID)), NOON).request;

/** That request as it is handed to whatever draws it. */
export const pendingSnapshot = (overrides: Partial<Snapshot> = {}): Snapshot => ({
  request: pendingRequest(),
  version: sampleVersion(),
  frozen: false,
  endOrdered: false,
  stuckSince: null,
  linked: NOT_LINKED,
  card: null,
  receipt: null,
  ...overrides,
});

export const FLOWS = [
  sampleVersion(),
  sampleVersion(sampleFlow({ name: "Wiki", label: "Wiki", targets: [], durationsMs: [] })),
  sampleVersion(sampleFlow({ environment: "sandbox", environmentLabel: "Sandbox", label: "Sandbox database" })),
];

export const deploymentOf = (overrides: Partial<Deployment> = {}): Deployment => ({
  admins: { people: [CLEO], usergroup: null },
  operatorsChannel: OPERATORS,
  onCall: [],
  stopWhenStuck: true,
  emailDomains: [],
  environments: [
    { name: "prod", label: "Production" },
    { name: "sandbox", label: "Sandbox" },
  ],
  defaultEnvironment: "prod",
  flows: FLOWS,
  limits: { pendingPerPerson: 5, requestsPerDay: 30 },
  account: () => null,
  options: () => null,
  rule: () => null,
  ...overrides,
});

/** A clock that only `at` moves. What runs within a limit is late when `late` says so. */
export class StillClock implements Clock {
  at = NOON;
  #late: (() => void)[] = [];
  #begun: (() => void)[] = [];
  now = (): number => this.at;
  within = <T>(_limitMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const stop = new AbortController();
    return new Promise((resolve, reject) => {
      this.#late.push(() => {
        reject(new TransientError("no answer in time", { effect: "unknown" }));
        stop.abort();
      });
      work(stop.signal).then(resolve, reject);
      for (const tell of this.#begun.splice(0)) tell();
    });
  };
  /** When something begins that may become late. */
  waiting = (): Promise<void> => new Promise((resolve) => this.#begun.push(resolve));
  /** Everything that is still under way has taken too long. */
  late(): void {
    for (const one of this.#late.splice(0)) one();
  }
}

export interface Desk {
  readonly slack: SlackSimulator;
  readonly door: FrontDoor;
  readonly side: SlackSide;
  readonly clock: StillClock;
  /** What the engine was asked, oldest first. */
  readonly asked: Asked[];
  readonly logged: { readonly name: string; readonly fields: LogFields }[];
  /** What the door turned away, as the audit trail is told of it. */
  readonly witnessed: Parameters<Witness>[0][];
  /** Names of Slack's methods that were called, oldest first. */
  calls(): string[];
  /** When everything that follows the answers is done. */
  settled(): Promise<void>;
}

export interface DeskOptions {
  /** What the engine answers, in place of the plain yes. */
  readonly engine?: Partial<Commands>;
  readonly deployment?: Partial<Deployment>;
  readonly seed?: Partial<WorldSeed>;
}

export function desk({ engine = {}, deployment = {}, seed = {} }: DeskOptions = {}): Desk {
  const clock = new StillClock();
  const asked: Asked[] = [];
  const logged: Desk["logged"] = [];
  const underWay: Promise<unknown>[] = [];
  const context = { waitUntil: (work: Promise<unknown>) => void underWay.push(work) };
  const slack: SlackSimulator = new SlackSimulator({
    seed: { ...SEED, ...seed },
    eventsUrl: EVENTS,
    apiBase: API,
    now: clock.now,
    sleep: (_ms, signal) => new Promise((resolve) => signal?.addEventListener("abort", () => resolve())),
    deliver: (request) => door.handle(request, context),
  });
  const options = {
    signingSecret: SECRET,
    botToken: TOKEN,
    apiUrl: API,
    teamId: TEAM,
    deployment: deploymentOf(deployment),
    strategies: () => null,
    clock,
    log: (name: string, fields: LogFields) => void logged.push({ name, fields }),
    fetch: (url: string, init: RequestInit) => slack.fetch(new Request(url, init)),
  };
  const witnessed: Desk["witnessed"] = [];
  const witness: Witness = (seen) => void witnessed.push(seen);
  const door: FrontDoor = createFrontDoor({ ...options, commands: scripted(engine, asked), witness });
  return {
    slack,
    door,
    side: createSlackSide(options),
    clock,
    asked,
    logged,
    witnessed,
    calls: () => slack.calls.map(({ method }) => method),
    settled: async () => {
      while (underWay.length > 0) await Promise.all(underWay.splice(0));
    },
  };
}

/** Says yes to everything about one pending request, unless the test says otherwise. */
function scripted(engine: Partial<Commands>, asked: Asked[]): Commands {
  const yes = async (): Promise<Result<AccessRequest>> => accepted(pendingRequest());
  const answers: Commands = {
    mayAsk: async (_person, flows) => accepted(flows.map(() => true)),
    submit: yes,
    offeredOptions: async () => accepted([]),
    approve: yes,
    deny: yes,
    cancel: yes,
    revoke: yes,
    mayDeny: yes,
    personChanged: async () => false,
    mayClose: yes,
    proposeClose: yes,
    showCredential: async () =>
      accepted({ request: pendingRequest(), lines: [{ label: "Password", value: "planted" }] }),
    confirmClose: yes,
    list: async () => accepted({ lines: [{ request: pendingRequest(), card: null }], unreadable: 0, overdue: null }),
    listAll: async () => accepted({ requests: [], total: 0 }),
    drift: async () => accepted([]),
    ownLinks: async () => accepted({ links: [], total: 0 }),
    listLinks: async () => accepted({ links: [], total: 0, pageSize: 25 }),
    setLink: async () => accepted({ realm: "memory", changed: true, shared: [] }),
    freeze: async () => accepted({ changed: true }),
    countUnder: async () => accepted({ pending: 1, open: 2 }),
    revokeAll: async () => accepted({ orderId: "order" }),
    ...engine,
  };
  return new Proxy(answers, {
    get(target, name: keyof Commands) {
      return (...args: unknown[]) => {
        asked.push({ name, args });
        return Reflect.apply(target[name], target, args);
      };
    },
  });
}

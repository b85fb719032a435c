// The world that the real domain and engine run in during tests: one clock, the record, the objects with their alarms, Slack
// and targets, and cron. Every call outside passes a point where the plan may let it go wrong. Same plan, same run.
import type { FlowVersion } from "../../src/domain/flow.ts";
import { NATIVE_EXPIRY_AFTER_MS } from "../../src/domain/native-expiry.ts";
import type { PersonFacts } from "../../src/domain/person.ts";
import { WAKE_AFTER_MS } from "../../src/domain/silence.ts";
import type { GateAnswer, GateAsk } from "../../src/domain/turn.ts";
import { linkFile } from "../../src/engine/link-file.ts";
import type { World } from "../../src/engine/world.ts";
import { type Commands, type LinkFile, type StrategyCall, TransientError } from "../../src/ports.ts";
import { FakeRecord } from "../fakes/record.ts";
import { NOON } from "../fakes/samples.ts";
import { Agenda } from "./agenda.ts";
import { type Code, NOW_CODE } from "./code.ts";
import { doorsOf, plainFacts } from "./doors.ts";
import { SimNotary } from "./notary.ts";
import { mortal, ObjectReset, SimObjects, type Wakes } from "./objects.ts";
import type { Said, SimOptions } from "./options.ts";
import { Life, type Mishap, never, type Plan, SLOW_MS, THROTTLE_MS, through } from "./points.ts";
import { keyOfLabel, labelOf, type PlaceTraits, placeOf, SimTarget } from "./target.ts";
import { Watch } from "./watch.ts";

const CRON_MS = 60_000;
const HOURS_MS = 6 * 60 * CRON_MS;
const DAY_MS = 24 * 60 * CRON_MS;
/** How deep things may happen in the middle of things. */
const DEEPEST = 3;
/** What the platform waits before it runs an alarm again whose handler failed and booked nothing. */
const RETRY_MS = 2_000;

const FINE: Mishap = { kind: null, ms: 0 };

export class SimWorld {
  now = NOON;
  points = 0;
  /** The names of the points passed so far, in order. */
  readonly passed: string[] = [];
  readonly record = new FakeRecord();
  readonly target = new SimTarget();
  readonly objects: SimObjects;
  readonly people = new Map<string, Partial<PersonFacts>>();
  /** Members of the one user group. */
  group: ReadonlySet<string> = new Set(["U0BEN"]);
  /** Addresses of those whom a system outside Slack names. */
  onCall: ReadonlySet<string> = new Set(["u0ben@example.com"]);
  readonly said: Said[] = [];
  /** Requests with a message that Slack would never take. */
  readonly undeliverable = new Set<string>();
  /** Digests as Slack has them, some perhaps twice. */
  readonly posted: { readonly seq: number; readonly line: string }[] = [];
  readonly notary = new SimNotary();
  readonly bugs: unknown[] = [];
  readonly watch: Watch;
  /** What is deployed now. */
  versions: readonly FlowVersion[];
  /** The code of the strategy is deployed. */
  strategyDeployed = true;
  cron = true;
  /** The sweep and the watchdog look after each other; otherwise cron sweeps and does nothing else. */
  readonly watchdog: boolean;
  /** When the service outside was called, and the operators warned. */
  readonly beacons: number[] = [];
  readonly warned: number[] = [];
  /** Requests that the record cannot read any more. */
  readonly poisoned = new Set<string>();
  plan: Plan;
  /** Every secret that a target was given for somebody to sign in with. */
  readonly secrets: string[] = [];
  /** Accounts whose access the target ended by itself. */
  readonly endedByTarget: string[] = [];
  readonly #ends = new Map<string, number>();
  readonly #options: SimOptions;
  readonly #scheduled = new Agenda<() => Promise<unknown>>();
  readonly #lives = new Set<Life>();
  #nextCron = NOON + CRON_MS;
  #ids = 0;
  #depth = 0;

  constructor(options: SimOptions) {
    this.#options = options;
    this.plan = options.plan ?? (() => null);
    this.versions = options.versions;
    this.watchdog = options.watchdog ?? false;
    this.objects = new SimObjects(() => this.now, options.quickMemories ?? false);
    this.watch = new Watch(this, options.graceMs);
  }

  get requests() {
    return this.objects.requests;
  }
  get entitlements() {
    return this.objects.entitlements;
  }
  /** An export of the trail is verified at the end: not where speed counts. */
  get checksTrail(): boolean {
    return !this.#options.quickMemories;
  }
  /** What this object runs now; null: a Worker, for a click or for cron. */
  code = (of: string | null): Code => this.#options.code?.(of) ?? NOW_CODE;
  knowsOnCall = (): boolean => this.#options.knowsOnCall?.() ?? true;
  armed = (): number => this.objects.armed;
  account = (userId: string): string => this.#options.account?.(userId) ?? userId;
  fraction = (): number => this.#options.fraction?.() ?? 0.5;
  nextId = (): string => `id${String(++this.#ids).padStart(24, "0")}`;
  facts = (userId: string): PersonFacts => ({ ...plainFacts(userId), ...this.people.get(userId) });
  askGate = (name: string, ask: GateAsk): GateAnswer =>
    this.#options.wrongGate?.(ask) ?? this.objects.gate(name).ask(ask, this.now, this.fraction());
  get drift() {
    return this.#options.drift;
  }
  listLacks = (): number => this.#options.listLacks?.() ?? 0;
  get expires(): boolean {
    return this.#options.expires ?? false;
  }
  /** What the target was told last holds, and it acts on it. By then nobody may be left who has it. */
  tellEnd({ settings, account, until }: StrategyCall): void {
    const label = labelOf(placeOf(settings), account.id);
    if (until === undefined) this.#ends.delete(label);
    else this.#ends.set(label, until + NATIVE_EXPIRY_AFTER_MS);
    const told = this.#ends.get(label);
    if (told === undefined) return;
    this.at(told, async () => {
      if (this.#ends.get(label) !== told || this.target.level(label) === null) return;
      this.#ends.delete(label);
      this.endedByTarget.push(label);
      const live = this.record
        .requestsAt(keyOfLabel(label))
        .some(({ state, granted }) => state === "active" && (granted?.until ?? 0) > this.now);
      if (live) this.bugs.push(new Error(`I4: the target ended by itself what ${label} still holds`));
      this.target.set(label, null, this.now);
    });
  }
  limits = (place: string) => this.#options.limits?.(place) ?? null;
  place = (name: string): PlaceTraits =>
    this.#options.places?.[name] ?? {
      readable: this.#options.readable ?? true,
      lagMs: this.#options.lagMs ?? (() => 0),
    };

  /** A person presses something: one handler, which may die. Undefined: it died before it answered. */
  async act<T>(work: (commands: Commands) => Promise<T>): Promise<T | undefined> {
    let answer: T | undefined;
    const code = this.code(null);
    await this.#handler(code, "a click", async (world) => {
      answer = await work(code.createCommands(world));
    });
    return answer;
  }

  /** Somebody sends a table of links, with a token. Where the record does not answer they hear just that. */
  async table(work: (file: LinkFile) => Promise<unknown>): Promise<boolean> {
    let done = false;
    await this.#handler(this.code(null), "a table", async (world) => {
      const file = linkFile(world, "token/IDENTITIES_TOKEN");
      done = await work(file).then(
        () => true,
        (error: unknown) => {
          if (error instanceof TransientError) return false;
          throw error;
        },
      );
    });
    return done;
  }

  /** What comes from here on is what the history is about: the rest is another's. */
  from = 0;
  begin(): void {
    this.from = this.points;
  }

  /** Lets the world go on by itself until this time. */
  async until(at: number): Promise<void> {
    while (await this.#next(at));
    this.now = Math.max(this.now, at);
  }

  /** Lets the world go on until nothing is armed or planned and nobody waits for an answer, or until this time. */
  async rest(limit: number): Promise<void> {
    while (this.now < limit && (this.armed() > 0 || this.#scheduled.size > 0 || !this.record.atRest))
      if (!(await this.#next(limit))) return;
  }

  /** So long, with cron awake for a few minutes a day only: nights of sweeps that find nothing cost time and change nothing. */
  async overnight(ms: number): Promise<void> {
    const { cron } = this;
    for (const end = this.now + ms; this.now < end; ) {
      this.cron = false;
      await this.until(Math.min(end, this.now + DAY_MS));
      this.cron = cron;
      await this.until(this.now + 3 * CRON_MS);
    }
  }

  /** The same, and then, where people closed something by hand, as many days as Sym looks at it. */
  async restOut(limit: number): Promise<void> {
    const byHand = () => this.record.requests().filter(({ outcome }) => outcome === "closed_by_hand");
    await this.rest(byHand().length === 0 ? limit : Math.min(limit, this.now + HOURS_MS));
    // While the slot is open it is looked at; once it is closed, what was never proven gone is found by the daily look at all.
    for (let day = 0; day < 33 && byHand().length > 0 && !(this.record.atRest && this.armed() === 0); day++)
      await this.overnight(DAY_MS);
    for (let day = 0; day < 3 && byHand().some(({ removed }) => removed === null); day++) await this.overnight(DAY_MS);
    await this.rest(this.now + HOURS_MS);
  }

  at(at: number, work: () => Promise<unknown>): void {
    this.#scheduled.put(at, work);
  }

  /** Runs something in another object, which has a life of its own. Throws where it died before it answered. */
  async inObject<T>(of: string, work: (world: World, code: Code) => Promise<T>): Promise<T> {
    let answer: (() => T) | null = null;
    const code = this.code(of);
    await this.#handler(code, of, async (world) => {
      answer = await work(world, code).then(
        (value) => () => value,
        () => null,
      );
    });
    const given = answer as (() => T) | null;
    if (given === null) throw new TransientError("an object could not be reached", { effect: "unknown" });
    return given();
  }

  /** Everything that runs is cut off where it stands: a deploy, or a machine that goes. */
  cutOff(): void {
    for (const life of this.#lives) life.stop();
  }

  /** Whatever comes first: an alarm, something scheduled, or cron. False: not before this time. */
  async #next(limit: number): Promise<boolean> {
    const alarm = this.objects.next();
    const planned = this.#scheduled.first();
    const first = Math.min(alarm?.at ?? Number.POSITIVE_INFINITY, planned?.at ?? Number.POSITIVE_INFINITY);
    if (Math.min(first, this.#nextCron) > limit) return false;
    if (alarm !== null && alarm.at === first && first <= this.#nextCron) {
      this.now = Math.max(this.now, alarm.at);
      await this.#wake(alarm.what);
    } else if (planned !== undefined && planned.at === first && first <= this.#nextCron) {
      this.now = Math.max(this.now, planned.at);
      this.#scheduled.take();
      await planned.what();
      this.watch.stirred();
    } else {
      this.now = Math.max(this.now, this.#nextCron);
      this.#nextCron = this.now + CRON_MS;
      if (this.cron) await this.#runCron();
      // The watchdog stands in for it every five minutes, which is late for whoever waits.
      else if (this.watchdog) this.watch.disturbed();
    }
    if (this.#depth === 0 && !this.#options.unwatched) this.watch.look();
    return true;
  }

  async #runCron(): Promise<void> {
    const idle = this.#options.skipsIdleSweeps && this.record.idle(this.now);
    // One that would find nothing leaves its sign all the same.
    if (idle && this.watchdog) await this.record.showSign("sweep", this.now, 0);
    if (idle && !this.#watchdogIsSilent()) return;
    const code = this.code(null);
    await this.#handler(code, "cron", async (world) => {
      await (this.watchdog ? code.runCron(world) : code.sweep(world));
    });
  }

  #watchdogIsSilent = (): boolean =>
    this.watchdog && this.now - (this.record.signOf("watchdog")?.at ?? 0) >= WAKE_AFTER_MS;

  async #wake(what: Wakes): Promise<void> {
    const mishap = this.#meet(`alarm.${what.kind}`, null, what.id);
    if (mishap.kind === "lose") {
      what.memory.alarm = null;
      this.watch.lost();
    } else if (mishap.kind === "late") what.memory.alarm = this.now + mishap.ms;
    else for (let times = mishap.kind === "twice" ? 2 : 1; times > 0; times--) await this.#ring(what);
  }

  async #ring(what: Wakes): Promise<void> {
    this.objects.began(what);
    const fails = (): boolean => this.#meet(`storage.${what.kind}`, null, what.id).kind === "die_before";
    const life = new Life(what.id);
    const code = this.code(what.id);
    const work = (world: World): Promise<void> =>
      what.kind === "request"
        ? code.wakeRequest(world, mortal(what.memory, life, fails), what.id)
        : what.kind === "entitlement"
          ? code.wakeEntitlement(world, mortal(what.memory, life, fails))
          : code.wakeWatchdog(world, mortal(what.memory, life, fails));
    // Asked for before it begins: it may come to its first wait at once.
    const paused = life.paused();
    const ended = this.#handler(code, what.id, work, life).then((reset) => {
      if (reset && what.memory.alarm === null) what.memory.alarm = this.now + RETRY_MS;
      this.objects.ended(what);
    });
    await Promise.race([ended, paused]);
  }

  /** A handler waits in its own time, while everything else goes on. */
  async sleep(life: Life, ms: number): Promise<void> {
    await new Promise<void>((wake) => {
      this.at(this.now + ms, () => {
        const next = Promise.race([life.paused(), life.over]);
        wake();
        return next;
      });
      life.pause();
    });
  }

  /** A call that has arrived at its target. */
  arrive<T>(life: Life, name: string, place: string, call: () => Promise<T>): Promise<T> {
    const { serve } = this.#options;
    return serve ? serve({ name, place, sleep: (ms) => this.sleep(life, ms) }, call) : call();
  }

  /** Runs one handler to its end or its death. True: its object was reset under it. */
  async #handler(
    code: Code,
    of: string,
    work: (world: World, life: Life) => Promise<void>,
    life: Life = new Life(of),
  ): Promise<boolean> {
    const deferred: (() => Promise<unknown>)[] = [];
    const world = code.sees(doorsOf(this, life, (work) => deferred.push(work)));
    let reset = false;
    const run = async (): Promise<void> => {
      await work(world, life);
      while (deferred.length > 0) await deferred.shift()?.();
    };
    this.#lives.add(life);
    await Promise.race([
      run().catch((error: unknown) => {
        if (error instanceof ObjectReset) reset = true;
        else this.bugs.push(error);
      }),
      life.over,
    ]);
    reset ||= life.dead;
    life.stop();
    this.#lives.delete(life);
    return reset;
  }

  /** One call to the outside. */
  async pass<T>(life: Life, name: string, at: string | null, call: () => Promise<T>, instead?: () => T): Promise<T> {
    if (life.dead) return never();
    this.now += this.#options.tickMs ?? 1;
    if (name === "record.commit" || name === "target.grant" || name === "target.revoke") this.watch.stirred();
    const mishap = this.#meet(name, at, life.of);
    if (mishap.kind === null) {
      const value = await call();
      return life.dead ? never() : value;
    }
    const later = (work: () => Promise<unknown>, ms: number): void =>
      this.at(this.now + ms, () => {
        this.watch.disturbed();
        // Nobody hears the answer any more, and no error either.
        return work().catch(() => undefined);
      });
    return through(life, mishap, call, { later, wait: (ms) => this.#meanwhile(ms) }, instead);
  }

  #meet(name: string, at: string | null, of: string): Mishap {
    this.points++;
    if (!this.#options.skipsIdleSweeps) this.passed.push(name);
    const met = this.plan({ index: this.points, name, at });
    const mishap = met === null ? FINE : typeof met === "string" ? { kind: met, ms: this.#measure(met) } : met;
    if (mishap.kind !== null) this.watch.met(name, mishap.kind);
    this.#options.onPoint?.(name, at, of, mishap.kind === null ? null : mishap);
    return mishap;
  }

  #measure = (kind: Mishap["kind"]): number =>
    kind === "throttle" ? THROTTLE_MS : kind === "slow" ? SLOW_MS : (this.#options.lateMs ?? 60_000);

  /** Lets everything else go on for a while in the middle of a call. */
  async #meanwhile(forMs: number): Promise<void> {
    const at = this.now + forMs;
    this.#depth++;
    while (this.#depth < DEEPEST && (await this.#next(at)));
    this.#depth--;
    this.now = Math.max(this.now, at);
  }
}

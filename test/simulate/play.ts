// Plays one history in the simulated world: everything in it happens at its time, then everything heals, and what must hold
// is asked for. The same history is the same run; its trace has a hash that says so.
import { personKey } from "../../src/domain/person.ts";
import type { Result } from "../../src/domain/refusal.ts";
import type { Request } from "../../src/domain/request.ts";
import { HOUR_MS, MINUTE_MS, NOON, TEAM } from "../fakes/samples.ts";
import { type Code, NOW_CODE } from "../world/code.ts";
import { brokenPromises } from "../world/invariants.ts";
import { codesBesideNext } from "../world/next-code.ts";
import type { Mishap } from "../world/points.ts";
import { previousCode } from "../world/previous-code.ts";
import { isRuled, type Quirk, quirkOf } from "../world/quirks.ts";
import { HOME, keyOfLabel, labelOfAccess, REALM } from "../world/target.ts";
import { SimWorld } from "../world/world.ts";
import { Dice } from "./dice.ts";
import { ASKING } from "./draw.ts";
import { Faults } from "./faults.ts";
import { deployed, versionFor } from "./flows.ts";
import type { FlowState, History, Step, Version } from "./history.ts";
import { GRACE_MINUTES } from "./rates.ts";
import { Rollouts } from "./rollouts.ts";
import { type Tracer, traceHash } from "./trace.ts";

export interface Outcome {
  readonly broken: readonly string[];
  readonly points: number;
  readonly targetCalls: number;
  /** What was met, by part and kind. */
  readonly faults: ReadonlyMap<string, number>;
  /** Events of the record, outcomes and messages, by name. */
  readonly reached: ReadonlyMap<string, number>;
  readonly drawn: Readonly<Record<string, Mishap>>;
  readonly hash: number;
}

/** Everything that was promised has ended by then, and three hours of health have passed. */
const HEALTH_MS = 10 * HOUR_MS;
const PATIENCE_MS = 5_000;

export async function play(history: History, tracer: Tracer | null = null): Promise<Outcome> {
  const run = new Playing(history, tracer);
  await run.play();
  return run.outcome();
}

class Playing {
  readonly #history: History;
  readonly #faults: Faults;
  readonly #rollouts: Rollouts;
  readonly #codes: Readonly<Record<Version, Code>>;
  readonly #world: SimWorld;
  readonly #hash = traceHash();
  readonly #accepted: string[] = [];
  readonly #refused = new Map<string, number>();
  #flow: FlowState = "as_made";

  constructor(history: History, tracer: Tracer | null) {
    this.#history = history;
    const { setting } = history;
    const dice = new Dice(history.seed + 0xd1ce);
    const faults = new Faults(history, () => this.#world.now);
    this.#faults = faults;
    this.#rollouts = new Rollouts(setting.rollouts ?? [], history.seed);
    this.#world = new SimWorld({
      versions: deployed("as_made"),
      plan: faults.plan,
      places: Object.fromEntries(
        Object.entries(setting.places).map(([name, { readable, lagMs }]) => [
          name,
          { readable, lagMs: () => lagMs, ...this.#quirkAt(name) },
        ]),
      ),
      limits: (place) => setting.limits?.[place] ?? null,
      account: (userId) => (setting.oneAccount ? "shared" : userId),
      fraction: dice.roll,
      ...(setting.rollouts
        ? {
            code: (of: string | null) => this.#codeOf(of),
            knowsOnCall: () => !this.#rollouts.isAbout("previous", this.#world.now - NOON),
          }
        : {}),
      skipsIdleSweeps: true,
      watchdog: setting.cronStops !== undefined,
      quickMemories: history.seed % 8 !== 0,
      graceMs: GRACE_MINUTES[history.profile] * MINUTE_MS,
      onPoint: (name, at, of, mishap) => {
        this.#hash.add(this.#world.now, name, mishap);
        tracer?.point(this.#world.now - NOON, name, at, of, mishap);
      },
    });
    if (setting.oneAccount) this.#shareAccount();
    this.#codes = this.#deployable();
    this.#world.cron = setting.sweep;
    const { cronStops } = setting;
    if (cronStops !== undefined) {
      this.#world.at(NOON + cronStops.from, async () => this.#turnCron(false));
      this.#world.at(NOON + cronStops.to, async () => this.#turnCron(true));
    }
    for (const { at } of setting.rollouts ?? []) this.#world.at(NOON + at, async () => this.#world.cutOff());
    for (const [label, level] of Object.entries(setting.standing)) this.#world.target.levels.set(label, level);
    for (const step of history.steps)
      this.#world.at(NOON + step.at, async () => {
        tracer?.step(this.#world.now - NOON, step);
        await this.#take(step);
      });
  }

  async play(): Promise<void> {
    const world = this.#world;
    await world.until(NOON + this.#history.healsAt);
    world.plan = () => null;
    world.strategyDeployed = true;
    await world.restOut(world.now + HEALTH_MS);
  }

  outcome(): Outcome {
    const world = this.#world;
    const lost = this.#accepted.filter((id) => world.record.request(id) === undefined);
    const reached = new Map(this.#refused);
    const count = (what: string): Map<string, number> => reached.set(what, (reached.get(what) ?? 0) + 1);
    for (const request of world.record.requests()) {
      for (const event of world.record.events(request.id)) {
        count(`event ${event.name}`);
        this.#hash.add(event.at, event.hash, null);
      }
      count(`outcome ${request.outcome ?? request.state}`);
      if (request.removed) count(`removed ${request.removed.cause}, ${request.removed.evidence.seen}`);
    }
    for (const { kind } of world.said) count(`said ${kind}`);
    for (const [what, times] of this.#rollouts.met) reached.set(what, times);
    return {
      broken: [
        ...brokenPromises(world, this.#history.setting.standing),
        ...lost.map((id) => `I6: ${id} was accepted and is not in the record`),
      ],
      points: world.points,
      targetCalls: world.target.calls,
      faults: this.#faults.counts,
      reached,
      drawn: this.#faults.drawn,
      hash: this.#hash.value(),
    };
  }

  /** It stays when the faults are over: that is how the place is. */
  #quirkAt(place: string): { quirk?: Quirk } {
    const { setting, steps, seed } = this.#history;
    const name = setting.quirks?.[place];
    if (name === undefined) return {};
    const dice = new Dice(seed + 0x0dd5 + place.length);
    const quirk = quirkOf(name, {
      target: () => this.#world.target,
      roll: dice.roll,
      meddled: (label) => steps.some((step) => step.do === "meddle" && step.label === label),
      later: (ms, work) => this.#world.at(this.#world.now + ms, async () => work()),
      met: (what, delays) => {
        this.#faults.showed(`target quirk ${name}: ${what}`);
        if (delays) this.#world.watch.met("target.quirk", "late");
      },
    });
    return { quirk };
  }

  /** What is found is one person's: that all of them have one account is an admin's word. */
  #shareAccount(): void {
    const account = { id: "shared", label: "shared" };
    const changes = ASKING.map((userId) => ({
      person: personKey(TEAM, userId),
      realm: REALM,
      flow: "",
      before: null,
      after: account,
    }));
    void this.#world.record.relink({ id: "shared", by: personKey(TEAM, "U0ADA"), at: NOON, source: "admin", changes });
  }

  #deployable(): Readonly<Record<Version, Code>> {
    const codes = { previous: previousCode, now: NOW_CODE, next: NOW_CODE };
    if (!this.#history.setting.rollouts?.some(({ to }) => to === "next")) return codes;
    const stored = (id: string) => this.#world.record.request(id);
    return { ...codes, ...codesBesideNext({ stored, broken: (what) => this.#world.watch.say(what) }) };
  }

  #codeOf(of: string | null): Code {
    const after = this.#world.now - NOON;
    const version = this.#rollouts.versionOf(of, after);
    this.#rollouts.ran(of, version, after);
    return this.#codes[version];
  }

  #turnCron(on: boolean): void {
    this.#world.cron = on;
    this.#world.watch.disturbed();
  }

  async #take(step: Step): Promise<void> {
    const world = this.#world;
    const ada = { userId: "U0ADA", teamId: TEAM };
    switch (step.do) {
      case "submit":
        await this.#submit(step);
        if (step.again) await this.#submit(step);
        return;
      case "click":
        if (step.twice) await Promise.all([this.#click(step), this.#click(step)]);
        else await this.#click(step);
        return;
      case "freeze":
        world.watch.rules.beforeChange();
        await world.act((commands) => commands.freeze(ada, step.on, `freeze-${step.at}`));
        return;
      case "revoke_all":
        await world.act((commands) => commands.revokeAll(ada, step.scope, `V-all-${step.at}`));
        return;
      case "flow":
        world.watch.rules.beforeChange();
        this.#flow = step.to;
        world.versions = deployed(step.to);
        return;
      case "strategy":
        world.watch.disturbed();
        world.strategyDeployed = step.deployed;
        return;
      case "deploy":
        world.watch.disturbed();
        world.cutOff();
        return;
      case "person":
        world.watch.rules.beforeChange();
        world.people.set(step.id, { deactivated: step.deactivated });
        return;
      case "group":
        world.watch.rules.beforeChange();
        world.group = new Set(step.members);
        return;
      case "meddle":
        world.watch.disturbed();
        if (!this.#isRuled(step.label)) world.target.put(step.label, step.level, world.now, this.#isAlone(step.label));
        return;
      case "gates":
        world.watch.disturbed();
        world.objects.resetGates(step.all);
        return;
      case "by_hand":
        return this.#closeByHand(step);
      case "alarm":
        return this.#disturb(step);
      case "forget":
        return this.#forget(step);
    }
  }

  /** Where a rule decides, nobody else has a hand in it either. */
  #isRuled(label: string): boolean {
    const [, place = HOME] = label.split("@");
    return this.#history.setting.quirks?.[place] === "ruled" && isRuled(label);
  }

  /** Nothing of ours is in this slot, nor on its way there, and whoever reads it next sees what is there. */
  #isAlone(label: string): boolean {
    if ((this.#history.setting.places["sim"]?.lagMs ?? 0) > 0) return false;
    const { record, entitlements } = this.#world;
    const key = keyOfLabel(label);
    const open = record.requestsAt(key).some(({ state }) => state !== "closed" && state !== "pending");
    return !open && !record.isSlotOpen(key) && (entitlements.get(key)?.read() ?? null) === null;
  }

  /** People press again when they were told that it is not known yet. */
  async #submit(step: Step & { do: "submit" }, again = true): Promise<void> {
    const { by, view, target, durationMs } = step;
    const flow = versionFor(step.flow, this.#flow);
    const answers = { reason: "because" };
    const ask = { flow, userId: by, teamId: TEAM, viewId: view, target, answers, durationMs };
    const answer = await this.#world.act((commands) => commands.submit(ask));
    this.#note(answer);
    if (answer?.ok) this.#accepted.push(answer.value.id);
    else if (again && this.#unclear(answer))
      this.#world.at(this.#world.now + PATIENCE_MS, () => this.#submit(step, false));
  }

  async #click(step: Step & { do: "click" }, again = true): Promise<void> {
    const world = this.#world;
    const request = world.record.requests().find((one) => one.viewId === step.view);
    if (request === undefined) return;
    const seq = step.what === "approve" || step.what === "deny" ? (step.stale ? 1 : request.seq) : null;
    const click = { requestId: request.id, seq, userId: step.by, teamId: TEAM, reason: null };
    const answer: Result<Request | null> | undefined = await world.act<Result<Request | null>>((commands) =>
      commands[step.what](click),
    );
    this.#note(answer);
    if (answer?.ok && (step.what === "revoke" || step.what === "cancel")) world.watch.promisedEnd(request.id);
    if (again && this.#unclear(answer)) world.at(world.now + PATIENCE_MS, () => this.#click(step, false));
  }

  /** Admins look at what is overdue, and close it: some have removed it at the target themselves, some only believe so. */
  async #closeByHand({ first, second, removes }: Step & { do: "by_hand" }): Promise<void> {
    const world = this.#world;
    for (const { id, access, struggling, state } of world.record.requests()) {
      if (access === null || state === "closed" || struggling === null) continue;
      if (removes) {
        world.watch.disturbed();
        const label = labelOfAccess(access);
        if (!this.#isRuled(label)) world.target.put(label, null, world.now, false);
      }
      const click = { requestId: id, teamId: TEAM, reason: "because" };
      this.#note(await world.act((commands) => commands.proposeClose({ ...click, seq: null, userId: first })));
      const seq = world.record.request(id)?.byHand?.seq ?? null;
      this.#note(await world.act((commands) => commands.confirmClose({ ...click, seq, userId: second })));
    }
  }

  #unclear = (answer: Result<unknown> | undefined): boolean =>
    answer === undefined || (!answer.ok && answer.refusal.kind === "not_known_yet");

  #note(answer: Result<unknown> | undefined): void {
    const what = answer === undefined ? "no answer" : answer.ok ? "accepted" : `refused ${answer.refusal.kind}`;
    this.#refused.set(what, (this.#refused.get(what) ?? 0) + 1);
  }

  #disturb({ which, becomes }: Step & { do: "alarm" }): void {
    const armed = this.#world.objects.all().filter((memory) => memory.alarm !== null && !memory.busy);
    const memory = armed[Math.floor(which * armed.length)];
    if (memory === undefined) return;
    if (becomes === "lost") this.#world.watch.lost();
    memory.alarm = becomes === "lost" ? null : this.#world.now + 1;
  }

  async #forget({ which, all, alarmToo }: Step & { do: "forget" }): Promise<void> {
    const memories = this.#world.objects.all();
    const one = memories[Math.floor(which * memories.length)];
    if (one === undefined) return;
    this.#world.watch.lost();
    for (const memory of all ? memories : [one])
      if (alarmToo) await memory.forget();
      else memory.lose();
  }
}

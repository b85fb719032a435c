// Watches the simulated world while it runs: access past its time, access lost early, ends that nobody hears of, and calls
// that nothing stored stands behind. Never changes anything. I1 to I8 are the promises; invariants.ts has the others.
import { rankOf } from "../../src/domain/access.ts";
import type { HoldOrder } from "../../src/domain/entitlement.ts";
import { userIdOf } from "../../src/domain/person.ts";
import type { Change } from "../../src/domain/record.ts";
import type { Request } from "../../src/domain/request.ts";
import type { Measure, StrategyCall } from "../../src/ports.ts";
import type { Fault } from "./points.ts";
import { Rulebook } from "./rulebook.ts";
import { keyOfLabel, LEVELS, labelOf, labelOfAccess, placeOf } from "./target.ts";
import type { SimWorld } from "./world.ts";

/** How long after the last fault that touches it everything has to be as it should be. */
export const GRACE_MS = 15 * 60_000;
/** An end that is overdue for longer than this has told a human. */
const SILENCE_MS = 15 * 60_000;
/** By then whoever is on call is to be told, too. */
const ON_CALL_MS = 15 * 60_000;
const HOUR_MS = 60 * 60_000;
/** What people closed by hand is looked at once a day, also when the month is over, and removed if it is there. */
const BELIEVED_MS = 50 * 60 * 60_000;
const LOOK_EVERY_MS = 60_000;
/** Where nothing at all failed for a while, so that nothing waits to be tried again, an end takes no longer than this. */
const PROMPT_MS = 3 * 60_000;
const QUIET_BEFORE_MS = 10 * 60_000;
/** What no log line may hold: what people wrote, and how to reach them. */
const PRIVATE = /because|@example\.com/;

export class Watch {
  readonly broken: string[] = [];
  readonly world: SimWorld;
  readonly rules: Rulebook;
  readonly #graceMs: number;
  /** When something was first seen wrong that may not last. */
  readonly #since = new Map<string, number>();
  /** Requests whose end was promised to somebody, and when. */
  readonly #promisedEnds = new Map<string, number>();
  #targetHit = 0;
  #otherHit = 0;
  #lossHit = 0;
  /** When code last ran that knows nobody who is on call. */
  #withoutOnCall = 0;
  #faultAt = 0;
  #bugs = 0;
  #stirred = true;
  #lookedAt = 0;
  readonly #start: number;
  expectBugs = false;
  /** Commands of people that were refused. */
  refusals = 0;

  constructor(world: SimWorld, graceMs = GRACE_MS) {
    this.world = world;
    this.#graceMs = graceMs;
    this.#start = world.now;
    this.rules = new Rulebook(
      () => world.now,
      () => ({
        versions: world.versions,
        people: world.people,
        group: world.group,
        onCall: world.onCall,
        frozen: world.record.frozen,
      }),
    );
  }

  /** A point met a fault. */
  met(name: string, fault: Fault): void {
    // Slow answers and others in between are no faults: everything has to be prompt with them.
    if (fault !== "slow" && fault !== "overtaken") this.#faultAt = this.world.now;
    if (name.startsWith("target.")) this.#targetHit = this.world.now;
    else if (!name.startsWith("alarm.")) this.#otherHit = this.world.now;
    else this.#targetHit = this.#otherHit = this.world.now;
    if (name.startsWith("storage.")) this.#targetHit = this.world.now;
  }

  /** An alarm or a memory was lost: from here on the record and the sweep have to find it. */
  get losses(): boolean {
    return this.#lossHit > 0;
  }
  lost(): void {
    this.disturbed();
    this.#lossHit = this.world.now;
  }

  /** Nothing failed so far. */
  get undisturbed(): boolean {
    return this.#faultAt === 0;
  }

  /** Something else happened that may delay what is under way. */
  disturbed(): void {
    this.#faultAt = this.world.now;
  }

  /** Somebody was told that this request ends. */
  promisedEnd(requestId: string): void {
    if (!this.#promisedEnds.has(requestId)) this.#promisedEnds.set(requestId, this.world.now);
  }

  /** Classes of errors that only a mistake of ours can be, and words that no log may hold. */
  logged(name: string, fields: Readonly<Record<string, string | number | boolean | null>>): void {
    if (name === "request.command.refused") this.refusals++;
    const { class: kind } = fields;
    if (typeof kind === "string" && ["TypeError", "RangeError", "ReferenceError", "SyntaxError"].includes(kind))
      if (this.#bugs++ < 3 && !this.expectBugs) this.say(`a mistake of ours, ${name}: ${kind}`);
    for (const field in fields) {
      const value = fields[field];
      if (typeof value === "string" && PRIVATE.test(value)) this.say(`I7: the log line ${name} holds private words`);
    }
  }

  /** Figures name a target and a kind of thing, and never a person, an account or a request. */
  measured({ name, of, value }: Measure): void {
    if (of.some((label) => PRIVATE.test(label) || /U0|^id\d/.test(label)) || !(value >= 0))
      this.say(`I7: the figure ${name} tells more than a count`);
  }

  /** A change went into the record: its decision was one that the rules allow. */
  committed(change: unknown): void {
    const { request, event } = change as Change;
    if (event.name === "closed_by_hand") this.#closedByTwo(request);
    if (event.name !== "approved" && event.name !== "denied") return;
    const decision = request.decisions.at(-1);
    const made = this.world.record.versionOf(request.id)?.flow;
    if (event.name === "denied" || decision === undefined || made === undefined) return;
    if (!this.rules.mayHaveApproved(request, made, userIdOf(decision.by)))
      this.say(`I1: ${request.id} was approved by ${decision.by}, who may not`);
  }

  /** Two different admins, neither of whom has it, and evidence. */
  #closedByTwo({ id, byHand, requester }: Request): void {
    const people = [byHand?.by, byHand?.confirmedBy].map((key) => (key === undefined ? "" : userIdOf(key)));
    const admins = people.every((userId) => ["U0ADA", "U0DORA"].includes(userId) && userId !== userIdOf(requester));
    if (!admins || people[0] === people[1] || !byHand?.evidence)
      this.say(`I8: ${id} was closed by hand by ${people.join(" and ")}`);
  }

  /** An Entitlement is about to be told to hold: the rules still say yes. */
  holding(order: HoldOrder): void {
    const request = this.world.record.request(order.requestId);
    const made = this.world.record.versionOf(order.requestId)?.flow;
    if (request === undefined || made === undefined || order.until !== null || request.granted !== null) return;
    if (request.state === "granting" && !this.rules.mayBeGiven(request, made))
      this.say(`I1: ${request.id} is to be given what the rules no longer allow`);
  }

  /** A call that changes something is about to go out: its intent, the next wake-up and the baseline are stored. */
  calling(call: StrategyCall, level: string | null): void {
    const label = labelOf(placeOf(call.settings), call.account.id);
    const key = keyOfLabel(label);
    if (level !== null && rankOf(LEVELS, level) > this.world.target.others(label) && !this.#decided(key, level))
      this.say(`I1: ${label} is about to get ${level} without a decision that stands`);
    const memory = this.world.entitlements.get(key);
    if (level !== null && this.rules.frozenForLong && rankOf(LEVELS, level) > this.#had(label, key))
      this.say(`I1: ${label} is about to get ${level} although new grants are frozen`);
    if (memory === undefined || this.world.now - this.#lossHit < LOOK_EVERY_MS) return;
    const state = memory.read();
    if (state?.inFlight?.level !== level) this.say(`I7: ${label}: a call without a stored intent`);
    if (memory.alarm === null) this.say(`I6: ${label}: a call without a booked wake-up`);
    if (level !== null && !this.world.record.isSlotOpen(key))
      this.say(`I3: ${label}: an add without its baseline in the record`);
  }

  /** The strongest of what was granted already, still lasts, and was there before. */
  #had(label: string, key: string): number {
    const holds = this.world.entitlements.get(key)?.read()?.holds ?? [];
    const granted = holds.filter((hold) => hold.granted && hold.end === null).map((hold) => rankOf(LEVELS, hold.level));
    return Math.max(this.world.target.others(label), ...granted);
  }

  /** Is there an approval of this level, in the record and with an end that is not long past or long promised? */
  #decided(key: string, level: string): boolean {
    const slack = Math.max(this.#targetHit, this.#otherHit, this.#lossHit) + this.#graceMs;
    return this.world.record.requestsAt(key).some((request) => {
      if (request.access?.level !== level || !request.decisions.some(({ verdict }) => verdict === "approve"))
        return false;
      const promised = this.#promisedEnds.get(request.id);
      const ended = Math.min(this.#endOf(request), this.losses ? Infinity : (promised ?? Infinity));
      return this.world.now <= Math.max(ended + LOOK_EVERY_MS, request.closedAt === null ? slack : 0);
    });
  }

  /** The record or the target may have changed. */
  stirred(): void {
    this.#stirred = true;
  }

  look(): void {
    const { now } = this.world;
    if (!this.world.strategyDeployed) this.#targetHit = this.#faultAt = now;
    if (!this.world.knowsOnCall()) this.#withoutOnCall = now;
    if (!this.#stirred && now < this.#lookedAt + LOOK_EVERY_MS) return;
    this.#stirred = false;
    this.#lookedAt = now;
    for (const key of this.world.record.slotKeys()) this.#lookAt(this.world.record.requestsAt(key));
  }

  #lookAt(requests: readonly Request[]): void {
    const [first] = requests;
    if (!first?.access) return;
    const label = labelOfAccess(first.access);
    const has = rankOf(LEVELS, this.world.target.level(label));
    // An end on time needs the target alone. An early one has to be told; one that was lost has to be found.
    const told = requests.some(
      ({ id, state }) => state === "revoking" || (state !== "closed" && this.#promisedEnds.has(id)),
    );
    const anyHit = Math.max(this.#targetHit, this.#otherHit, this.#lossHit);
    const hit = told || this.losses ? anyHit : this.#targetHit;
    const excess = has > this.#most(label, requests);
    this.#lasting(`I2: ${label} has more than anything covers`, excess, hit);
    this.#prompt(`I2: ${label} keeps what has ended although nothing failed`, excess);
    this.#lasting(`I4: ${label} has less than was granted`, has < this.#least(label, requests, first.access.key), hit);
    this.#silence(label, requests, excess);
  }

  /** Wrong for a moment only, unless something failed shortly before it went wrong, or since. */
  #prompt(what: string, wrong: boolean): void {
    const since = this.#since.get(what) ?? this.world.now;
    this.#lasting(what, wrong, this.#faultAt < since - QUIET_BEFORE_MS ? 0 : Number.POSITIVE_INFINITY, PROMPT_MS);
  }

  /** An end that does not come has been told, unless what tells is broken too. */
  #silence(label: string, requests: readonly Request[], excess: boolean): void {
    const overdue = requests.filter(
      (request) => request.hold !== null && request.state !== "closed" && this.#endOf(request) < this.world.now,
    );
    const heard = (kind: string): boolean =>
      overdue.some(({ id }) => this.world.said.some((said) => said.requestId === id && said.kind === kind));
    const hit = Math.max(this.#otherHit, this.#lossHit);
    const late = excess && overdue.length > 0;
    const graceMs = Math.max(SILENCE_MS, this.#graceMs);
    this.#lasting(
      `I8: ${label} is overdue and nobody was told`,
      late && !heard("operators.revoke_struggling"),
      hit,
      graceMs,
    );
    const deaf = late && !heard("on_call.trigger");
    const deafHit = Math.max(hit, this.#withoutOnCall);
    // The version before has told what comes before that already: whoever is on call hears with the word of the next hour.
    const within = this.#withoutOnCall > 0 ? HOUR_MS : ON_CALL_MS;
    this.#lasting(`I8: ${label} is overdue and nobody on call was told`, deaf, deafHit, within + graceMs);
  }

  #lasting(what: string, wrong: boolean, hit: number, graceMs = this.#graceMs): void {
    const { now } = this.world;
    if (!wrong) {
      if (this.#since.size > 0) this.#since.delete(what);
      return;
    }
    const since = this.#since.get(what) ?? now;
    this.#since.set(what, since);
    if (now - Math.max(since, hit) <= graceMs) return;
    this.say(`${what}, ${Math.round((now - since) / 60_000)} minutes already`);
    this.#since.set(what, Number.POSITIVE_INFINITY);
  }

  /** The most that decisions, what was there before and other people account for, as a rank. */
  #most(label: string, requests: readonly Request[]): number {
    let most = this.world.target.others(label);
    for (const request of requests)
      if (
        this.world.now < this.#endOf(request) &&
        (this.#believedGone(request) || this.losses || !this.#promisedEnds.has(request.id))
      )
        most = Math.max(most, rankOf(LEVELS, request.access?.level ?? null));
    return most;
  }

  /** The least that live grants promise; nothing where other people have had a hand in it. */
  #least(label: string, requests: readonly Request[], key: string): number {
    // Where memories are lost, an early end that was taken with the record down may be remembered by nobody.
    if (this.losses || this.world.target.meddledWith(label)) return 0;
    let least = 0;
    for (const { id, state, granted, access } of requests) {
      if (state !== "active" || this.world.now >= (granted?.until ?? 0)) continue;
      // An early end that was taken with the record down: the record has yet to hear of it.
      if (this.world.entitlements.get(key)?.read()?.released[id] !== undefined) continue;
      least = Math.max(least, rankOf(LEVELS, access?.level ?? null));
    }
    return least;
  }

  /** People say that it is gone, and Sym has not seen otherwise. */
  #believedGone = ({ outcome, back }: Request): boolean => outcome === "closed_by_hand" && back === undefined;

  #endOf(request: Request): number {
    if (request.hold === null) return 0;
    // Until Sym has looked, that is what stands.
    if (this.#believedGone(request))
      return Math.max(request.closedAt ?? 0, this.#targetHit, this.#otherHit, this.#lossHit) + BELIEVED_MS;
    if (request.ending !== null) return request.ending.at;
    return request.granted === null ? request.hold.hardEnd : Math.min(request.granted.until, request.hold.hardEnd);
  }

  /** Keeps a broken promise as a sentence. */
  say(what: string): void {
    if (this.broken.length < 10)
      this.broken.push(`${what} (minute ${Math.round((this.world.now - this.#start) / 60_000)})`);
  }
}

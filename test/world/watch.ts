// Watches the simulated world while it runs: access past its time, access lost early, and calls to the target that nothing
// stored stands behind. Never changes anything.
import { rankOf, slotKey } from "../../src/domain/access.ts";
import type { Request } from "../../src/domain/request.ts";
import type { StrategyCall } from "../../src/ports.ts";
import { LEVELS, type TargetChange } from "./target.ts";
import type { SimWorld } from "./world.ts";

/** How long after the last fault that touches it everything has to be as it should be. */
export const GRACE_MS = 15 * 60_000;

export class Watch {
  readonly broken: string[] = [];
  readonly world: SimWorld;
  readonly #since = new Map<string, number>();
  #targetHit = 0;
  #anyHit = 0;
  #lossHit = 0;
  #bugs = 0;

  constructor(world: SimWorld) {
    this.world = world;
  }

  /** A point met a fault. */
  met(name: string): void {
    this.#anyHit = this.world.now;
    if (name.startsWith("target.")) this.#targetHit = this.world.now;
  }

  /** An alarm or a memory was lost: from here on the record and the sweep have to find it. */
  get losses(): boolean {
    return this.#lossHit > 0;
  }
  lost(): void {
    this.#lossHit = this.world.now;
  }

  /** Classes of errors that only a mistake of ours can be. */
  logged(name: string, fields: Readonly<Record<string, unknown>>): void {
    const { class: kind } = fields;
    if (typeof kind === "string" && ["TypeError", "RangeError", "ReferenceError", "SyntaxError"].includes(kind))
      if (this.#bugs++ < 3 && !this.expectBugs) this.#say(`${name}: ${kind}`);
  }
  expectBugs = false;

  /** A call that changes something is about to go out: its intent, the next wake-up and the baseline are stored. */
  calling(call: StrategyCall, level: string | null): void {
    const key = slotKey("memory", ["sim", call.account.id]);
    const memory = this.world.entitlements.get(key);
    if (memory === undefined || this.world.now - this.#lossHit < 60_000) return;
    const state = memory.read();
    if (state?.inFlight?.level !== level) this.#say(`${call.account.id}: a call without a stored intent`);
    if (memory.alarm === null) this.#say(`${call.account.id}: a call without a booked wake-up`);
    if (level !== null && !this.world.record.openSlots().some((slot) => slot.key === key))
      this.#say(`${call.account.id}: an add without its baseline in the record`);
  }

  /** The record may have changed: what was read of it counts no more. */
  stirred(): void {
    this.#known = null;
  }
  #known: readonly Request[] | null = null;
  #lookedAt = 0;

  look(): void {
    const { now } = this.world;
    if (!this.world.strategyDeployed) this.#targetHit = now;
    if (this.#known !== null && now < this.#lookedAt + 60_000) return;
    this.#lookedAt = now;
    this.#known ??= this.world.record.requests();
    for (const account of this.#accounts()) {
      const has = rankOf(LEVELS, this.world.target.level(account));
      // An end on time needs the target alone. An early one has to be told; one that was lost has to be found.
      const told = this.#requests(account).some((request) => request.state === "revoking");
      const hit = told || this.losses ? Math.max(this.#anyHit, this.#lossHit) : this.#targetHit;
      this.#lasting(`${account} has more than anything covers`, has > this.#most(account), hit);
      this.#lasting(`${account} has less than was granted`, has < this.#least(account), hit);
    }
  }

  #lasting(what: string, wrong: boolean, hit: number): void {
    const { now } = this.world;
    if (!wrong) this.#since.delete(what);
    if (!wrong) return;
    const since = this.#since.get(what) ?? now;
    this.#since.set(what, since);
    if (now - Math.max(since, hit) <= GRACE_MS) return;
    this.#say(`${what}, ${Math.round((now - since) / 60_000)} minutes already`);
    this.#since.set(what, Number.POSITIVE_INFINITY);
  }

  /** The most that decisions, what was there before and other people account for, as a rank. */
  #most(account: string): number {
    const covering = this.#requests(account).filter((request) => this.world.now < this.#endOf(request));
    return Math.max(
      this.#foreign(account),
      ...covering.map((request) => rankOf(LEVELS, request.access?.level ?? null)),
    );
  }

  /** The least that live grants promise; nothing where other people have had a hand in it. */
  #least(account: string): number {
    // Where memories are lost, an early end that was taken with the record down may be remembered by nobody.
    if (this.losses || this.world.target.foreign.some((change) => change.account === account)) return 0;
    const state = this.world.entitlements.get(slotKey("memory", ["sim", account]))?.read();
    // An early end that was taken with the record down: the record has yet to hear of it.
    const ended = (id: string): boolean => state?.released[id] !== undefined;
    const live = this.#requests(account).filter(
      ({ id, state, granted }) => state === "active" && this.world.now < (granted?.until ?? 0) && !ended(id),
    );
    return Math.max(0, ...live.map((request) => rankOf(LEVELS, request.access?.level ?? null)));
  }

  #endOf(request: Request): number {
    if (request.hold === null) return 0;
    if (request.ending !== null) return request.ending.at;
    return request.granted === null ? request.hold.hardEnd : Math.min(request.granted.until, request.hold.hardEnd);
  }

  /** What others ever gave, the standing access of the beginning among it. */
  #foreign(account: string): number {
    const own = (change: TargetChange): boolean => change.account === account;
    const { changes, foreign } = this.world.target;
    const [first] = [...changes.filter(own), ...foreign.filter(own)].sort((a, b) => a.at - b.at);
    const before = first ? first.from : this.world.target.level(account);
    return Math.max(rankOf(LEVELS, before), ...foreign.filter(own).map((change) => rankOf(LEVELS, change.to)));
  }

  #requests = (account: string): Request[] =>
    (this.#known ?? []).filter((request) => request.access?.account.id === account);

  #accounts = (): Set<string> =>
    new Set([
      ...this.world.target.levels.keys(),
      ...(this.#known ?? []).flatMap((request) => (request.access ? [request.access.account.id] : [])),
    ]);

  #say(what: string): void {
    if (this.broken.length < 10)
      this.broken.push(`at minute ${Math.round((this.world.now - this.#start) / 60_000)}: ${what}`);
  }
  readonly #start = Date.UTC(2026, 9, 1, 12);
}

// The wake-ups that an object owes to those who are about to change something: each until its time has come or its owner has
// rung. An earlier wake-up never makes one good, since what it is about may be written after that. The booked alarm stands for
// one of them by itself; only the others are stored, so that mostly there is nothing to store.
import { SAFETY_MS } from "../engine/world.ts";

/** Epoch milliseconds, each as often as it is owed. */
export type OwedWakes = readonly number[];

export interface WakeStorage {
  /** What was stored last; empty where nothing was. */
  owed(): OwedWakes;
  store(owed: OwedWakes): void;
  /** In place of whatever is booked. Becomes durable together with what is stored in the same turn. */
  setAlarm(at: number): void;
}

/**
 * Nobody arms further ahead than `SAFETY_MS`. An alarm that is found to be nearer than this when the object came up anew may be
 * all that says that it is owed; one that is further away is the object's own. Twice as long, for clocks that disagree.
 */
const MAY_BE_OWED_MS = 2 * SAFETY_MS;

export class WakeBook {
  readonly #storage: WakeStorage;
  readonly #now: () => number;
  /** Null: nobody has asked since the object came up. */
  #owed: OwedWakes | null = null;
  #stored: OwedWakes | null = null;

  constructor(storage: WakeStorage, now: () => number) {
    this.#storage = storage;
    this.#now = now;
  }

  /** The next wake-up that is owed; null where none is. */
  owed(): number | null {
    const ahead = this.#ahead();
    return ahead.length === 0 ? null : Math.min(...ahead);
  }

  /** Books `at`, or what is owed before it; never at or before now, where it would stick. */
  book(at: number): void {
    const alarm = Math.max(Math.min(at, this.owed() ?? at), this.#now() + 1);
    this.#storeAllBut(alarm);
    this.#storage.setAlarm(alarm);
  }

  /** From now on a wake-up at `at` is owed, and none that is `booked` moves later. */
  owe(at: number, booked: number | null): void {
    this.#meet(booked);
    this.#owed = [...this.#ahead(), at];
    if (booked === null || booked > at) this.book(at);
    else this.#storeAllBut(booked);
  }

  /** Whoever rings is owed `armedFor` no longer, and is heard at once. Of two that are owed for one time, one remains. */
  ring(armedFor: number | null, booked: number | null): void {
    this.#meet(booked);
    this.#settle(armedFor);
    this.book(this.#now() + 1);
  }

  /** `armedFor` is owed no longer, and nobody need be heard. True: nothing else was ever booked or owed. */
  disarm(armedFor: number, booked: number | null): boolean {
    this.#meet(booked);
    const alone = this.#kept().length === 0 && (booked === null || booked === armedFor);
    this.#settle(armedFor);
    if (booked !== null) this.#storeAllBut(booked);
    return alone && this.owed() === null;
  }

  #settle(armedFor: number | null): void {
    const ahead = this.#ahead();
    const index = armedFor === null ? -1 : ahead.indexOf(armedFor);
    this.#owed = index < 0 ? ahead : ahead.toSpliced(index, 1);
  }

  /** After everything that was stored is gone, the alarm too. */
  forget(): void {
    this.#owed = [];
    this.#stored = [];
  }

  /** Somebody comes from outside. What only the alarm tells of is known from now on, before another takes its place. */
  #meet(booked: number | null): void {
    if (this.#owed !== null) return;
    const stored = this.#kept();
    const perhaps = booked !== null && booked - this.#now() <= MAY_BE_OWED_MS && !stored.includes(booked);
    this.#owed = perhaps ? [...stored, booked] : stored;
  }

  /** Where the alarm itself is the first to ask, it has gone off: nothing is owed but what is stored. */
  #ahead(): OwedWakes {
    this.#owed ??= this.#kept();
    const now = this.#now();
    return this.#owed.filter((time) => time > now);
  }

  #storeAllBut(alarm: number): void {
    const owed = this.#ahead();
    const index = owed.indexOf(alarm);
    const others = index < 0 ? owed : owed.toSpliced(index, 1);
    const kept = this.#kept();
    if (others.length === kept.length && others.every((time, place) => time === kept[place])) return;
    this.#storage.store(others);
    this.#stored = others;
  }

  #kept(): OwedWakes {
    this.#stored ??= this.#storage.owed();
    return this.#stored;
  }
}

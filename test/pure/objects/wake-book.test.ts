// What an object owes, whoever comes and goes: no wake-up that somebody still relies on is ever lost, though the object falls
// asleep and forgets between any two visits; and mostly there is nothing to store.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type OwedWakes, WakeBook } from "../../../src/objects/wake-book.ts";

const SAFETY_MS = 60_000;

/** An object's storage and alarm, and what its callers rely on. */
class Desk {
  now = 1_000_000;
  stored: OwedWakes = [];
  writes = 0;
  alarm: number | null = null;
  relied: number[] = [];
  book = this.#up();

  #up(): WakeBook {
    const storage = {
      owed: () => this.stored,
      store: (owed: OwedWakes) => {
        this.writes++;
        this.stored = owed;
      },
      setAlarm: (at: number) => {
        this.alarm = at;
      },
    };
    return new WakeBook(storage, () => this.now);
  }
  sleep(): void {
    this.book = this.#up();
  }
  /** By a clock that may be off. */
  arm(skew = 0): number {
    const at = this.now + SAFETY_MS + skew;
    this.book.owe(at, this.alarm);
    this.relied.push(at);
    return at;
  }
  ring(index: number): void {
    const at = this.relied[index % Math.max(1, this.relied.length)] ?? null;
    if (at !== null) this.relied.splice(this.relied.indexOf(at), 1);
    this.book.ring(at, this.alarm);
  }
  /** Time goes on; the alarm goes off when it is due, and books `next` for what the object has to do itself. */
  pass(ms: number, next: number): void {
    const until = this.now + ms;
    while (this.alarm !== null && this.alarm <= until) {
      this.now = Math.max(this.now, this.alarm);
      this.alarm = null;
      this.book.book(this.now + SAFETY_MS);
      this.book.book(this.now + next);
    }
    this.now = until;
    this.relied = this.relied.filter((at) => at > this.now);
  }
}

const step = fc.oneof(
  fc.record({ do: fc.constant("arm" as const), skew: fc.integer({ min: -20_000, max: 20_000 }) }),
  fc.record({ do: fc.constant("ring" as const), index: fc.nat({ max: 5 }) }),
  fc.record({ do: fc.constant("ring_for_nobody" as const) }),
  fc.record({ do: fc.constant("sleep" as const) }),
  fc.record({ do: fc.constant("pass" as const), ms: fc.nat({ max: 70_000 }), next: fc.nat({ max: 86_400_000 }) }),
);

test("nobody who still relies on a wake-up is left without one, whatever happens in whatever order", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const desk = new Desk();
      for (const one of steps) {
        if (one.do === "arm") desk.arm(one.skew);
        else if (one.do === "ring") desk.ring(one.index);
        else if (one.do === "ring_for_nobody") desk.book.ring(null, desk.alarm);
        else if (one.do === "sleep") desk.sleep();
        else desk.pass(one.ms, one.next);
        // A second object that came up just now, whose alarm goes off when it should, still gets to each of them.
        const missed = desk.relied.filter((at) => !(desk.alarm === at || (desk.alarm ?? Infinity) < at));
        expect(missed).toEqual([]);
        const known = [...desk.stored, ...(desk.alarm === null ? [] : [desk.alarm])];
        for (const at of desk.relied) expect(known).toContain(at);
      }
    }),
    { numRuns: 2_000 },
  );
});

test("one who arms and rings leaves nothing stored, asleep or awake in between", () => {
  for (const asleep of [false, true]) {
    const desk = new Desk();
    desk.arm();
    if (asleep) desk.sleep();
    desk.ring(0);
    expect({ writes: desk.writes, alarm: desk.alarm }).toEqual({ writes: 0, alarm: desk.now + 1 });
  }
});

test("a wake-up of the object's own, a day ahead, makes way and is not kept", () => {
  const desk = new Desk();
  desk.book.book(desk.now + 86_400_000);
  desk.sleep();
  const at = desk.arm();
  expect({ writes: desk.writes, alarm: desk.alarm }).toEqual({ writes: 0, alarm: at });
});

test("two who rely on the same moment are two: one who rings takes back only one", () => {
  const desk = new Desk();
  const at = desk.arm();
  desk.arm();
  desk.ring(0);
  desk.pass(10, 86_400_000);
  expect(desk.alarm).toBe(at);
});

test("one who arms and gives up leaves nothing; whoever else relies on the object, also at the same moment, is kept", () => {
  for (const asleep of [false, true])
    for (const others of [[], [0], [50], [-50]]) {
      const desk = new Desk();
      const at = desk.arm();
      for (const after of others) desk.book.owe(at + after, desk.alarm);
      if (asleep) desk.sleep();
      expect(desk.book.disarm(at, desk.alarm), `${asleep} ${others}`).toBe(others.length === 0);
      for (const after of others) {
        expect(desk.alarm).toBeLessThanOrEqual(at + after);
        expect([...desk.stored, desk.alarm]).toContain(at + after);
      }
    }
});

test("an object that has booked something of its own is not over when somebody gives up", () => {
  const desk = new Desk();
  desk.book.book(desk.now + 10);
  const at = desk.arm();
  expect(desk.book.disarm(at, desk.alarm)).toBe(false);
});

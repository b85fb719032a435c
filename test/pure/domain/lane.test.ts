// The lane of one list: one change at a time, the more urgent first, and for how long nobody may be sure that nothing undoes it.
import { expect, test } from "vitest";
import { CALL_LIMIT_MS, LONGEST_DOUBT_MS, QUIET_MS } from "../../../src/domain/entitlement.ts";
import { Lane, type LaneAnswer, type LaneAsk } from "../../../src/domain/lane.ts";
import { Dice } from "../../simulate/dice.ts";

const NOON = 1_800_000_000_000;
const asking = (id: string, urgency: LaneAsk["urgency"] = "grant"): LaneAsk => ({ id, urgency });
const settled = (): Lane => new Lane(NOON, { inside: null, unsureUntil: 0 });
const turnOf = (answer: LaneAnswer): number => (answer.go ? answer.turn : 0);
const waitOf = (answer: LaneAnswer): number => (answer.go ? 0 : answer.waitMs);

test("lets one in, and the next when that one has left", () => {
  const lane = settled();
  const first = lane.enter(asking("a"), NOON);
  expect(first).toEqual({ go: true, turn: NOON, sure: true });
  const second = lane.enter(asking("b"), NOON + 10);
  expect(second).toMatchObject({ go: false, idleMs: 10 });
  expect(waitOf(second)).toBeGreaterThan(0);
  expect(lane.left({ id: "a", turn: NOON, outcome: "known" }, NOON + 500)).toBe(true);
  expect(lane.enter(asking("b"), NOON + 1_500)).toMatchObject({ go: true, sure: true });
});

test("an end that waits goes before a grant that came first, and an overdue one before both", () => {
  const lane = settled();
  lane.enter(asking("inside"), NOON);
  const waiting = [asking("g", "grant"), asking("e", "end"), asking("o", "overdue")];
  for (const ask of waiting) lane.enter(ask, NOON + 1);
  lane.left({ id: "inside", turn: NOON, outcome: "known" }, NOON + 2);
  const order: string[] = [];
  for (let now = NOON + 3; order.length < 3; now++)
    for (const ask of waiting) {
      if (order.includes(ask.id)) continue;
      const answer = lane.enter(ask, now);
      if (!answer.go) continue;
      order.push(ask.id);
      lane.left({ id: ask.id, turn: answer.turn, outcome: "known" }, now);
    }
  expect(order).toEqual(["o", "e", "g"]);
});

test("whoever is due and does not come keeps nobody waiting for more than seconds", () => {
  const lane = settled();
  lane.enter(asking("inside"), NOON);
  const gone = lane.enter(asking("gone", "overdue"), NOON);
  lane.left({ id: "inside", turn: NOON, outcome: "known" }, NOON + 1);
  expect(lane.enter(asking("b"), NOON + 2).go).toBe(false);
  expect(lane.enter(asking("b"), NOON + waitOf(gone) + 6_000).go).toBe(true);
});

test("a change that nobody saw the end of leaves those after it unsure, until it cannot land any more", () => {
  const lane = settled();
  const turn = turnOf(lane.enter(asking("a"), NOON));
  expect(lane.left({ id: "a", turn, outcome: "unknown" }, NOON + 1)).toBe(true);
  expect(lane.enter(asking("b"), NOON + 2)).toMatchObject({ go: true, sure: false });
  lane.left({ id: "b", turn: NOON + 2, outcome: "known" }, NOON + 3);
  expect(lane.enter(asking("b"), NOON + QUIET_MS)).toMatchObject({ go: true, sure: false });
  lane.left({ id: "b", turn: NOON + QUIET_MS, outcome: "known" }, NOON + QUIET_MS);
  expect(lane.enter(asking("b"), NOON + 1 + QUIET_MS)).toMatchObject({ go: true, sure: true });
});

test("whoever never tells is held to be gone after the longest that a change takes, and its end is unknown", () => {
  const lane = settled();
  const turn = turnOf(lane.enter(asking("a"), NOON));
  expect(lane.enter(asking("b"), NOON + CALL_LIMIT_MS).go).toBe(false);
  const next = lane.enter(asking("b"), NOON + CALL_LIMIT_MS + 6_000);
  expect(next).toMatchObject({ go: true, sure: false });
  expect(lane.left({ id: "a", turn, outcome: "known" }, NOON + CALL_LIMIT_MS + 6_001)).toBe(false);
  expect(lane.enter(asking("c"), NOON + CALL_LIMIT_MS + 6_002).go).toBe(false);
});

test("whoever comes again without having left does not know what became of it, and an answer to then counts for nothing now", () => {
  const lane = settled();
  const first = turnOf(lane.enter(asking("a"), NOON));
  const again = lane.enter(asking("a"), NOON + 1_000);
  expect(again).toMatchObject({ go: true, sure: false });
  expect(lane.left({ id: "a", turn: first, outcome: "known" }, NOON + 1_001)).toBe(false);
  expect(lane.left({ id: "a", turn: turnOf(again), outcome: "known" }, NOON + 1_002)).toBe(true);
});

test("a new lane is sure of nothing until what it may have forgotten cannot land any more", () => {
  const lane = new Lane(NOON);
  expect(lane.enter(asking("a"), NOON + LONGEST_DOUBT_MS - 1)).toMatchObject({ go: true, sure: false });
  expect(new Lane(NOON).enter(asking("a"), NOON + LONGEST_DOUBT_MS)).toMatchObject({ go: true, sure: true });
});

test("what it knows can be stored: another that is made of it knows the same", () => {
  const lane = settled();
  lane.enter(asking("a"), NOON);
  const again = new Lane(NOON + 1, JSON.parse(JSON.stringify(lane.state)));
  expect(again.enter(asking("b"), NOON + 2).go).toBe(false);
});

test("of a hundred at once each has its turn, one at a time, and all ends go before the grants that wait", () => {
  const dice = new Dice(7);
  const lane = settled();
  const went: string[] = [];
  const agenda: { at: number; readonly go: (now: number) => void }[] = [];
  let inside = 0;
  let asked = 0;
  const come = (ask: LaneAsk) => (now: number) => {
    asked++;
    const answer = lane.enter(ask, now);
    if (!answer.go) return void agenda.push({ at: now + answer.waitMs, go: come(ask) });
    expect(++inside).toBe(1);
    went.push(ask.urgency);
    const leave = (at: number): void => {
      inside--;
      lane.left({ id: ask.id, turn: answer.turn, outcome: "known" }, at);
    };
    agenda.push({ at: now + 400, go: leave });
  };
  for (let n = 0; n < 100; n++)
    agenda.push({ at: NOON + dice.upTo(1_000), go: come(asking(`w${n}`, dice.pick(["grant", "end"] as const))) });
  let now = NOON;
  while (agenda.length > 0) {
    agenda.sort((a, b) => a.at - b.at);
    const next = agenda.shift();
    now = next?.at ?? now;
    next?.go(now);
  }
  const ends = went.filter((urgency) => urgency === "end").length;
  expect(went).toHaveLength(100);
  // Before all had come, some grants went.
  expect(went.lastIndexOf("end")).toBeLessThan(ends + 4);
  expect(asked).toBeLessThan(1_500);
  expect(now).toBeLessThan(NOON + 5 * 60_000);
});

// The gate in front of a target with published limits: who may go, who comes back when, and how long it believes what it has
// learnt. Time is an argument, so hours pass here in no time.
import { describe, expect, test } from "vitest";
import { Gate } from "../../../src/domain/gate.ts";
import { SHARE } from "../../../src/domain/gate-health.ts";
import type { GateAnswer, GateAsk, GateNews, Urgency } from "../../../src/domain/turn.ts";
import { Dice } from "../../simulate/dice.ts";

const NOON = 1_800_000_000_000;
const MINUTE_MS = 60_000;
const LIMITS = { of: "api.example.com", perSecond: 20, outstanding: null };
const BOUNDED = { ...LIMITS, outstanding: 4 };

const asking = (id: string, urgency: Urgency = "end", more: Partial<GateAsk> = {}): GateAsk => ({
  id,
  urgency,
  flow: "database",
  calls: 2,
  limits: LIMITS,
  ...more,
});
const news = (id: string, outcome: GateNews["outcome"], more: Partial<GateNews> = {}): GateNews => ({
  id,
  outcome,
  retryAfterMs: null,
  unused: 0,
  ...more,
});
const waitOf = (answer: GateAnswer): number => (answer.go ? 0 : answer.waitMs);
const gone = (answer: GateAnswer): boolean => answer.go;

/** Lets all of them go to the end, each coming back when it was told to. */
function play(
  gate: Gate,
  asks: readonly GateAsk[],
  from: number,
): { went: { ask: GateAsk; at: number }[]; asked: number } {
  const agenda = asks.map((ask, order) => ({ ask, at: from, order }));
  const went: { ask: GateAsk; at: number }[] = [];
  let asked = 0;
  while (agenda.length > 0) {
    agenda.sort((a, b) => a.at - b.at || a.order - b.order);
    const next = agenda.shift();
    if (next === undefined) break;
    asked++;
    const answer = gate.ask(next.ask, next.at, 0.5);
    if (answer.go) went.push({ ask: next.ask, at: next.at });
    else agenda.push({ ...next, at: next.at + answer.waitMs });
  }
  return { went, asked };
}
const many = (count: number, urgency: Urgency, more: Partial<GateAsk> = {}): GateAsk[] =>
  Array.from({ length: count }, (_, n) => asking(`${urgency}-${more.flow ?? ""}-${n}`, urgency, more));

describe("the rate", () => {
  test("is never more than the share of what is published, in any second", () => {
    const { went } = play(new Gate(NOON), many(200, "end"), NOON);
    for (const { at } of went) {
      const calls = went.filter((other) => other.at >= at && other.at < at + 1_000).length * 2;
      expect(calls).toBeLessThanOrEqual(2 * LIMITS.perSecond * SHARE);
    }
    expect(went).toHaveLength(200);
  });
  test("is used up: all go in the time that it takes, and nobody asks more than twice", () => {
    const { went, asked } = play(new Gate(NOON), many(500, "end"), NOON);
    const seconds = ((went.at(-1)?.at ?? 0) - NOON) / 1_000;
    expect(seconds).toBeLessThan(1_000 / (LIMITS.perSecond * SHARE) + 1);
    expect(asked).toBeLessThanOrEqual(2 * 500);
  });
  test("of one call in five seconds is kept too", () => {
    const slow = { limits: { ...LIMITS, perSecond: 0.2 }, calls: 1 };
    const { went } = play(new Gate(NOON), many(20, "grant", slow), NOON);
    expect((went.at(-1)?.at ?? 0) - NOON).toBeGreaterThan((19 / (0.2 * SHARE)) * 1_000 - 1_000);
    expect((went.at(-1)?.at ?? 0) - NOON).toBeLessThan((19 / (0.2 * SHARE)) * 1_000 + 1_000);
  });
  test("is not lost on those who never come back", () => {
    const gate = new Gate(NOON);
    for (const ask of many(100, "end")) gate.ask(ask, NOON, 0.5);
    const { went } = play(gate, many(100, "end", { flow: "other" }), NOON + MINUTE_MS);
    expect((went.at(-1)?.at ?? 0) - NOON - MINUTE_MS).toBeLessThan((200 / (LIMITS.perSecond * SHARE)) * 1_000 * 2);
  });
});

describe("the order", () => {
  test("overdue ends go first, then ends, then looks, then grants, whoever asked first", () => {
    const asks = [...many(20, "grant"), ...many(20, "look"), ...many(20, "end"), ...many(20, "overdue")];
    const gate = new Gate(NOON);
    // Nobody may go yet, so that all of them wait.
    gate.told(news("x", "slow_down", { retryAfterMs: 10_000 }), NOON);
    const { went } = play(gate, asks, NOON);
    const mean = (urgency: Urgency): number => {
      const times = went.filter(({ ask }) => ask.urgency === urgency).map(({ at }) => at - NOON);
      return times.reduce((sum, at) => sum + at, 0) / times.length;
    };
    expect(mean("overdue")).toBeLessThan(mean("end"));
    expect(mean("end")).toBeLessThan(mean("look"));
    expect(mean("look")).toBeLessThan(mean("grant"));
    const lastEnd = went.findLastIndex(({ ask }) => ask.urgency === "overdue" || ask.urgency === "end");
    expect(lastEnd).toBeLessThan(44);
  });
  test("an overdue end goes before a grant that has waited longer", () => {
    const gate = new Gate(NOON);
    for (const ask of many(40, "grant")) gate.ask(ask, NOON, 0.5);
    const end = gate.ask(asking("late", "overdue"), NOON + 1, 0.5);
    expect(waitOf(end)).toBeLessThan(200);
    const back = NOON + 1 + waitOf(end);
    expect(gone(gate.ask(asking("late", "overdue"), back, 0.5))).toBe(true);
  });
  test("half of the calls are kept for ends: grants that come all at once leave it", () => {
    const gate = new Gate(NOON);
    const calls = many(40, "grant").filter((ask) => gone(gate.ask(ask, NOON, 0.5))).length * 2;
    expect(calls).toBeLessThanOrEqual((LIMITS.perSecond * SHARE) / 2 + 1);
    const ends = many(4, "end").filter((ask) => gone(gate.ask(ask, NOON, 0.5)));
    expect(ends).toHaveLength(4);
  });
  test("an end in a Flow of its own does not stand behind a thousand of another", () => {
    const gate = new Gate(NOON);
    for (const ask of many(1_000, "end")) gate.ask(ask, NOON, 0.5);
    expect(waitOf(gate.ask(asking("only", "end", { flow: "other" }), NOON, 0.5))).toBeLessThan(1_000);
  });
  test("Flows that all have much to end get the same share (Jain's index)", () => {
    const flows = ["a", "b", "c", "d"];
    const asks = flows.flatMap((flow, n) => many(50 * (n + 1), "end", { flow }));
    const { went } = play(new Gate(NOON), asks, NOON);
    const early = went.slice(0, 120);
    const counts = flows.map((flow) => early.filter(({ ask }) => ask.flow === flow).length);
    const sum = counts.reduce((a, b) => a + b, 0);
    const jain = sum ** 2 / (flows.length * counts.reduce((a, b) => a + b * b, 0));
    expect(jain).toBeGreaterThan(0.9);
  });
});

describe("calls at the same time", () => {
  test("are no more than the target allows, and grants leave half of them to ends", () => {
    const gate = new Gate(NOON);
    const grants = many(9, "grant", { limits: BOUNDED, calls: 1 });
    expect(grants.filter((ask) => gone(gate.ask(ask, NOON, 0.5)))).toHaveLength(2);
    const ends = many(9, "end", { limits: BOUNDED, calls: 1 });
    expect(ends.filter((ask) => gone(gate.ask(ask, NOON, 0.5)))).toHaveLength(2);
  });
  test("are over when that is told, or when whoever made them must be dead", () => {
    const gate = new Gate(NOON);
    const ends = many(9, "end", { limits: BOUNDED, calls: 1 });
    for (const ask of ends) gate.ask(ask, NOON, 0.5);
    const [first = asking(""), , , , waits = asking("")] = ends;
    expect(gone(gate.ask(waits, NOON + 2_000, 0.5))).toBe(false);
    gate.told(news(first.id, "answered"), NOON + 2_000);
    expect(gone(gate.ask(waits, NOON + 4_000, 0.5))).toBe(true);
    const after = ends.slice(5).filter((ask) => gone(gate.ask(ask, NOON + 30_000, 0.5)));
    expect(after.length).toBeGreaterThanOrEqual(3);
  });
});

describe("a target that asks to be called less", () => {
  test("is left alone by everybody for as long as it asks", () => {
    const gate = new Gate(NOON);
    gate.told(news("a", "slow_down", { retryAfterMs: 30_000 }), NOON);
    const { went } = play(gate, many(30, "overdue"), NOON + 1);
    expect(Math.min(...went.map(({ at }) => at))).toBeGreaterThanOrEqual(NOON + 30_000);
  });
  test.each([6 * 3_600_000, Number.POSITIVE_INFINITY])("but never for longer than four minutes (%d)", (asked) => {
    const gate = new Gate(NOON);
    gate.told(news("a", "slow_down", { retryAfterMs: asked }), NOON);
    expect(waitOf(gate.ask(asking("b"), NOON, 0.5))).toBeLessThan(4 * MINUTE_MS + 1_000);
  });
  test.each([null, Number.NaN, -1])("and for a second where it does not say (%s)", (asked) => {
    const gate = new Gate(NOON);
    gate.told(news("a", "slow_down", { retryAfterMs: asked }), NOON);
    expect(waitOf(gate.ask(asking("b"), NOON, 0.5))).toBeGreaterThanOrEqual(1_000);
    expect(gone(gate.ask(asking("b"), NOON + 2_000, 0.5))).toBe(true);
  });
  test("gets a smaller share, once a pause, that comes back by and by", () => {
    const gate = new Gate(NOON);
    for (const id of ["a", "b", "c"]) gate.told(news(id, "slow_down"), NOON);
    const slowed = play(gate, many(200, "end"), NOON + 1_000).went;
    const soon = slowed.filter(({ at }) => at < NOON + 11_000).length * 2;
    expect(soon).toBeLessThan(10 * LIMITS.perSecond * SHARE * 0.9);
    expect(soon).toBeGreaterThan(10 * LIMITS.perSecond * SHARE * 0.7);
    const later = play(gate, many(100, "grant"), NOON + 10 * MINUTE_MS).went;
    expect((later.at(-1)?.at ?? 0) - NOON - 10 * MINUTE_MS).toBeLessThan(
      (200 / (LIMITS.perSecond * SHARE)) * 1_000 + 1_000,
    );
  });
});

describe("a target that is down", () => {
  const down = (gate: Gate, at: number): void => {
    for (const id of ["a", "b", "c"]) gate.told(news(id, "failed"), at);
  };
  test("is known as such once three have failed in a row; one that fails for ever is its own trouble", () => {
    const gate = new Gate(NOON);
    for (let n = 0; n < 20; n++) gate.told(news("a", "failed"), NOON + n * 1_000);
    expect(gone(gate.ask(asking("x"), NOON + 21_000, 0.5))).toBe(true);
    gate.told(news("b", "failed"), NOON + 22_000);
    gate.told(news("x", "answered"), NOON + 22_000);
    gate.told(news("c", "failed"), NOON + 22_000);
    expect(gone(gate.ask(asking("y"), NOON + 23_000, 0.5))).toBe(true);
  });
  test("is called once a minute, for three days, and everybody else is told to wait at most five minutes", () => {
    const gate = new Gate(NOON);
    const dice = new Dice(7);
    down(gate, NOON);
    let probes = 0;
    let longest = 0;
    const next = Array.from({ length: 50 }, (_, n) => ({ ask: asking(`w${n}`, "overdue"), at: NOON }));
    const until = NOON + 72 * 60 * MINUTE_MS;
    for (let now = NOON; now < until; now += 1_000)
      for (const waiter of next) {
        if (waiter.at > now) continue;
        const answer = gate.ask(waiter.ask, now, dice.roll());
        if (answer.go) {
          probes++;
          expect(answer.tell).toBe(true);
          gate.told(news(waiter.ask.id, "failed"), now);
          waiter.at = now + 5 * MINUTE_MS;
        } else {
          longest = Math.max(longest, answer.waitMs);
          expect(answer.idleMs).toBeLessThan(5 * MINUTE_MS);
          waiter.at = now + answer.waitMs;
        }
      }
    expect(longest).toBeLessThanOrEqual(5 * MINUTE_MS);
    expect(probes).toBeGreaterThan(72 * 60 * 0.9);
    expect(probes).toBeLessThanOrEqual(72 * 60);
  });
  test("is open for all when a probe is answered, and at its pace", () => {
    const gate = new Gate(NOON);
    down(gate, NOON);
    expect(gone(gate.ask(asking("p"), NOON + 61_000, 0.5))).toBe(true);
    expect(gone(gate.ask(asking("q"), NOON + 61_000, 0.5))).toBe(false);
    gate.told(news("p", "answered"), NOON + 62_000);
    const { went } = play(gate, many(200, "overdue"), NOON + 62_000);
    expect(went.filter(({ at }) => at < NOON + 63_000).length * 2).toBeLessThanOrEqual(LIMITS.perSecond);
    expect((went.at(-1)?.at ?? 0) - NOON).toBeLessThan(90_000);
  });
  test("is not forgotten by a gate that comes up anew, but nothing is known any more after three minutes of silence", () => {
    const gate = new Gate(NOON);
    down(gate, NOON);
    gate.ask(asking("p"), NOON + MINUTE_MS, 0.5);
    gate.told(news("p", "failed"), NOON + MINUTE_MS);
    const again = new Gate(NOON + 61_000, gate.health);
    expect(gone(again.ask(asking("q"), NOON + 61_000, 0.5))).toBe(true);
    expect(gone(again.ask(asking("r"), NOON + 61_000, 0.5))).toBe(false);
    expect(gone(again.ask(asking("r"), NOON + 5 * MINUTE_MS, 0.5))).toBe(true);
    expect(gone(again.ask(asking("s"), NOON + 5 * MINUTE_MS, 0.5))).toBe(true);
  });
});

test("a clock that was ahead for a day keeps nobody waiting once it is right again", () => {
  const gate = new Gate(NOON + 86_400_000);
  for (const id of ["a", "b", "c"]) gate.told(news(id, "failed"), NOON + 86_400_000);
  gate.told(news("a", "slow_down", { retryAfterMs: 60_000 }), NOON + 86_400_000);
  expect(waitOf(gate.ask(asking("x"), NOON, 0.5))).toBeLessThan(5 * MINUTE_MS);
  const again = new Gate(NOON, gate.health);
  expect(waitOf(again.ask(asking("x"), NOON, 0.5))).toBeLessThan(5 * MINUTE_MS);
});

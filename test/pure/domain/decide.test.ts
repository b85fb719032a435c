// What an Entitlement does next, each rule a sentence; and what must hold for any state whatever.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decide, type Step } from "../../../src/domain/decide.ts";
import {
  acceptHold,
  type EntitlementState,
  endByClock,
  type Have,
  LOOK_EVERY_MS,
  QUIET_MS,
  withinReach,
} from "../../../src/domain/entitlement.ts";
import { settle } from "../../../src/domain/settle.ts";
import { MINUTE_MS, NOON } from "../../fakes/samples.ts";
import { BLIND, ended, hold, live, order, read, slot, TRAITS, waiting } from "./slot.ts";

const next = (state: EntitlementState, now = NOON, traits = TRAITS): Step => decide(state, traits, now);
const SOON = NOON + 1_000;
const standing = (level: string): Partial<EntitlementState> => ({ baseline: { level, inherited: null } });
const doubt = (until: number) => ({ until, removing: false });

describe("before anything is added", () => {
  const fresh = acceptHold(null, order("read"));
  const cleared = slot({ openedAt: null, baseline: null, have: { kind: "untouched" }, holds: [waiting("read")] });
  test("the record is asked for the decision and for what is open", () =>
    expect(next(fresh)).toEqual({ do: "consult" }));
  test("a new hold on a slot that is known is asked about too", () =>
    expect(next(slot({ holds: [live("write"), hold("read")], have: read("write") }))).toEqual({ do: "consult" }));
  test("the slot is looked at for its baseline", () => expect(next(cleared)).toEqual({ do: "get", why: "baseline" }));
  test("the baseline is written to the record", () =>
    expect(next({ ...cleared, baseline: { level: null, inherited: null }, have: read(null) })).toEqual({ do: "open" }));
  test("where the record does not answer, the add waits for it", () => {
    const state = { ...cleared, baseline: "unknown" as const, recordNotBefore: NOON + MINUTE_MS };
    expect(next(state)).toEqual({ do: "wait", at: NOON + MINUTE_MS });
  });
  test("a decision that was read a few seconds ago is read again", () => {
    const state = slot({ holds: [waiting("read")] });
    expect(next(state, SOON)).toEqual({ do: "set", level: "read" });
    expect(next(state, NOON + 5_000)).toEqual({ do: "consult" });
  });
  test("what is granted already is put right without asking", () =>
    expect(next(slot({ holds: [live("read")], have: { kind: "unknown" } }), NOON + 20 * MINUTE_MS)).toEqual({
      do: "set",
      level: "read",
    }));
});

describe("while something is held", () => {
  test("the strongest live level is what should be there", () =>
    expect(next(slot({ holds: [live("read"), waiting("admin")], have: read("read") }), SOON)).toEqual({
      do: "set",
      level: "admin",
    }));
  test("a hold that is not cleared counts for nothing", () =>
    expect(next(slot({ holds: [live("read"), hold("admin")], have: read("read") }), SOON)).toEqual({ do: "consult" }));
  test("what was there before is not touched where it is strong enough", () =>
    expect(next(slot({ ...standing("admin"), holds: [live("read")], have: read("admin") }), SOON).do).toBe("wait"));
  test("what was accepted is read back", () =>
    expect(next(slot({ holds: [waiting("read")], have: { kind: "said", level: "read", at: NOON } }), SOON)).toEqual({
      do: "get",
      why: "verify",
    }));
  test("a new hold that is covered already is granted on a look of now, not on an old one", () => {
    const state = slot({ holds: [live("write"), waiting("read", { clearedAt: SOON })], have: read("write") });
    expect(next(state, SOON)).toEqual({ do: "get", why: "verify" });
  });
  test("it is looked at every hour", () => {
    const state = slot({
      holds: [live("read", { until: NOON + 9 * LOOK_EVERY_MS, hardEnd: Number.MAX_VALUE })],
      have: read("read"),
    });
    expect(next(state, SOON)).toEqual({ do: "wait", at: NOON + LOOK_EVERY_MS });
    expect(next(state, NOON + LOOK_EVERY_MS)).toEqual({ do: "get", why: "routine" });
  });
  test("it is looked at again when a call of unknown outcome can land no more", () => {
    const state = slot({ holds: [live("read")], have: read("read"), doubt: doubt(NOON + QUIET_MS) });
    expect(next(state, SOON)).toEqual({ do: "wait", at: NOON + QUIET_MS });
    expect(next(state, NOON + QUIET_MS)).toEqual({ do: "get", why: "second_look" });
    expect(next(state, NOON + QUIET_MS, BLIND).do).not.toBe("get");
  });
  test("it wakes for the end of the hold that ends first", () => {
    const first = NOON + 5 * MINUTE_MS;
    expect(next(slot({ holds: [live("read"), live("write", { until: first })], have: read("write") }), SOON)).toEqual({
      do: "wait",
      at: first,
    });
  });
});

describe("when a hold has ended", () => {
  const down = { recordNotBefore: NOON + 60 * MINUTE_MS, reportNotBefore: NOON + 60 * MINUTE_MS };
  test("access is taken away, with the record down or not", () => {
    expect(next(slot({ holds: [ended("read")], have: read("read"), ...down }), SOON)).toEqual({
      do: "set",
      level: null,
    });
  });
  test("access comes before words: it is taken away before anything is told or asked", () => {
    const report = { requestId: "r", report: { kind: "gone" } } as unknown as EntitlementState["reports"][number];
    const state = slot({ holds: [ended("read"), hold("admin")], have: read("read"), reports: [report] });
    expect(next(state, SOON)).toEqual({ do: "set", level: null });
  });
  test("the level goes back to what was there before, after a look whether somebody else took that away", () => {
    const state = slot({ ...standing("read"), holds: [ended("admin", SOON)], have: read("admin") });
    expect(next(state, SOON)).toEqual({ do: "get", why: "before_lowering" });
    expect(next({ ...state, have: read("admin", SOON) }, SOON)).toEqual({ do: "set", level: "read" });
  });
  test("an end needs nobody, and leaves nothing for a new hold whose decision was read too long ago", () => {
    const state = slot({ holds: [ended("admin"), waiting("read")], have: { kind: "unknown" }, ...down });
    expect(next(state, NOON + 5 * MINUTE_MS)).toEqual({ do: "set", level: null });
    expect(next({ ...state, have: read("admin") }, NOON + 5 * MINUTE_MS)).toEqual({ do: "set", level: null });
    const granted = slot({ holds: [ended("admin"), live("read")], have: { kind: "unknown" }, ...down });
    expect(next(granted, NOON + 5 * MINUTE_MS)).toEqual({ do: "set", level: "read" });
  });
  test("an unknown outcome is no outcome: it is taken away again", () =>
    expect(next(slot({ holds: [ended("read")], have: { kind: "unknown" } }), SOON)).toEqual({
      do: "set",
      level: null,
    }));
  test("a target that asked to wait is not called before, and the waiting is no circle", () => {
    const state = slot({
      holds: [ended("read")],
      have: read("read"),
      doubt: doubt(NOON),
      targetNotBefore: NOON + MINUTE_MS,
    });
    expect(next(state, SOON)).toEqual({ do: "wait", at: NOON + MINUTE_MS });
  });
  test("it wakes to tell people when the end is overdue", () => {
    const state = slot({ holds: [ended("read")], have: read("read"), targetNotBefore: NOON + 9 * MINUTE_MS });
    expect(next(state, SOON)).toEqual({ do: "wait", at: NOON + 2 * MINUTE_MS });
  });
});

describe("when nobody holds it any more", () => {
  test("the record is told that it is back at its baseline", () => expect(next(slot())).toEqual({ do: "close" }));
  test("not while a call may still land", () =>
    expect(next(slot({ doubt: doubt(NOON + QUIET_MS) }))).toEqual({ do: "wait", at: NOON + QUIET_MS }));
  test("not while something is there that was not there before", () =>
    expect(next(slot({ have: read("read") }))).toEqual({ do: "set", level: null }));
  test("a close that was begun is finished before anything else is asked of the record", () =>
    expect(next(slot({ closing: true, holds: [hold("read")] }))).toEqual({ do: "close" }));
  test("what is closed and owes nothing is forgotten", () =>
    expect(next(slot({ openedAt: null, baseline: null, have: { kind: "untouched" } }))).toEqual({ do: "forget" }));
});

describe("after memory was lost", () => {
  const believes = (level: string | null): Have => ({ kind: "believed", level });
  test("more than is wanted is taken away at once", () =>
    expect(next(slot({ holds: [ended("admin")], have: believes("admin") }), SOON)).toEqual({ do: "set", level: null }));
  test("nothing is added on a belief: it is looked at first", () =>
    expect(next(slot({ holds: [live("read")], have: believes("read") }), SOON)).toEqual({ do: "get", why: "routine" }));
});

const level = fc.constantFrom("read", "write", "admin");
const at = fc.integer({ min: NOON - 90 * MINUTE_MS, max: NOON + 90 * MINUTE_MS });
const anyHold = fc
  .tuple(level, fc.constantFrom(hold, waiting, live), fc.option(at), at)
  .map(([name, make, endAt, clearedAt]) => {
    const made = make(name, { requestId: `${name}${clearedAt}` });
    const end = {
      cause: "time" as const,
      by: { kind: "system" as const, name: "timer" as const },
      at: endAt ?? 0,
      detail: null,
    };
    return { ...made, clearedAt: made.clearedAt && clearedAt, end: endAt === null ? null : end };
  });
const anySlot = fc
  .record({
    holds: fc.array(anyHold, { maxLength: 4 }),
    have: fc.oneof(
      fc.constantFrom<Have>({ kind: "untouched" }, { kind: "unknown" }),
      fc.tuple(fc.option(level), at).map(([name, when]): Have => read(name, when)),
      fc.tuple(fc.option(level), at).map(([name, when]): Have => ({ kind: "said", level: name, at: when })),
      fc.option(level).map((name): Have => ({ kind: "believed", level: name })),
    ),
    baseline: fc.option(fc.option(level).map((name) => ({ level: name, inherited: null }))),
    openedAt: fc.option(at),
    doubt: fc.option(fc.record({ until: at, removing: fc.boolean() })),
    closing: fc.boolean(),
    recalled: fc.boolean(),
    targetNotBefore: at,
    recordNotBefore: at,
    reportNotBefore: at,
  })
  .map((overrides) => slot(overrides));

describe("for any state", () => {
  test("waiting is for a time to come, and never for more than an hour", () => {
    fc.assert(
      fc.property(anySlot, (state) => {
        const step = next(state);
        if (step.do !== "wait") return;
        expect(step.at).toBeGreaterThan(NOON);
        expect(step.at).toBeLessThanOrEqual(NOON + LOOK_EVERY_MS);
      }),
    );
  });
  test("waiting is no circle: before there is something to do, it wakes a few times an hour", () => {
    fc.assert(
      fc.property(anySlot, (state) => {
        let now = NOON;
        let wakes = 0;
        for (let s = state; now < NOON + LOOK_EVERY_MS; wakes++) {
          s = settle(endByClock(withinReach(s, now), now), TRAITS, now);
          const step = decide(s, TRAITS, now);
          if (step.do !== "wait") break;
          now = step.at;
        }
        expect(wakes).toBeLessThan(15);
      }),
    );
  });
  test("nothing stronger than a cleared live hold or the baseline is ever set", () => {
    fc.assert(
      fc.property(anySlot, (state) => {
        const step = next(state);
        if (step.do !== "set" || step.level === null) return;
        const base = state.baseline === null || state.baseline === "unknown" ? null : state.baseline.level;
        const may = [base, ...state.holds.filter((h) => h.end === null && h.clearedAt !== null).map((h) => h.level)];
        expect(may).toContain(step.level);
      }),
    );
  });
  test("nothing is set before the slot is open in the record, and nothing is forgotten while it is", () => {
    fc.assert(
      fc.property(anySlot, (state) => {
        const step = next(state);
        if (step.do === "set") expect(state.openedAt !== null && !state.closing && state.baseline !== null).toBe(true);
        if (step.do === "forget") expect(state.holds.length === 0 && state.doubt === null).toBe(true);
        if (step.do === "close") expect(state.closing || (state.holds.length === 0 && state.doubt === null)).toBe(true);
      }),
    );
  });
});

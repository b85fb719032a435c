// What orders, answers and the clock do to an Entitlement, each rule a sentence.
import { describe, expect, test } from "vitest";
import { decide } from "../../../src/domain/decide.ts";
import {
  acceptHold,
  acceptRelease,
  ECHO_MS,
  type EntitlementState,
  endByClock,
  LONGEST_DOUBT_MS,
  LONGEST_WAIT_MS,
  type ReleaseOrder,
  withinReach,
} from "../../../src/domain/entitlement.ts";
import {
  backoffMs,
  beganSet,
  lookFailed,
  seen,
  setAccepted,
  setFailed,
} from "../../../src/domain/entitlement-answers.ts";
import { type Consulted, consulted, opened, recordFailed } from "../../../src/domain/entitlement-recall.ts";
import { settle } from "../../../src/domain/settle.ts";
import { BEN, MINUTE_MS, NOON } from "../../fakes/samples.ts";
import { BLIND, ended, hold, live, order, read, slot, TRAITS, waiting } from "./slot.ts";

const LATER = NOON + 30 * MINUTE_MS;
const release = (level: string, sequence = 2): ReleaseOrder => ({
  hold: order(level, { sequence }),
  cause: "released",
  by: { kind: "person", key: BEN },
});
const look = (level: string | null) => ({ level, inherited: null, ids: {} });
const reports = (s: EntitlementState): string[] => s.reports.map(({ report }) => report.kind);
const trouble = { detail: "down", class: "retryable" as const, effect: "no" as const, permanent: false, retryAt: null };
const nothing: Consulted = { open: null, restored: [], verdicts: {} };

describe("orders", () => {
  test("the same hold twice is one hold", () => {
    const once = acceptHold(null, order("read"));
    expect(acceptHold(once, order("read"))).toBe(once);
  });
  test("a hold that comes after its release is not revived", () => {
    const s = acceptRelease(null, release("read"), NOON);
    expect(acceptHold(s, order("read")).holds).toMatchObject([{ end: { cause: "released" } }]);
  });
  test("nor once it is proven gone", () => {
    const s = settle(acceptRelease(slot(), release("read"), NOON), TRAITS, NOON);
    expect(s.holds).toEqual([]);
    expect(acceptHold(s, order("read")).holds).toEqual([]);
  });
  test("a release stands: the second one changes nothing of the first", () => {
    const s = acceptRelease(slot({ holds: [live("read")] }), release("read"), NOON);
    expect(acceptRelease(s, { ...release("read"), cause: "time" }, LATER)).toBe(s);
  });
  test("whoever asks again about an end that was told long ago is told again, in the same words", () => {
    const once = settle(acceptRelease(slot({ holds: [live("read")] }), release("read"), NOON), TRAITS, NOON);
    const told = { ...once, reports: [] };
    const again = settle(acceptRelease(told, release("read"), LATER), TRAITS, LATER);
    expect(again.reports.map(({ report }) => report.commandId)).toEqual(
      once.reports.map(({ report }) => report.commandId),
    );
  });
  test("an end asked for with a wait running is tried at once", () =>
    expect(
      acceptRelease(slot({ holds: [live("read")], targetNotBefore: LATER }), release("read"), NOON).targetNotBefore,
    ).toBe(0));
});

describe("the clock", () => {
  test("ends a grant when its time is up, and not before", () => {
    const s = slot({ holds: [live("read", { until: LATER })] });
    expect(endByClock(s, LATER - 1)).toBe(s);
    expect(endByClock(s, LATER).holds).toMatchObject([{ end: { cause: "time", at: LATER } }]);
  });
  test("ends a grant that did not come by its deadline, with what was in the way", () => {
    const s = slot({ holds: [waiting("read")], lastTrouble: "the target does not answer" });
    expect(endByClock(s, NOON + 10 * MINUTE_MS).holds).toMatchObject([
      { end: { cause: "grant_by_passed", detail: "the target does not answer" } },
    ]);
  });
  test("ends everything at the hard latest end, whatever else it was told", () => {
    const s = slot({ holds: [live("read", { until: Number.MAX_SAFE_INTEGER, hardEnd: LATER })] });
    expect(endByClock(s, LATER).holds).toMatchObject([{ end: { cause: "time" } }]);
  });
  test("that was ahead for a while puts nothing off for longer than ten minutes", () => {
    const ahead = NOON + 99 * 60 * MINUTE_MS;
    const s = withinReach(
      slot({
        holds: [live("read", { clearedAt: ahead })],
        have: read("read", ahead),
        wroteAt: ahead,
        targetNotBefore: ahead,
        recordNotBefore: ahead,
        reportNotBefore: ahead,
        doubt: { until: ahead, removing: false },
      }),
      NOON,
    );
    for (const at of [s.targetNotBefore, s.recordNotBefore, s.reportNotBefore, s.doubt?.until ?? 0, s.wroteAt ?? 0])
      expect(at).toBeLessThanOrEqual(NOON + LONGEST_WAIT_MS + MINUTE_MS);
    expect(s.have).toEqual(read("read", NOON));
  });
  test("makes a baseline old that was not written down at once: it is read again", () => {
    const s = slot({ openedAt: null, holds: [waiting("read")] });
    expect(withinReach(s, NOON + 30_000).baseline).not.toBeNull();
    expect(withinReach(s, NOON + MINUTE_MS)).toMatchObject({ baseline: null, have: { kind: "untouched" } });
  });
});

describe("a call that changes something", () => {
  const held = slot({ holds: [waiting("read")] });
  const began = beganSet(held, TRAITS, "read", NOON);
  test("is of unknown outcome from the moment that it is stored", () =>
    expect(began).toMatchObject({ have: { kind: "unknown" }, inFlight: { level: "read" } }));
  test("keeps its idempotency key between attempts, and a new intent has a new one", () => {
    const lost = setFailed(began, TRAITS, { ...trouble, effect: "unknown" }, NOON, NOON + 1, 0.5);
    expect(beganSet(lost, TRAITS, "read", LATER).generation).toBe(began.generation);
    expect(beganSet(lost, TRAITS, null, LATER).generation).toBeGreaterThan(began.generation);
    const done = setAccepted(began, TRAITS, NOON, NOON + 1);
    expect(beganSet(done, TRAITS, "read", LATER).generation).toBeGreaterThan(began.generation);
    const refused = setFailed(began, TRAITS, { ...trouble, permanent: true }, NOON, NOON + 1, 0.5);
    expect(beganSet(refused, TRAITS, "read", LATER).generation).toBeGreaterThan(began.generation);
  });
  test("that takes away what nobody has seen there leaves doubt: a look that shows it gone may be older than when it came", () => {
    const added = setAccepted(began, TRAITS, NOON, NOON + 1);
    const taken = setAccepted(beganSet(added, TRAITS, null, NOON + 2), TRAITS, NOON + 2, NOON + 3);
    expect(taken.doubt).toEqual({ until: NOON + 3 + LONGEST_DOUBT_MS, removing: true });
    const shown = { ...added, have: read("read", NOON + 1) };
    expect(setAccepted(beganSet(shown, TRAITS, null, NOON + 2), TRAITS, NOON + 2, NOON + 3).doubt).toBeNull();
    const blind = setAccepted(beganSet(held, BLIND, "read", NOON), BLIND, NOON, NOON + 1);
    expect(setAccepted(beganSet(blind, BLIND, null, NOON + 2), BLIND, NOON + 2, NOON + 3).doubt).toBeNull();
  });
  test("answers to an older call say nothing about the one under way", () => {
    const newer = beganSet(began, TRAITS, null, LATER);
    expect(setAccepted(newer, TRAITS, NOON, LATER + 1)).toBe(newer);
    expect(setFailed(newer, TRAITS, trouble, NOON, LATER + 1, 0.5)).toBe(newer);
  });
  test("that certainly did nothing leaves what was known, and no doubt", () =>
    expect(setFailed(began, TRAITS, trouble, NOON, NOON + 1, 0.5)).toMatchObject({ have: held.have, doubt: null }));
  test("that may have happened leaves doubt, until longer than it can take to land", () => {
    const s = setFailed(began, TRAITS, { ...trouble, effect: "unknown" }, NOON, NOON + 1, 0.5);
    expect(s.have).toEqual({ kind: "unknown" });
    expect(s.doubt?.until).toBeGreaterThan(NOON + 10 * MINUTE_MS);
  });
  test("that is refused for good ends the hold that it was for, and no other", () => {
    const s = slot({ holds: [live("read"), waiting("admin")], have: read("read") });
    const failed = setFailed(
      beganSet(s, TRAITS, "admin", NOON),
      TRAITS,
      { ...trouble, permanent: true },
      NOON,
      NOON + 1,
      0.5,
    );
    expect(failed.holds.map((h) => [h.level, h.end?.cause])).toEqual([
      ["read", undefined],
      ["admin", "refused_by_target"],
    ]);
  });
  test("that puts back what was there before, and is refused for good, is looked for before it is tried again", () => {
    const before = { level: "read", inherited: null };
    const s = slot({ baseline: before, holds: [ended("admin")], have: { kind: "unknown" } });
    const failed = setFailed(
      beganSet(s, TRAITS, "read", NOON),
      TRAITS,
      { ...trouble, permanent: true },
      NOON,
      NOON + 1,
      0.5,
    );
    expect(decide(failed, TRAITS, failed.targetNotBefore)).toMatchObject({ do: "get" });
    const look = seen(failed, TRAITS, { ...before, ids: {} }, NOON + MINUTE_MS, NOON + MINUTE_MS);
    expect(look.have).toMatchObject({ kind: "read", level: "read" });
    expect(decide(look, TRAITS, NOON + MINUTE_MS).do).not.toBe("set");
  });
  test("that takes away and is refused for good is tried for ever", () => {
    const s = beganSet(slot({ holds: [ended("read")], have: read("read") }), TRAITS, null, NOON);
    const failed = setFailed(s, TRAITS, { ...trouble, permanent: true }, NOON, NOON + 1, 0.5);
    expect(failed.holds).toHaveLength(1);
    expect(failed.targetNotBefore).toBeGreaterThan(NOON);
  });
  test("is settled at a target that cannot be read by being made again after the doubt", () => {
    const lost = setFailed(
      beganSet(slot({ baseline: "unknown" }), BLIND, null, NOON),
      BLIND,
      { ...trouble, effect: "unknown" },
      NOON,
      NOON,
      0.5,
    );
    const early = setAccepted(beganSet(lost, BLIND, null, NOON + MINUTE_MS), BLIND, NOON + MINUTE_MS, NOON + MINUTE_MS);
    expect(early.doubt).not.toBeNull();
    expect(setAccepted(beganSet(early, BLIND, null, LATER), BLIND, LATER, LATER).doubt).toBeNull();
  });
});

describe("a target that asks to be left alone", () => {
  test.each([
    ["for a minute", NOON + MINUTE_MS, NOON + MINUTE_MS],
    ["for a day", NOON + 24 * 60 * MINUTE_MS, NOON + LONGEST_WAIT_MS],
    ["for a time that is none", Number.NaN, NOON + 5_000],
    ["for ever", Number.POSITIVE_INFINITY, NOON + LONGEST_WAIT_MS],
    ["until yesterday", NOON - 24 * 60 * MINUTE_MS, NOON + 5_000],
  ])("%s", (_what, retryAt, until) =>
    expect(lookFailed(slot(), { ...trouble, retryAt }, NOON, 0.5).targetNotBefore).toBe(until),
  );
});

test("attempts come after 5 seconds, doubling, give or take a quarter, and never later than 5 minutes", () => {
  expect([0, 1, 2, 3].map((tries) => backoffMs(tries, 0.5))).toEqual([5_000, 10_000, 20_000, 40_000]);
  expect([backoffMs(0, 0), backoffMs(0, 0.999)]).toEqual([3_750, 6_248]);
  for (const tries of [6, 7, 50, 1_000_000])
    expect([backoffMs(tries, 0), backoffMs(tries, 0.9999)]).toEqual([180_000, expect.closeTo(300_000, -2)]);
  expect(backoffMs(50, 0.999_999)).toBeLessThanOrEqual(5 * MINUTE_MS);
});

describe("a look at the target", () => {
  const granted = slot({ holds: [live("write")], have: read("write") });
  test("that finds less than was seen before: somebody else took it, nothing is put back", () => {
    const s = seen(granted, TRAITS, look(null), LATER, LATER);
    expect(s.holds).toEqual([]);
    expect(reports(s)).toEqual(["gone"]);
    expect(acceptHold(s, order("write")).holds).toEqual([]);
  });
  test("that finds less, soon after our own change, may be older than that: nobody is said to have taken it", () => {
    const s = seen({ ...granted, wroteAt: LATER - ECHO_MS + 1 }, TRAITS, look(null), LATER, LATER);
    expect(s.holds).toEqual(granted.holds);
    expect(s.targetNotBefore).toBeGreaterThan(LATER);
  });
  test("that finds less while a delete of ours may still land: it is put back", () => {
    const s = seen({ ...granted, doubt: { until: LATER + 1, removing: true } }, TRAITS, look(null), LATER, LATER);
    expect(s).toMatchObject({ holds: granted.holds, have: { kind: "read", level: null } });
  });
  test("that finds other than what was accepted proves nothing, and leaves doubt", () => {
    const added = { ...granted, holds: [waiting("write")], have: { kind: "said" as const, level: "write", at: NOON } };
    const s = seen(added, TRAITS, look(null), LATER, LATER);
    expect(s).toMatchObject({ have: { kind: "unknown" }, doubt: { removing: false } });
    const released = acceptRelease(s, release("write"), LATER);
    expect(reports(settle(released, TRAITS, LATER))).toEqual([]);
  });
  test("that finds more than anything of ours can have given: it belongs to somebody else", () =>
    expect(seen(granted, TRAITS, look("admin"), LATER, LATER).baseline).toEqual({ level: "admin", inherited: null }));
  test.each<[string, Partial<EntitlementState>]>([
    ["a call of ours may still land", { doubt: { until: LATER + 1, removing: false } }],
    ["we changed it a moment ago", { wroteAt: LATER - MINUTE_MS }],
    ["nothing was read before", { have: { kind: "unknown" } }],
  ])("that finds more, and %s: it stays ours to take away", (_why, overrides) =>
    expect(seen({ ...granted, ...overrides }, TRAITS, look("admin"), LATER, LATER).baseline).toEqual(granted.baseline),
  );
  test("of a slot where only Sym puts anything finds nothing that was there before, and nothing of somebody else's", () => {
    const onlyOurs = { ...TRAITS, onlyOurs: true };
    const fresh = slot({ holds: [waiting("write")], openedAt: null, baseline: null, have: { kind: "untouched" } });
    expect(seen(fresh, TRAITS, look("write"), LATER, LATER).baseline).toEqual({ level: "write", inherited: null });
    expect(seen(fresh, onlyOurs, look("write"), LATER, LATER)).toMatchObject({
      baseline: { level: null },
      have: { kind: "read", level: "write" },
    });
    const raised = seen(granted, onlyOurs, look("admin"), LATER, LATER);
    expect(raised).toMatchObject({ baseline: { level: null }, have: { kind: "read", level: "admin" }, reports: [] });
    const over = slot({
      ...fresh,
      baseline: { level: null, inherited: null },
      openedAt: NOON,
      have: read("write", LATER),
    });
    expect(decide({ ...over, holds: [ended("write", NOON)] }, onlyOurs, LATER)).toEqual({ do: "set", level: null });
  });
  test("before the doubt is over does not end it, and one after it does", () => {
    const doubtful = { ...granted, doubt: { until: LATER, removing: false } };
    expect(seen(doubtful, TRAITS, look("write"), LATER - 1, LATER + 1).doubt).not.toBeNull();
    expect(seen(doubtful, TRAITS, look("write"), LATER, LATER + 1).doubt).toBeNull();
  });
  test("that was asked for before everything was forgotten is no baseline", () => {
    const forgotten = acceptHold(null, order("read"));
    expect(seen(forgotten, TRAITS, look("read"), NOON, LATER)).toBe(forgotten);
  });
});

describe("what the record answers", () => {
  const asked = acceptHold(null, order("read"));
  const verdict = (no: string | null, sequence = 2): Consulted => ({
    ...nothing,
    verdicts: { read: { sequence, no } },
  });
  test("a yes begins no time: nothing was asked of the target yet", () => {
    const cleared = consulted(asked, TRAITS, verdict(null), NOON);
    expect(cleared.holds).toMatchObject([{ clearedAt: NOON, until: null }]);
    expect(consulted(cleared, TRAITS, verdict(null), LATER).holds).toMatchObject([{ clearedAt: LATER, until: null }]);
  });
  test("the end is fixed before the call that may give access, never past the hard latest end, and stays", () => {
    const s = slot({ holds: [waiting("read"), waiting("admin"), hold("write")] });
    const first = beganSet(s, TRAITS, "read", NOON + 20 * MINUTE_MS);
    expect(first.holds.map(({ until }) => until)).toEqual([NOON + 70 * MINUTE_MS, null, null]);
    const again = beganSet(first, TRAITS, "admin", NOON + 25 * MINUTE_MS);
    expect(again.holds.map(({ until }) => until)).toEqual([NOON + 70 * MINUTE_MS, NOON + 70 * MINUTE_MS, null]);
  });
  test("a target that for good does not let itself be looked at gives up new holds, and nothing that is held", () => {
    const trouble = {
      detail: "not allowed",
      class: "auth" as const,
      effect: "no" as const,
      permanent: true,
      retryAt: null,
    };
    const first = slot({ baseline: null, openedAt: null, have: { kind: "untouched" }, holds: [waiting("read")] });
    const given = { end: { cause: "refused_by_target", detail: "not allowed" } };
    expect(lookFailed(first, trouble, NOON, 0).holds).toMatchObject([given]);
    expect(lookFailed(first, { ...trouble, permanent: false }, NOON, 0).holds).toMatchObject([{ end: null }]);
    expect(lookFailed(slot({ holds: [live("read")] }), trouble, NOON, 0).holds).toMatchObject([{ end: null }]);
  });
  test("an add that is refused for good and may have been done all the same is given up and taken away", () => {
    const began = beganSet(slot({ holds: [waiting("read")] }), TRAITS, "read", NOON);
    const elsewhere = { ...trouble, effect: "unknown" as const, permanent: true };
    const failed = setFailed(began, TRAITS, elsewhere, NOON, NOON + 1, 0);
    expect(failed.holds).toMatchObject([{ end: { cause: "refused_by_target" } }]);
    expect(failed).toMatchObject({ have: { kind: "unknown" }, doubt: { until: NOON + LONGEST_DOUBT_MS } });
  });
  test("a call that certainly did nothing begins no time; one that may have done something does", () => {
    const began = beganSet(slot({ holds: [waiting("read"), live("read")] }), TRAITS, "read", NOON);
    const failed = (effect: "no" | "unknown") =>
      setFailed(began, TRAITS, { ...trouble, effect }, NOON, NOON + 1, 0).holds.map(({ until }) => until !== null);
    expect([failed("no"), failed("unknown")]).toEqual([
      [false, true],
      [true, true],
    ]);
  });
  test("a no ends the hold, also one that was cleared before and is not granted yet", () => {
    const cleared = consulted(asked, TRAITS, verdict(null), NOON);
    for (const s of [asked, cleared])
      expect(consulted(s, TRAITS, verdict("frozen"), LATER).holds).toMatchObject([
        { end: { cause: "not_cleared", detail: "frozen" } },
      ]);
  });
  test("a no does not take back what is granted", () =>
    expect(consulted(slot({ holds: [live("read")] }), TRAITS, verdict("frozen"), LATER).holds).toMatchObject([
      { end: null },
    ]));
  test("an answer about another hold of the same request is no answer", () =>
    expect(consulted(asked, TRAITS, verdict(null, 1), NOON).holds).toMatchObject([{ clearedAt: null }]));
  test("a hold that ended while it was asked about stays ended", () => {
    const s = acceptRelease(asked, release("read"), NOON);
    const restored = [{ order: order("read", { until: LATER }), releasing: false }];
    for (const answer of [verdict(null), verdict("frozen"), { ...verdict(null), restored }])
      expect(consulted(s, TRAITS, answer, NOON).holds).toMatchObject([{ end: { cause: "released" } }]);
  });
  test("where nothing can be read back, a Flow that does not accept that gets nothing", () =>
    expect(consulted(asked, BLIND, verdict(null), NOON).holds).toMatchObject([{ end: { cause: "not_cleared" } }]));
  const lost = (level: string | null, overrides: Partial<Consulted> = {}): EntitlementState =>
    consulted(
      asked,
      TRAITS,
      {
        open: { openedAt: NOON, baseline: { level, inherited: null }, ids: { group: "g1" } },
        restored: [{ order: order("write", { until: LATER }), releasing: false }],
        verdicts: {},
        ...overrides,
      },
      NOON,
    );
  test("an object that forgot takes its baseline, ids and holds from there", () => {
    const s = lost("read");
    expect(s).toMatchObject({
      baseline: { level: "read" },
      ids: { group: "g1" },
      have: { kind: "believed", level: "write" },
    });
    expect(s.holds).toMatchObject([
      { level: "read", granted: false },
      { level: "write", granted: true, until: LATER },
    ]);
  });
  test("an object that forgot, with nobody holding: what was there before is looked at, not given back unseen", () =>
    expect(lost("read", { restored: [] }).have).toEqual({ kind: "believed", level: "read" }));
  test("a grant that the record knows and a slot that it does not: what we gave is no baseline", () => {
    const s = lost(null, { open: null });
    expect(s.baseline).toEqual({ level: null, inherited: null });
    expect(s.openedAt).not.toBeNull();
  });
  test("levels that the strategy has no more are no reason to stop", () => {
    const s = lost("owner", { restored: [{ order: order("root", { until: LATER }), releasing: true }] });
    expect(s.holds).toHaveLength(2);
  });
  test("the baseline in the record is the one that counts, not the one that we read just now", () =>
    expect(
      opened(
        slot({ baseline: { level: "read", inherited: null } }),
        { openedAt: 1, baseline: { level: null, inherited: null }, ids: {} },
        { level: "read", inherited: null },
      ),
    ).toMatchObject({ openedAt: 1, baseline: { level: null } }));
  test("a baseline that others changed is kept, and told until the record has the one that stands now", () => {
    const [before, now] = [
      { level: null, inherited: null },
      { level: "read", inherited: null },
    ];
    const changed = slot({ openedAt: 1, baseline: now, baselineChanged: true });
    const row = { openedAt: 1, baseline: now, ids: {} };
    expect(opened(changed, row, now)).toMatchObject({ baseline: now, baselineChanged: false });
    expect(opened(changed, row, before)).toMatchObject({ baseline: now, baselineChanged: true });
  });
  test("a baseline that could not be written is read again", () =>
    expect(recordFailed(slot({ openedAt: null }), NOON, 0.5)).toMatchObject({
      baseline: null,
      have: { kind: "untouched" },
    }));
});

describe("what is told", () => {
  test("granted: only what was seen since the hold was cleared, with the slot open in the record", () => {
    const s = slot({ holds: [waiting("read")], have: read("read", NOON) });
    expect(reports(settle(s, TRAITS, NOON))).toEqual(["granted"]);
    expect(reports(settle({ ...s, have: read("read", NOON - 1) }, TRAITS, NOON))).toEqual([]);
    expect(reports(settle({ ...s, openedAt: null }, TRAITS, NOON))).toEqual([]);
    expect(reports(settle({ ...s, have: { kind: "said", level: "read", at: NOON } }, TRAITS, NOON))).toEqual([]);
    expect(reports(settle({ ...s, have: { kind: "said", level: "read", at: NOON } }, BLIND, NOON))).toEqual([
      "granted",
    ]);
  });
  test("ended: with what was there before, or another hold, said where it covers", () => {
    const said = (s: EntitlementState) =>
      settle(s, TRAITS, NOON).reports.map(({ report }) => "evidence" in report && report.evidence.standing);
    expect(said(slot({ holds: [ended("read")], have: read(null) }))).toEqual(["none"]);
    expect(
      said(slot({ holds: [ended("read")], baseline: { level: "read", inherited: null }, have: read("read") })),
    ).toEqual(["baseline"]);
    expect(said(slot({ holds: [ended("read"), live("write")], have: read("write") }))).toEqual([
      "covered_by_another_hold",
    ]);
  });
  test("ended: never on a belief, and not while more is there than is wanted", () => {
    for (const have of [{ kind: "unknown" as const }, { kind: "believed" as const, level: null }, read("read")])
      expect(reports(settle(slot({ holds: [ended("read"), hold("admin")], have }), TRAITS, NOON))).toEqual([]);
  });
  test("struggling: with the class of the last trouble, which says who must act", () => {
    const refused = { ...trouble, class: "auth" as const, permanent: true };
    const s = slot({ holds: [ended("read")], have: read("read") });
    const lost = setFailed(beganSet(s, TRAITS, null, NOON), TRAITS, refused, NOON, NOON + 1, 0.5);
    expect(lost).toMatchObject({ lastTrouble: "down", lastClass: "auth" });
    const [told] = settle(lost, TRAITS, NOON + 5 * MINUTE_MS).reports;
    expect(told?.report).toMatchObject({ kind: "struggling", detail: "down", class: "auth" });
  });
  test("struggling: after 2, 5, 15 and 60 minutes, and then every hour", () => {
    let s = slot({ holds: [ended("read")], have: read("read") });
    for (const [count, minutes] of [2, 5, 15, 60, 120, 180].entries()) {
      const due = NOON + minutes * MINUTE_MS;
      expect(reports(settle(s, TRAITS, due - 1))).toHaveLength(count);
      s = settle(s, TRAITS, due + 1);
      expect(reports(s)).toHaveLength(count + 1);
    }
  });
  test("struggling: what was told by the version before goes on from there", () => {
    const told = { ...ended("read"), toldStruggleAt: NOON + 5 * MINUTE_MS + 100 };
    const s = slot({ holds: [told], have: read("read") });
    expect(reports(settle(s, TRAITS, NOON + 15 * MINUTE_MS - 1))).toEqual([]);
    expect(reports(settle(s, TRAITS, NOON + 15 * MINUTE_MS))).toEqual(["struggling"]);
  });
  test("struggling: a grant that does not come says so too, with its tries", () => {
    const late = { ...hold("read"), granted: false, clearedAt: NOON, beganAt: NOON };
    const s = slot({ holds: [late], have: { kind: "unknown" }, targetTries: 7, lastTrouble: "the target is down" });
    expect(settle(s, TRAITS, NOON + 2 * MINUTE_MS).reports[0]?.report).toMatchObject({
      kind: "struggling",
      wanting: "grant",
      since: NOON,
      tries: 7,
      detail: "the target is down",
    });
  });
});

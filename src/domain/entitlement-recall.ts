// What the answers of the record do to an Entitlement: whether new holds are decided, what a lost object must know again,
// and whether its slot is open. Applied to the state as it is after the await; never takes our own access for a baseline.
import {
  acceptHold,
  type Baseline,
  type EntitlementState,
  type Hold,
  type HoldOrder,
  LONGEST_DOUBT_MS,
  sameBaseline,
  strongest,
  type Traits,
} from "./entitlement.ts";
import { backoffMs } from "./entitlement-answers.ts";
import { withLevels } from "./levels.ts";

/** What the record knows about a slot. */
export interface Consulted {
  readonly open: {
    readonly openedAt: number;
    readonly baseline: Baseline;
    readonly ids: Readonly<Record<string, string>>;
  } | null;
  /** Holds that the record says are there: with their end, and as granted. */
  readonly restored: readonly { readonly order: HoldOrder; readonly releasing: boolean }[];
  /** For each hold that was asked about: `no` is null where it may be granted, else why not. */
  readonly verdicts: Readonly<Record<string, { readonly sequence: number; readonly no: string | null }>>;
}

export function consulted(
  before: EntitlementState,
  deployed: Traits,
  answer: Consulted,
  now: number,
): EntitlementState {
  const row = answer.open?.baseline;
  const told = answer.restored.map(({ order }) => order.access.level);
  const traits = withLevels(deployed, [...told, row && row !== "unknown" ? row.level : null]);
  let s = before;
  if (!s.recalled) {
    for (const { order } of answer.restored) s = acceptHold(s, order);
    if (answer.open) s = remembered(s, traits, answer.open, now);
    else if (answer.restored.some(({ order }) => order.until !== null))
      s = remembered(s, traits, unrecorded(traits, now), now);
    else s = { ...s, have: { kind: "untouched" }, recalled: true };
  }
  const holds = s.holds.map((hold): Hold => {
    if (hold.end !== null || hold.granted) return hold;
    const restored = answer.restored.find(
      ({ order }) => order.requestId === hold.requestId && order.sequence === hold.sequence,
    );
    const system = { kind: "system" as const, name: "entitlement" as const };
    if (restored) {
      const end = restored.releasing ? { cause: "released" as const, by: system, at: now, detail: null } : null;
      return { ...hold, clearedAt: now, granted: true, until: restored.order.until, end };
    }
    const verdict = answer.verdicts[hold.requestId];
    if (verdict?.sequence !== hold.sequence) return hold;
    if (verdict.no !== null) return { ...hold, end: { cause: "not_cleared", by: system, at: now, detail: verdict.no } };
    if (!traits.readable && !hold.removesStanding)
      return {
        ...hold,
        end: {
          cause: "not_cleared",
          by: system,
          at: now,
          detail: "standing access cannot be told apart at this target",
        },
      };
    return { ...hold, clearedAt: now, beganAt: hold.beganAt ?? now };
  });
  const baseline =
    s.baseline ?? (traits.readable || !holds.some((hold) => hold.clearedAt !== null) ? null : ("unknown" as const));
  return { ...s, holds, baseline, recordTries: 0, recordNotBefore: 0 };
}

/**
 * Held, says the record, in a slot that it does not know: it was set back. What decisions gave is never taken for what was
 * there before. Nothing is added before the slot is opened again.
 */
const unrecorded = (traits: Traits, now: number): NonNullable<Consulted["open"]> => ({
  openedAt: now,
  baseline: traits.readable ? { level: null, inherited: null } : "unknown",
  ids: {},
});

/** This object lost its memory while its slot was open: the baseline is the record's, the rest has to be looked at. */
function remembered(
  s: EntitlementState,
  traits: Traits,
  row: NonNullable<Consulted["open"]>,
  now: number,
): EntitlementState {
  const held = s.holds.filter((hold) => hold.end !== null || hold.until !== null).map((hold) => hold.level);
  const before = row.baseline !== "unknown" && row.baseline.level !== null ? [row.baseline.level] : [];
  return {
    ...s,
    baseline: row.baseline,
    openedAt: row.openedAt,
    ids: row.ids,
    recalled: true,
    have:
      traits.readable && held.length + before.length > 0
        ? { kind: "believed", level: strongest(traits.levels, [...held, ...before]) }
        : { kind: "unknown" },
    doubt: { until: now + LONGEST_DOUBT_MS, removing: false },
    wroteAt: now,
  };
}

/** The record did not take all reports. */
export const reportsFailed = (s: EntitlementState, now: number, random: number): EntitlementState => ({
  ...s,
  reportTries: s.reportTries + 1,
  reportNotBefore: now + backoffMs(s.reportTries, random),
});

export const reported = (s: EntitlementState): EntitlementState => ({ ...s, reportTries: 0, reportNotBefore: 0 });

/** The record did not answer. A baseline that is not in the record yet will be read afresh. */
export function recordFailed(s: EntitlementState, now: number, random: number): EntitlementState {
  const waiting = { ...s, recordTries: s.recordTries + 1, recordNotBefore: now + backoffMs(s.recordTries, random) };
  return s.openedAt === null && s.have.kind === "read"
    ? { ...waiting, baseline: null, have: { kind: "untouched" } }
    : waiting;
}

/** `told`: what the record was asked to keep. The same opening again only told it of a baseline that had changed. */
export function opened(s: EntitlementState, row: NonNullable<Consulted["open"]>, told: Baseline): EntitlementState {
  const answered = { ...s, opening: null, recordTries: 0, recordNotBefore: 0 };
  if (s.openedAt === row.openedAt) return { ...answered, baselineChanged: !sameBaseline(s.baseline, told) };
  return { ...answered, openedAt: row.openedAt, baseline: row.baseline, ids: { ...s.ids, ...row.ids } };
}

/** From here on the record may have the slot as open since `at`, whatever becomes of the answer. */
export const openingBegan = (s: EntitlementState, at: number): EntitlementState => ({ ...s, opening: at });

/** The record was asked once, and did not open it. */
export const openingRefused = (s: EntitlementState): EntitlementState => ({ ...s, opening: null });

/** From here on it is not known whether the record has the slot as open. */
export const closingBegan = (s: EntitlementState): EntitlementState => ({ ...s, closing: true });

/** The slot is back at its baseline, and the record knows: whoever comes next reads a baseline of their own. */
export const closedInRecord = (s: EntitlementState): EntitlementState => ({
  ...s,
  openedAt: null,
  opening: null,
  closing: false,
  baseline: null,
  baselineChanged: false,
  givenUp: false,
  ids: {},
  have: { kind: "untouched" },
  recordTries: 0,
  recordNotBefore: 0,
});

// The storms of `npm run simulate -- --storms`: ten thousand ends due at once, and a target of ten that is down for three
// days. Says calls needed, the least time that the limit allows, and ours, and judges them; without limits published, only says.
import { AWS_LIKE, expiryStorm, longOutage, type OutageFigures, type StormFigures } from "./storms.ts";

const GRANTS = 10_000;
const GRANTS_OVER_TEN = 2_000;

/** Goals, which the tests ask of smaller storms too. */
export const GOALS = {
  /** Of the least time that the limit allows. */
  timesLeast: 1.2,
  /** Of the calls that are needed. */
  timesNeeded: 1.3,
  /** Removed this long after healing at the latest. */
  afterHealingSeconds: 15 * 60,
  /** One probe a minute, and four times a day each end on its own account. */
  callsInOutage: (ends: number, hours: number): number => hours * 60 + (ends * hours) / 6 + 2 * ends,
  /** The other targets, against a day without an outage. */
  timesCalm: 1.2,
} as const;

/** What of a storm misses its goals, in words. */
export const missedByStorm = (storm: StormFigures): string[] => [
  ...storm.broken,
  ...unless(storm.closedSeconds <= storm.leastSeconds * GOALS.timesLeast, "it takes too long"),
  ...unless(storm.calls <= storm.callsNeeded * GOALS.timesNeeded, "it takes too many calls"),
];

export const missedByOutage = ({ down, ...figures }: OutageFigures): string[] => [
  ...down.broken,
  ...unless(down.calls <= GOALS.callsInOutage(down.grants, 72), "a target that is down is called too often"),
  ...unless(figures.healedSeconds <= GOALS.afterHealingSeconds, "it takes too long after healing"),
  ...unless(figures.othersP99Seconds <= figures.calmP99Seconds * GOALS.timesCalm, "the other targets suffer"),
];

const unless = (fine: boolean, sentence: string): string[] => (fine ? [] : [sentence]);

/** Every goal that was missed; each storm is one check. */
export async function storms(say: (line: string) => void): Promise<{ checks: number; failed: number }> {
  let failed = 0;
  const judge = (missed: readonly string[]): void => {
    for (const sentence of missed) say(`  missed: ${sentence}`);
    if (missed.length > 0) failed++;
  };
  const shared = { ...AWS_LIKE, takenByOthers: 0.3 };
  for (const [limits, published, name] of [
    [AWS_LIKE, true, "through the gate"],
    [AWS_LIKE, false, "without published limits, and so without a gate"],
    [shared, true, "through the gate, while others use 30 % of the limit"],
  ] as const) {
    say(
      `${GRANTS} ends due within one minute, ${limits.perSecond} calls/s, ${limits.outstanding} outstanding, ${name}:`,
    );
    const storm = await expiryStorm(GRANTS, limits, published);
    for (const line of describe(storm)) say(line);
    judge(published ? missedByStorm(storm) : storm.broken);
  }
  say(`72 hours of outage at one target of ten, ${GRANTS_OVER_TEN} grants in all, through gates:`);
  const outage = await longOutage(GRANTS_OVER_TEN, AWS_LIKE, true);
  const { down, othersP99Seconds, calmP99Seconds, healedSeconds } = outage;
  say(`  ${down.grants} ends there, all gone ${healedSeconds} s after healing; ${down.calls} calls in the three days`);
  say(`  the other nine: p99 ${othersP99Seconds} s late, ${calmP99Seconds} s without the outage`);
  judge(missedByOutage(outage));
  return { checks: 4, failed };
}

const describe = (storm: StormFigures): string[] => [
  `  calls needed ${storm.callsNeeded} (a removal and a read-back each); made ${storm.calls}, ${storm.sentAway} of them sent away`,
  `  least time ${storm.leastSeconds} s; ours ${storm.closedSeconds} s (${(storm.closedSeconds / storm.leastSeconds).toFixed(2)}x), access gone after ${storm.goneSeconds} s`,
  `  late: p50 ${storm.latenessSeconds.p50} s, p99 ${storm.latenessSeconds.p99} s`,
];

// The storms of `npm run simulate -- --storms`: ten thousand ends due at once, and a target of ten that is down for three
// days. Says calls needed, the least time that the limit allows, and ours; once as Sym is, once with a queue in front.
import { AWS_LIKE, expiryStorm, longOutage, type StormFigures } from "./storms.ts";

const GRANTS = 10_000;
const GRANTS_OVER_TEN = 2_000;
/** Removed this long after healing at the latest, and the gate's time. */
const AFTER_HEALING_SECONDS = 15 * 60;

/** True: nothing was left, and nobody else was touched. How long it took is said, not judged, until Sym has a gate. */
export async function storms(say: (line: string) => void): Promise<boolean> {
  let fine = true;
  for (const gated of [false, true]) {
    const storm = await expiryStorm(GRANTS, AWS_LIKE, gated);
    say(
      `${GRANTS} ends due within one minute, ${AWS_LIKE.perSecond} calls/s, ${AWS_LIKE.outstanding} outstanding, ${named(gated)}:`,
    );
    for (const line of describe(storm)) say(line);
    fine &&= storm.broken.length === 0;
  }
  const { down, othersP99Seconds, calmP99Seconds, healedSeconds } = await longOutage(GRANTS_OVER_TEN, AWS_LIKE, false);
  say(`72 hours of outage at one target of ten, ${GRANTS_OVER_TEN} grants in all, ${named(false)}:`);
  say(`  ${down.grants} ends there, all gone ${healedSeconds} s after healing; ${down.calls} calls in the three days`);
  say(`  the other nine: p99 ${othersP99Seconds} s late, ${calmP99Seconds} s without the outage`);
  for (const sentence of down.broken) say(`  broken: ${sentence}`);
  return (
    fine &&
    down.broken.length === 0 &&
    healedSeconds <= AFTER_HEALING_SECONDS &&
    othersP99Seconds <= calmP99Seconds * 1.2
  );
}

const named = (gated: boolean): string => (gated ? "with a queue in front of the target" : "as Sym is");

const describe = (storm: StormFigures): string[] => [
  `  calls needed ${storm.callsNeeded} (a removal and a read-back each); made ${storm.calls}, ${storm.sentAway} of them sent away`,
  `  least time ${storm.leastSeconds} s; ours ${storm.closedSeconds} s (${(storm.closedSeconds / storm.leastSeconds).toFixed(2)}x), access gone after ${storm.goneSeconds} s`,
  `  late: p50 ${storm.latenessSeconds.p50} s, p99 ${storm.latenessSeconds.p99} s`,
  ...storm.broken.map((sentence) => `  broken: ${sentence}`),
];

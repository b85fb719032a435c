// Much at once, and one target gone for long, in the simulated world: nothing is left behind, nobody else is touched, and the
// goals hold. The figures for ten thousand are those of `npm run simulate -- --storms`.
import { expect, test } from "vitest";
import { missedByOutage, missedByStorm } from "../../simulate/storm-report.ts";
import { AWS_LIKE, expiryStorm, longOutage } from "../../simulate/storms.ts";

/** Simulated time has the goals; a busy machine may take its own. */
const timeout = 120_000;

test("1,000 ends due in one minute at a target of 20 calls a second: none is sent away, and the goals hold", {
  timeout,
}, async () => {
  const storm = await expiryStorm(1_000, AWS_LIKE, true);
  expect(missedByStorm(storm)).toEqual([]);
  expect(storm.sentAway).toBe(0);
});

test("the same while others use 30 % of the limit: few are sent away, and the goals hold", { timeout }, async () => {
  const storm = await expiryStorm(1_000, { ...AWS_LIKE, takenByOthers: 0.3 }, true);
  expect(missedByStorm(storm)).toEqual([]);
  expect(storm.sentAway).toBeLessThan(storm.calls / 50);
});

test("the same where no limits are published: all are gone, by their own back-off", { timeout }, async () => {
  const storm = await expiryStorm(1_000, AWS_LIKE, false);
  expect(storm.broken).toEqual([]);
  expect(storm.sentAway).toBeGreaterThan(0);
});

test("one target of ten is down for three days: a probe a minute, the others as prompt as ever, done 15 minutes after", {
  timeout,
}, async () => {
  const outage = await longOutage(100, AWS_LIKE, true);
  expect(missedByOutage(outage)).toEqual([]);
  // Ten ends would have been tried every five minutes each.
  expect(outage.down.calls).toBeLessThan(5_000);
});

// Much at once, and one target gone for long, in the simulated world: nothing is left behind, nobody else is touched. The
// figures for ten thousand are those of `npm run simulate -- --storms`.
import { expect, test } from "vitest";
import { AWS_LIKE, expiryStorm, longOutage } from "../../simulate/storms.ts";

test("2,000 ends due in one minute at a target of 20 calls a second: all gone, within twice the least time", async () => {
  const storm = await expiryStorm(2_000, AWS_LIKE, false);
  expect(storm.broken).toEqual([]);
  expect(storm.closedSeconds).toBeLessThan(2 * storm.leastSeconds);
});

test("the same with a queue in front of the target: no call is sent away, and no time is lost", async () => {
  const storm = await expiryStorm(2_000, AWS_LIKE, true);
  expect(storm.broken).toEqual([]);
  expect(storm.sentAway).toBe(0);
  expect(storm.closedSeconds).toBeLessThan(1.2 * storm.leastSeconds);
});

test("one target of ten is down for three days: the others are as prompt as ever, and it is done 15 minutes after", async () => {
  const { down, healedSeconds, othersP99Seconds, calmP99Seconds } = await longOutage(40, AWS_LIKE, false);
  expect(down.broken).toEqual([]);
  expect(healedSeconds).toBeLessThan(15 * 60);
  expect(othersP99Seconds).toBeLessThanOrEqual(1.2 * calmP99Seconds);
});

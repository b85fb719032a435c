// Random histories of the main job under random faults. A failure prints its seed, and the seed replays it.
import { expect, test } from "vitest";
import { HARSH, NORMAL, type Rates, randomHistory } from "../../world/random-history.ts";

async function histories(
  rates: Rates,
  from: number,
  count: number,
): Promise<{ failures: string[]; faults: number; requests: number }> {
  const failures: string[] = [];
  let faults = 0;
  let requests = 0;
  for (let seed = from; seed < from + count; seed++) {
    const history = await randomHistory(seed, rates);
    faults += history.faults;
    requests += history.requests;
    if (history.broken.length > 0) failures.push(`seed ${seed}: ${history.broken.join("; ")}`);
  }
  return { failures, faults, requests };
}

test("800 random histories with faults at the usual rate keep every promise", { timeout: 120_000 }, async () => {
  const { failures, faults, requests } = await histories(NORMAL, 1, 800);
  expect(failures).toEqual([]);
  expect(requests).toBeGreaterThan(400);
  expect(faults).toBeGreaterThan(400);
});

test("600 random histories with faults at a harsh rate keep every promise", { timeout: 120_000 }, async () => {
  const { failures } = await histories(HARSH, 100_001, 600);
  expect(failures).toEqual([]);
});

test("the same seed is the same history", async () => {
  expect(await randomHistory(42, HARSH)).toEqual(await randomHistory(42, HARSH));
});

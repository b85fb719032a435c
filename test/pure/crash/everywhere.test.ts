// The main job and what goes with it, dying and failing at every single await, one at a time: afterwards nothing is left
// behind, doubled, lost or taken from anybody else. Runs the real domain and engine; a call that no scenario makes fails.
import { Worker } from "node:worker_threads";
import { afterAll, describe, expect, test } from "vitest";
import { SCENARIOS } from "../../world/hard-scenarios.ts";
import { brokenPromises } from "../../world/invariants.ts";
import { FAULTS, type Fault } from "../../world/points.ts";

/** A sweep that finds nothing is the same every minute, and a wake-up too: the first few stand for all. */
const OFTEN =
  /^(?:record\.(?:signs|showSign|dueRequests|openOrders|leftSlots|slotsToCheck|foundSlots|takePlace|untoldFindings|owedToOperators|work|postponed|witness)|alarm\.|storage\.|doorbell\.ring|slack\.|notary\.|beacon)|digest|overflows|trail|homeReached/i;
const OFTEN_ENOUGH = 3;

function pointsToBreak(names: readonly string[], from: number, fault: NonNullable<Fault>): number[] {
  const met = new Map<string, number>();
  return names.flatMap((name, position) => {
    if (position < from || !canMeet(name, fault)) return [];
    const times = (met.get(name) ?? 0) + 1;
    met.set(name, times);
    return OFTEN.test(name) && times > OFTEN_ENOUGH ? [] : [position + 1];
  });
}

/** Alarms are lost, late or doubled; a storage dies with its object; everything else can meet everything. */
function canMeet(name: string, fault: NonNullable<Fault>): boolean {
  // Its alarm is lost where cron has stopped as well: with both finders gone nobody is left to find anything.
  if (name === "alarm.watchdog" && fault === "lose") return false;
  if (name.startsWith("alarm.")) return fault === "lose" || fault === "late" || fault === "twice";
  if (name.startsWith("storage.")) return fault === "die_before";
  return fault !== "late" || name.startsWith("target.") || name.startsWith("record.");
}

let cases = 0;
afterAll(() => console.log(`${cases} cases: every await of every scenario, with every fault that it can meet`));

describe.each(Object.entries(SCENARIOS))("%s", (_name, scenario) => {
  test("keeps every promise when nothing more fails", async () => {
    const run = await scenario(() => null);
    expect(brokenPromises(run.world, run.standing)).toEqual([]);
    expect(run.outcomes()).toEqual(run.expected);
  });

  test.each([...FAULTS, "late"] as const)(
    "keeps every promise when any one await meets %s",
    { timeout: 300_000 },
    async (fault) => {
      const calm = await scenario(() => null);
      const failures: string[] = [];
      const points = pointsToBreak(calm.points, calm.from, fault);
      for (const index of points) {
        const run = await scenario((point) => (point.index === index ? fault : null));
        const promises = brokenPromises(run.world, run.standing);
        const name = calm.points[index - 1] ?? "";
        if (promises.length > 0) failures.push(`${fault} at ${index} (${name}): ${promises.join("; ")}`);
      }
      cases += points.length;
      expect(failures).toEqual([]);
      expect(points.length).toBeGreaterThan(5);
    },
  );
});

test("every place where the engine calls out of itself is passed by some scenario, and so has its cases", async () => {
  // In a thread of its own: there the lines of a stack are the lines of the text.
  const worker = new Worker(new URL("../../world/call-sites-worker.ts", import.meta.url));
  const unpassed = await new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  expect(unpassed).toEqual([]);
});

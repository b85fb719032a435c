// The main job, dying and failing at every single await, one at a time: afterwards nothing is left behind, doubled, lost or
// taken from anybody else. Runs the real domain and engine.
import { describe, expect, test } from "vitest";
import { brokenPromises } from "../../world/invariants.ts";
import { FAULTS } from "../../world/points.ts";
import { SCENARIOS } from "../../world/scenarios.ts";

/** A sweep that finds nothing is the same every minute: the first few stand for all. */
function pointsToBreak(names: readonly string[]): number[] {
  const idle = new Map<string, number>();
  return names.flatMap((name, position) => {
    if (!["record.dueRequests", "record.openOrders", "record.leftSlots"].includes(name)) return [position + 1];
    idle.set(name, (idle.get(name) ?? 0) + 1);
    return (idle.get(name) ?? 0) <= 3 ? [position + 1] : [];
  });
}

const mayLandLate = (name: string): boolean => name.startsWith("target.") || name.startsWith("record.");

describe.each(Object.entries(SCENARIOS))("%s", (_name, scenario) => {
  test("keeps every promise when nothing fails", async () => {
    const run = await scenario(() => null);
    expect(brokenPromises(run.world, run.standing)).toEqual([]);
    expect(run.outcomes()).toEqual(run.expected);
  });

  test.each([...FAULTS, "late"] as const)(
    "keeps every promise when any one await meets %s",
    { timeout: 60_000 },
    async (fault) => {
      const calm = await scenario(() => null);
      const failures: string[] = [];
      let broken = 0;
      for (const index of pointsToBreak(calm.points)) {
        const name = calm.points[index - 1] ?? "";
        if (fault === "late" && !mayLandLate(name)) continue;
        const run = await scenario((point) => (point.index === index ? fault : null));
        broken++;
        const promises = brokenPromises(run.world, run.standing);
        if (promises.length > 0) failures.push(`${fault} at ${index} (${name}): ${promises.join("; ")}`);
      }
      expect(failures).toEqual([]);
      expect(broken).toBeGreaterThan(5);
    },
  );
});

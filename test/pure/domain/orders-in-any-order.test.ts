// Orders about one slot, late, twice and in any order: what was released is never held again, and the newest hold that was
// not released is the one that counts.
import fc from "fast-check";
import { expect, test } from "vitest";
import { acceptHold, acceptRelease, type EntitlementState } from "../../../src/domain/entitlement.ts";
import { system } from "../../../src/domain/person.ts";
import { settle } from "../../../src/domain/settle.ts";
import { NOON } from "../../fakes/samples.ts";
import { order, read, slot, TRAITS } from "./slot.ts";

type Told =
  | { readonly what: "hold" | "release"; readonly of: string; readonly sequence: number }
  | { readonly what: "proven gone" };
const told: fc.Arbitrary<Told> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constantFrom("hold" as const, "release" as const),
      of: fc.constantFrom("r1", "r2"),
      sequence: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ what: "proven gone" as const }) },
);

function after(s: EntitlementState, one: Told): EntitlementState {
  // What ended is read back as absent, told and forgotten, as long as nothing is granted.
  if (one.what === "proven gone") return settle({ ...s, have: read(null) }, TRAITS, NOON);
  const hold = order("read", { requestId: one.of, sequence: one.sequence });
  return one.what === "hold"
    ? acceptHold(s, hold)
    : acceptRelease(s, { hold, cause: "released", by: system("policy") }, NOON);
}

test("in 10,000 orders of holds and releases, nothing that was released is held again", { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(fc.array(told, { minLength: 1, maxLength: 12 }), (orders) => {
      const released: Record<string, number> = {};
      let s = slot();
      for (const one of orders) {
        s = after(s, one);
        if (one.what === "release") released[one.of] = Math.max(released[one.of] ?? 0, one.sequence);
        for (const hold of s.holds)
          if (hold.end === null) expect(hold.sequence).toBeGreaterThan(released[hold.requestId] ?? 0);
        expect(new Set(s.holds.map(({ requestId }) => requestId)).size).toBe(s.holds.length);
      }
    }),
    { numRuns: 10_000 },
  );
});

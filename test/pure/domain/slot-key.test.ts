// The key of a slot: two spellings of one slot would be two objects that each take what the other covers, and one key for two
// slots would mix what two accounts have.
import fc from "fast-check";
import { expect, test } from "vitest";
import { slotKey } from "../../../src/domain/access.ts";

/** Ids as targets have them, and what would confuse whoever joins them: digits, colons, bars, nothing. */
const id = fc.oneof(
  fc.string({ unit: fc.constantFrom("1", "2", ":", "|", "a"), maxLength: 8 }),
  fc.string({ unit: "binary", maxLength: 20 }),
);
const slot = fc.tuple(fc.constantFrom("memory", "webhook"), fc.array(id, { maxLength: 4 }));

test("two slots have two keys, whatever their ids are made of, and one slot has one", { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(slot, slot, ([type, ids], [otherType, otherIds]) => {
      const same = type === otherType && JSON.stringify(ids) === JSON.stringify(otherIds);
      expect(slotKey(type, ids) === slotKey(otherType, otherIds)).toBe(same);
    }),
    { numRuns: 10_000 },
  );
});

test("no choice of ids spells the key of other ids", () => {
  expect(slotKey("memory", ["a|b"])).not.toBe(slotKey("memory", ["a", "b"]));
  expect(slotKey("memory", ["a|b"])).not.toBe(slotKey("memory", ["a", "b"]));
  expect(slotKey("memory", ["a|1:b"])).not.toBe(slotKey("memory", ["a", "b"]));
  expect(slotKey("memory", ["1", "11:1"])).not.toBe(slotKey("memory", ["11", "1:1"]));
  expect(slotKey("memory", [""])).not.toBe(slotKey("memory", []));
});

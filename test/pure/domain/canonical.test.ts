// One spelling for one value, and one hash; odd values keep their meaning or are refused.
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson, hashOf, sha256Hex } from "../../../src/domain/canonical.ts";

test.each<[unknown, string]>([
  [{ b: 1, a: 2 }, '{"a":2,"b":1}'],
  [{ a: undefined, b: null }, '{"b":null}'],
  [-0, "0"],
  [1e21, "1e+21"],
  [0.1 + 0.2, "0.30000000000000004"],
  ['\u2028\u0007"\\', '"\u2028\\u0007\\"\\\\"'],
  ["\ud800", '"\\ud800"'],
  [{ "\u{1f600}": 1, "\ufb33": 2 }, '{"\u{1f600}":1,"\ufb33":2}'],
  [{ 10: "a", 9: "b" }, '{"10":"a","9":"b"}'],
  [[[], {}, ""], '[[],{},""]'],
])("%j has one spelling", (value, text) => expect(canonicalJson(value)).toBe(text));

test.each([Number.NaN, Number.POSITIVE_INFINITY, 1n, Symbol("x"), () => 1, undefined, [undefined]])(
  "what JSON cannot hold is refused (%#)",
  (value) => expect(() => canonicalJson(value)).toThrow(TypeError),
);

test("a member called __proto__ is a member like any other", () => {
  expect(canonicalJson(JSON.parse('{"__proto__":{"a":1}}'))).toBe('{"__proto__":{"a":1}}');
});

test("the hash is SHA-256 of the UTF-8 text", () => {
  expect(sha256Hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(sha256Hex("é")).toBe("4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c");
});

test("canonical text reads back as the same value, and that has the same text", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
});

test("the order in which members were written does not matter, and every value does", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse());
      expect(hashOf(turned)).toBe(hashOf(value));
      const [first = ""] = Object.keys(value);
      expect(hashOf({ ...value, [first]: [value[first]] })).not.toBe(hashOf(value));
    }),
  );
});

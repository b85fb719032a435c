// The policy file of a tailnet is edited in place: lists written in every way there is get one entry more and one less, and nothing
// else of the text changes. What the text then says is read by other code than the one that wrote it.
import fc from "fast-check";
import { expect, test } from "vitest";
import { withoutPerson, withPerson } from "../../../src/strategies/tailscale-group/policy-edit.ts";
import { groupIn } from "../../../src/strategies/tailscale-group/policy-file.ts";
import { seed } from "../../contracts/hostile-names.ts";
import { groupsOf } from "./vendors/fake-tailscale.ts";

const GROUP = "group:a";
const ana = "ana@example.com";

const found = (text: string) => {
  const list = groupIn(text, GROUP, "no");
  if (list === null) throw new Error("the sample has no such group");
  return list;
};
const add = (text: string) => withPerson(text, GROUP, found(text), ana);
const remove = (text: string) => withoutPerson(text, GROUP, found(text), ana);
const file = (list: string) => `{"groups": {"${GROUP}": ${list}}, "acls": [],}`;

test.each([
  ["[]", '["ana@example.com"]'],
  ["[ /* none */ ]", '["ana@example.com" /* none */ ]'],
  ['["x"]', '["x", "ana@example.com"]'],
  ['["x",]', '["x", "ana@example.com",]'],
  ['["x" /* 1 */]', '["x", /* 1 */ "ana@example.com"]'],
  ['[\n  "x"\n]', '[\n  "x",\n  "ana@example.com"\n]'],
  ['[\n  "x", // 1\n]', '[\n  "x", // 1\n  "ana@example.com",\n]'],
  ['[\n  "x" // 1\n]', '[\n  "x", // 1\n  "ana@example.com"\n]'],
  ['[\r\n\t"x" // 1\r\n]', '[\r\n\t"x", // 1\r\n\t"ana@example.com"\r\n]'],
  ['["x" // 1\n]', '["x", // 1\n"ana@example.com"\n]'],
  ['["x" // 1\n  , ]', '["x" // 1\n  , "ana@example.com", ]'],
])("%j becomes %j, and what it was again", (before, after) => {
  expect(add(file(before))).toBe(file(after));
  expect(remove(file(after))).toBe(file(before));
});

test.each([
  ['["ana@example.com", "x"]', '["x"]'],
  ['["x", "Ana@Example.com", "y"]', '["x", "y"]'],
  ['["ana@example.com", "x", "ANA@example.com"]', '["x"]'],
  ['[\n  "ana@example.com", // until Friday\n  "x",\n]', '[\n   // until Friday\n  "x",\n]'],
  ['["x" /* boss */, "ana@example.com"]', '["x" /* boss */]'],
  ['["ana@example.com"]', "[]"],
])("%j loses one person and keeps every comment: %j", (before, after) => {
  expect(remove(file(before))).toBe(file(after));
});

const comment = fc.constantFrom("", " ", "\n", "\n    ", "\t", ' /* one, "two" */ ', ' // and, ] so "on"\n', "\r\n  ");
const name = fc.constantFrom("x@example.com", "y@example.com", "group", "z,]@example.com");
const list = fc
  .tuple(fc.array(fc.tuple(comment, name, comment), { maxLength: 4 }), fc.boolean(), comment, comment)
  .map(([entries, hasComma, first, last]) => {
    const spelt = entries.map(([before, one, after]) => `${before}${JSON.stringify(one)}${after}`);
    return `[${first}${spelt.join(",")}${hasComma && entries.length > 0 ? "," : ""}${last}]`;
  });

test(`a list written in any way gets a person and loses them, and nothing else (seed ${seed})`, () => {
  const comments = (text: string) =>
    text.match(/"(?:\\.|[^"\\])*"|\/\/[^\r\n]*|\/\*[\s\S]*?\*\//g)?.filter((one) => one.startsWith("/"));
  fc.assert(
    fc.property(list, (text) => {
      const before = file(text);
      const members = groupsOf(before)[GROUP] ?? [];
      const added = add(before);
      expect(groupsOf(added)[GROUP]).toEqual([...members, ana]);
      const removed = remove(added);
      expect(groupsOf(removed)[GROUP]).toEqual(members);
      for (const one of [added, removed]) {
        expect(comments(one)).toEqual(comments(before));
        expect(one.startsWith(`{"groups": {"${GROUP}": [`)).toBe(true);
        expect(one.endsWith(`]}, "acls": [],}`)).toBe(true);
      }
    }),
    { seed, numRuns: 5_000 },
  );
});

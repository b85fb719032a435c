// The reader of the XML that IAM and STS answer in: what it understands, and that it understands nothing else.
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Element, find, membersAt, readXml, textAt } from "../../../src/strategies/aws/xml.ts";
import { seed } from "../../contracts/hostile-names.ts";

test("an answer of IAM is read: paths, lists, entities, and white space in between", () => {
  const root = readXml(`<?xml version="1.0" encoding="UTF-8"?>
<GetGroupResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/" xmlns:x='y'>
  <GetGroupResult>
    <Group><GroupName>R&amp;D &lt;&#39;&#x22;&gt;</GroupName><Path/></Group>
    <Users>
      <member><UserName>ana</UserName></member>
      <member ><UserName>ben</UserName></member >
    </Users>
  </GetGroupResult>
</GetGroupResponse>
`);
  if (root === null) throw new Error("it should be understood");
  expect(root.name).toBe("GetGroupResponse");
  expect(textAt(root, "GetGroupResult", "Group", "GroupName")).toBe(`R&D <'">`);
  expect(textAt(root, "GetGroupResult", "Group", "Path")).toBe("");
  const members = membersAt(root, "GetGroupResult", "Users").map((one) => textAt(one, "UserName"));
  expect(members).toEqual(["ana", "ben"]);
  expect([find(root, "Nothing", "Group"), textAt(root, "Nothing")]).toEqual([null, null]);
  expect(membersAt(root, "Nothing")).toEqual([]);
});

test.each([
  "",
  "  ",
  "no XML",
  "<a>",
  "</a>",
  "<a></b>",
  "<a><b></a></b>",
  "<a/><b/>",
  "<a/>after",
  "before<a/>",
  "<a></a",
  "<a>&</a>",
  "<a>&unknown;</a>",
  "<a>&constructor;</a>",
  "<a>&#0;</a>",
  "<a>&#xD800;</a>",
  "<a>&#x110000;</a>",
  "<a><![CDATA[b]]></a>",
  "<a><!-- b --></a>",
  "<a><?b?></a>",
  '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
  "<!doctype html><html></html>",
  "<a b=c></a>",
  "< a></a>",
  "<a><</a>",
  "</a/>",
  "<a></a/>",
  `${"<a>".repeat(30)}${"</a>".repeat(30)}`,
])("%j is refused", (text) => {
  expect(readXml(text)).toBeNull();
});

const spelt = ({ name, text, children }: Element): string =>
  `<${name}>${text.replace(/[&<>]/g, (one) => `&#${one.codePointAt(0)};`)}${children.map(spelt).join("")}</${name}>`;
const name = fc.stringMatching(/^[A-Za-z_][\w.-]{0,8}$/);
const text = fc.string({ unit: "grapheme" }).filter((one) => one.trim() !== "");
const leaf = fc.record({ name, text, children: fc.constant([] as Element[]) });
const tree = fc.record({
  name,
  text: fc.constant(""),
  children: fc.array(fc.oneof(leaf, fc.record({ name, text: fc.constant(""), children: fc.array(leaf) }))),
});

test(`whatever stands in a document is read as it was meant (seed ${seed})`, () => {
  fc.assert(
    fc.property(tree, (one) => {
      expect(readXml(spelt(one))).toEqual(one);
    }),
    { seed, numRuns: 1_000 },
  );
});

test(`whatever text it is given, it answers at once and throws nothing (seed ${seed})`, () => {
  const pieces = fc.constantFrom("<a>", "</a>", "<a/>", "<", ">", "&", "&amp;", "x", " ", '<a b="c">', "<!--", "\n");
  const soup = fc.array(pieces, { maxLength: 200 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(soup, (given) => void readXml(given)),
    { seed, numRuns: 2_000 },
  );
  expect(readXml(`<a ${'b="c" '.repeat(20_000)}`)).toBeNull();
});

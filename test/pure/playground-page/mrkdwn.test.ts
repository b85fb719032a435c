// Slack's mrkdwn, as the page reads it.
import { expect, test } from "vitest";
import { parseMrkdwn } from "../../../playground/page/text/mrkdwn.ts";

const inline = (source: string) => {
  const [block] = parseMrkdwn(source);
  return block?.kind === "paragraph" ? block.of : undefined;
};
const text = (words: string) => ({ kind: "text", text: words });

test("stars, underscores and tildes style words, and nothing inside words", () => {
  expect(inline("a *b _c_* ~d~")).toEqual([
    text("a "),
    { kind: "bold", of: [text("b "), { kind: "italic", of: [text("c")] }] },
    text(" "),
    { kind: "strike", of: [text("d")] },
  ]);
  for (const plain of ["1 * 2 * 3", "snake_case_name", "a*b*c", "**", "* a*", "*a\u00a0*"])
    expect(inline(plain), plain).toEqual([text(plain)]);
});

test("a style ends on its own line and never inside code or brackets", () => {
  expect(inline("*a\nb*")).toEqual([text("*a"), { kind: "break" }, text("b*")]);
  expect(inline("*a `b*` c*")).toEqual([{ kind: "bold", of: [text("a "), { kind: "code", text: "b*" }, text(" c")] }]);
});

test("mentions, channels, groups, broadcasts and dates are read from their brackets", () => {
  expect(inline("<@U1> <@W2|x> <#C1|c> <!subteam^S1> <!here>")?.filter(({ kind }) => kind !== "text")).toEqual([
    { kind: "person", id: "U1" },
    { kind: "person", id: "W2", label: "x" },
    { kind: "channel", id: "C1", label: "c" },
    { kind: "usergroup", id: "S1" },
    { kind: "broadcast", range: "here" },
  ]);
  expect(inline("<!date^1700000000^{date} at {time}^https://a.test|then>")).toEqual([
    { kind: "date", seconds: 1_700_000_000, format: "{date} at {time}", fallback: "then", href: "https://a.test" },
  ]);
});

test("what was escaped stays text: it never becomes a mention, a link or a style of its own", () => {
  expect(inline("&lt;!channel&gt; &lt;@U1&gt; &lt;https://a.test|b&gt; &amp;lt;")).toEqual([
    text("<!channel> <@U1> <"),
    { kind: "link", href: "https://a.test", label: "https://a.test" },
    text("|b> &lt;"),
  ]);
});

test("only harmless addresses are links", () => {
  for (const address of [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "//evil.test",
    "/ui/act",
    "file:///etc/passwd",
  ]) {
    expect(inline(`<${address}|press>`), address).toEqual([text(`<${address}|press>`)]);
  }
  expect(inline("<https://a.test?x=1&amp;y=2|press>")).toEqual([
    { kind: "link", href: "https://a.test?x=1&y=2", label: "press" },
  ]);
  expect(inline("<mailto:a@b.test>")).toEqual([{ kind: "link", href: "mailto:a@b.test", label: "a@b.test" }]);
});

test("bare addresses are links without the full stop after them, and stay text when the text is verbatim", () => {
  expect(inline("see http://a.test/b_c_d.")).toEqual([
    text("see "),
    { kind: "link", href: "http://a.test/b_c_d", label: "http://a.test/b_c_d" },
    text("."),
  ]);
  expect(parseMrkdwn("http://a.test", { verbatim: true })).toEqual([
    { kind: "paragraph", of: [text("http://a.test")] },
  ]);
});

test("quotes and preformatted text are blocks of their own", () => {
  expect(parseMrkdwn("> a\nb ```*c* &lt;``` d")).toEqual([
    { kind: "quote", of: [text("a")] },
    { kind: "paragraph", of: [text("b ")] },
    { kind: "preformatted", text: "*c* <" },
    { kind: "paragraph", of: [text(" d")] },
  ]);
  expect(parseMrkdwn(">>> a\nb")).toEqual([{ kind: "quote", of: [text("a"), { kind: "break" }, text("b")] }]);
});

test("known short codes are emoji, with their skin tone; unknown ones stay text", () => {
  expect(inline(":key: :+1::skin-tone-3: :no_such_thing:")).toEqual([
    { kind: "emoji", name: "key" },
    text(" "),
    { kind: "emoji", name: "+1", skinTone: 3 },
    text(" :no_such_thing:"),
  ]);
});

test("a text of nothing but forty thousand marks is read, in one pass and not one for each mark", () => {
  for (const marks of ["*<", "`*_~", "*a ", "<@", "::", "http://"]) {
    expect(parseMrkdwn(marks.repeat(40_000 / marks.length)), marks).toHaveLength(1);
  }
});

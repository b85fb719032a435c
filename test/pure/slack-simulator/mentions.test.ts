// What a message really contains: live mentions and links are found, and hostile text that is shown safely holds none.
import fc from "fast-check";
import { expect, test } from "vitest";
import { mentionsIn } from "../../../playground/slack/mentions.ts";
import { visibleText } from "../../../playground/slack/visible-text.ts";
import { plain } from "./small-world.ts";

const mrkdwn = (text: string, more = {}) => ({ type: "section", text: { type: "mrkdwn", text, ...more } });
const pieces = (...elements: Record<string, string>[]) => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements }],
});

const short = (message: Parameters<typeof mentionsIn>[0]) =>
  mentionsIn(message).map(({ kind, target }) => `${kind} ${target}`);

test("mentions and links in mrkdwn are found with their places", () => {
  expect(mentionsIn({ blocks: [mrkdwn("<@U1> <!subteam^S1|@ops>")] })).toEqual([
    { kind: "user", target: "U1", where: "/blocks/0/text/text", auto: false },
    { kind: "usergroup", target: "S1", where: "/blocks/0/text/text", auto: false },
  ]);
  expect(short({ text: "<#C1|talk> <!channel> <https://x.y|click> <mailto:a@b.c>" })).toEqual([
    "channel C1",
    "broadcast channel",
    "link https://x.y",
    "link mailto:a@b.c",
  ]);
  expect(short({ attachments: [{ text: "<@U2>", blocks: [mrkdwn("<!here>")] }] })).toEqual([
    "user U2",
    "broadcast here",
  ]);
});

test("rich text mentions by its own pieces", () => {
  const blocks = [
    pieces(
      { type: "user", user_id: "U1" },
      { type: "broadcast", range: "everyone" },
      { type: "link", url: "https://x.y" },
    ),
  ];
  expect(short({ blocks })).toEqual(["user U1", "broadcast everyone", "link https://x.y"]);
});

test("a bare address becomes a link in mrkdwn, unless it is verbatim", () => {
  expect(mentionsIn({ blocks: [mrkdwn("see https://x.y now")] })).toMatchObject([
    { kind: "link", target: "https://x.y", auto: true },
  ]);
  expect(mentionsIn({ blocks: [mrkdwn("see https://x.y now", { verbatim: true })] })).toEqual([]);
});

test("a date is no mention, unless it links", () => {
  expect(short({ text: "<!date^1700000000^{date}|then>" })).toEqual([]);
  expect(short({ text: "<!date^1700000000^{date}^https://x.y|then>" })).toEqual(["link https://x.y"]);
});

test("hostile text is inert in plain_text, in the text of rich text, and escaped", () => {
  const hostile = fc.array(
    fc.oneof(fc.string(), fc.constantFrom("<!channel>", "<@U1>", "<https://x.y|z>", "<!subteam^S1>", "<", ">", "&")),
  );
  fc.assert(
    fc.property(hostile, (parts) => {
      const text = parts.join("");
      const escaped = text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
      const blocks = [
        { type: "section", text: plain(text) },
        pieces({ type: "text", text }),
        mrkdwn(escaped, { verbatim: true }),
      ];
      expect(mentionsIn({ blocks })).toEqual([]);
    }),
  );
});

test("visible text is what a reader sees: the blocks where there are any", () => {
  const blocks = [
    mrkdwn("a &lt; b"),
    pieces({ type: "text", text: "by " }, { type: "user", user_id: "U1" }),
    { type: "actions", elements: [{ type: "button", text: plain("Go") }] },
  ];
  expect(visibleText({ text: "fallback", blocks })).toBe("a < b\nby U1\nGo");
  expect(visibleText({ text: "only &amp; text" })).toBe("only & text");
});

// The words that everything is made of: cleaning, escaping, mentions, rules, moments.
import { describe, expect, test } from "vitest";
import type { Rule } from "../../../src/domain/flow.ts";
import {
  code,
  dateToken,
  escapeMrkdwn,
  fromFlow,
  joined,
  link,
  mentionOf,
  mrkdwn,
  prose,
} from "../../../src/slack/words/escape.ts";
import { mention, sayRule, sayRules } from "../../../src/slack/words/people.ts";
import { line, plain } from "../../../src/slack/words/plain.ts";
import { plainWhen, sayTimeLeft, sayWhen } from "../../../src/slack/words/when.ts";
import { HOUR_MS, MINUTE_MS, NOON } from "../../fakes/samples.ts";

describe("a text that people typed", () => {
  test.each([
    ["is kept as it is", "Grüße, 字 & <b>", "Grüße, 字 & <b>"],
    ["keeps its lines and tabs", "a\r\nb\rc\u2028d\te", "a\nb\nc\nd\te"],
    ["loses controls", "a\u0000b\u001Bc\u009Fd", "abcd"],
    ["loses what turns the direction of reading", "\u202Egnp.exe\u202C \u2066x\u2069", "gnp.exe x"],
    ["loses what nobody sees", "pay\u200Bpal\u00AD\uFEFF\u2060\u3164", "paypal"],
    ["loses hidden tags", "hi\u{E0041}\u{E0042}", "hi"],
    ["keeps an emoji of several parts", "👨‍👩‍👧 ❤️ 👍🏽 1️⃣", "👨‍👩‍👧 ❤️ 👍🏽 1️⃣"],
    ["loses parts of emoji that belong to none", "a\u200Db\uFE0F\uFE0F", "ab"],
    ["gets a sign for half a character", "a\uD800b", "a\uFFFDb"],
    ["loses the space around it", "  a \n", "a"],
  ])("%s", (_name, typed, shown) => {
    expect(plain(typed, 1_000)).toBe(shown);
    expect(plain(plain(typed, 1_000), 1_000)).toBe(shown);
  });

  test("shows nothing that nobody can see, whatever character of the basic plane it is", () => {
    const unseen = /[^\P{Cc}\n\t]|\p{Default_Ignorable_Code_Point}|[\u2028\u2029]/u;
    const letters = Array.from({ length: 0x10000 }, (_, unit) => plain(`a${String.fromCharCode(unit)}b`, 10));
    expect(letters.filter((text) => unseen.test(text) || !text.isWellFormed())).toEqual([]);
  });

  test("is cut with an ellipsis, and never through a character", () => {
    expect(plain("abcdef", 6)).toBe("abcdef");
    expect(plain("abcdefg", 6)).toBe("abcde…");
    expect(plain("ab👍cd", 4)).toBe("ab…");
    expect(plain("ab👍cd", 5)).toBe("ab👍…");
  });

  test("becomes one line where there is room for one", () => {
    expect(line(" a\n\n b\t\u00A0c ", 100)).toBe("a b c");
  });
});

describe("mrkdwn", () => {
  test("escapes what is put into it, and nothing twice", () => {
    expect(escapeMrkdwn("<!channel> & &amp;")).toBe("&lt;!channel&gt; &amp; &amp;amp;");
    const inner = mrkdwn`*${"<@U1>"}*`;
    expect(mrkdwn`${inner} and ${"a\nb"} and ${7}`.mrkdwn).toBe("*&lt;@U1&gt;* and a b and 7");
  });

  test("cuts a value to 150 characters, entities included, and never inside an entity or a character", () => {
    expect(mrkdwn`${"x".repeat(150)}`.mrkdwn).toBe("x".repeat(150));
    expect(mrkdwn`${"x".repeat(151)}`.mrkdwn).toBe(`${"x".repeat(149)}…`);
    expect(mrkdwn`${"<".repeat(200)}`.mrkdwn).toBe(`${"&lt;".repeat(37)}…`);
    expect(mrkdwn`${"👍".repeat(200)}`.mrkdwn).toBe(`${"👍".repeat(74)}…`);
    expect(prose("<".repeat(600)).mrkdwn).toBe(`${"&lt;".repeat(124)}…`);
  });

  test("leaves out what is not there when pieces are joined", () => {
    expect(joined([mrkdwn`a`, null, mrkdwn`b`], ", ").mrkdwn).toBe("a, b");
  });

  test("shows an id letter by letter", () => {
    expect(code("ro`le <x>").mrkdwn).toBe("`ro'le &lt;x&gt;`");
    expect(code(" ").mrkdwn).toBe("`?`");
  });

  test("mentions ids and nothing else", () => {
    expect(mentionOf("person", "U0BEN").mrkdwn).toBe("<@U0BEN>");
    expect(mentionOf("person", "U0BEN|x").mrkdwn).toBe("`U0BEN|x`");
    expect(mentionOf("channel", "!channel").mrkdwn).toBe("`!channel`");
    expect(mentionOf("usergroup", "S0DBA").mrkdwn).toBe("<!subteam^S0DBA>");
    expect(mention("E0ORG/W0KIM").mrkdwn).toBe("<@W0KIM>");
  });

  test("links only to web addresses, and shows the words otherwise", () => {
    expect(link("https://example.slack.com/a?b=1&c=2", "a|b>").mrkdwn).toBe(
      "<https://example.slack.com/a?b=1&amp;c=2|a/b&gt;>",
    );
    expect(link("javascript:alert(1)", "here").mrkdwn).toBe("here");
    expect(link("https://x.example|y", "here").mrkdwn).toBe("here");
  });

  test("takes what a Flow's implementer wrote as it is", () => {
    expect(fromFlow("see <https://wiki.example.com|the wiki>", 100).mrkdwn).toBe(
      "see <https://wiki.example.com|the wiki>",
    );
  });
});

describe("a rule", () => {
  const people = (...names: string[]): Rule => ({ kind: "people", ids: names });
  const outside = (label: string): Rule => ({
    kind: "outside",
    source: { kind: "opsgenie_schedule", label, schedule: "4513b7ea", apiKey: "OPSGENIE_KEY", region: "eu" },
  });

  test.each<[string, Rule, string]>([
    ["of nobody", people(), "nobody"],
    ["of one", people("U1"), "<@U1>"],
    ["of three", people("U1", "U2", "U3"), "<@U1>, <@U2> or <@U3>"],
    ["of anybody", { kind: "anyone" }, "any full member of this workspace"],
    ["over who is on call", outside("Database <first>"), "whoever is on call in Database &lt;first&gt;"],
    [
      "over a group of Okta",
      {
        kind: "outside",
        source: {
          kind: "okta_group",
          label: "Database people",
          org: "https://example.okta.com",
          group: "00g1emaKYZTWRYYRRTSK",
          apiToken: "OKTA_TOKEN",
          allowLoopback: false,
        },
      },
      "a member of Database people",
    ],
    [
      "over a group of Google",
      {
        kind: "outside",
        source: {
          kind: "google_group",
          label: "Cloud people",
          group: "03x8tuzt3hqdv5v",
          serviceAccount: "GOOGLE_KEY",
          subject: "sym@example.com",
          allowLoopback: false,
        },
      },
      "a member of Cloud people",
    ],
    [
      "of several kinds, each named once",
      {
        kind: "any_of",
        rules: [
          people("U1"),
          { kind: "any_of", rules: [people("U1"), { kind: "channel", id: "C1" }] },
          { kind: "usergroup", id: "S1" },
        ],
      },
      "<@U1>, anyone in <#C1> or a member of <!subteam^S1>",
    ],
  ])("%s", (_name, rule, said) => {
    expect(sayRule(rule).mrkdwn).toBe(said);
  });

  test("of many names twenty and counts the rest", () => {
    const said = sayRule(people(...Array.from({ length: 55 }, (_, index) => `U${index}`))).mrkdwn;
    expect(said.match(/<@/g)).toHaveLength(20);
    expect(said).toMatch(/<@U19> or 35 more$/);
  });

  test("said twice is said once", () => {
    expect(sayRules([people("U1"), people("U1")]).mrkdwn).toBe("<@U1>");
    expect(sayRules([]).mrkdwn).toBe("nobody");
  });
});

describe("a moment", () => {
  test("is in the reader's zone, with the requester's for those that cannot", () => {
    expect(sayWhen(NOON, "America/New_York").mrkdwn).toBe(
      `<!date^${NOON / 1_000}^{date_short_pretty} at {time}|1 Oct 2026, 08:00 GMT-4>`,
    );
    expect(sayWhen(NOON, "America/New_York", "until ").mrkdwn).toBe(
      `<!date^${NOON / 1_000}^until {date_short_pretty} at {time}|until 1 Oct 2026, 08:00 GMT-4>`,
    );
    expect(plainWhen(NOON, "Europe/Berlin")).toMatch(/^1 Oct 2026, 14:00 /);
    expect(plainWhen(Date.UTC(2026, 0, 31), "UTC")).toBe("31 Jan 2026, 00:00 UTC");
  });

  test("in a zone that nobody knows is in UTC", () => {
    expect(plainWhen(NOON, "Mars/<!channel>")).toBe("1 Oct 2026, 12:00 UTC");
  });

  test("is a whole second, and its other words stay inside their place", () => {
    expect(dateToken(1_790_856_000.9, "{time}", "a|b>").mrkdwn).toBe("<!date^1790856000^{time}|a/b&gt;>");
  });

  test.each([
    [2 * HOUR_MS + 5 * MINUTE_MS + 59_999, "2 hours 5 minutes left"],
    [MINUTE_MS, "1 minute left"],
    [MINUTE_MS - 1, "less than a minute left"],
    [0, "time is up"],
    [-1, "time is up"],
  ])("%d ms away is said as %s", (leftMs, said) => {
    expect(sayTimeLeft(NOON + leftMs, NOON).mrkdwn).toBe(said);
  });
});

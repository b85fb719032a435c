// What hostile text can do to the page's markup: nothing but stand there as text.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject, ModalState, Snapshot, VisibleMessage } from "../../../playground/slack/types.ts";
import { type DrawnPage, loadDrawnPage } from "./drawn-page.ts";
import { createSmallWorld } from "./small-world.ts";

const page: DrawnPage = await loadDrawnPage();
const { simulator } = createSmallWorld();
const snapshot: Snapshot = simulator.snapshotFor("UBEN");

const message = (text: string, blocks: JsonObject[] = []): VisibleMessage => ({
  channel: "CREQUESTS",
  ts: "1700000000.000100",
  user: "USYM",
  botId: "BSYM",
  text,
  blocks,
  attachments: [],
  ephemeral: false,
  edited: false,
  permalink: "https://acme.slack.com/archives/CREQUESTS/p1700000000000100",
  values: {},
});
const section = (type: "mrkdwn" | "plain_text", text: string): JsonObject => ({
  type: "section",
  block_id: type,
  text: { type, text },
});
const modal = (text: string): ModalState => ({
  id: "V1",
  externalId: "",
  callbackId: "form",
  hash: "1",
  title: text,
  submit: text,
  close: text,
  blocks: [
    {
      type: "input",
      block_id: "one",
      label: { type: "plain_text", text },
      hint: { type: "plain_text", text },
      element: { type: "plain_text_input", action_id: "one", placeholder: { type: "plain_text", text } },
    },
    {
      type: "input",
      block_id: "two",
      label: { type: "plain_text", text },
      element: { type: "radio_buttons", action_id: "two", options: [{ value: text, text: { type: "mrkdwn", text } }] },
    },
  ],
  values: { one: { one: { type: "plain_text_input", value: text } } },
  errors: { one: text },
  privateMetadata: "",
  depth: 1,
  level: 1,
  submitting: false,
});

/** Every tag with its attributes, as a browser would read them: text inside quotes cannot open one. */
const tagsOf = (markup: string): { name: string; attributes: string }[] =>
  [...markup.matchAll(/<([a-z][a-z0-9]*)((?:\s+[a-zA-Z-]+(?:="[^"]*")?)*)\s*\/?>/g)].map(
    ([, name = "", attributes = ""]) => ({
      name,
      attributes,
    }),
  );

const OURS = new Set(
  "article div span button svg path time strong em s code pre blockquote br a h2 h3 header footer p label input textarea".split(
    " ",
  ),
);

const expectHarmless = (markup: string): void => {
  for (const { name, attributes } of tagsOf(markup)) {
    expect(OURS, markup).toContain(name);
    expect(attributes.replaceAll(/"[^"]*"/g, '""'), markup).not.toMatch(
      /\s(?:on[a-z]+|src|srcset|srcdoc|formaction|action)=/i,
    );
    const href = /\shref="([^"]*)"/.exec(attributes)?.[1];
    if (href !== undefined) expect(href, markup).toMatch(/^(?:https?:|mailto:|tel:)/i);
  }
  // All that is left between tags is escaped text.
  expect(markup.replace(/<\/?[a-z][a-z0-9]*(?:\s+[a-zA-Z-]+(?:="[^"]*")?)*\s*\/?>/g, ""), markup).not.toContain("<");
};

const HOSTILE = [
  '<img src=x onerror="alert(1)">',
  "</textarea></div><script>alert(1)</script>",
  "&lt;script&gt;alert(1)&lt;/script&gt;",
  "<javascript:alert(1)|press>",
  '<https://a.test/"onmouseover="alert(1)|x>',
  "<https://a.test|<b>bold</b>>",
  '"><svg onload=alert(1)>',
  "*<i>* _`<u>`_ ~<s>~ ```<pre>```",
  "> <blockquote onclick=x>",
  "<!date^1^{date}^javascript:alert(1)|<b>>",
  "<!date^99999999999999999^{date}|never>",
  "<@UBEN|<img>> <#CENG|\"> <!subteam^SLEADS|'>",
  "\u202e\u0000\ud800 \u{1f600}",
  "__proto__ constructor {{7*7}}",
];

test("hostile texts in a message stand there as text", () => {
  for (const text of HOSTILE) {
    expectHarmless(page.drawMessage(snapshot, message(text)));
    expectHarmless(page.drawMessage(snapshot, message("", [section("mrkdwn", text), section("plain_text", text)])));
  }
});

test("hostile texts in a form stand there as text, in labels, values, options and errors", () => {
  for (const text of HOSTILE) expectHarmless(page.drawModal(snapshot, modal(text)));
});

test("random texts of everything that means something never become markup", () => {
  const word = fc.constantFrom(
    ..."< > & \" ' * _ ~ ` | ! @ # ^ : / \n a B 1 = ( )".split(" "),
    "javascript:",
    "https://a.test",
    "&lt;",
    "&gt;",
    "&amp;",
    "<script>",
    "<@UBEN>",
    "```",
    "onload=",
  );
  const text = fc.array(word, { maxLength: 40 }).map((words) => words.join(""));
  fc.assert(
    fc.property(text, (source) => {
      expectHarmless(page.drawMessage(snapshot, message(source)));
    }),
    { numRuns: 200 },
  );
});

test("mentions are shown by name, escaped ones and unknown people as they are written", () => {
  const markup = page.drawMessage(snapshot, message("<@UANA> <!subteam^SLEADS> &lt;!channel&gt; <@UNOBODY>"));
  expect(markup).toContain(">@Ana<");
  expect(markup).toContain(">@db-leads<");
  expect(markup).toContain("&lt;!channel&gt;");
  expect(markup).toContain(">@UNOBODY<");
  expect(markup).not.toContain(">@channel<");
});

test("plain text keeps its stars and its tags, and decodes what Slack escaped, once", () => {
  const markup = page.drawMessage(snapshot, message("", [section("plain_text", "*a* &amp;lt; <b>")]));
  expect(markup).toContain("*a* &amp;lt; &lt;b&gt;");
});

test("a link into the workspace leads to its conversation and not out of the page", () => {
  const markup = page.drawMessage(
    snapshot,
    message("<https://acme.slack.com/archives/CREQUESTS/p1700000000000100|the card>"),
  );
  expect(markup).toMatch(/<button[^>]*>the card<\/button>/);
  expect(markup).not.toContain("href=");
});

test("what only this person sees, and what was changed, is said so", () => {
  const markup = page.drawMessage(snapshot, { ...message("hello"), ephemeral: true, edited: true });
  expect(markup).toContain("Only visible to you");
  expect(markup).toContain("(edited)");
});

test("a block that the page does not draw says so instead of vanishing", () => {
  const markup = page.drawMessage(snapshot, message("", [{ type: "video", block_id: "v", title: "x" }]));
  expect(markup).toContain("does not draw blocks of type video");
});

test("a field with an error names it and is marked, and its label belongs to it", () => {
  const markup = page.drawModal(snapshot, { ...modal("Reason"), errors: { one: "Say more." } });
  const field = /<input[^>]*aria-describedby="([^"]+)"[^>]*>/.exec(markup)?.[0] ?? "";
  const id = /\sid="([^"]+)"/.exec(field)?.[1] ?? "none";
  expect(field).toContain('aria-invalid="true"');
  expect(markup).toContain(`for="${id}"`);
  expect(markup).toMatch(new RegExp(`id="${id}-error"[^>]*role="alert".*Say more\\.`));
});

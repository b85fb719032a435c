// The few Block Kit pieces that Sym's messages and modals are made of. Text of people goes into `plain_text` or rich text;
// mrkdwn is taken only as `Mrkdwn`, so that nothing else can come to stand there.
import type {
  ActionsBlock,
  AnyMessageBlock,
  Button,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  MrkdwnTextField,
  PlainTextField,
  RichTextBlock,
  RichTextQuote,
  RichTextSection,
  SectionBlock,
} from "slack-edge";
import type { Mrkdwn, MrkdwnText } from "../words/escape.ts";
import { line, plain } from "../words/plain.ts";

/** A message without its address. `text` is what notifications and screen readers say. Unfurling is the sender's to forbid. */
export interface Message {
  readonly text: MrkdwnText;
  readonly blocks: AnyMessageBlock[];
}

const HEADER_MAX = 150;
const CONFIRM_MAX = { title: 100, text: 300, button: 30 } as const;

/** All text of a message together stays below this: Slack's own limit is not written down, and a little above it. */
export const MESSAGE_TEXT_MAX = 12_000;

/** Characters of all texts in it, at any depth. */
export function textIn(part: unknown): number {
  if (typeof part !== "object" || part === null) return 0;
  return Object.entries(part).reduce(
    (sum, [name, value]) => sum + (name === "text" && typeof value === "string" ? value.length : textIn(value)),
    0,
  );
}

/** As many from the front as have room in so many characters. */
export function fitting<T extends object>(parts: readonly T[], most: number): T[] {
  let left = most;
  const end = parts.findIndex((part) => {
    left -= "mrkdwn" in part && typeof part.mrkdwn === "string" ? part.mrkdwn.length : textIn(part);
    return left < 0;
  });
  return parts.slice(0, end === -1 ? parts.length : end);
}

/** Our own words, where Slack takes no markup. Emoji short codes in them are drawn. */
export const words = (text: string, max: number): PlainTextField => ({
  type: "plain_text",
  text: line(text, max) || "–",
  emoji: true,
});

/** `verbatim`: Slack turns no word of it into a link or a channel by itself. */
const markup = (text: Mrkdwn): MrkdwnTextField => ({ type: "mrkdwn", text: text.mrkdwn, verbatim: true });

export const header = (text: string): HeaderBlock => ({ type: "header", text: words(text, HEADER_MAX) });
export const section = (text: Mrkdwn): SectionBlock => ({ type: "section", text: markup(text) });
export const divider = (): DividerBlock => ({ type: "divider" });
export const context = (...texts: readonly Mrkdwn[]): ContextBlock => ({
  type: "context",
  elements: texts.map(markup),
});

/** A section with a button at its right. */
export const sectionWith = (text: Mrkdwn, accessory: Button): SectionBlock => ({ ...section(text), accessory });

/** Facts in two columns, at most ten. */
export const facts = (pairs: readonly Mrkdwn[]): SectionBlock => ({
  type: "section",
  fields: pairs.slice(0, 10).map(markup),
});

export const actions = (...elements: readonly Button[]): ActionsBlock => ({ type: "actions", elements: [...elements] });

export interface ButtonSpec {
  readonly label: string;
  readonly actionId: string;
  readonly value: string;
  readonly style?: "primary" | "danger";
  readonly confirm?: { readonly title: string; readonly text: string; readonly yes: string; readonly no: string };
}

export const button = ({ label, actionId, value, style, confirm }: ButtonSpec): Button => ({
  type: "button",
  text: words(label, 75),
  action_id: actionId,
  value,
  ...(style === undefined ? {} : { style }),
  ...(confirm === undefined
    ? {}
    : {
        confirm: {
          title: words(confirm.title, CONFIRM_MAX.title),
          text: words(confirm.text, CONFIRM_MAX.text),
          confirm: words(confirm.yes, CONFIRM_MAX.button),
          deny: words(confirm.no, CONFIRM_MAX.button),
          ...(style === undefined ? {} : { style }),
        },
      }),
});

/** A text that people typed, set off as a quotation. Rich text: nothing in it acts. */
export const quote = (text: string, max: number): RichTextBlock => ({
  type: "rich_text",
  elements: [{ type: "rich_text_quote", elements: [{ type: "text", text: plain(text, max) || "–" }] }],
});

/** No longer than this, a question and its answer stand in one line. */
const ONE_LINE_MAX = 80;

/**
 * A question in bold and its answer, which may be people by their ids; `muted` answers are ours (left out). One with lines of its own is a quotation, so that
 * none of them can pass for another question. Rich text: nothing in it acts.
 */
export function question(
  label: string,
  { text, muted, people = [] }: { readonly text: string; readonly muted: boolean; readonly people?: readonly string[] },
): (RichTextSection | RichTextQuote)[] {
  const asked = { type: "text" as const, text: /\p{P}$/u.test(label) ? label : `${label}:`, style: { bold: true } };
  if (people.length > 0)
    return [
      {
        type: "rich_text_section",
        elements: [
          asked,
          ...people.flatMap((id) => [
            { type: "text" as const, text: " " },
            { type: "user" as const, user_id: id },
          ]),
        ],
      },
    ];
  const answer = { type: "text" as const, text, ...(muted ? { style: { italic: true } } : {}) };
  const isShort = !text.includes("\n") && label.length + text.length <= ONE_LINE_MAX;
  return isShort
    ? [{ type: "rich_text_section", elements: [asked, { type: "text", text: " " }, answer] }]
    : [
        { type: "rich_text_section", elements: [asked] },
        { type: "rich_text_quote", elements: [answer] },
      ];
}

// The only way into mrkdwn: whatever is put into a `mrkdwn` template is cleaned and escaped, unless it is mrkdwn already.
// Never makes a mention or a link out of anything that people typed.
import { cut, line } from "./plain.ts";

declare const safe: unique symbol;
/** Text that is safe where Slack reads mrkdwn. Made here only; a string to everybody else. */
export type MrkdwnText = string & { readonly [safe]: true };

/** A piece of mrkdwn, told apart from text while sentences are put together. */
export interface Mrkdwn {
  readonly mrkdwn: MrkdwnText;
}

/** A value inside a sentence is no longer than this, entities included; longer texts belong in rich text or `plain_text`. */
const INLINE_MAX = 150;
const PROSE_MAX = 500;
const LINE_MAX = 2_000;

const made = (text: string): Mrkdwn => ({ mrkdwn: text as MrkdwnText });

/** `&`, `<` and `>` as entities: without them nothing becomes a mention, a date or a link. */
export const escapeMrkdwn = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** One clean, escaped line of at most `max` characters: cut before a character, never inside its entity. */
function escapedLine(text: string, max: number): string {
  const whole = escapeMrkdwn(line(text, max));
  if (whole.length <= max) return whole;
  let kept = "";
  for (const character of line(text, max)) {
    const escaped = escapeMrkdwn(character);
    if (kept.length + escaped.length >= max) break;
    kept += escaped;
  }
  return `${kept}…`;
}

const inside = (value: string | number | Mrkdwn | undefined): string => {
  if (value === undefined) return "";
  return typeof value === "object" ? value.mrkdwn : escapedLine(String(value), INLINE_MAX);
};

/**
 * A sentence: values are cleaned, made one line, escaped and cut at 150 characters; `Mrkdwn` values go in as they are.
 * Example: mrkdwn`*${target.label}* until ${when}`.
 */
export const mrkdwn = (words: TemplateStringsArray, ...values: readonly (string | number | Mrkdwn)[]): Mrkdwn =>
  made(words.map((word, index) => word + inside(values[index])).join(""));

/** Pieces one after the other; null ones are left out. */
export const joined = (pieces: readonly (Mrkdwn | null)[], between: " " | ", " | "\n" | "  ·  "): Mrkdwn =>
  made(pieces.flatMap((piece) => (piece === null ? [] : [piece.mrkdwn])).join(between));

/** Safe text (such as a refusal in words) as a piece of a sentence. */
export const piece = (text: MrkdwnText): Mrkdwn => ({ mrkdwn: text });

/** A whole sentence of a strategy or of the rules, without its full stop: escaped like any text, cut only at 500 characters. */
export const prose = (text: string): Mrkdwn => made(escapedLine(text.trim().replace(/\.$/, ""), PROSE_MAX));

/** A text that stands by itself, with the full stop that it has or has not. Otherwise as `prose`. */
export const paragraph = (text: string): Mrkdwn => made(escapedLine(text.trim(), PROSE_MAX));

/** Mrkdwn that an implementer wrote in the Flow: trusted, and only cut. Never for what people typed. */
export const fromFlow = (text: string, max: number): Mrkdwn => made(cut(text, max));

/** An id, a level or an account: shown letter by letter, without any formatting of its own. */
export const code = (text: string): Mrkdwn => made(`\`${escapedLine(text.replaceAll("`", "'"), INLINE_MAX) || "?"}\``);

/** One line of ours that is to be copied letter by letter. */
export const codeLine = (text: string): Mrkdwn => made(`\`${escapedLine(text.replaceAll("`", "'"), LINE_MAX)}\``);

const MENTIONS = {
  person: { id: /^[UW][A-Z0-9]+$/, before: "@" },
  usergroup: { id: /^S[A-Z0-9]+$/, before: "!subteam^" },
  channel: { id: /^[CG][A-Z0-9]+$/, before: "#" },
} as const;

/** A live mention by id; what is not an id of that kind is only shown. */
export const mentionOf = (kind: keyof typeof MENTIONS, id: string): Mrkdwn =>
  MENTIONS[kind].id.test(id) ? made(`<${MENTIONS[kind].before}${id}>`) : code(id);

/** A link to a place that Slack or the configuration gave, never to one that people typed. */
export const link = (url: string, label: string): Mrkdwn =>
  /^https?:\/\/[^\s<>|]+$/.test(url)
    ? made(`<${url.replaceAll("&", "&amp;")}|${escapedLine(label.replaceAll("|", "/"), INLINE_MAX)}>`)
    : mrkdwn`${label}`;

/** A moment that Slack shows in the reader's zone. `format`: our own words and Slack's tokens. `fallback` is for clients that cannot. */
export const dateToken = (epochSeconds: number, format: string, fallback: string): Mrkdwn =>
  made(`<!date^${Math.floor(epochSeconds)}^${format}|${escapedLine(fallback.replaceAll("|", "/"), INLINE_MAX)}>`);

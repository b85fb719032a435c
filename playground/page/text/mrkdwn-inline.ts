// What stands inside a line of mrkdwn: styles, code, links, mentions, dates, emoji, line breaks.
// Never trusts an address: one that is not of a harmless scheme stays the text that it was.
import { emojiNamed } from "./emoji.ts";
import { decodeEntities } from "./entities.ts";
import { parseAngle } from "./mrkdwn-angle.ts";
import { isWord, type Spans, type StyleMark, spansOf } from "./mrkdwn-spans.ts";

export type Inline =
  | { kind: "text"; text: string }
  | { kind: "break" }
  | { kind: "bold" | "italic" | "strike"; of: Inline[] }
  | { kind: "code"; text: string }
  | { kind: "emoji"; name: string; skinTone?: number }
  | AngleInline;

/** What Slack writes between angle brackets. */
export type AngleInline =
  | { kind: "link"; href: string; label: string }
  | { kind: "person"; id: string; label?: string }
  | { kind: "channel"; id: string; label?: string }
  | { kind: "usergroup"; id: string; label?: string }
  | { kind: "broadcast"; range: "here" | "channel" | "everyone" }
  | { kind: "date"; seconds: number; format: string; fallback: string; href?: string };

const STYLES = { "*": "bold", _: "italic", "~": "strike" } as const;
const EMOJI = /:([a-z0-9_+'-]+):(?::skin-tone-([2-6]):)?/iy;
const ADDRESS = /https?:\/\/(?:(?!&lt;|&gt;)[^\s<>|"`])+/iy;

/** The pieces of one paragraph. `verbatim`: bare addresses stay text. */
export const parseInline = (source: string, options: { verbatim?: boolean } = {}): Inline[] =>
  piecesBetween({ source, spans: spansOf(source), autolink: options.verbatim !== true }, 0, source.length, "");

type Text = { source: string; spans: Spans; autolink: boolean };
type Found = { piece: Inline; end: number };

const piecesBetween = (text: Text, start: number, end: number, openStyles: string): Inline[] => {
  const pieces: Inline[] = [];
  let plainFrom = start;
  const flush = (to: number): void => {
    if (to > plainFrom) pieces.push({ kind: "text", text: decodeEntities(text.source.slice(plainFrom, to)) });
  };
  let at = start;
  while (at < end) {
    const found = pieceAt(text, at, end, openStyles);
    if (found === undefined || found.end > end) {
      at += 1;
      continue;
    }
    flush(at);
    pieces.push(found.piece);
    at = found.end;
    plainFrom = at;
  }
  flush(end);
  return pieces;
};

const pieceAt = (text: Text, at: number, end: number, openStyles: string): Found | undefined => {
  const mark = text.source[at];
  switch (mark) {
    case "\n":
      return { piece: { kind: "break" }, end: at + 1 };
    case "<":
      return angleAt(text, at);
    case "`":
      return codeAt(text, at);
    case ":":
      return emojiAt(text, at);
    case "*":
    case "_":
    case "~":
      return openStyles.includes(mark) ? undefined : styleAt(text, at, end, mark, openStyles);
    case "h":
    case "H":
      return text.autolink ? addressAt(text, at) : undefined;
    default:
      return undefined;
  }
};

const angleAt = ({ source, spans }: Text, at: number): Found | undefined => {
  const end = spans.angleEnd(at);
  const piece = end < 0 ? undefined : parseAngle(source.slice(at + 1, end));
  return piece === undefined ? undefined : { piece, end: end + 1 };
};

const codeAt = ({ source, spans }: Text, at: number): Found | undefined => {
  const end = spans.codeEnd(at);
  return end < 0
    ? undefined
    : { piece: { kind: "code", text: decodeEntities(source.slice(at + 1, end)) }, end: end + 1 };
};

const emojiAt = ({ source }: Text, at: number): Found | undefined => {
  EMOJI.lastIndex = at;
  const match = EMOJI.exec(source);
  const name = match?.[1]?.toLowerCase();
  if (match === null || name === undefined || emojiNamed(name) === undefined) return undefined;
  const tone = match[2] === undefined ? {} : { skinTone: Number(match[2]) };
  return { piece: { kind: "emoji", name, ...tone }, end: at + match[0].length };
};

const addressAt = ({ source }: Text, at: number): Found | undefined => {
  if (isWord(source[at - 1])) return undefined;
  ADDRESS.lastIndex = at;
  const address = ADDRESS.exec(source)?.[0].replace(/[.,;:!?)\]}'*_~]+$/, "");
  const piece = address === undefined ? undefined : parseAngle(address);
  return address === undefined || piece?.kind !== "link" ? undefined : { piece, end: at + address.length };
};

const styleAt = (text: Text, at: number, end: number, mark: StyleMark, openStyles: string): Found | undefined => {
  const next = text.source[at + 1] ?? " ";
  if (isWord(text.source[at - 1]) || /\s/.test(next) || next === mark) return undefined;
  const close = text.spans.closer(mark, at + 2);
  if (close < 0 || close >= end) return undefined;
  return { piece: { kind: STYLES[mark], of: piecesBetween(text, at + 1, close, openStyles + mark) }, end: close + 1 };
};

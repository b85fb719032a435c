// Slack's mrkdwn as a tree: paragraphs, quotes and code blocks of inline pieces.
// Never makes HTML and never decodes an entity before its text is cut out, so nothing that was escaped can come alive.
import { decodeEntities } from "./entities.ts";
import { type Inline, parseInline } from "./mrkdwn-inline.ts";

export type { Inline } from "./mrkdwn-inline.ts";

export type MrkdwnBlock =
  | { kind: "paragraph"; of: Inline[] }
  | { kind: "quote"; of: Inline[] }
  | { kind: "preformatted"; text: string };

export type MrkdwnOptions = {
  /** True: bare addresses stay text, as in a text object with `verbatim`. */
  verbatim?: boolean;
};

const FENCE = "```";
/** A quote's mark as bots send it, and as Slack stores what people type. */
const QUOTE_MARK = /^(?:>|&gt;)(?!(?:>|&gt;){2}) ?/;
const QUOTE_REST_MARK = /^(?:>|&gt;){3} ?/;

/** The tree of one mrkdwn text. Every input has one; what is not understood stays text. */
export const parseMrkdwn = (source: string, options: MrkdwnOptions = {}): MrkdwnBlock[] => {
  const blocks: MrkdwnBlock[] = [];
  let rest = source;
  while (rest.length > 0) {
    const open = rest.indexOf(FENCE);
    const close = open < 0 ? -1 : rest.indexOf(FENCE, open + FENCE.length);
    const fenced = close < 0 ? "" : rest.slice(open + FENCE.length, close);
    if (fenced.trim() === "") {
      blocks.push(...proseBlocks(rest, options));
      break;
    }
    blocks.push(...proseBlocks(rest.slice(0, open).replace(/\n$/, ""), options));
    blocks.push({ kind: "preformatted", text: decodeEntities(fenced.replace(/^\n/, "").replace(/\n$/, "")) });
    rest = rest.slice(close + FENCE.length).replace(/^\n/, "");
  }
  return blocks;
};

const proseBlocks = (source: string, options: MrkdwnOptions): MrkdwnBlock[] => {
  if (source === "") return [];
  const runs: { quoted: boolean; lines: string[] }[] = [];
  let quotesRest = false;
  for (const line of source.split("\n")) {
    const opensRest: boolean = !quotesRest && QUOTE_REST_MARK.test(line);
    quotesRest ||= opensRest;
    const quoted = quotesRest || QUOTE_MARK.test(line);
    const bare = opensRest ? line.replace(QUOTE_REST_MARK, "") : quotesRest ? line : line.replace(QUOTE_MARK, "");
    const last = runs.at(-1);
    if (last?.quoted === quoted) last.lines.push(bare);
    else runs.push({ quoted, lines: [bare] });
  }
  return runs.map(({ quoted, lines }) => ({
    kind: quoted ? "quote" : "paragraph",
    of: parseInline(lines.join("\n"), options),
  }));
};

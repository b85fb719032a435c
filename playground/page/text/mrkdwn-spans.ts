// Where brackets, code and styles end in a line of mrkdwn, found for the whole text in one pass each.
// Never looks ahead per mark: a hostile text of nothing but marks must not take quadratic time.

export type Spans = {
  /** Where the bracket that opens at `at` closes, if it does so on its line and holds no other; else -1. */
  angleEnd(at: number): number;
  /** Where the code that opens at `at` ends, if it holds something and does so on its line; else -1. */
  codeEnd(at: number): number;
  /** The first place at or after `from`, on its line, where this style mark can close; else -1. */
  closer(mark: StyleMark, from: number): number;
};

export type StyleMark = "*" | "_" | "~";
export const STYLE_MARKS: readonly StyleMark[] = ["*", "_", "~"];

export const isWord = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}]/u.test(char);

export const spansOf = (source: string): Spans => {
  const angleEnds = endsOf(source, "<", ">", 0);
  const codeEnds = endsOf(source, "`", "`", 1);
  const covered = coveredBy(source, angleEnds, codeEnds);
  const closers = new Map(STYLE_MARKS.map((mark) => [mark, closersOf(source, mark, covered)]));
  return {
    angleEnd: (at) => angleEnds[at] ?? -1,
    codeEnd: (at) => codeEnds[at] ?? -1,
    closer: (mark, from) => closers.get(mark)?.[from] ?? -1,
  };
};

const endsOf = (source: string, open: string, close: string, atLeast: number): Int32Array => {
  const ends = new Int32Array(source.length).fill(-1);
  let end = -1;
  for (let at = source.length - 1; at >= 0; at -= 1) {
    const char = source[at];
    if (char === "\n") end = -1;
    else if (char === open) {
      ends[at] = end - at > atLeast ? end : -1;
      end = close === open ? at : -1;
    } else if (char === close) end = at;
  }
  return ends;
};

/** 1 for every place inside brackets or code, where a style mark means nothing. */
const coveredBy = (source: string, angleEnds: Int32Array, codeEnds: Int32Array): Uint8Array => {
  const covered = new Uint8Array(source.length);
  for (let at = 0; at < source.length; at += 1) {
    const end = Math.max(angleEnds[at] ?? -1, codeEnds[at] ?? -1);
    if (end < 0) continue;
    covered.fill(1, at, end + 1);
    at = end;
  }
  return covered;
};

const closersOf = (source: string, mark: StyleMark, covered: Uint8Array): Int32Array => {
  const closers = new Int32Array(source.length + 1).fill(-1);
  let closer = -1;
  for (let at = source.length - 1; at >= 0; at -= 1) {
    if (source[at] === "\n") closer = -1;
    else if (source[at] === mark && covered[at] === 0 && !/\s/.test(source[at - 1] ?? " ") && !isWord(source[at + 1]))
      closer = at;
    closers[at] = closer;
  }
  return closers;
};

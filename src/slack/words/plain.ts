// What people typed, made fit to be shown: no control, direction-changing or invisible characters, never longer than asked.
// Never escapes: what it gives is for `plain_text` and rich text, where nothing acts.

const LINE_ENDS = /\r\n?|[\u0085\u2028\u2029]/g;
const CONTROLS = /[^\P{Cc}\n\t]|[\uFFF9-\uFFFB]/gu;
/** Zero-width, direction-changing and other invisible characters, but for the one that makes a sign an emoji. */
const INVISIBLE = /(?<!\p{Emoji})\uFE0F|(?!\uFE0F)\p{Default_Ignorable_Code_Point}/gu;
/** What holds the parts of one emoji together. */
const EMOJI_JOINER = /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}]\uFE0F?)\u200D(?=\p{Extended_Pictographic})/gu;
/** Stands in for an emoji's joiner while the invisible characters are taken out; itself never left in a text. */
const KEPT = "\u0001";

/** At most `max` UTF-16 units, the last one an ellipsis where something was cut; a character is never halved. */
export const cut = (text: string, max: number): string =>
  text.length <= max ? text : `${text.slice(0, Math.max(0, max - 1)).replace(/[\uD800-\uDBFF]$/, "")}…`;

/** Most texts of most languages are this, and cost one quick look: nothing that is taken out is in these ranges. */
const HARMLESS =
  /^[\n\x20-\x7E\xA0-\xAC\xAE-\u02FF\u0370-\u061B\u061D-\u115E\u1161-\u17B3\u17B6-\u180A\u1810-\u200A\u2010-\u2027\u2030-\u205F\u2070-\u3163\u3165-\uD7FF\uE000-\uFDFF\uFE10-\uFEFE\uFF00-\uFF9F\uFFA1-\uFFEF]*$/;
/** One line already, with single spaces. */
const ONE_LINE = /^[!-~]+(?: [!-~]+)*$/;

const cleaned = (text: string): string => (HARMLESS.test(text) ? text.trim() : cleanedThrough(text));

const cleanedThrough = (text: string): string => {
  const visible = text.toWellFormed().replace(LINE_ENDS, "\n").replace(CONTROLS, "");
  if (!visible.includes("\u200D")) return visible.replace(INVISIBLE, "").trim();
  return visible.replace(EMOJI_JOINER, KEPT).replace(INVISIBLE, "").replaceAll(KEPT, "\u200D").trim();
};

/** A text of several lines as people typed it, clean and at most `max` characters. May be empty. */
export const plain = (text: string, max: number): string => cut(cleaned(text), max);

/** The same as one line. */
export const line = (text: string, max: number): string =>
  cut(ONE_LINE.test(text) ? text : cleaned(text).replace(/\s+/g, " "), max);

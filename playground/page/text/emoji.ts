// Emoji by Slack's short names. A name that is not in the table stays written out, as Slack does with one it does not know.
// Never loads a picture: the characters are the reader's own font's.
import { EMOJI_TABLE } from "./emoji-table.ts";

const SKIN_TONES: Record<number, string> = {
  2: "\u{1F3FB}",
  3: "\u{1F3FC}",
  4: "\u{1F3FD}",
  5: "\u{1F3FE}",
  6: "\u{1F3FF}",
};

const byName: ReadonlyMap<string, string> = new Map(
  EMOJI_TABLE.trim()
    .split("\n")
    .flatMap((line): [string, string][] => {
      const [character = "", ...names] = line.trim().split(" ");
      return names.map((name) => [name, character]);
    }),
);

/** The character, or undefined for an unknown name. `skinTone` is Slack's, 2 to 6. */
export const emojiNamed = (name: string, skinTone?: number): string | undefined => {
  const character = byName.get(name.toLowerCase());
  const tone = skinTone === undefined ? undefined : SKIN_TONES[skinTone];
  if (character === undefined || tone === undefined) return character;
  return character.replace("\u{FE0F}", "") + tone;
};

const SHORT_CODE = /:([a-z0-9_+'-]+):(?::skin-tone-([2-6]):)?/gi;

/** Plain text with its known short codes replaced. */
export const withEmoji = (text: string): string =>
  text.replace(
    SHORT_CODE,
    (code, name: string, tone: string | undefined) =>
      emojiNamed(name, tone === undefined ? undefined : Number(tone)) ?? code,
  );

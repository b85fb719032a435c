// One entry more or less in a list of HuJSON, in place: every comment stays where it is, and so does all that is outside of the list.
// Adding and then taking away gives back the text there was. Never hands on a text that does not read as it should.
import type { Node } from "jsonc-parser";
import { PermanentError } from "../../ports.ts";
import { type GroupList, groupIn, isPerson } from "./policy-file.ts";

const endOf = ({ offset, length }: Node): number => offset + length;
const splice = (text: string, at: number, length: number, by = ""): string =>
  text.slice(0, at) + by + text.slice(at + length);

/** The text with this person in the group; `found` is of this text, and the person is not in it. */
export function withPerson(text: string, group: string, found: GroupList, login: string): string {
  const entry = JSON.stringify(login);
  const wanted = [...namesIn(found), login];
  const last = found.entries.at(-1);
  if (last === undefined) return checked(splice(text, found.list.offset + 1, 0, entry), group, wanted);
  const { comma, restOfLine } = after(text, endOf(last));
  const at = comma === null ? restOfLine : Math.max(restOfLine, comma + 1);
  const lineBreak = text.includes("\r\n") ? "\r\n" : "\n";
  const indent = /(?:^|\n)([ \t]*)$/.exec(text.slice(0, last.offset))?.[1];
  const gap = indent !== undefined ? lineBreak + indent : /^\r?\n/.test(text.slice(at)) ? lineBreak : " ";
  const added = splice(text, at, 0, gap + entry + (comma === null ? "" : ","));
  return checked(comma === null ? splice(added, endOf(last), 0, ",") : added, group, wanted);
}

/** The text without this person in the group, however often they were there. */
export function withoutPerson(text: string, group: string, found: GroupList, login: string): string {
  const kept = found.entries.filter((entry) => !isPerson(entry, login)).map(({ value }) => String(value));
  let edited = text;
  for (let rest: GroupList | null = found; rest !== null; rest = groupIn(edited, group, "no")) {
    const index = rest.entries.findIndex((entry) => isPerson(entry, login));
    if (index < 0) break;
    edited = without(edited, rest.entries, index);
  }
  return checked(edited, group, kept);
}

function without(text: string, entries: readonly Node[], index: number): string {
  const [before, entry] = [entries[index - 1], entries[index]];
  if (entry === undefined) return text;
  const { comma } = after(text, endOf(entry));
  if (comma !== null) return withoutEntry(splice(text, comma, 1), entry, before === undefined);
  const commaBefore = before === undefined ? null : after(text, endOf(before)).comma;
  const left = withoutEntry(text, entry, false);
  return commaBefore === null ? left : splice(left, commaBefore, 1);
}

/** And without what would be left of an empty line, or of a gap: the one that follows, or the one in front. */
function withoutEntry(text: string, entry: Node, withNextGap: boolean): string {
  const end = endOf(entry);
  const gap = /[ \t]*$/.exec(text.slice(0, entry.offset))?.[0].length ?? 0;
  const start = entry.offset - gap;
  const { 0: next = "", 1: nextGap = "", 2: lineEnd } = /^([ \t]*)(\r?\n)?/.exec(text.slice(end)) ?? [];
  if (text[start - 1] === "\n" && lineEnd !== undefined) return splice(text, start, end + next.length - start);
  if (text[start - 1] === "\n") return splice(text, entry.offset, entry.length);
  if (withNextGap) return splice(text, entry.offset, entry.length + nextGap.length);
  return text[start - 1] === "[" ? splice(text, entry.offset, entry.length) : splice(text, start, end - start);
}

/** What may stand between two entries: a comma, a comment, the end of a line, white space. */
const BETWEEN = /(?<comma>,)|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|(?<lineEnd>\r?\n)|(?<gap>\s)/y;

/** Where the comma is that follows, if one does before the list ends, and how far what belongs to the same line goes. */
function after(text: string, from: number): { readonly comma: number | null; readonly restOfLine: number } {
  let comma: number | null = null;
  let restOfLine = from;
  let isSameLine = true;
  for (let at = from; ; ) {
    BETWEEN.lastIndex = at;
    const { 0: token = "", groups } = BETWEEN.exec(text) ?? {};
    if (token === "") return { comma, restOfLine };
    if (groups?.["comma"] !== undefined) comma ??= at;
    if (groups?.["lineEnd"] !== undefined) isSameLine = false;
    at += token.length;
    if (isSameLine && groups?.["gap"] === undefined) restOfLine = at;
  }
}

const namesIn = ({ entries }: GroupList): string[] => entries.map(({ value }) => String(value));

function checked(text: string, group: string, wanted: readonly string[]): string {
  const found = groupIn(text, group, "no");
  if (found !== null && JSON.stringify(namesIn(found)) === JSON.stringify(wanted)) return text;
  throw new PermanentError("the group's list in the policy file is written in a way that Sym cannot change", {
    class: "bug",
  });
}

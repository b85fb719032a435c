// Is a pattern of a text field safe to run on whatever people type? A bound on the work of a backtracking matcher, read
// off the source. Never runs the pattern, and refuses what it cannot bound.

/** Longest source that is accepted, in characters. */
const SOURCE_LIMIT = 300;
/** Most ways in which a matcher may have to try one answer: a tenth of a second or two at the very worst. */
const TRIES_LIMIT = 10_000_000;

/** A sequence being read: the part of a group, or of the whole pattern, before its closing bracket. */
interface Reading {
  /** Ways to match the branches that are finished, and the current one. */
  done: number;
  branch: number;
  /** Is there more than one way, through a repeat of open length or an alternative? */
  choice: boolean;
}

interface Repeat {
  readonly min: number;
  readonly max: number;
  readonly length: number;
}

/** Why the pattern is refused, or null. `maxLength`: most characters that an answer may have. */
export function unsafePattern(regex: RegExp, maxLength: number): string | null {
  if (regex.flags !== "" && regex.flags !== "u")
    return `must have no flags, not "${regex.flags}"; the whole answer is matched, with the flag u (for either case, write [A-Za-z])`;
  const { source } = regex;
  if (source.length > SOURCE_LIMIT) return `is ${source.length} characters long; ${SOURCE_LIMIT} are the most`;
  if (!compiles(source)) return `must also be valid with the flag u, under which it is matched`;
  const tries = waysToTry(source, maxLength);
  if (typeof tries === "string") return tries;
  if (tries <= TRIES_LIMIT) return null;
  const bearable = longestBearable(source, maxLength);
  const advice = bearable === null ? "" : `; give the field max: ${bearable} or less, or write fewer open repeats`;
  return `could take too long on an answer of ${maxLength} characters${advice}`;
}

/** The whole answer must match, not a part of it. */
export const matchesWhole = (source: string, answer: string): boolean =>
  new RegExp(`^(?:${source})$`, "u").test(answer);

function compiles(source: string): boolean {
  try {
    return new RegExp(source, "u").source.length > 0;
  } catch {
    return false;
  }
}

function longestBearable(source: string, maxLength: number): number | null {
  for (let length = Math.floor(maxLength / 2); length > 0; length = Math.floor(length / 2)) {
    const tries = waysToTry(source, length);
    if (typeof tries === "number" && tries <= TRIES_LIMIT) return length;
  }
  return null;
}

/** Upper bound of the paths through the pattern, or the sentence that says why there is none. `source` is valid with u. */
function waysToTry(source: string, maxLength: number): number | string {
  const outer: Reading[] = [];
  let reading: Reading = { done: 0, branch: 1, choice: false };
  let at = 0;
  while (at < source.length) {
    const rest = source.slice(at);
    const opening = /^\((?:\?(?:[:=!]|<[=!]|<[^>]+>|[a-z-]*:))?/.exec(rest);
    if (opening) {
      outer.push(reading);
      reading = { done: 0, branch: 1, choice: false };
      at += opening[0].length;
      continue;
    }
    if (rest.startsWith("|")) {
      reading = { done: reading.done + reading.branch, branch: 1, choice: true };
      at += 1;
      continue;
    }
    let ways = 1;
    let choice = false;
    const enclosing = rest.startsWith(")") ? outer.pop() : undefined;
    if (enclosing) {
      ways = reading.done + reading.branch;
      choice = reading.choice;
      reading = enclosing;
      at += 1;
    } else {
      if (/^\\(?:[1-9]|k<)/.test(rest))
        return "must not refer back to a group (\\1): that cannot be matched in bounded time";
      at += atomLength(rest);
    }
    const repeat = repeatAt(source.slice(at));
    at += repeat.length;
    if (repeat.max > 1 && choice)
      return "must not repeat a group that holds a repeat or an alternative, such as (a+)+ or (a|b)*: that can take for ever";
    const widths = Math.min(repeat.max, maxLength) - Math.min(repeat.min, maxLength) + 1;
    reading.branch *= ways * widths;
    reading.choice ||= choice || widths > 1;
  }
  return reading.done + reading.branch;
}

/** Characters of the atom that stands first: an escape, a class or one character. */
const atomLength = (rest: string): number =>
  /^(?:\\(?:u\{[^}]*\}|[pP]\{[^}]*\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z]|.)|\[(?:\\.|[^\]\\])*\]|[\s\S])/u.exec(
    rest,
  )?.[0].length ?? 1;

function repeatAt(rest: string): Repeat {
  const sign = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/.exec(rest);
  if (!sign) return { min: 1, max: 1, length: 0 };
  const [{ length }, short, low, comma, high] = sign;
  if (short !== undefined)
    return { min: short === "+" ? 1 : 0, max: short === "?" ? 1 : Number.POSITIVE_INFINITY, length };
  const min = Number(low);
  const max = comma === undefined ? min : high === "" || high === undefined ? Number.POSITIVE_INFINITY : Number(high);
  return { min, max, length };
}

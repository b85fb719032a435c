// Reads one thing that implementers wrote, setting by setting, so that one wrong setting never hides the next. Puts every
// problem into plain words with the place it is in; never decides what the settings mean together.
import type * as z from "zod";

/** Notes a problem. `path`: where below the thing being read, as written in the source. */
export type Say = (path: readonly PropertyKey[], message: string) => void;
/** A place in words, such as `Flow "database" in prod`. */
export type Saying = (where: string) => Say;

type Shape = Readonly<Record<string, z.ZodType>>;
type Whole<S extends Shape> = { -readonly [K in keyof S]: z.output<S[K]> };

export interface Parts<S extends Shape> {
  /** The settings that are right. */
  readonly good: Partial<Whole<S>>;
  /** Names of the settings that are not; a problem has been noted for each. */
  readonly broken: ReadonlySet<string>;
  /** All of them, where nothing is wrong. */
  readonly whole: Whole<S> | null;
}

export function collectIn(problems: string[]): Saying {
  return (where) => (path, message) => {
    const at = sayPath(path);
    problems.push(at === "" ? `${where}: ${message}` : `${where}, ${at}: ${message}`);
  };
}

export function readParts<S extends Shape>(shape: S, raw: unknown, say: Say): Parts<S> {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) {
    say([], "must be an object with settings");
    return { good: {}, broken: new Set(Object.keys(shape)), whole: null };
  }
  const written = new Map<string, unknown>(Object.entries(raw));
  const broken = new Set<string>();
  const good: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(shape)) {
    const read = schema.safeParse(written.get(name));
    if (read.success) good[name] = read.data;
    else {
      broken.add(name);
      sayIssues(read.error.issues, (path, message) => say([name, ...path], message));
    }
  }
  for (const name of written.keys()) {
    if (Object.hasOwn(shape, name)) continue;
    broken.add(name);
    say([name], `is not a setting; the settings are ${list(Object.keys(shape))}`);
  }
  // Each value has come out of the schema of its own name, which is what the type says.
  const parts = good as Whole<S>;
  return { good: parts, broken, whole: broken.size === 0 ? parts : null };
}

export function sayIssues(issues: readonly z.core.$ZodIssue[], say: Say): void {
  for (const issue of issues) {
    if (issue.code === "unrecognized_keys") for (const key of issue.keys) say([...issue.path, key], "is not a setting");
    // What tells the variants apart is written by a constructor, so the place is the whole value.
    else if (issue.code === "invalid_union" && issue.path.at(-1) === issue.discriminator)
      say(issue.path.slice(0, -1), issue.message);
    else if (issue.code === "invalid_key") say(issue.path, issue.issues.map((inner) => inner.message).join("; "));
    else say(issue.path, issue.message);
  }
}

/** `durations[1]`, `fields.reason.max`. */
export const sayPath = (path: readonly PropertyKey[]): string =>
  path.map((part, at) => (typeof part === "number" ? `[${part}]` : `${at === 0 ? "" : "."}${String(part)}`)).join("");

/** No name or id that is meant is longer; whatever a secret is, it is. */
const QUOTED_MAX = 24;

/** A wrong value, as far as it may be repeated: problems are logged, and somebody may have put a secret in its place. */
export function quoted(value: unknown): string {
  if (typeof value === "string")
    return value.length <= QUOTED_MAX ? JSON.stringify(value) : `the ${value.length} characters that stand there`;
  return typeof value === "number" || typeof value === "boolean" || value === null
    ? String(value)
    : "what stands there";
}

/** `a, b and c`; a long list is cut. */
export function list(names: readonly string[]): string {
  if (names.length === 0) return "none";
  const shown = names.length > 16 ? [...names.slice(0, 15), `${names.length - 15} more`] : [...names];
  const last = shown.pop();
  return shown.length === 0 ? String(last) : `${shown.join(", ")} and ${last}`;
}

// What an error of the driver or the server means for us, in our own words. Never repeats theirs: they hold names, addresses and
// statements. Always a new error, because the driver writes the statement onto the errors that pass through it.
import type { TroubleClass } from "../../domain/trouble.ts";
import { PermanentError, TransientError } from "../../ports.ts";

/** How far a call has come when it fails: what it wanted to change is not sent, perhaps done, or some of it done. */
export type Progress = "nothing_sent" | "sent" | "done";

/** Errors of the server by their numbers, as MySQL and MariaDB share them. */
export const CODES = { alreadyGone: 1094, notGranted: 1962, notThere: 1396 } as const;

type Meaning = { readonly class: TroubleClass; readonly words: string };
const meaning = (kind: TroubleClass, words: string, ...codes: readonly number[]): (readonly [number, Meaning])[] =>
  codes.map((code) => [code, { class: kind, words }]);

/** Before Sym is signed in, and whatever it is after that. */
const SIGNING_IN: ReadonlyMap<number, Meaning> = new Map([
  ...meaning("auth", "the database refused Sym's login", 1044, 1045, 1251, 1524, 1698, 1820, 1862, 3118, 4151),
  ...meaning("auth", "the database takes no connections of Sym's login from where Workers call", 1129, 1130),
  ...meaning("config", "the database that the connection URL names does not exist", 1049),
]);

/** What only people can change. `null`: a right is missing. */
const FOR_PEOPLE: ReadonlyMap<number, Meaning | null> = new Map<number, Meaning | null>([
  ...[1044, 1045, 1095, 1142, 1143, 1227, 1370, 1410, 1698].map((code) => [code, null] as const),
  ...meaning("config", "the server takes no changes: it is read-only, or a replica", 1290, 1792, 1836),
  ...meaning("config", "the role or the account is not there any more", 1133, CODES.notThere, 3523),
  ...meaning("impossible", "the server refuses this membership", 1959, 1961, CODES.notGranted, 3530),
  ...meaning("bug", "the database did not understand the statement", 1054, 1064, 1146, 1193, 1231),
]);

/** Too many connections, or a lock that somebody holds: certainly not done. */
const BUSY: ReadonlySet<number> = new Set([1040, 1041, 1203, 1205, 1213, 1226]);

/** Does the server's error say that what it answers has not been done? */
export const isRefusal = (error: unknown): boolean => {
  const code = codeOf(error);
  return code !== null && (FOR_PEOPLE.has(code) || BUSY.has(code));
};

/** `needs`: the rights without which the calls of this strategy are refused, in words. */
export function troubleOf(
  error: unknown,
  { progress, signedIn, needs }: { readonly progress: Progress; readonly signedIn: boolean; readonly needs: string },
): TransientError | PermanentError {
  const trouble = meaningOf(error, progress === "nothing_sent" ? "no" : "unknown", signedIn, needs);
  if (progress === "nothing_sent") return trouble;
  // Some of what was wanted may be done: that must be tried again, and is never "without effect".
  return new TransientError(
    progress === "done" ? `something is changed, but not all of it is done: ${trouble.message}` : trouble.message,
    { effect: "unknown", class: trouble.class },
  );
}

function meaningOf(
  error: unknown,
  effect: "no" | "unknown",
  signedIn: boolean,
  needs: string,
): TransientError | PermanentError {
  if (error instanceof PermanentError) return new PermanentError(error.message, { class: error.class });
  if (error instanceof TransientError) return new TransientError(error.message, { effect, class: error.class });
  const code = codeOf(error);
  if (code === null) return new TransientError("the database could not be reached, or broke off", { effect });
  const told = `(error ${code})`;
  const known = (signedIn ? undefined : SIGNING_IN.get(code)) ?? FOR_PEOPLE.get(code);
  if (known === null)
    return new PermanentError(`Sym's login lacks a right: it needs ${needs} ${told}`, { class: "auth" });
  if (known !== undefined) return new PermanentError(`${known.words} ${told}`, { class: known.class });
  return new TransientError(`the database is busy or in trouble ${told}`, { effect });
}

/** Null where it is no error of the server's. */
export function codeOf(error: unknown): number | null {
  if (!(error instanceof Error) || !("errno" in error) || typeof error.errno !== "number") return null;
  return error.errno >= 1_000 && error.errno <= 0xffff ? error.errno : null;
}

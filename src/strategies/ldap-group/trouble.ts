// What a directory's result code means for us, in our own words. Never repeats the directory's: they hold names and addresses.
import type { TroubleClass } from "../../domain/trouble.ts";
import { PermanentError, TransientError } from "../../ports.ts";

/** Result codes of RFC 4511, appendix A, that the strategy itself understands. */
export const CODES = {
  success: 0,
  sizeLimitExceeded: 4,
  compareFalse: 5,
  compareTrue: 6,
  noSuchAttribute: 16,
  noSuchObject: 32,
} as const;

type Meaning = { readonly class: TroubleClass; readonly words: string };
const meaning = (kind: TroubleClass, words: string, ...codes: readonly number[]): (readonly [number, Meaning])[] =>
  codes.map((code) => [code, { class: kind, words }]);

/** The directory answered, and not with what was hoped for. Stays within the strategy. */
export class Refused extends Error {
  readonly code: number;
  constructor(code: number) {
    super("the directory refused");
    this.code = code;
  }
}

/** What only people can change. */
const FOR_PEOPLE: ReadonlyMap<number, Meaning> = new Map([
  ...meaning("auth", "the directory refused Sym's name and password", 14, 48, 49),
  ...meaning("auth", "the directory does not let Sym sign in in this way", 7, 8, 13),
  ...meaning(
    "auth",
    "Sym's account lacks a right at the directory: it must find people, compare and change the group's members",
    50,
  ),
  ...meaning("config", "the directory refers to another server for this; name that one in `url`", 10),
  ...meaning("config", "`base` or the group is not there, or Sym's account may not see it", CODES.noSuchObject),
  ...meaning("config", "the directory does not take a name or an attribute that the Target says", 17, 18, 19, 21, 34),
  ...meaning(
    "impossible",
    "the group may not be left like this: a group of its kind cannot be without members, so add one that stays, and the end goes on by itself",
    65,
  ),
  ...meaning("impossible", "the directory protects this group, or takes no changes", 53, 64, 66, 67, 68, 69),
  ...meaning("bug", "the directory did not understand what Sym asked", 2, 12),
]);

/** Asked to slow down, or without the time or room for it now: certainly not done. */
const BUSY: ReadonlySet<number> = new Set([3, 11, 51]);

/** How far a call has come when it fails: what it wanted to change is not sent, perhaps done, or done. */
export type Progress = "nothing_sent" | "sent" | "done";

export function troubleOf(error: unknown, progress: Progress): TransientError | PermanentError {
  const trouble = meaningOf(error, progress === "nothing_sent" ? "no" : "unknown");
  if (progress === "nothing_sent" || trouble instanceof TransientError) return trouble;
  // What was wanted may be done by now, so that this is never "without effect".
  return new TransientError(trouble.message, { effect: "unknown", class: trouble.class });
}

function meaningOf(error: unknown, effect: "no" | "unknown"): TransientError | PermanentError {
  if (error instanceof PermanentError) return new PermanentError(error.message, { class: error.class });
  if (error instanceof TransientError) return new TransientError(error.message, { effect, class: error.class });
  if (!(error instanceof Refused))
    return new TransientError("the directory could not be reached, or broke off", { effect });
  const { code } = error;
  const told = `(LDAP result ${code})`;
  const known = FOR_PEOPLE.get(code);
  if (known !== undefined) return new PermanentError(`${known.words} ${told}`, { class: known.class });
  if (BUSY.has(code))
    return new TransientError(`the directory is busy ${told}`, {
      effect,
      class: code === 51 ? "slow_down" : "retryable",
    });
  return new TransientError(`the directory is in trouble ${told}`, { effect });
}

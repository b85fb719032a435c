// What an error of the driver or the server means for us, in our own words. Never repeats theirs: they hold names, addresses
// and statements. Always a new error, because the driver writes the statement onto the errors that pass through it.
import postgres from "postgres";
import type { TroubleClass } from "../../domain/trouble.ts";
import { PermanentError, TransientError } from "../../ports.ts";

/** SQLSTATE, or its first two characters, to who must act and our words, for what only people can change. */
const FOR_PEOPLE: Readonly<Record<string, { readonly class: TroubleClass; readonly words: string }>> = {
  "28": { class: "auth", words: "the database refused Sym's login" },
  "3D": { class: "config", words: "the database that the connection URL names does not exist" },
  "2BP01": {
    class: "impossible",
    words: "others hold the role through this access; it has to be taken away by hand with CASCADE",
  },
  "0LP01": {
    class: "impossible",
    words: "the database refuses this membership, because of a circle or of a missing ADMIN OPTION",
  },
  "42": { class: "bug", words: "the database did not understand the statement" },
  "22": { class: "bug", words: "the database did not accept a name" },
};

const LACKS_A_RIGHT = "42501";

/** After these the server may have gone away with the change already made. */
const CUT_OFF = /^(?:08|57P)/;

/** How far a call has come when it fails: what it wanted to change is not sent, perhaps done, or done. */
export type Progress = "nothing_sent" | "sent" | "committed";

/** `needs`: the rights without which the calls of this strategy are refused, in words. */
export function troubleOf(error: unknown, progress: Progress, needs: string): TransientError | PermanentError {
  const trouble = meaningOf(error, progress === "nothing_sent" ? "no" : "unknown", needs);
  if (progress !== "committed") return trouble;
  // What was wanted is done; only what should follow is not. That must be tried again, and is never "without effect".
  return new TransientError(`the role is changed, but what follows is not done: ${trouble.message}`, {
    effect: "unknown",
    class: trouble.class,
  });
}

function meaningOf(error: unknown, effect: "no" | "unknown", needs: string): TransientError | PermanentError {
  if (error instanceof PermanentError) return new PermanentError(error.message, { class: error.class });
  if (error instanceof TransientError) return new TransientError(error.message, { effect, class: error.class });
  if (!(error instanceof postgres.PostgresError))
    return new TransientError("the database could not be reached, or broke off", { effect });
  const state = /^[0-9A-Z]{5}$/.test(error.code) ? error.code : "?????";
  const known =
    state === LACKS_A_RIGHT
      ? { class: "auth" as const, words: `Sym's login lacks a right: it needs ${needs}` }
      : (FOR_PEOPLE[state] ?? FOR_PEOPLE[state.slice(0, 2)]);
  const told = `(SQLSTATE ${state})`;
  if (known !== undefined) return new PermanentError(`${known.words} ${told}`, { class: known.class });
  if (CUT_OFF.test(state)) return new TransientError(`the database cut us off ${told}`, { effect });
  return new TransientError(`the database is busy or in trouble ${told}`, { effect: "no" });
}

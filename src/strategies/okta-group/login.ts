// How an account is spelt for Okta: a user's id, or a login. Refuses what would mean something else in a path, and says whether
// an answer is about the login that was asked for: Okta also finds people by a short form of it. Asks nothing of anybody.
import { PermanentError } from "../../ports.ts";

/** An id has exactly this length, so that a login is never taken for one. */
const WHOLE_USER_ID = /^00u[A-Za-z0-9]{17}$/;
const MAX_LOGIN_LENGTH = 100;
/** Okta cannot be asked for a login with a slash. The others mean something in a path, cannot be seen, or are half a letter. */
const UNSPEAKABLE = /[/\\\p{C}\p{Z}]/u;
/** `me` is whoever the token belongs to; dots are folders, also where they are percent-encoded. */
const NOT_LOGINS = new Set(["me", ".", ".."]);

/** One of the two, never both: whoever is found under a login must have it, and under an id must have that. */
export type Name = { readonly id: string; readonly login?: never } | { readonly id?: never; readonly login: string };

/** Throws `PermanentError` where the account cannot be asked for. */
export function nameOf(account: string): Name {
  if (WHOLE_USER_ID.test(account)) return { id: account };
  const login = oneSpelling(account);
  if (login === "" || login.length > MAX_LOGIN_LENGTH || UNSPEAKABLE.test(login) || NOT_LOGINS.has(login))
    throw new PermanentError(
      "this account cannot be spelt as a login of Okta; the Flow can give the user's id instead",
    );
  return { login };
}

/** Logins do not tell the capitals of ASCII apart; of other letters nothing is assumed. */
export const isLogin = (login: string, wanted: string): boolean => lowerCase(login) === wanted;

/** What every spelling of one account is in a slot. */
export const oneSpelling = (account: string): string => (WHOLE_USER_ID.test(account) ? account : lowerCase(account));

const lowerCase = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

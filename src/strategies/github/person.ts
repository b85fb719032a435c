// Who a login is. A login can be changed and then taken by somebody else, so it is believed once, before the first add;
// from then on the number behind it is asked for the login of today.
import * as z from "zod";
import { PermanentError, type StrategyCall } from "../../ports.ts";
import type { GithubApi } from "./github-api.ts";

/** Logins go into paths: nothing gets through that would mean something there. Managed users have an underscore in theirs. */
const LOGIN = /^[A-Za-z0-9_-]{1,39}$/;
const ID = /^[1-9][0-9]{0,15}$/;

const account = z.looseObject({ id: z.int().positive(), login: z.string(), type: z.string() });

export interface Person {
  readonly id: number;
  /** As it is today. */
  readonly login: string;
  /** Whether the login of today is the one that access was asked for. */
  readonly named: boolean;
}

interface Asked {
  readonly account: Pick<StrategyCall["account"], "id">;
  readonly ids: StrategyCall["ids"];
}

/** Null where GitHub shows no such account. */
export async function personOf(api: GithubApi, { account: asked, ids }: Asked): Promise<Person | null> {
  if (asked.id.includes("@"))
    throw new PermanentError("GitHub knows people by login, not by e-mail: the Flow's account function has to say it");
  if (!LOGIN.test(asked.id)) throw new PermanentError("this account is no GitHub login", { class: "impossible" });
  const known = ids["user"];
  if (known === undefined) {
    const found = await api.find(`/users/${asked.id}`, account);
    return found === null ? null : checked(found, asked.id, null);
  }
  if (!ID.test(known)) throw new PermanentError("the id that was kept for this account is none of GitHub's");
  const found = await api.find(`/user/${known}`, account);
  return found === null ? null : checked(found, asked.id, Number(known));
}

function checked({ id, login, type }: z.output<typeof account>, asked: string, known: number | null): Person {
  const named = sameLogin(login, asked);
  if (type !== "User") throw new PermanentError("this GitHub account is not a person's");
  if (!LOGIN.test(login) || (known === null ? !named : id !== known))
    throw new PermanentError("GitHub answered with another account than the one asked for", { class: "bug" });
  return { id, login, named };
}

export const sameLogin = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** A login cannot be told from an e-mail address: who guesses gives access to a stranger. */
export async function unguessed(): Promise<never> {
  throw new PermanentError(
    "GitHub knows you by your login, which Slack does not show, and nobody has linked you to one yet",
  );
}

/** Access may follow a person to a new login; it is not given under an old one, which may be somebody else's by now. */
export function mayBeGiven(person: Person | null): asserts person is Person {
  if (person === null) throw new PermanentError("GitHub knows nobody with this login");
  if (!person.named)
    throw new PermanentError("this person's GitHub login has changed since: ask again, under the new one");
}

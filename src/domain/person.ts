// Who somebody is, and what is known about them at this moment. Facts are looked up when something is decided and are
// never kept from one decision to the next.

/** Team (or Enterprise organisation) and user id, joined: two workspaces may use one user id. Compare only whole keys. */
export type PersonKey = `${string}/${string}`;

export const personKey = (teamId: string, userId: string): PersonKey => `${teamId}/${userId}`;

/** The Slack user id (`U…` or `W…`) inside a key. */
export const userIdOf = (key: PersonKey): string => key.slice(key.lastIndexOf("/") + 1);

/** What Slack says about a person now. */
export interface PersonFacts {
  readonly key: PersonKey;
  /** The name that Slack shows; chosen by the person, so never proof of anything. */
  readonly name: string;
  /** E-mail address in lower case, if Slack gives one and does not call it unconfirmed. */
  readonly email: string | null;
  /** IANA name of the person's time zone. */
  readonly tz: string;
  readonly deactivated: boolean;
  /** Single- or multi-channel guest, or invited and not yet a member. */
  readonly guest: boolean;
  /** From another organisation, through Slack Connect. */
  readonly stranger: boolean;
  /** Bot, app or workflow. */
  readonly bot: boolean;
  /** Acts under a team that Slack does not know this person by: somebody else with the same user id, for all that is known. */
  readonly elsewhere?: true;
}

/** One user id under two team keys may be one person: where a person must not decide twice, or about themselves, doubt counts. */
export const samePerson = (a: PersonKey, b: PersonKey): boolean => userIdOf(a) === userIdOf(b);

/** Who did something: a person, a part of Sym itself, or a machine with a token. A timer is never recorded as the approver. */
export type Actor =
  | { readonly kind: "person"; readonly key: PersonKey }
  | { readonly kind: "system"; readonly name: "timer" | "entitlement" | "sweep" | "policy" }
  /** By the name of the token, never by the token. */
  | { readonly kind: "token"; readonly name: string };

export const person = (key: PersonKey): Actor => ({ kind: "person", key });
export const system = (name: (Actor & { kind: "system" })["name"]): Actor => ({ kind: "system", name });

export const isPerson = (actor: Actor | null | undefined, key: PersonKey): boolean =>
  actor?.kind === "person" && actor.key === key;

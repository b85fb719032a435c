// What Slack's description of somebody means to Sym. Doubt counts against: who is not plainly a full member of this
// organisation is a guest, a stranger or a bot.
import * as z from "zod";
import { type PersonFacts, type PersonKey, personKey } from "../domain/person.ts";

/** Where Sym is installed: a workspace, and the Enterprise organisation that it may belong to. */
export interface Home {
  readonly teamId: string;
  readonly enterpriseId: string | null;
}

/** Answer of `auth.test`. */
export const homeAnswer = z
  .object({ team_id: z.string().min(1), enterprise_id: z.string().nullish() })
  .transform(({ team_id, enterprise_id }): Home => ({ teamId: team_id, enterpriseId: enterprise_id ?? null }));

const flag = z.boolean().nullish();
const text = z.string().nullish();

/** Answer of `users.info`. */
export const userAnswer = z.object({
  user: z.object({
    id: z.string(),
    team_id: text,
    name: text,
    real_name: text,
    tz: text,
    deleted: flag,
    is_bot: flag,
    is_app_user: flag,
    is_workflow_bot: flag,
    is_connector_bot: flag,
    is_restricted: flag,
    is_ultra_restricted: flag,
    is_invited_user: flag,
    is_stranger: flag,
    is_email_confirmed: flag,
    enterprise_user: z.object({ enterprise_id: text, teams: z.array(z.string()).nullish() }).nullish(),
    profile: z.object({ display_name: text, real_name: text, email: text }).nullish(),
  }),
});

/** In place of a team where Slack names none: no key made with it is anybody's. */
const NO_TEAM = "none";

type UserAnswer = z.infer<typeof userAnswer>;

/** Plainly of the organisation that Sym is installed in: its id; else null. */
const organisationOf = ({ user }: UserAnswer, home: Home): string | null =>
  home.enterpriseId !== null && user.enterprise_user?.enterprise_id === home.enterpriseId ? home.enterpriseId : null;

/**
 * A person of an organisation has one id in all its workspaces, and which of them Slack names with it differs: a command has
 * the one that it was typed in, a click always the same one, and `users.info` may have none. So there the organisation
 * stands in the key.
 */
const keyOf = (answer: UserAnswer, home: Home): PersonKey =>
  personKey(organisationOf(answer, home) ?? (answer.user.team_id || NO_TEAM), answer.user.id);

/**
 * The key of somebody of this organisation who did something as `teamId`. Null where Slack does not list that team with this
 * person: then somebody else, of another organisation, has the same id.
 */
export function actingKey(answer: UserAnswer, home: Home, teamId: string): PersonKey | null {
  const organisation = organisationOf(answer, home);
  if (organisation === null) return null;
  const teams = [organisation, answer.user.team_id, ...(answer.user.enterprise_user?.teams ?? [])];
  return teams.includes(teamId) ? keyOf(answer, home) : null;
}

/**
 * Only an address that Slack calls unconfirmed is none. Slack promises the flag to nobody: its own schema and samples of
 * `users.info` leave it out, and it says that user objects differ from place to place; to demand it could lock a workspace
 * out. In lower case, so that two spellings are one account.
 */
const confirmedEmail = ({ user }: UserAnswer): string | null =>
  user.is_email_confirmed !== false && user.profile?.email ? user.profile.email.toLowerCase() : null;

export function factsOf(answer: UserAnswer, home: Home): PersonFacts {
  const { user } = answer;
  const { profile } = user;
  return {
    key: keyOf(answer, home),
    name: profile?.display_name || profile?.real_name || user.real_name || user.name || user.id,
    email: confirmedEmail(answer),
    tz: user.tz || "UTC",
    deactivated: user.deleted === true,
    guest: [user.is_restricted, user.is_ultra_restricted, user.is_invited_user].includes(true),
    stranger: user.is_stranger === true || (user.team_id !== home.teamId && organisationOf(answer, home) === null),
    bot:
      [user.is_bot, user.is_app_user, user.is_workflow_bot, user.is_connector_bot].includes(true) ||
      user.id === "USLACKBOT",
  };
}

/** Somebody whom this workspace does not know, or may not see. */
export const nobody = (userId: string): PersonFacts => ({
  key: personKey(NO_TEAM, userId),
  name: userId,
  email: null,
  tz: "UTC",
  deactivated: false,
  guest: false,
  stranger: true,
  bot: false,
});

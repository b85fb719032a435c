// What Slack's description of somebody means to Sym. Doubt counts against: who is not plainly a full member of this
// organisation is a guest, a stranger or a bot.
import * as z from "zod";
import { type PersonFacts, personKey } from "../domain/person.ts";

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
    enterprise_user: z.object({ enterprise_id: text }).nullish(),
    profile: z.object({ display_name: text, real_name: text, email: text }).nullish(),
  }),
});

/** In place of a team where Slack names none: no key made with it is anybody's. */
const NO_TEAM = "none";

export function factsOf({ user }: z.infer<typeof userAnswer>, home: Home): PersonFacts {
  const team = user.team_id || NO_TEAM;
  const sameOrganisation = home.enterpriseId !== null && user.enterprise_user?.enterprise_id === home.enterpriseId;
  const { profile } = user;
  return {
    key: personKey(team, user.id),
    name: profile?.display_name || profile?.real_name || user.real_name || user.name || user.id,
    email: user.is_email_confirmed !== false && profile?.email ? profile.email : null,
    tz: user.tz || "UTC",
    deactivated: user.deleted === true,
    guest: [user.is_restricted, user.is_ultra_restricted, user.is_invited_user].includes(true),
    stranger: user.is_stranger === true || (team !== home.teamId && !sameOrganisation),
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

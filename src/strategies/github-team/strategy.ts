// Membership of one team at GitHub, as member or maintainer. Reads before it changes; the person's number, once found, is kept
// with the hold, so that a login which changes hands neither keeps nor moves anything.
import type { Members } from "../../domain/drift.ts";
import {
  type Inspection,
  PermanentError,
  type Strategy,
  type StrategyCall,
  type StrategyContext,
} from "../../ports.ts";
import { GithubApi } from "../github/github-api.ts";
import { mayBeGiven, type Person, personOf, unguessed } from "../github/person.ts";
import { hostOf, limitsOf, realmOf, secretsOf } from "../github/settings.ts";
import { settingsOf } from "../settings.ts";
import { settings } from "./settings.ts";
import { type Listed, type Membership, type Role, type Team, TeamApi } from "./team-api.ts";

const LEVELS = ["member", "maintainer"] as const satisfies readonly Role[];

/** Each takes two calls. */
const MOST_INVITED = 50;

export const githubTeam: Strategy = {
  type: "github_team",
  levels: LEVELS,
  settings,
  bindable: ["team"],
  outlives: () => "what the person cloned or downloaded meanwhile",
  realm: (given) => realmOf(settingsOf(settings, given)),
  slot: (given, account) => {
    const of = settingsOf(settings, given);
    return [hostOf(of), String(of.organization), String(of.team), account.id.toLowerCase()];
  },
  secrets: (given) => secretsOf(settingsOf(settings, given)),
  limits: (given) => limitsOf(settingsOf(settings, given)),

  identify: unguessed,

  async check(given, context) {
    const of = settingsOf(settings, given);
    if ((await new TeamApi(new GithubApi(of, "members", context), of).team()) === null)
      throw new PermanentError("GitHub does not have this team any more");
  },

  async grant(call, context) {
    const { api, team, person, membership } = await found(call, context);
    const level = LEVELS.find((one) => one === call.level);
    if (level === undefined) throw new PermanentError("GitHub teams know members and maintainers only");
    if (team === null) throw new PermanentError("GitHub does not have this team any more");
    const own = membership?.inherited === false ? membership.role : null;
    if (own === level) return;
    // What lowers follows the person; what adds does not follow the login.
    if (own !== "maintainer") mayBeGiven(person);
    if (person === null) return;
    await mayBeSet(api, team, person);
    await api.set(person, level);
  },

  async revoke(call, context) {
    const { api, person, membership } = await found(call, context);
    if (person !== null && membership?.inherited === false) await api.remove(person);
  },

  async inspect(call, context): Promise<Inspection> {
    const { person, membership } = await found(call, context);
    const ids = person === null ? {} : { user: String(person.id) };
    if (membership === null) return { level: null, inherited: null, ids };
    return membership.inherited
      ? { level: null, inherited: "a team below this one", ids }
      : { level: membership.role, inherited: null, ids };
  },

  async list(given, context): Promise<Members> {
    const of = settingsOf(settings, given);
    const github = new GithubApi(of, "members", context);
    const api = new TeamApi(github, of);
    const team = await api.team();
    if (team === null) throw new PermanentError("GitHub does not have this team any more");
    const there = await api.members(team);
    const invited = await api.invited(team);
    if (invited.length > MOST_INVITED)
      throw new PermanentError("more invitations to this team are open than are looked up", { class: "impossible" });
    const asked: Listed[] = [];
    for (const login of invited) {
      const person = await personOf(github, { account: { id: login }, ids: {} });
      const membership = person === null ? null : await api.membership(team, person);
      if (person !== null && membership?.inherited === false) asked.push({ ...person, role: membership.role });
    }
    const members = [...there, ...asked.filter((one) => !there.some(({ id }) => id === one.id))];
    return {
      accountId: "user",
      members: members.map(({ id, login, role }) => ({
        ...{ account: { id: login, label: login }, names: [], level: role, ids: { user: String(id) } },
      })),
    };
  },
};

interface Found {
  readonly api: TeamApi;
  /** Null: gone. */
  readonly team: Team | null;
  readonly person: Person | null;
  readonly membership: Membership | null;
}

async function found(call: StrategyCall, context: StrategyContext): Promise<Found> {
  const given = settingsOf(settings, call.settings);
  const github = new GithubApi(given, "members", context);
  const api = new TeamApi(github, given);
  const person = await personOf(github, call);
  const team = await api.team();
  if (team !== null && person === null) await api.provesAbsent(team, call.account.id, call.ids["user"]);
  const membership = team !== null && person !== null ? await api.membership(team, person) : null;
  return { api, team, person, membership };
}

/** An outsider would stay in the organisation after the end; an owner is shown as a maintainer whatever is set. */
async function mayBeSet(api: TeamApi, team: Team, person: Person): Promise<void> {
  const role = await api.inOrganization(team, person);
  if (role === null)
    throw new PermanentError("this person is not in the GitHub organisation, and an end would not remove them from it");
  if (role === "admin")
    throw new PermanentError("this person owns the GitHub organisation: there is nothing to give", {
      class: "impossible",
    });
}

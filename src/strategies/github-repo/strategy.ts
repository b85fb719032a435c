// A collaborator on one repository at GitHub, with one of GitHub's five roles. Reads before it changes; an open invitation counts
// as access and is withdrawn with it; access by way of a team or the organisation is neither counted nor touched.
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
import { type Invitation, RepoApi, type Repository } from "./repo-api.ts";
import { LEVELS, type Level } from "./roles.ts";
import { settings } from "./settings.ts";

export const githubRepo: Strategy = {
  type: "github_repo",
  levels: LEVELS,
  settings,
  bindable: ["repository"],
  outlives: () => "what the person cloned or downloaded meanwhile and, after admin, keys and people that they added",
  realm: (given) => realmOf(settingsOf(settings, given)),
  slot: (given, account) => {
    const of = settingsOf(settings, given);
    return [hostOf(of), String(of.repository), account.id.toLowerCase()];
  },
  secrets: (given) => secretsOf(settingsOf(settings, given)),
  limits: (given) => limitsOf(settingsOf(settings, given)),

  identify: unguessed,

  async check(given, context) {
    const of = settingsOf(settings, given);
    const api = new RepoApi(new GithubApi(of, "administration", context), of.repository);
    if ((await api.repository()) === null) throw new PermanentError("GitHub does not have this repository any more");
  },

  async grant(call, context) {
    const { api, repository, person, invitation, direct } = await found(call, context);
    const level = LEVELS.find((one) => one === call.level);
    if (level === undefined) throw new PermanentError("Sym gives no such role on a repository");
    if (repository === null) throw new PermanentError("GitHub does not have this repository any more");
    if (repository.owner.type !== "Organization")
      throw new PermanentError("GitHub knows roles for the repositories of organisations only");
    const open = invitation?.expired === false ? invitation : null;
    const now = direct ?? open?.level ?? null;
    if (now === level) return;
    // What lowers follows the person; what adds does not follow the login.
    if (now === null || LEVELS.indexOf(now) < LEVELS.indexOf(level)) mayBeGiven(person);
    if (person === null) return;
    if (direct === null && open !== null) return api.change(repository, open, level);
    if (direct === null && (await api.reach(repository, person)) === "admin")
      throw new PermanentError("this person is an admin of the repository in another way: there is nothing to give", {
        class: "impossible",
      });
    if (invitation !== null) await api.withdraw(repository, invitation);
    await api.add(repository, person, level);
  },

  async revoke(call, context) {
    const { api, repository, person, invitation, direct } = await found(call, context);
    if (repository === null || person === null) return;
    if (invitation !== null) await api.withdraw(repository, invitation);
    if (direct !== null) await api.remove(repository, person);
  },

  async inspect(call, context): Promise<Inspection> {
    const { api, repository, person, invitation, direct } = await found(call, context);
    const ids = person === null ? {} : { user: String(person.id) };
    const level = direct ?? (invitation?.expired === false ? invitation.level : null);
    if (level !== null || repository === null || person === null) return { level, inherited: null, ids };
    const reach = await api.reach(repository, person);
    return { level, inherited: reach === null ? null : `${reach}, in another way than as a collaborator`, ids };
  },
};

interface Found {
  readonly api: RepoApi;
  /** Null: gone. */
  readonly repository: Repository | null;
  readonly person: Person | null;
  readonly invitation: Invitation | null;
  readonly direct: Level | null;
}

async function found(call: StrategyCall, context: StrategyContext): Promise<Found> {
  const given = settingsOf(settings, call.settings);
  const github = new GithubApi(given, "administration", context);
  const api = new RepoApi(github, given.repository);
  const person = await personOf(github, call);
  const repository = await api.repository();
  const nothing = { api, repository, person, invitation: null, direct: null };
  if (repository === null) return nothing;
  if (person === null) {
    await api.provesAbsent(repository, call.account.id, call.ids["user"]);
    return nothing;
  }
  // In this order: an invitation that is taken up in between is seen twice rather than never.
  const invitation = await api.invitation(repository, person);
  return { ...nothing, invitation, direct: await api.directLevel(repository, person) };
}

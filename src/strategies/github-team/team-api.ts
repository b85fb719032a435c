// One team at GitHub: who is in it themselves, who only through a team below it, and one membership set or taken. A team that
// cannot be seen is gone only where the organisation's own list does not have it either.
import * as z from "zod";
import { PermanentError, TransientError } from "../../ports.ts";
import type { GithubApi } from "../github/github-api.ts";
import { type Person, sameLogin } from "../github/person.ts";
import type { Settings } from "./settings.ts";

const MAX_PAGES = 20;

const role = z.enum(["member", "maintainer"]);
const NAME = /^[A-Za-z0-9._-]{1,100}$/;
const team = z.looseObject({
  id: z.int(),
  node_id: z.string().min(1).max(200),
  slug: z.string().regex(NAME),
  organization: z.looseObject({ id: z.int(), login: z.string().regex(NAME) }),
});
const named = z.looseObject({ id: z.int(), login: z.string() });
const membership = z.looseObject({ role, state: z.enum(["active", "pending"]) });
const orgMembership = z.looseObject({ role: z.string(), state: z.string() });
const immediate = z.object({
  data: z.object({
    node: z.object({
      members: z.object({
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
        edges: z.array(z.object({ role: z.string(), node: z.object({ databaseId: z.int(), login: z.string() }) })),
      }),
    }),
  }),
});
const invitation = z.looseObject({ login: z.string().nullish() });
const IMMEDIATE = `query($team: ID!, $after: String) { node(id: $team) { ... on Team {
  members(membership: IMMEDIATE, first: 100, after: $after) { pageInfo { hasNextPage endCursor } edges { role node { databaseId login } } }
} } }`;

export type Team = z.output<typeof team>;
export type Role = z.output<typeof role>;
type Edge = z.output<typeof immediate>["data"]["node"]["members"]["edges"][number];
export interface Listed {
  readonly id: number;
  readonly login: string;
  readonly role: Role;
}
export interface Membership {
  readonly role: Role;
  /** Only by way of a team below this one. */
  readonly inherited: boolean;
}

/** GraphQL spells it in capitals. */
function roleIn(text: string): Role {
  const read = role.safeParse(text.toLowerCase());
  if (read.success) return read.data;
  throw new PermanentError("GitHub teams know members and maintainers only", { class: "bug" });
}

export class TeamApi {
  readonly #api: GithubApi;
  readonly #organization: number;
  readonly #team: number;

  constructor(api: GithubApi, settings: Settings) {
    this.#api = api;
    this.#organization = settings.organization;
    this.#team = settings.team;
  }

  /** Null where it is gone for certain. */
  async team(): Promise<Team | null> {
    const found = await this.#api.find(this.#path(), team);
    if (found === null) return this.#isGone();
    if (found.id !== this.#team || found.organization.id !== this.#organization)
      throw new PermanentError("GitHub answered with another team than the one asked for", { class: "bug" });
    return found;
  }

  /** An invitation that is still open counts. Null where there is none; the team itself was seen before this is asked. */
  async membership(of: Team, person: Person): Promise<Membership | null> {
    const found = await this.#api.find(this.#path(`/memberships/${person.login}`), membership);
    if (found === null) return null;
    if (found.state === "pending" || !(await this.#hasTeamsBelow())) return { role: found.role, inherited: false };
    const own = await this.#ownRole(of, person);
    return own === null ? { role: found.role, inherited: true } : { role: own, inherited: false };
  }

  /** Everybody who is in the team itself; those of teams below are not. */
  async members(of: Team): Promise<readonly Listed[]> {
    const found: Listed[] = [];
    await this.#immediate(of, (edges) => {
      for (const { role: as, node } of edges) found.push({ id: node.databaseId, login: node.login, role: roleIn(as) });
      return undefined;
    });
    return found;
  }

  /** Logins of those whose invitation is still open, as far as they were invited by login. */
  async invited({ organization, slug }: Team): Promise<readonly string[]> {
    const found: string[] = [];
    const path = `/orgs/${organization.login}/teams/${slug}/invitations`;
    const keep = ({ login }: z.output<typeof invitation>): boolean => {
      if (login) found.push(login);
      return false;
    };
    await this.#api.search(path, invitation, keep, MAX_PAGES);
    return found;
  }

  /** Whoever GitHub does not show any more is not in a team whose list does not have them. Throws where it does. */
  async provesAbsent(of: Team, login: string, id: string | undefined): Promise<void> {
    const { organization, slug } = of;
    const is = (one: z.output<typeof named>) =>
      id === undefined ? sameLogin(one.login, login) : String(one.id) === id;
    const path = `/orgs/${organization.login}/teams/${slug}/members`;
    if ((await this.#api.search(path, named, is, MAX_PAGES)) !== null)
      throw new PermanentError("GitHub lists somebody in the team whose account it does not show", { class: "auth" });
  }

  /** What somebody is in the team's organisation; null: nothing. */
  async inOrganization({ organization }: Team, { login }: Pick<Person, "login">): Promise<string | null> {
    const found = await this.#api.find(`/orgs/${organization.login}/memberships/${login}`, orgMembership);
    return found?.role ?? null;
  }

  async set(person: Person, to: Role): Promise<void> {
    await this.#api.change("PUT", this.#path(`/memberships/${person.login}`), { role: to }, membership);
  }

  async remove(person: Person): Promise<void> {
    await this.#api.remove(this.#path(`/memberships/${person.login}`));
  }

  async #hasTeamsBelow(): Promise<boolean> {
    return (await this.#api.read(`${this.#path("/teams")}?per_page=1`, z.array(named.pick({ id: true })))).length > 0;
  }

  /** REST does not tell a member from a member of a team below; GraphQL does. */
  #ownRole(of: Team, person: Person): Promise<Role | null> {
    return this.#immediate(of, (edges) => {
      const own = edges.find(({ node }) => node.databaseId === person.id);
      return own && roleIn(own.role);
    });
  }

  /** What is made of the first page of which anything is; null where of none. */
  async #immediate<T>({ node_id }: Team, made: (edges: readonly Edge[]) => T | undefined): Promise<T | null> {
    let after: string | null = null;
    for (let page = 1; page <= MAX_PAGES; page++) {
      const read: z.output<typeof immediate> = await this.#api.query(IMMEDIATE, { team: node_id, after }, immediate);
      const { edges, pageInfo } = read.data.node.members;
      const found = made(edges);
      if (found !== undefined) return found;
      if (!pageInfo.hasNextPage) return null;
      after = pageInfo.endCursor;
    }
    throw new PermanentError("the team has more members than can be told from those of the teams below it");
  }

  async #isGone(): Promise<null> {
    const owner = await this.#api.read(`/user/${this.#organization}`, named.extend({ type: z.string() }));
    if (owner.id !== this.#organization || owner.type !== "Organization" || !NAME.test(owner.login))
      throw new PermanentError("there is no such organisation at GitHub");
    // An App sees every team; a person only if they own the organisation.
    if (!this.#api.isApp) await this.#seesEveryTeam(owner.login);
    const listed = await this.#api.search(
      `/orgs/${owner.login}/teams`,
      named.pick({ id: true }),
      this.#isIt,
      MAX_PAGES,
    );
    if (listed !== null)
      throw new TransientError("GitHub does not show a team that its list still has", { effect: "no" });
    return null;
  }

  async #seesEveryTeam(organization: string): Promise<void> {
    const me = await this.#api.read("/user", named);
    if (!NAME.test(me.login)) throw new PermanentError("GitHub answered with no login", { class: "bug" });
    const mine = await this.#api.read(`/orgs/${organization}/memberships/${me.login}`, orgMembership);
    if (mine.role !== "admin")
      throw new PermanentError("the team is gone, or this token may not see it: an owner's token could tell", {
        class: "auth",
      });
  }

  readonly #isIt = ({ id }: { readonly id: number }): boolean => id === this.#team;

  #path(below = ""): string {
    return `/organizations/${this.#organization}/team/${this.#team}${below}`;
  }
}

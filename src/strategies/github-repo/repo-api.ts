// One repository at GitHub: who is a collaborator themselves and with which role, who is invited, who has access in other ways.
// Its name of today is asked for before every call; a repository that cannot be seen is gone only where Sym sees all there are.
import * as z from "zod";
import { PermanentError, TransientError } from "../../ports.ts";
import type { GithubApi } from "../github/github-api.ts";
import { type Person, sameLogin } from "../github/person.ts";
import { type Level, levelNamed, levelOf, PERMISSION } from "./roles.ts";

const MAX_PAGES = 10;

const NAME = /^[A-Za-z0-9._-]{1,100}$/;
const repository = z.looseObject({
  id: z.int(),
  node_id: z.string().min(1).max(200),
  name: z.string().regex(NAME),
  owner: z.looseObject({ login: z.string().regex(NAME), type: z.string() }),
});
const named = z.looseObject({ id: z.int(), login: z.string() });
const invitation = z.looseObject({
  id: z.int(),
  invitee: named.nullable(),
  permissions: z.string(),
  expired: z.boolean().nullish(),
});
const effective = z.looseObject({ role_name: z.string() });
const sources = z.object({
  data: z.object({
    node: z.object({
      collaborators: z
        .object({
          edges: z.array(
            z.object({
              node: z.object({ databaseId: z.int() }),
              permissionSources: z
                .array(
                  z.object({
                    roleName: z.string().nullable(),
                    permission: z.string(),
                    source: z.object({ __typename: z.string() }),
                  }),
                )
                .nullable(),
            }),
          ),
        })
        .nullable(),
    }),
  }),
});
const SOURCES = `query($repository: ID!, $login: String!) { node(id: $repository) { ... on Repository {
  collaborators(login: $login, first: 10) { edges { node { databaseId } permissionSources { roleName permission source { __typename } } } }
} } }`;

export type Repository = z.output<typeof repository>;
export interface Invitation {
  readonly id: number;
  readonly level: Level;
  readonly expired: boolean;
}

export class RepoApi {
  readonly #api: GithubApi;
  readonly #id: number;

  constructor(api: GithubApi, id: number) {
    this.#api = api;
    this.#id = id;
  }

  /** Null where it is gone for certain. */
  async repository(): Promise<Repository | null> {
    const found = await this.#api.find(`/repositories/${this.#id}`, repository);
    if (found === null) {
      if (await this.#api.coversEveryRepository()) return null;
      throw new PermanentError(
        "the repository is gone, or this App or token may not see it: an App for all repositories could tell",
        { class: "auth" },
      );
    }
    if (found.id !== this.#id)
      throw new PermanentError("GitHub answered with another repository than the one asked for", { class: "bug" });
    return found;
  }

  async invitation(of: Repository, person: Person): Promise<Invitation | null> {
    const isTheirs = (one: z.output<typeof invitation>) => one.invitee?.id === person.id;
    const found = await this.#api.search(`${pathOf(of)}/invitations`, invitation, isTheirs, MAX_PAGES);
    return found === null ? null : { id: found.id, level: levelOf(found.permissions), expired: found.expired ?? false };
  }

  /** The role that they have as a collaborator, whatever they have in other ways. Null where they are none. */
  async directLevel(of: Repository, person: Person): Promise<Level | null> {
    if (!(await this.#listsDirectly(of, ({ id }) => id === person.id))) return null;
    // REST gives the strongest role of all sources, and does not say which one is the collaborator's.
    const asked = { repository: of.node_id, login: person.login };
    const { collaborators } = (await this.#api.query(SOURCES, asked, sources)).data.node;
    const from = collaborators?.edges.find(({ node }) => node.databaseId === person.id)?.permissionSources;
    if (!from)
      throw new PermanentError("GitHub does not tell this App or token where people's access comes from", {
        class: "auth",
      });
    if (from.length === 0)
      throw new TransientError("GitHub lists a collaborator and knows no access of theirs", { effect: "no" });
    const own = from.find(({ source }) => source.__typename === "Repository");
    return own === undefined ? null : levelOf(own.roleName ?? own.permission);
  }

  /** What they have in any way, in our words; null: nothing. */
  async reach(of: Repository, person: Person): Promise<Level | "custom" | null> {
    const found = await this.#api.find(`${pathOf(of)}/collaborators/${person.login}/permission`, effective);
    if (found === null || found.role_name === "none" || found.role_name === "") return null;
    return levelNamed(found.role_name) ?? "custom";
  }

  /** Whoever GitHub does not show any more has nothing where no list has them. Throws where one does. */
  async provesAbsent(of: Repository, login: string, id: string | undefined): Promise<void> {
    const is = (one: z.output<typeof named> | null) =>
      one !== null && (id === undefined ? sameLogin(one.login, login) : String(one.id) === id);
    const invited = (one: z.output<typeof invitation>) => is(one.invitee);
    if (
      (await this.#api.search(`${pathOf(of)}/invitations`, invitation, invited, MAX_PAGES)) !== null ||
      (await this.#listsDirectly(of, is))
    )
      throw new PermanentError("GitHub lists somebody at the repository whose account it does not show", {
        class: "auth",
      });
  }

  async add(of: Repository, person: Person, level: Level): Promise<void> {
    const path = `${pathOf(of)}/collaborators/${person.login}`;
    const invited = await this.#api.change("PUT", path, { permission: PERMISSION[level] }, invitation);
    if (invited === null || invited.invitee?.id === person.id) return;
    // The login went to somebody else just now.
    await this.withdraw(of, invited);
    throw new PermanentError("this login is another person's by now: the invitation was withdrawn");
  }

  async change(of: Repository, { id }: Invitation, level: Level): Promise<void> {
    await this.#api.change("PATCH", `${pathOf(of)}/invitations/${id}`, { permissions: level }, invitation);
  }

  withdraw(of: Repository, { id }: Pick<Invitation, "id">): Promise<void> {
    return this.#api.remove(`${pathOf(of)}/invitations/${id}`);
  }

  remove(of: Repository, person: Person): Promise<void> {
    return this.#api.remove(`${pathOf(of)}/collaborators/${person.login}`);
  }

  async #listsDirectly(of: Repository, is: (one: z.output<typeof named>) => boolean): Promise<boolean> {
    const path = `${pathOf(of)}/collaborators?affiliation=direct`;
    return (await this.#api.search(path, named, is, MAX_PAGES)) !== null;
  }
}

const pathOf = ({ owner, name }: Repository): string => `/repos/${owner.login}/${name}`;

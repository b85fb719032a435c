// A GitHub with one repository of an organisation: a fake of ours that keeps state, behind GitHub's own description of its API.
// It does what GitHub's documentation says of collaborators, invitations, roles and where they come from; it proves that Sym
// speaks to that documentation, not that GitHub keeps to it. Emulate cannot stand here: see test/oracles/README.md.
import { describer } from "./described.ts";

const ORGANIZATION = "acme";
export const ID = 1_296_269;
const ROLES = { pull: "read", triage: "triage", push: "write", maintain: "maintain", admin: "admin" } as const;

interface Account {
  readonly id: number;
  login: string;
  /** In the organisation: becomes a collaborator at once. Everybody else is invited. */
  member: boolean;
  gone: boolean;
}
interface Invited {
  readonly id: number;
  readonly invitee: Account;
  permissions: string;
  expired: boolean;
}

export class FakeRepository {
  readonly #accounts: Account[];
  readonly #direct = new Map<Account, string>();
  readonly #elsewhere = new Map<Account, string>();
  #invited: Invited[] = [];
  readonly #tokens = new Set<string>();
  #minted = 0;
  #gone = false;
  #name = "payments";
  selection: "all" | "selected" = "all";
  tellsSources = true;
  /** Runs before the next change. */
  justBefore: (() => void) | null = null;
  readonly #describe = describer();

  constructor(logins: readonly string[]) {
    this.#accounts = logins.map((login, at) => ({ id: at + 11, login, member: true, gone: false }));
  }

  /* What people do. */
  account(login: string): Account {
    const found = this.#called(login);
    if (!found) throw new Error(`no account ${login}`);
    return found;
  }
  collaborate = (login: string, role: string): unknown => this.#direct.set(this.account(login), role);
  giveElsewhere = (login: string, role: string): unknown => this.#elsewhere.set(this.account(login), role);
  accept(login: string): void {
    const account = this.account(login);
    for (const { permissions } of this.#invited.filter(({ invitee }) => invitee === account))
      this.#direct.set(account, permissions);
    this.#invited = this.#invited.filter(({ invitee }) => invitee !== account);
  }
  expire(login: string): void {
    for (const one of this.#invited) if (one.invitee === this.account(login)) one.expired = true;
  }
  withdrawTokens(): void {
    this.#tokens.clear();
  }
  renameTo(name: string): void {
    this.#name = name;
  }
  remove(): void {
    this.#gone = true;
  }
  removeAccount(login: string): void {
    const account = this.account(login);
    this.#direct.delete(account);
    this.#invited = this.#invited.filter(({ invitee }) => invitee !== account);
    account.gone = true;
  }
  invitations = (): string[] => this.#invited.map(({ invitee, permissions }) => `${invitee.login}: ${permissions}`);
  levelOf(login: string): string | null {
    const account = this.#called(login);
    const open = this.#invited.find(({ invitee, expired }) => invitee === account && !expired);
    return account === undefined ? null : (this.#direct.get(account) ?? open?.permissions ?? null);
  }

  receive = async (request: Request): Promise<Response> => {
    const { method, path, headers, body, query } = await (await this.#describe)(request);
    if (path.startsWith("/app/")) {
      const token = `ghs_${++this.#minted}`;
      this.#tokens.add(token);
      const expires_at = new Date(Date.parse("2026-01-05T13:00:00Z")).toISOString();
      return json({ token, expires_at, repository_selection: this.selection }, 201);
    }
    const token = (headers["authorization"] ?? "").replace("Bearer ", "");
    if (!this.#tokens.has(token) && !token.startsWith("github_pat_")) return json({ message: "Bad credentials" }, 401);
    const [, by, who = ""] = /^\/(users?)\/([^/]+)$/.exec(path) ?? [];
    if (by !== undefined) {
      const found = by === "users" ? this.#called(who) : this.#accounts.find(({ id }) => String(id) === who);
      return found && !found.gone ? json(shown(found)) : notFound();
    }
    if (this.#gone) return path === "/graphql" ? json({ data: { node: null } }) : notFound();
    if (path === `/repositories/${ID}`)
      return json({
        id: ID,
        node_id: "R_1",
        name: this.#name,
        owner: { login: ORGANIZATION, type: "Organization" },
      });
    if (path === "/graphql") return this.#sources(body as { variables: { login: string } });
    const base = `/repos/${ORGANIZATION}/${this.#name}`;
    if (!path.startsWith(`${base}/`)) return new Response(null, { status: 301, headers: { location: "/elsewhere" } });
    return this.#below(method, path.slice(base.length), body, new URLSearchParams(query));
  };

  #below(method: string, path: string, body: unknown, query: URLSearchParams): Response {
    if (method !== "GET") this.justBefore?.();
    if (method !== "GET") this.justBefore = null;
    const [, one] = /^\/invitations\/(\d+)$/.exec(path) ?? [];
    const [, login, more] = /^\/collaborators\/([^/]+)(\/permission)?$/.exec(path) ?? [];
    if (path === "/invitations") return json(page(this.#invited, query).map(invitationShown));
    if (path === "/collaborators") {
      if (query.get("affiliation") !== "direct") throw new Error("only direct collaborators are asked for");
      return json(
        page(
          [...this.#direct.keys()].filter(({ gone }) => !gone),
          query,
        ).map(shown),
      );
    }
    if (one !== undefined) return this.#invitation(method, Number(one), body);
    const account = this.#called(login ?? "");
    if (account === undefined) return notFound();
    if (more !== undefined) return json({ role_name: this.#strongest(account) ?? "none" });
    if (method === "PUT") return this.#put(account, (body as { permission: keyof typeof ROLES }).permission);
    this.#direct.delete(account);
    return json(null, 204);
  }

  #put(account: Account, permission: keyof typeof ROLES): Response {
    const role = ROLES[permission];
    if (account.member || this.#direct.has(account)) {
      this.#direct.set(account, role);
      return json(null, 204);
    }
    const already = this.#invited.find(({ invitee }) => invitee === account);
    const invited = already ?? { id: this.#minted++ + 500, invitee: account, permissions: role, expired: false };
    if (already === undefined) this.#invited.push(invited);
    return json(invitationShown(invited), 201);
  }

  #invitation(method: string, id: number, body: unknown): Response {
    const found = this.#invited.find((one) => one.id === id);
    if (found === undefined) return notFound();
    if (method === "DELETE") this.#invited = this.#invited.filter((one) => one !== found);
    else found.permissions = (body as { permissions: string }).permissions;
    return method === "DELETE" ? json(null, 204) : json(invitationShown(found));
  }

  #sources({ variables }: { variables: { login: string } }): Response {
    const account = this.#called(variables.login);
    const direct = account && this.#direct.get(account);
    const other = account && this.#elsewhere.get(account);
    const from = [
      ...(other ? [{ roleName: other, permission: "READ", source: { __typename: "Team" } }] : []),
      ...(direct ? [{ roleName: direct, permission: "READ", source: { __typename: "Repository" } }] : []),
    ];
    const edge = { node: { databaseId: account?.id }, permissionSources: this.tellsSources ? from : null };
    return json({ data: { node: { collaborators: { edges: from.length > 0 ? [edge] : [] } } } });
  }

  #strongest(account: Account): string | undefined {
    const order = Object.values(ROLES) as string[];
    return [this.#direct.get(account), this.#elsewhere.get(account)]
      .filter((role) => role !== undefined)
      .sort((a, b) => order.indexOf(b) - order.indexOf(a))[0];
  }

  #called = (login: string): Account | undefined =>
    this.#accounts.find((one) => !one.gone && one.login.toLowerCase() === login.toLowerCase());
}

const shown = ({ id, login }: Account) => ({ id, login, type: "User" });
const invitationShown = ({ invitee, ...more }: Invited) => ({ ...more, invitee: shown(invitee) });
const page = <T>(all: readonly T[], query: URLSearchParams): readonly T[] => {
  const size = Number(query.get("per_page"));
  return all.slice((Number(query.get("page")) - 1) * size).slice(0, size);
};
const json = (body: unknown, status = 200): Response =>
  new Response(status === 204 ? null : JSON.stringify(body), { status });
const notFound = (): Response => json({ message: "Not Found", documentation_url: "https://docs.github.com/rest" }, 404);

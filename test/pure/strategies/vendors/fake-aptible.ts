// Aptible's Auth API of our own as far as users, roles, memberships and tokens go, after the source of Aptible's own dashboard
// (github.com/aptible/app-ui, src/auth and src/users, read in November 2026). Keeps state and judges nothing.
import { NOW } from "../../../contracts/strategy-world.ts";
import { type Asked, FakeApi, type Said } from "./fake-api.ts";
import { SAYS } from "./judged.ts";

export const ORGANIZATION = "94a49e57-d046-4d9d-9dbf-f7711e337368";
export const ROLE = "24463EF7-1D6E-402E-A365-69CB6DB80C6E";
export const USERNAME = "sym@example.com";
export const PASSWORD = "planted-aptible-password";

const failed = (status: number): Said => ({ status, body: { code: status, error: "refused", message: SAYS } });
const ok = (body: object): Said => ({ status: 200, body });
const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");

export class FakeAptible extends FakeApi {
  readonly users: { readonly id: number; email: string }[] = [];
  /** Users' ids by membership's id. */
  memberships: Map<string, number> | null = new Map();
  /** What a token says of itself beside its owner. */
  claims: object = { exp: NOW / 1_000 + 3_600 };
  readonly #tokens = new Set<string>();
  #origin = "https://auth.aptible.com";
  #made = 0;

  addUser(email: string): void {
    this.users.push({ id: 100 + this.users.length, email });
  }

  removeUser(email: string): void {
    const at = this.users.findIndex((user) => user.email === email);
    const [user] = at < 0 ? [] : this.users.splice(at, 1);
    for (const [id, owner] of this.memberships ?? []) if (owner === user?.id) this.memberships?.delete(id);
  }

  addMembership(user: number): string {
    this.#made += 1;
    const id = `9f0c2f6e-0000-4000-8000-${String(this.#made).padStart(12, "0")}`;
    this.memberships?.set(id, user);
    return id;
  }

  levelOf(email: string): string | null {
    const id = this.users.find((user) => user.email === email)?.id;
    return [...(this.memberships?.values() ?? [])].some((owner) => owner === id) ? "member" : null;
  }

  endTokens(): void {
    this.#tokens.clear();
  }

  protected answer({ method, path, headers, text }: Asked): Said {
    this.#origin = `http://${headers.get("host") ?? ""}`;
    if (path === "/tokens") return this.#token(JSON.parse(text));
    if (!this.#tokens.has((headers.get("authorization") ?? "").replace(/^Bearer /, ""))) return failed(401);
    if (path === `/organizations/${ORGANIZATION}/users`) return ok({ _embedded: { users: this.users } });
    const roles = [
      { id: "c7d5f21a-1d4e-4b39-9957-f8acabde2a3a" },
      ...(this.memberships ? [{ id: ROLE.toLowerCase() }] : []),
    ];
    if (path === `/organizations/${ORGANIZATION}/roles`) return ok({ _embedded: { roles } });
    const one = /^\/memberships\/(.+)$/.exec(path)?.[1];
    if (one !== undefined && method === "DELETE")
      return this.memberships?.delete(one) ? { status: 204, body: null } : failed(404);
    if (path.toLowerCase() !== `/roles/${ROLE.toLowerCase()}/memberships` || this.memberships === null)
      return failed(404);
    if (method === "GET")
      return ok({ _embedded: { memberships: [...this.memberships].map(([id, user]) => this.#shown(id, user)) } });
    const user = Number(/\/users\/(\d+)$/.exec((JSON.parse(text) as { user_url: string }).user_url)?.[1]);
    if (!this.users.some(({ id }) => id === user)) return failed(422);
    return { status: 201, body: this.#shown(this.addMembership(user), user) };
  }

  #token({ grant_type, username, password, scope }: Readonly<Record<string, string>>): Said {
    if (grant_type !== "password" || scope !== "manage" || username !== USERNAME || password !== PASSWORD)
      return failed(401);
    const claims = { ...this.claims, session: crypto.randomUUID() };
    const token = `${encoded({ alg: "RS512" })}.${encoded(claims)}.signature`;
    this.#tokens.add(token);
    return { status: 201, body: { access_token: token, token_type: "bearer", scope, _type: "token" } };
  }

  #shown(id: string, user: number): object {
    return { id, privileged: false, _links: { user: { href: `${this.#origin}/users/${user}` } }, _type: "membership" };
  }
}

/** For the faults of the suite. */
export function aptibleVerbOf({ method, url }: Request): "grant" | "revoke" | "inspect" {
  if (method === "DELETE") return "revoke";
  return method === "POST" && !url.endsWith("/tokens") ? "grant" : "inspect";
}

// A controller of Boundary of our own as far as users, groups and tokens go, after Boundary's own description of its API
// (developer.hashicorp.com/boundary/api-docs, and internal/proto in github.com/hashicorp/boundary, read in November 2026).
import { NOW } from "../../../contracts/strategy-world.ts";
import { type Asked, FakeApi, type Said } from "./fake-api.ts";
import { SAYS } from "./judged.ts";

export const GROUP = "g_1234567890";
export const SCOPE = "o_1234567890";
export const AUTH_METHOD = "ampw_1234567890";
export const LOGIN_NAME = "sym";
export const PASSWORD = "planted-boundary-password";

const KINDS: Readonly<Record<number, string>> = {
  400: "InvalidArgument",
  401: "Unauthenticated",
  403: "PermissionDenied",
  404: "NotFound",
  500: "Internal",
};
const failed = (status: number): Said => ({ status, body: { kind: KINDS[status], message: SAYS } });
const ok = (body: object): Said => ({ status: 200, body });

interface User {
  readonly id: string;
  email: string;
  login_name: string;
}

export class FakeBoundary extends FakeApi {
  readonly users: User[] = [];
  group: { version: number; readonly members: Set<string> } | null = { version: 1, members: new Set() };
  actions = ["no-op", "read", "add-members", "remove-members"];
  /** How a version is refused that is not the group's. Its description names no status for that. */
  staleIs = 404;
  /** What the role shows of a group; null: all there is. */
  shown: readonly string[] | null = null;
  pageSize = 1;
  tokensEnd = NOW + 7 * 86_400_000;
  readonly #tokens = new Set<string>();

  addUser(email: string): User {
    const id = `u_${String(this.users.length + 1).padStart(10, "0")}`;
    const user = { id, email, login_name: email.split("@")[0] ?? "" };
    this.users.push(user);
    return user;
  }

  removeUser(email: string): void {
    const at = this.users.findIndex((user) => user.email === email);
    const [user] = at < 0 ? [] : this.users.splice(at, 1);
    this.group?.members.delete(user?.id ?? "");
  }

  levelOf(email: string): string | null {
    const id = this.users.find((user) => user.email === email)?.id ?? email;
    return this.group?.members.has(id) ? "member" : null;
  }

  /** By somebody else: the version moves on. */
  touch(): void {
    if (this.group !== null) this.group.version += 1;
  }

  endTokens(): void {
    this.#tokens.clear();
  }

  protected answer({ method, path, query, headers, text }: Asked): Said {
    if (path === `/v1/auth-methods/${AUTH_METHOD}:authenticate`) return this.#authenticate(JSON.parse(text));
    if (!this.#tokens.has((headers.get("authorization") ?? "").replace(/^Bearer /, ""))) return failed(401);
    if (path === "/v1/users") return this.#list(query);
    const user = /^\/v1\/users\/(.+)$/.exec(path)?.[1];
    if (user !== undefined) {
      const found = this.users.find(({ id }) => id === user);
      return found === undefined ? failed(404) : ok({ ...found, scope_id: SCOPE, version: 1 });
    }
    const [, id, action] = /^\/v1\/groups\/([^:]+)(?::(\w+)-members)?$/.exec(path) ?? [];
    if (id !== GROUP || this.group === null) return failed(404);
    return method === "POST" ? this.#change(action, JSON.parse(text)) : this.#group();
  }

  #authenticate({ command, attributes }: { command: string; attributes: Record<string, string> }): Said {
    const isRight =
      command === "login" && attributes["login_name"] === LOGIN_NAME && attributes["password"] === PASSWORD;
    if (!isRight) return failed(401);
    const token = `at_${crypto.randomUUID()}`;
    this.#tokens.add(token);
    const expiration_time = new Date(this.tokensEnd).toISOString();
    return ok({ command, type: "token", attributes: { id: "at_1", token, expiration_time } });
  }

  #list(query: URLSearchParams): Said {
    const [, attribute = "", value = ""] =
      /^"\/item\/(email|login_name)" == "([^"\\]*)"$/.exec(query.get("filter") ?? "") ?? [];
    if (query.get("scope_id") !== SCOPE || attribute === "") return failed(400);
    const fitting = this.users.filter((user) => user[attribute as "email"] === value);
    const from = Number(query.get("list_token") ?? 0);
    const items = fitting.slice(from, from + this.pageSize);
    const next = from + this.pageSize;
    const isComplete = next >= fitting.length;
    return ok({
      ...(items.length === 0 ? {} : { items }),
      response_type: isComplete ? "complete" : "delta",
      list_token: String(next),
      est_item_count: fitting.length,
    });
  }

  #change(
    action: string | undefined,
    { version, member_ids }: { version: number; member_ids: readonly string[] },
  ): Said {
    const group = this.group;
    if (group === null) return failed(404);
    if (version !== group.version) return failed(this.staleIs);
    for (const id of member_ids) {
      if (action === "add" && !this.users.some((user) => user.id === id)) return failed(404);
      if (group.members.has(id) === (action === "add")) return failed(400);
      if (action === "add") group.members.add(id);
      else group.members.delete(id);
    }
    group.version += 1;
    return this.#group();
  }

  #group(): Said {
    const { version = 0, members = new Set() } = this.group ?? {};
    const whole = {
      id: GROUP,
      scope_id: SCOPE,
      name: "engineers",
      created_time: "2026-01-01T00:00:00Z",
      updated_time: "2026-01-01T00:00:00Z",
      version,
      ...(members.size === 0 ? {} : { member_ids: [...members] }),
      authorized_actions: this.actions,
    };
    const isShown = ([name]: readonly [string, unknown]) => this.shown === null || this.shown.includes(name);
    return ok(Object.fromEntries(Object.entries(whole).filter(isShown)));
  }
}

/** For the faults of the suite. */
export function boundaryVerbOf({ url }: Request): "grant" | "revoke" | "inspect" {
  if (url.endsWith(":add-members")) return "grant";
  return url.endsWith(":remove-members") ? "revoke" : "inspect";
}

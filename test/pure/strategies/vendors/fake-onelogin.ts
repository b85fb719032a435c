// A OneLogin of our own as far as users, roles and tokens go, after its own description (developers.onelogin.com/api-docs/2, and
// github.com/onelogin/onelogin-python-sdk, docs/RolesApi.md, read in November 2026). Keeps state and judges nothing.
import { type Asked, FakeApi, type Said } from "./fake-api.ts";
import { SAYS } from "./judged.ts";

export const ROLE = "268986";
export const CLIENT_ID = "0123456789abcdef";
export const CLIENT_SECRET = "planted-onelogin-secret";

const NAMES: Readonly<Record<number, string>> = {
  401: "UnauthorizedError",
  404: "NotFoundError",
  422: "UnprocessableEntityError",
};
const failed = (status: number): Said => ({
  status,
  body: { message: SAYS, statusCode: status, name: NAMES[status] ?? "Error" },
});
const ok = (body: unknown, headers: Readonly<Record<string, string>> = {}): Said => ({ status: 200, body, headers });

interface User {
  readonly id: number;
  email: string;
  username: string;
  /** 1: active, 2: suspended. */
  status: number;
}

export class FakeOnelogin extends FakeApi {
  readonly users: User[] = [];
  role: { readonly users: Set<number>; readonly admins: Set<number> } | null = { users: new Set(), admins: new Set() };
  /** OneLogin gives 100 at most. */
  mostOnPage = 2;
  readonly #tokens = new Set<string>();

  addUser(email: string): User {
    const user = { id: 1_000 + this.users.length, email, username: email.split("@")[0] ?? "", status: 1 };
    this.users.push(user);
    return user;
  }

  removeUser(email: string): void {
    const at = this.users.findIndex((user) => user.email === email);
    const [user] = at < 0 ? [] : this.users.splice(at, 1);
    for (const list of [this.role?.users, this.role?.admins]) list?.delete(user?.id ?? 0);
  }

  levelOf(email: string): string | null {
    const id = this.users.find((user) => user.email === email)?.id ?? 0;
    if (this.role?.admins.has(id)) return this.role.users.has(id) ? "admin" : "admin without the role";
    return this.role?.users.has(id) ? "member" : null;
  }

  endTokens(): void {
    this.#tokens.clear();
  }

  protected answer({ method, path, query, headers, text }: Asked): Said {
    if (path === "/auth/oauth2/v2/token") return this.#token(headers, text);
    if (!this.#tokens.has((headers.get("authorization") ?? "").replace(/^bearer /, ""))) return failed(401);
    if (path === "/api/2/users") return ok(this.users.filter(({ email }) => email === query.get("email")));
    const user = /^\/api\/2\/users\/(\d+)$/.exec(path)?.[1];
    if (user !== undefined) {
      const found = this.users.find(({ id }) => String(id) === user);
      return found === undefined ? failed(404) : ok(found);
    }
    const [, id, list] = /^\/api\/2\/roles\/(\d+)(?:\/(users|admins))?$/.exec(path) ?? [];
    if (id !== ROLE || this.role === null) return failed(404);
    if (list === undefined) return ok({ id: Number(ROLE), name: "Engineers" });
    const people = this.role[list as "users" | "admins"];
    return method === "GET" ? this.#list(people, query) : this.#change(method, people, JSON.parse(text));
  }

  #token(headers: Headers, text: string): Said {
    const basic = Buffer.from(`${CLIENT_ID}:${CLIENT_SECRET}`).toString("base64");
    const { grant_type } = JSON.parse(text) as { grant_type: string };
    if (headers.get("authorization") !== `Basic ${basic}` || grant_type !== "client_credentials")
      return { status: 401, body: { status: { error: true, code: 401, type: "Unauthorized", message: SAYS } } };
    const access_token = crypto.randomUUID();
    this.#tokens.add(access_token);
    return ok({ access_token, token_type: "bearer", expires_in: 36_000, account_id: 1 });
  }

  #list(people: ReadonlySet<number>, query: URLSearchParams): Said {
    const from = Number(query.get("cursor") ?? 0);
    const next = from + Math.min(Number(query.get("limit")), this.mostOnPage);
    const page = [...people].slice(from, next).map((id) => ({ id, name: "", username: "", assigned: true }));
    const more = next < people.size ? { "after-cursor": String(next) } : {};
    return ok(page, { "total-count": String(people.size), ...more });
  }

  #change(method: string, people: Set<number>, ids: readonly number[]): Said {
    if (!ids.every((one) => this.users.some(({ id }) => id === one))) return failed(method === "POST" ? 422 : 404);
    if (method === "DELETE") {
      if (!ids.every((id) => people.has(id))) return failed(404);
      for (const id of ids) people.delete(id);
      return { status: 204, body: null };
    }
    for (const id of ids) people.add(id);
    return ok(ids.map((id) => ({ id })));
  }
}

/** For the faults of the suite. */
export function oneloginVerbOf({ method, url }: Request): "grant" | "revoke" | "inspect" {
  if (method === "DELETE") return "revoke";
  return method === "POST" && !url.endsWith("/token") ? "grant" : "inspect";
}

// A Google of our own behind a real port: the token endpoint, which takes no assertion but a right one, and the Directory API as far
// as groups and their members go. Answers as Google documents it, keeps state, and judges nothing.
import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { NOW } from "../../../contracts/strategy-world.ts";
import { listen } from "../real-port.ts";

export const SAYS = "google-says-canary";
export const GROUP = "03x8tuzt3hqdv5v";
export const SUBJECT = "sym@example.com";
const CLIENT = "sym@project-1.iam.gserviceaccount.com";
const SCOPES = {
  members: "https://www.googleapis.com/auth/admin.directory.group.member",
  users: "https://www.googleapis.com/auth/admin.directory.user.readonly",
  readMembers: "https://www.googleapis.com/auth/admin.directory.group.member.readonly",
};

const { privateKey, publicKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});
export const PRIVATE_KEY = privateKey;
/** As Google Cloud hands it out. */
export const KEY_FILE = JSON.stringify({
  type: "service_account",
  project_id: "project-1",
  private_key_id: "key-1",
  private_key: privateKey,
  client_email: CLIENT,
  client_id: "1",
  token_uri: "https://elsewhere.example.com/token",
});

export interface GoogleUser {
  readonly id: string;
  primaryEmail: string;
  readonly aliases: string[];
  suspended: boolean;
  archived: boolean;
}

type Said = { readonly status: number; readonly body: object | null };

const failed = (status: number, reason: string): Said => ({
  status,
  body: { error: { code: status, message: SAYS, errors: [{ message: SAYS, domain: "global", reason }] } },
});
const ok = (body: object | null): Said => ({ status: body === null ? 204 : 200, body });
const NOT_FOUND = failed(404, "notFound");

export class FakeGoogle {
  readonly users: GoogleUser[] = [];
  /** Roles by member's id, by group's id. */
  readonly groups = new Map<string, Map<string, string>>([[GROUP, new Map()]]);
  /** So many members on a page. */
  page = 1;
  /** Ids of those who are members through another group. */
  readonly nested = new Set<string>();
  /** What was asked, in order: `GET /groups/…`. */
  readonly asked: string[] = [];
  readonly #tokens = new Map<string, number>();
  delegated: readonly string[] = Object.values(SCOPES);
  /** How long a token lives. */
  expiresIn = 3_600;
  /** Answers the next call of the API that begins so, in place of what would be said. */
  instead: { readonly call: string; readonly say: () => Said | null } | null = null;
  now: () => number = () => NOW;

  addUser(primaryEmail: string): GoogleUser {
    const id = `1${String(this.users.length + 1).padStart(20, "0")}`;
    const user = { id, primaryEmail, aliases: [], suspended: false, archived: false };
    this.users.push(user);
    return user;
  }

  removeUser(email: string): void {
    const at = this.users.findIndex(({ primaryEmail }) => primaryEmail === email);
    const [user] = at < 0 ? [] : this.users.splice(at, 1);
    for (const members of this.groups.values()) members.delete(user?.id ?? "");
  }

  roleOf(email: string): string | null {
    const id = this.users.find(({ primaryEmail }) => primaryEmail === email)?.id ?? email;
    return this.groups.get(GROUP)?.get(id) ?? null;
  }

  endTokens(): void {
    this.#tokens.clear();
  }

  async open(): Promise<{ readonly origin: string; close(): Promise<void> }> {
    return listen((request) => this.receive(request));
  }

  async receive(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (url.pathname === "/token") return this.#token(request, url);
    const path = url.pathname.replace("/admin/directory/v1", "");
    this.asked.push(`${request.method} ${path}`);
    const said = this.#authorised(request) ?? this.#instead(request.method, path) ?? (await this.#api(request, path));
    return said.body === null ? new Response(null, { status: said.status }) : Response.json(said.body, said);
  }

  #instead(method: string, path: string): Said | null {
    if (this.instead === null || !`${method} ${path}`.startsWith(this.instead.call)) return null;
    const { say } = this.instead;
    this.instead = null;
    return say();
  }

  async #token(request: Request, { origin }: URL): Promise<Response> {
    const form = new URLSearchParams(await request.text());
    const [head = "", claims = "", signature = ""] = (form.get("assertion") ?? "").split(".");
    const decoded = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString() || "{}");
    const { iss, sub, aud, iat, exp, scope } = decoded(claims);
    const { alg, kid } = decoded(head);
    const isSigned = verify(
      "RSA-SHA256",
      Buffer.from(`${head}.${claims}`),
      createPublicKey(publicKey),
      Buffer.from(signature, "base64url"),
    );
    const at = this.now() / 1_000;
    const isRight =
      form.get("grant_type") === "urn:ietf:params:oauth:grant-type:jwt-bearer" &&
      isSigned &&
      alg === "RS256" &&
      kid === "key-1" &&
      [iss, sub, aud].join() === [CLIENT, SUBJECT, `${origin}/token`].join() &&
      exp - iat <= 3_600 &&
      Math.abs(at - iat) < 300;
    if (!isRight) return Response.json({ error: "invalid_grant", error_description: SAYS }, { status: 400 });
    if (
      !String(scope)
        .split(" ")
        .every((one) => this.delegated.includes(one))
    )
      return Response.json({ error: "unauthorized_client", error_description: SAYS }, { status: 401 });
    const token = `ya29.planted-token-${crypto.randomUUID()}`;
    this.#tokens.set(token, this.now() + this.expiresIn * 1_000);
    return Response.json({ access_token: token, token_type: "Bearer", expires_in: this.expiresIn });
  }

  #authorised(request: Request): Said | null {
    const token = (request.headers.get("authorization") ?? "").replace(/^Bearer /, "");
    return (this.#tokens.get(token) ?? 0) > this.now() ? null : failed(401, "authError");
  }

  async #api(request: Request, path: string): Promise<Said> {
    const [, kind, key = "", what, member] = path.split("/").map(decodeURIComponent);
    if (kind === "users") return this.#user(key);
    const members = this.groups.get(key);
    if (kind !== "groups" || members === undefined) return NOT_FOUND;
    if (what === "hasMember") {
      const found = this.#userBy(member ?? "");
      return found === undefined ? NOT_FOUND : ok({ isMember: members.has(found.id) || this.nested.has(found.id) });
    }
    if (what !== "members") return failed(400, "badRequest");
    if (member !== undefined) return this.#member(request, members, this.#userBy(member));
    if (request.method === "GET") return this.#page(members, new URL(request.url).searchParams);
    const { email, role } = (await request.json()) as { email: string; role: string };
    const user = this.#userBy(email);
    if (user === undefined) return NOT_FOUND;
    if (members.has(user.id)) return failed(409, "duplicate");
    members.set(user.id, role);
    return ok({ kind: "admin#directory#member", id: user.id, email, role, type: "USER" });
  }

  /** As many as were asked for, and no more than fit a page here. */
  #page(members: ReadonlyMap<string, string>, asked: URLSearchParams): Said {
    const from = Number(asked.get("pageToken") ?? 0);
    const size = Math.min(Number(asked.get("maxResults") ?? 200), this.page);
    const shown = [...members].slice(from, from + size).map(([id, role]) => {
      const user = this.#userBy(id);
      const status = user?.suspended ? "SUSPENDED" : "ACTIVE";
      const person = user === undefined ? {} : { email: user.primaryEmail, status };
      return { kind: "admin#directory#member", id, role, type: /^\d+$/.test(id) ? "USER" : "GROUP", ...person };
    });
    const more = from + size < members.size ? { nextPageToken: String(from + size) } : {};
    return ok({ kind: "admin#directory#members", members: shown, ...more });
  }

  async #member(request: Request, members: Map<string, string>, user: GoogleUser | undefined): Promise<Said> {
    if (user === undefined || !members.has(user.id)) return NOT_FOUND;
    if (request.method === "DELETE") {
      members.delete(user.id);
      return ok(null);
    }
    if (request.method === "PATCH") members.set(user.id, ((await request.json()) as { role: string }).role);
    return ok({ kind: "admin#directory#member", id: user.id, role: members.get(user.id), type: "USER" });
  }

  #user(key: string): Said {
    const user = this.#userBy(key);
    return user === undefined ? NOT_FOUND : ok({ ...user, kind: "admin#directory#user" });
  }

  /** By id, address or alias, capitals aside, as Google does. */
  #userBy(key: string): GoogleUser | undefined {
    const wanted = key.toLowerCase();
    return this.users.find(
      ({ id, primaryEmail, aliases }) => id === key || [primaryEmail, ...aliases].includes(wanted),
    );
  }
}

/** For the faults of the suite. */
export function googleVerbOf(request: Request): "grant" | "revoke" | "inspect" {
  if (request.method === "DELETE") return "revoke";
  return request.method === "PATCH" || request.url.endsWith("/members") ? "grant" : "inspect";
}

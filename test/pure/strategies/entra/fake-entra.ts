// A Microsoft Entra ID of our own behind a real port: the sign-in, which takes no assertion but a right one, and Microsoft Graph as
// far as groups and their members go. Answers as Microsoft documents it, keeps state, and judges nothing.
import { constants, createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { NOW } from "../../../contracts/strategy-world.ts";
import { listen } from "../real-port.ts";

export const SAYS = "entra-says-canary";
export const TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47";
export const GROUP = "02bd9fd6-8f93-4758-87c3-1fb73740a315";
export const CLIENT = "11111111-2222-4333-8444-555555555555";

const { privateKey, publicKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});
export const PRIVATE_KEY = privateKey;
/** What is in a certificate is between people and Entra; the app only shows its hash. */
const DER = Buffer.from("the certificate of the app, as Entra has it");
const THUMBPRINT = Buffer.from(await crypto.subtle.digest("SHA-256", DER)).toString("base64url");
/** As the secret of a Worker holds it. */
export const CERTIFICATE = `-----BEGIN CERTIFICATE-----\n${DER.toString("base64")}\n-----END CERTIFICATE-----\n${privateKey}`;

export interface EntraUser {
  readonly id: string;
  userPrincipalName: string;
  accountEnabled: boolean;
}

interface Said {
  readonly status: number;
  readonly body: object | null;
}

export const failed = (status: number, code: string, message = SAYS): Said => ({
  status,
  body: { error: { code, message, innerError: { "request-id": SAYS } } },
});
const ok = (body: object | null): Said => ({ status: body === null ? 204 : 200, body });
const NOT_FOUND = failed(404, "Request_ResourceNotFound", `Resource '${SAYS}' does not exist`);
const ALREADY = "One or more added object references already exist for the following modified properties: 'members'.";

export class FakeEntra {
  readonly users: EntraUser[] = [];
  readonly members = new Set<string>();
  /** Ids of those who are members through another group. */
  readonly nested = new Set<string>();
  /** What the group is; null where it is gone. */
  group: Readonly<Record<string, unknown>> | null = { groupTypes: [], mailEnabled: false, isAssignableToRole: null };
  /** Entries on a page, however many are asked for. */
  page = 2;
  /** How the place where a list goes on is called in its address: Microsoft does both. */
  skipToken = "$skiptoken";
  /** What was asked, in order: `GET /groups/…`. */
  readonly asked: string[] = [];
  /** How long a token lives. */
  expiresIn = 3_599;
  /** Answers the next call of Graph that begins so, in place of what would be said. */
  instead: { readonly call: string; readonly say: () => Said | null } | null = null;
  now: () => number = () => NOW;
  readonly #tokens = new Map<string, number>();
  #made = 0;

  addUser(userPrincipalName: string): EntraUser {
    this.#made += 1;
    const id = `00000000-0000-4000-8000-${String(this.#made).padStart(12, "0")}`;
    const user = { id, userPrincipalName, accountEnabled: true };
    this.users.push(user);
    return user;
  }

  removeUser(name: string): void {
    const at = this.users.findIndex(({ userPrincipalName }) => userPrincipalName === name);
    const [user] = at < 0 ? [] : this.users.splice(at, 1);
    this.members.delete(user?.id ?? "");
  }

  has(name: string): boolean {
    return this.members.has(this.#userBy(name)?.id ?? name);
  }

  endTokens(): void {
    this.#tokens.clear();
  }

  async open(): Promise<{ readonly origin: string; close(): Promise<void> }> {
    return listen((request) => this.receive(request));
  }

  async receive(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (url.pathname === `/${TENANT}/oauth2/v2.0/token`) return this.#token(request, url);
    const path = url.pathname.replace("/v1.0", "");
    this.asked.push(`${request.method} ${path}`);
    const said =
      this.#authorised(request) ?? this.#instead(request.method, path) ?? (await this.#graph(request, path, url));
    return said.body === null ? new Response(null, { status: said.status }) : Response.json(said.body, said);
  }

  #instead(method: string, path: string): Said | null {
    if (this.instead === null || !`${method} ${path}`.startsWith(this.instead.call)) return null;
    const { say } = this.instead;
    this.instead = null;
    return say();
  }

  async #token(request: Request, { href, origin }: URL): Promise<Response> {
    const form = new URLSearchParams(await request.text());
    const [head = "", claims = "", signature = ""] = (form.get("client_assertion") ?? "").split(".");
    const decoded = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString() || "{}");
    const { iss, sub, aud, jti, nbf, exp } = decoded(claims);
    const { alg, typ, "x5t#S256": thumbprint } = decoded(head);
    const key = { key: createPublicKey(publicKey), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
    const isSigned = verify("sha256", Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, "base64url"));
    const at = this.now() / 1_000;
    const isRight =
      isSigned &&
      [alg, typ, thumbprint].join() === `PS256,JWT,${THUMBPRINT}` &&
      [iss, sub, aud].join() === [CLIENT, CLIENT, href].join() &&
      /^[0-9a-f-]{36}$/.test(jti) &&
      nbf <= at &&
      at < exp &&
      exp - nbf <= 600;
    const isAsked =
      form.get("grant_type") === "client_credentials" &&
      form.get("client_id") === CLIENT &&
      form.get("scope") === `${origin}/.default` &&
      form.get("client_assertion_type") === "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    if (!isRight || !isAsked)
      return Response.json(
        { error: isAsked ? "invalid_client" : "invalid_request", error_description: SAYS },
        { status: 401 },
      );
    const token = `eyJ.planted-token.${crypto.randomUUID()}`;
    this.#tokens.set(token, this.now() + this.expiresIn * 1_000);
    return Response.json({ access_token: token, token_type: "Bearer", expires_in: this.expiresIn, ext_expires_in: 1 });
  }

  #authorised(request: Request): Said | null {
    const token = (request.headers.get("authorization") ?? "").replace(/^Bearer /, "");
    return (this.#tokens.get(token) ?? 0) > this.now() ? null : failed(401, "InvalidAuthenticationToken");
  }

  async #graph(request: Request, path: string, url: URL): Promise<Said> {
    const [, kind, key, what, member, ref] = path.split("/").map(decodeURIComponent);
    if (kind === "users" && key === undefined) return ok({ value: this.users.slice(0, 1).map(({ id }) => ({ id })) });
    if (kind === "users") return this.#user(request, key ?? "", what);
    if (kind !== "groups" || key !== GROUP || this.group === null) return NOT_FOUND;
    if (what === undefined) return ok({ id: GROUP, ...this.group });
    if (what !== "members") return failed(400, "Request_BadRequest");
    if (request.method === "GET") return this.#page(url);
    if (request.method === "POST" && member === "$ref") return this.#add((await request.json()) as object, url.origin);
    // Without it the person is deleted.
    if (ref !== "$ref") return this.#deletePerson(member ?? "");
    return this.members.delete(member ?? "") ? ok(null) : NOT_FOUND;
  }

  async #user(request: Request, key: string, what: string | undefined): Promise<Said> {
    const user = this.#userBy(key);
    if (user === undefined) return NOT_FOUND;
    if (what === undefined) return ok({ ...user });
    const { groupIds } = (await request.json()) as { groupIds: string[] };
    const isIn = this.group !== null && (this.members.has(user.id) || this.nested.has(user.id));
    return ok({ value: isIn ? groupIds.filter((id) => id === GROUP) : [] });
  }

  #page({ origin, pathname, searchParams }: URL): Said {
    const from = Number(searchParams.get(this.skipToken) ?? 0);
    const selected = (searchParams.get("$select") ?? "").split(",");
    const all = [...this.members].map((id) => {
      const name = selected.includes("userPrincipalName") ? this.#userBy(id)?.userPrincipalName : undefined;
      const named = name === undefined ? {} : { userPrincipalName: name };
      return { "@odata.type": "#microsoft.graph.user", id, ...named };
    });
    const next =
      from + this.page < all.length ? `${origin}${pathname}?$top=1&${this.skipToken}=${from + this.page}` : undefined;
    return ok({ value: all.slice(from, from + this.page), ...(next === undefined ? {} : { "@odata.nextLink": next }) });
  }

  #add(body: object, origin: string): Said {
    const reference = (body as Record<string, string>)["@odata.id"] ?? "";
    const user = this.users.find(({ id }) => reference === `${origin}/v1.0/directoryObjects/${id}`);
    if (user === undefined) return NOT_FOUND;
    if (this.members.has(user.id)) return failed(400, "Request_BadRequest", ALREADY);
    this.members.add(user.id);
    return ok(null);
  }

  #deletePerson(id: string): Said {
    this.removeUser(this.#userBy(id)?.userPrincipalName ?? "");
    return ok(null);
  }

  #userBy(key: string): EntraUser | undefined {
    return this.users.find((one) => one.id === key || one.userPrincipalName.toLowerCase() === key.toLowerCase());
  }
}

/** For the faults of the suite. */
export function entraVerbOf(request: Request): "grant" | "revoke" | "inspect" {
  if (request.method === "DELETE") return "revoke";
  return request.url.endsWith("/members/$ref") ? "grant" : "inspect";
}

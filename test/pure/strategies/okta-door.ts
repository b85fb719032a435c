// The door of an org: lets through what Okta's description of its API knows and the caller's token allows, and nothing else. Is
// stricter than what keeps the state behind it, which takes logins for ids, any scope, and any bearer token.
import { OpenAPIBackend, type Operation } from "openapi-backend";
import type { ServiceAppServer } from "./okta-token-server.ts";

/** Answers every error with a code, as Okta does. */
export const oktaError = (status: number, errorCode: string, headers: Record<string, string> = {}): Response =>
  Response.json(
    { errorCode, errorSummary: "okta-says-canary", errorLink: errorCode, errorId: "oae1", errorCauses: [] },
    { status, headers },
  );

const MEMBERSHIP = /^\/api\/v1\/groups\/([^/]+)\/users(?:\/([^/]+))?$/;

export class OktaDoor {
  readonly refused: string[] = [];
  serviceApps: ServiceAppServer | null = null;
  readonly #api: OpenAPIBackend;
  readonly #behind: string;
  readonly #apiToken: string;

  constructor(description: object, behind: string, apiToken: string) {
    this.#behind = behind;
    this.#apiToken = apiToken;
    this.#api = new OpenAPIBackend({
      definition: description as ConstructorParameters<typeof OpenAPIBackend>[0]["definition"],
      ajvOpts: { strict: false, formats: { int32: true, "date-time": true, uri: true } },
      validate: true,
      // Okta's description is not quite valid itself: it puts words beside references.
      quick: true,
    });
  }

  async open(): Promise<void> {
    await this.#api.init();
  }

  async receive(request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    const { method } = request;
    const headers = Object.fromEntries(request.headers);
    const asked = { method, path: pathname, headers, query: Object.fromEntries(new URLSearchParams(search)) };
    const operation = this.#api.matchOperation(asked);
    const valid = operation === undefined ? null : this.#api.validateRequest(asked, operation);
    const ids = MEMBERSHIP.exec(pathname)?.slice(1) ?? [];
    if (
      operation === undefined ||
      valid?.valid !== true ||
      ids.some((id) => id !== undefined && !/^00[gu]\w{17}$/.test(id))
    ) {
      this.refused.push(`${method} ${pathname}${search}`);
      return oktaError(400, "E0000001");
    }
    const scopes = scopesOf(operation);
    return (await this.#shut(request, scopes)) ?? this.#forward(method, pathname, search);
  }

  /** Null where the caller may. */
  async #shut(request: Request, scopes: readonly string[]): Promise<Response | null> {
    const authorization = request.headers.get("authorization") ?? "";
    if (authorization === `SSWS ${this.#apiToken}`) return null;
    return this.serviceApps === null ? oktaError(401, "E0000011") : this.serviceApps.shut(request, scopes);
  }

  /** What is behind decodes every name twice. */
  #forward(method: string, pathname: string, search: string): Promise<Response> {
    const path = pathname.split("/").map(encodeURIComponent).join("/");
    return fetch(this.#behind + path + search, { method, headers: { authorization: `SSWS ${this.#apiToken}` } });
  }
}

function scopesOf({ security = [] }: Operation): readonly string[] {
  return security.flatMap((way) => way["oauth2"] ?? []);
}

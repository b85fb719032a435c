// Who gives tokens to a service app and knows them again: `oidc-provider` decides who the app is (private_key_jwt), which scopes
// it gets and which key its tokens are bound to (DPoP). What Okta documents and it does otherwise is put right here, and said so.
import type { IncomingMessage, ServerResponse } from "node:http";
import { base64url, calculateJwkThumbprint, EmbeddedJWK, exportJWK, generateKeyPair, type JWK, jwtVerify } from "jose";
import Provider, { type Adapter, type AdapterPayload } from "oidc-provider";
import { oktaError } from "./okta-door.ts";

export const CLIENT_ID = "0oa1gjh63g214q0Hq0g4";

export interface ServiceAppServer {
  /** `/oauth2/v1/token` */
  answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void>;
  /** What the call is answered with because of its token; null where it may. */
  shut(request: Request, scopes: readonly string[]): Promise<Response | null>;
}

export interface ServiceAppOptions {
  /** Public keys that the org knows of the app. */
  readonly keys: readonly JWK[];
  /** What the org lets the app ask for. */
  readonly scopes?: string;
  /** The app's tokens are bound to a key. `nonce`: the API asks for a nonce of its own as well. */
  readonly dpop?: "required" | "nonce";
}

const ALL_SCOPES = "okta.groups.manage okta.users.read";

/** The provider signs nothing here, and asks for a key all the same. */
const own = generateKeyPair("ES256", { extractable: true }).then(({ privateKey }) => exportJWK(privateKey));

export async function serviceApps(
  org: string,
  { keys, scopes = ALL_SCOPES, dpop }: ServiceAppOptions,
): Promise<ServiceAppServer> {
  const kept = new Map<string, AdapterPayload>();
  /** One for each kind of thing that the provider keeps. */
  class Kept implements Adapter {
    readonly #kind: string;
    constructor(kind: string) {
      this.#kind = kind;
    }
    upsert = async (id: string, payload: AdapterPayload) => void kept.set(`${this.#kind} ${id}`, payload);
    find = async (id: string) => kept.get(`${this.#kind} ${id}`);
    destroy = async (id: string) => void kept.delete(`${this.#kind} ${id}`);
    findByUserCode = async () => undefined;
    findByUid = async () => undefined;
    consume = async () => undefined;
    revokeByGrantId = async () => undefined;
  }
  const provider = new Provider(org, {
    clients: [
      {
        client_id: CLIENT_ID,
        token_endpoint_auth_method: "private_key_jwt",
        jwks: { keys: [...keys] },
        grant_types: ["client_credentials"],
        response_types: [],
        redirect_uris: [],
        scope: scopes,
        id_token_signed_response_alg: "ES256",
        dpop_bound_access_tokens: dpop !== undefined,
      },
    ],
    adapter: Kept,
    enabledJWA: { clientAuthSigningAlgValues: ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"] },
    scopes: ALL_SCOPES.split(" "),
    routes: { token: "/oauth2/v1/token" },
    jwks: { keys: [{ ...(await own), use: "sig", alg: "ES256" }] },
    ttl: { ClientCredentials: 3_600 },
    cookies: { keys: ["unused"] },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      dPoP: { enabled: true, nonceSecret: crypto.getRandomValues(Buffer.alloc(32)), requireNonce: () => true },
    },
  });
  const tokenEndpoint = provider.callback();
  const seen = new Set<string>();

  return {
    async answer(incoming, outgoing) {
      if (dpop !== undefined && incoming.headers["dpop"] === undefined) {
        // oidc-provider calls this an invalid grant.
        const body = JSON.stringify({ error: "invalid_dpop_proof", error_description: "okta-says-canary" });
        outgoing.writeHead(400, { "content-type": "application/json" }).end(body);
        return;
      }
      await tokenEndpoint(incoming, outgoing);
    },

    async shut(request, wanted) {
      const [scheme = "", value = ""] = (request.headers.get("authorization") ?? "").split(" ");
      const token = await provider.ClientCredentials.find(value);
      if (token === undefined || !token.isValid) return oktaError(401, "E0000011");
      const has = token.scope?.split(" ") ?? [];
      // Whoever may manage may read.
      const may = wanted.some((scope) => has.includes(scope) || has.includes(scope.replace(/\.read$/, ".manage")));
      if (!may) return oktaError(403, "E0000006", { "www-authenticate": 'Bearer error="insufficient_scope"' });
      if (token.jkt === undefined) return scheme === "Bearer" ? null : oktaError(401, "E0000011");
      if (scheme !== "DPoP") return oktaError(401, "E0000011", { "www-authenticate": 'DPoP error="invalid_token"' });
      const proof = await proven(request, value, token.jkt);
      if (proof === null || seen.has(proof.jti)) return oktaError(401, "E0000011");
      seen.add(proof.jti);
      if (dpop === "nonce" && proof.nonce !== RESOURCE_NONCE)
        return oktaError(401, "E0000011", {
          "www-authenticate": 'DPoP error="use_dpop_nonce"',
          "dpop-nonce": RESOURCE_NONCE,
        });
      return null;
    },
  };
}

const RESOURCE_NONCE = "nonce-of-the-api";

/** The claims of a proof that is for this request, this token and this key; null where it is for anything else. */
async function proven(
  request: Request,
  token: string,
  thumbprint: string,
): Promise<{ readonly jti: string; readonly nonce: unknown } | null> {
  const proof = request.headers.get("dpop") ?? "";
  const read = await jwtVerify(proof, EmbeddedJWK, { typ: "dpop+jwt", algorithms: ["ES256", "RS256"] }).catch(
    () => null,
  );
  const { jwk } = read?.protectedHeader ?? {};
  if (read === null || jwk === undefined || (await calculateJwkThumbprint(jwk)) !== thumbprint) return null;
  const { origin, pathname } = new URL(request.url);
  const { htm, htu, ath, jti, iat, nonce } = read.payload;
  const hash = base64url.encode(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token))));
  const fits = htm === request.method && htu === origin + pathname && ath === hash && iat !== undefined;
  return fits && typeof jti === "string" ? { jti, nonce } : null;
}

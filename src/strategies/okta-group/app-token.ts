// An access token for one call, for a service app that signs its name with a private key (private_key_jwt, RFC 7523), bound to
// a key of its own where the app demands that (DPoP). Kept nowhere: a key that is rotated counts at the next call.
import { SignJWT } from "jose";
import * as z from "zod";
import { PermanentError, type StrategyContext } from "../../ports.ts";
import type { Answer } from "../outbound.ts";
import { notOfTheForm, readJson } from "../outbound-json.ts";
import { accessToken, errorIn, ofAnotherType, postForm } from "../token-endpoint.ts";
import { READ_STATUSES, saysNotFound } from "./okta-status.ts";
import { readPrivateKey } from "./private-key.ts";
import { ProofKey } from "./proof-key.ts";
import { type OauthApp, originOf, type Settings } from "./settings.ts";

const SCOPES = "okta.groups.manage okta.users.read";
const ASSERTION_LIVES_S = 300;
/** Without a proof, with one, and with one that holds the nonce. */
const MAX_ROUNDS = 3;

const granted = z.object({ access_token: accessToken, token_type: z.string() });

export interface Token {
  readonly value: string;
  /** Null for a bearer token. */
  readonly proofKey: ProofKey | null;
}

/** Throws `TransientError` or `PermanentError`, both certainly without effect. */
export async function tokenFor(settings: Settings, app: OauthApp, context: StrategyContext): Promise<Token> {
  const url = `${originOf(settings)}/oauth2/v1/token`;
  const signing = await readPrivateKey(context.secret(app.privateKey));
  const assertion = async (): Promise<string> => {
    const issuedAt = Math.floor(context.now() / 1_000);
    const kid = app.keyId ?? signing.keyId;
    return new SignJWT({ jti: crypto.randomUUID() })
      .setProtectedHeader({ alg: signing.algorithm, ...(kid === null ? {} : { kid }) })
      .setIssuer(app.clientId)
      .setSubject(app.clientId)
      .setAudience(url)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + ASSERTION_LIVES_S)
      .sign(signing.key);
  };
  let proofKey: ProofKey | null = null;
  let nonce: string | null = null;
  for (let round = 1; ; round += 1) {
    const proof = proofKey === null ? null : await proofKey.proofFor("POST", url, nonce, null);
    const answer = await post(url, await assertion(), proof, settings, context);
    if (answer.status < 300) return tokenIn(answer, proofKey);
    const demand = round < MAX_ROUNDS ? demandIn(answer) : null;
    // The same again would be refused again.
    if (demand === null || (proofKey !== null && demand.nonce === nonce)) throw refusalOf(answer, context.now());
    proofKey ??= await ProofKey.make(() => context.now());
    nonce = demand.nonce;
  }
}

function post(
  url: string,
  assertion: string,
  proof: string | null,
  { allowLoopback }: Settings,
  context: StrategyContext,
): Promise<Answer> {
  const form = {
    grant_type: "client_credentials",
    scope: SCOPES,
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion,
  };
  const headers = proof === null ? {} : { dpop: proof };
  return postForm({ url, form, headers, says: [400, 401, ...READ_STATUSES], allowLoopback }, context);
}

function tokenIn(answer: Answer, proofKey: ProofKey | null): Token {
  const { access_token: value, token_type } = readJson(granted, answer.text, "no");
  const type = token_type.toLowerCase();
  if (type === "bearer") return { value, proofKey: null };
  if (type === "dpop" && proofKey !== null) return { value, proofKey };
  throw ofAnotherType("the org");
}

/** Null where it asks for no proof. */
function demandIn({ headers, text }: Answer): { readonly nonce: string | null } | null {
  const error = errorIn(text);
  if (error !== "invalid_dpop_proof" && error !== "use_dpop_nonce") return null;
  return { nonce: headers.get("dpop-nonce") };
}

/** 401 and 400 are the app's own trouble here; whatever else is no success is read as everywhere. */
function refusalOf(answer: Answer, now: number): Error {
  const told = `(HTTP ${answer.status})`;
  if (answer.status !== 400 && answer.status !== 401) {
    if (saysNotFound(answer, now, "no")) return new PermanentError(`the org has no token endpoint ${told}`);
    return notOfTheForm("no");
  }
  switch (errorIn(answer.text)) {
    case "invalid_scope":
      return new PermanentError(`the service app is not granted ${SCOPES.replace(" ", " and ")} ${told}`, {
        class: "auth",
      });
    case "invalid_dpop_proof":
    case "use_dpop_nonce":
      return new PermanentError(`the org does not accept the proof of possession (DPoP) ${told}`, { class: "auth" });
    default:
      return new PermanentError(`the org does not accept the service app or its key ${told}`, { class: "auth" });
  }
}

// An access token of Microsoft Graph for an app that signs its name with its certificate (client credentials, RFC 7523). Kept in
// memory until shortly before its end. Never goes anywhere but to the cloud's own sign-in.
import { SignJWT } from "jose";
import { PermanentError, type StrategyContext, TransientError } from "../../ports.ts";
import type { Answer } from "../outbound.ts";
import { BearerTokens, errorIn, type Token, type TokenForm, troubleAt } from "../token-endpoint.ts";
import { readCertificate } from "./certificate.ts";
import { graphOf, type Settings, tokenUrlOf } from "./settings.ts";

const ASSERTION_LIVES_S = 300;
/** What the token endpoint says with a body of its own. */
const SAYS = [400, 401] as const;

const tokens = new BearerTokens("Entra", refusalOf);
const nameOf = (given: Settings): string =>
  JSON.stringify([tokenUrlOf(given), graphOf(given), given.clientId, given.certificate]);

export const forgetToken = (given: Settings): void => tokens.forget(nameOf(given));

/** Throws `TransientError` or `PermanentError`, both certainly without effect. */
export function tokenFor(given: Settings, context: StrategyContext): Promise<Token> {
  const secret = context.secret(given.certificate);
  const url = tokenUrlOf(given);
  const form = async (): Promise<TokenForm> => ({
    url,
    form: {
      grant_type: "client_credentials",
      client_id: given.clientId,
      scope: `${graphOf(given)}/.default`,
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: await assertionOf(secret, given.clientId, url, context.now()),
    },
    says: SAYS,
    allowLoopback: given.allowLoopback,
  });
  return tokens.get(nameOf(given), secret, form, context);
}

async function assertionOf(secret: string, clientId: string, audience: string, now: number): Promise<string> {
  const { key, thumbprint } = await readCertificate(secret);
  const issuedAt = Math.floor(now / 1_000);
  return new SignJWT({ jti: crypto.randomUUID() })
    .setProtectedHeader({ alg: "PS256", typ: "JWT", "x5t#S256": thumbprint })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setNotBefore(issuedAt)
    .setExpirationTime(issuedAt + ASSERTION_LIVES_S)
    .sign(key);
}

function refusalOf(answer: Answer, now: number): Error {
  const told = `(HTTP ${answer.status})`;
  switch (errorIn(answer.text)) {
    case "temporarily_unavailable":
      return new TransientError(`Entra's sign-in is in trouble ${told}`, { effect: "no" });
    case "invalid_client":
    case "invalid_grant":
    case "invalid_request":
    case "unauthorized_client":
      return new PermanentError(`Entra does not accept the app, its certificate or the tenant ${told}`, {
        class: "auth",
      });
    default:
      return troubleAt(answer, now);
  }
}

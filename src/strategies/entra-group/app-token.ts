// An access token of Microsoft Graph for an app that signs its name with its certificate (client credentials, RFC 7523). Kept in
// memory until shortly before its end. Never goes anywhere but to the cloud's own sign-in.
import { SignJWT } from "jose";
import * as z from "zod";
import { PermanentError, type StrategyContext, TransientError } from "../../ports.ts";
import { KeptTokens, type Token } from "../kept-tokens.ts";
import { type Answer, ask } from "../outbound.ts";
import { jsonOr, readJson } from "../outbound-json.ts";
import { troubleOfStatus } from "../outbound-status.ts";
import { readCertificate } from "./certificate.ts";
import { graphOf, type Settings, tokenUrlOf } from "./settings.ts";

const ASSERTION_LIVES_S = 300;
/** What the token endpoint says with a body of its own. */
const SAYS = [400, 401] as const;

const granted = z.looseObject({
  access_token: z.string().regex(/^[!-~]+$/),
  token_type: z.string(),
  expires_in: z.number().min(1).max(172_800),
});
const refused = z.looseObject({ error: z.string() });

const tokens = new KeptTokens();
const nameOf = (given: Settings): string =>
  JSON.stringify([tokenUrlOf(given), graphOf(given), given.clientId, given.certificate]);

export const forgetToken = (given: Settings): void => tokens.forget(nameOf(given));

/** Throws `TransientError` or `PermanentError`, both certainly without effect. */
export async function tokenFor(given: Settings, context: StrategyContext): Promise<Token> {
  const secret = context.secret(given.certificate);
  const known = tokens.known(nameOf(given), secret, context.now());
  if (known !== null) return known;
  const url = tokenUrlOf(given);
  const form = {
    grant_type: "client_credentials",
    client_id: given.clientId,
    scope: `${graphOf(given)}/.default`,
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: await assertionOf(secret, given.clientId, url, context.now()),
  };
  const answer = await ask(
    {
      method: "POST",
      url,
      headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(form).toString(),
      alsoAnswers: SAYS,
      onlyReads: true,
      allowLoopback: given.allowLoopback,
    },
    context,
  );
  if (answer.status >= 300) throw refusalOf(answer, context.now());
  const { access_token: value, token_type, expires_in } = readJson(granted, answer.text, "no");
  if (token_type.toLowerCase() !== "bearer")
    throw new TransientError("Entra gave a token of a type that was not asked for", { effect: "no", class: "bug" });
  return tokens.keep(nameOf(given), secret, value, context.now() + expires_in * 1_000);
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

function refusalOf({ status, headers, text }: Answer, now: number): Error {
  const read = refused.safeParse(jsonOr(null, text));
  const told = `(HTTP ${status})`;
  switch (read.success ? read.data.error : "") {
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
      return (
        troubleOfStatus(status, headers.get("retry-after"), now, "no") ??
        new TransientError("the target's answer is not of the form that it documents", { effect: "no" })
      );
  }
}

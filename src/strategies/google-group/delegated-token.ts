// An access token for a service account that acts as an administrator (domain-wide delegation, RFC 7523): it signs with its key
// who it is and as whom it acts. Never goes to an address that the key names, nor lets a part of it into an error.
import { importPKCS8, SignJWT } from "jose";
import * as z from "zod";
import { PermanentError, type StrategyContext } from "../../ports.ts";
import type { Answer } from "../outbound.ts";
import { jsonOr } from "../outbound-json.ts";
import { BearerTokens, errorIn, type Token, type TokenForm, troubleAt } from "../token-endpoint.ts";
import { type Settings, tokenUrlOf } from "./settings.ts";

const DIRECTORY = "https://www.googleapis.com/auth/admin.directory";
const SCOPES = {
  /** Members of groups, to change them; and people, to read who somebody is. */
  change: `${DIRECTORY}.group.member ${DIRECTORY}.user.readonly`,
  /** Members of groups, for rules. */
  read: `${DIRECTORY}.group.member.readonly`,
} as const;
/** What a token is asked for: no more than whoever asks needs. */
export type Right = keyof typeof SCOPES;
const ASSERTION_LIVES_S = 3_600;
/** What the token endpoint says with a body of its own. */
const SAYS = [400, 401, 403] as const;

const file = z.looseObject({
  type: z.literal("service_account"),
  client_email: z.string().regex(/^[!-~]{3,300}$/),
  private_key: z.string(),
  private_key_id: z.string().regex(/^[!-~]{1,200}$/),
});
const tokens = new BearerTokens("Google", refusalOf);
const nameOf = (given: Settings, right: Right): string =>
  JSON.stringify([tokenUrlOf(given), given.serviceAccount, given.subject, right]);

export const forgetToken = (given: Settings, right: Right): void => tokens.forget(nameOf(given, right));

/** Throws `TransientError` or `PermanentError`, both certainly without effect. */
export function tokenFor(given: Settings, right: Right, context: StrategyContext): Promise<Token> {
  const secret = context.secret(given.serviceAccount);
  const url = tokenUrlOf(given);
  const form = async (): Promise<TokenForm> => ({
    url,
    form: {
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      assertion: await assertionOf(secret, given.subject, SCOPES[right], url, context.now()),
    },
    says: SAYS,
    allowLoopback: given.allowLoopback,
  });
  return tokens.get(nameOf(given, right), secret, form, context);
}

async function assertionOf(
  secret: string,
  subject: string,
  scope: string,
  audience: string,
  now: number,
): Promise<string> {
  const read = file.safeParse(jsonOr(null, secret));
  const key = read.success ? await importPKCS8(read.data.private_key, "RS256").catch(() => null) : null;
  if (!read.success || key === null)
    throw new PermanentError("the secret with the service account's key is not the file that Google hands out", {
      class: "auth",
    });
  const issuedAt = Math.floor(now / 1_000);
  return new SignJWT({ scope })
    .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: read.data.private_key_id })
    .setIssuer(read.data.client_email)
    .setSubject(subject)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + ASSERTION_LIVES_S)
    .sign(key);
}

function refusalOf(answer: Answer, now: number): Error {
  const told = `(HTTP ${answer.status})`;
  switch (errorIn(answer.text)) {
    case "unauthorized_client":
    case "access_denied":
    case "invalid_scope":
      return new PermanentError(`the service account is not delegated the scopes that Sym asks for ${told}`, {
        class: "auth",
      });
    case "invalid_grant":
    case "invalid_client":
    case "disabled_client":
      return new PermanentError(`Google does not accept the service account, its key or the subject ${told}`, {
        class: "auth",
      });
    default:
      return troubleAt(answer, now);
  }
}

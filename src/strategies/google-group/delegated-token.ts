// An access token for a service account that acts as an administrator (domain-wide delegation, RFC 7523): it signs with its key
// who it is and as whom it acts. Never goes to an address that the key names, nor lets a part of it into an error.
import { importPKCS8, SignJWT } from "jose";
import * as z from "zod";
import { PermanentError, type StrategyContext, TransientError } from "../../ports.ts";
import { KeptTokens, type Token } from "../kept-tokens.ts";
import { type Answer, ask } from "../outbound.ts";
import { jsonOr, readJson } from "../outbound-json.ts";
import { troubleOfStatus } from "../outbound-status.ts";
import { type Settings, tokenUrlOf } from "./settings.ts";

/** Members of groups, to change them; and people, to read who somebody is. */
const SCOPES = [
  "https://www.googleapis.com/auth/admin.directory.group.member",
  "https://www.googleapis.com/auth/admin.directory.user.readonly",
].join(" ");
const ASSERTION_LIVES_S = 3_600;
/** What the token endpoint says with a body of its own. */
const SAYS = [400, 401, 403] as const;

const file = z.looseObject({
  type: z.literal("service_account"),
  client_email: z.string().regex(/^[!-~]{3,300}$/),
  private_key: z.string(),
  private_key_id: z.string().regex(/^[!-~]{1,200}$/),
});
const granted = z.object({
  access_token: z.string().regex(/^[!-~]+$/),
  token_type: z.string(),
  expires_in: z.number().min(1).max(86_400),
});
const refused = z.object({ error: z.string() });

const tokens = new KeptTokens();
const nameOf = (given: Settings): string => JSON.stringify([tokenUrlOf(given), given.serviceAccount, given.subject]);

export const forgetToken = (given: Settings): void => tokens.forget(nameOf(given));

/** Throws `TransientError` or `PermanentError`, both certainly without effect. */
export async function tokenFor(given: Settings, context: StrategyContext): Promise<Token> {
  const secret = context.secret(given.serviceAccount);
  const known = tokens.known(nameOf(given), secret, context.now());
  if (known !== null) return known;
  const url = tokenUrlOf(given);
  const form = {
    grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
    assertion: await assertionOf(secret, given.subject, url, context.now()),
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
    throw new TransientError("Google gave a token of a type that was not asked for", { effect: "no", class: "bug" });
  return tokens.keep(nameOf(given), secret, value, context.now() + expires_in * 1_000);
}

async function assertionOf(secret: string, subject: string, audience: string, now: number): Promise<string> {
  const read = file.safeParse(jsonOr(null, secret));
  const key = read.success ? await importPKCS8(read.data.private_key, "RS256").catch(() => null) : null;
  if (!read.success || key === null)
    throw new PermanentError("the secret with the service account's key is not the file that Google hands out", {
      class: "auth",
    });
  const issuedAt = Math.floor(now / 1_000);
  return new SignJWT({ scope: SCOPES })
    .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: read.data.private_key_id })
    .setIssuer(read.data.client_email)
    .setSubject(subject)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + ASSERTION_LIVES_S)
    .sign(key);
}

function refusalOf({ status, headers, text }: Answer, now: number): Error {
  const read = refused.safeParse(jsonOr(null, text));
  const told = `(HTTP ${status})`;
  switch (read.success ? read.data.error : "") {
    case "unauthorized_client":
    case "access_denied":
    case "invalid_scope":
      return new PermanentError(`the service account is not delegated the two scopes that Sym asks for ${told}`, {
        class: "auth",
      });
    case "invalid_grant":
    case "invalid_client":
    case "disabled_client":
      return new PermanentError(`Google does not accept the service account, its key or the subject ${told}`, {
        class: "auth",
      });
    default:
      return (
        troubleOfStatus(status, headers.get("retry-after"), now, "no") ??
        new TransientError("the target's answer is not of the form that it documents", { effect: "no" })
      );
  }
}

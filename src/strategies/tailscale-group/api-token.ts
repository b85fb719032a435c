// What Sym shows Tailscale: an access token of an OAuth client (RFC 6749, 4.4), kept in memory until shortly before its end, or an API
// access token as it is. Never goes anywhere but to the API itself.
import { PermanentError, type StrategyContext } from "../../ports.ts";
import type { Answer } from "../outbound.ts";
import { BearerTokens, errorIn, type Token, type TokenForm, troubleAt } from "../token-endpoint.ts";
import { apiOf, type Settings } from "./settings.ts";

const tokens = new BearerTokens("Tailscale", refusalOf);
const nameOf = (given: Settings): string => JSON.stringify([apiOf(given), given.oauth]);

export const secretsOf = ({ oauth, apiToken }: Settings): readonly string[] =>
  [oauth?.clientSecret, apiToken].filter((name) => name !== undefined);

export const forgetToken = (given: Settings): void => tokens.forget(nameOf(given));

/** Throws `TransientError` or `PermanentError`, both certainly without effect. */
export async function tokenFor(given: Settings, context: StrategyContext): Promise<Token> {
  const { oauth, apiToken, allowLoopback } = given;
  if (oauth === undefined) return { value: context.secret(apiToken ?? ""), kept: false };
  const secret = context.secret(oauth.clientSecret);
  const form = async (): Promise<TokenForm> => ({
    url: `${apiOf(given)}/oauth/token`,
    form: { client_id: oauth.clientId, client_secret: secret, grant_type: "client_credentials" },
    says: [400, 401, 403],
    allowLoopback,
  });
  return tokens.get(nameOf(given), secret, form, context);
}

function refusalOf(answer: Answer, now: number): Error {
  const isOurs = answer.status === 401 || answer.status === 403 || errorIn(answer.text) !== "";
  return isOurs
    ? new PermanentError(`Tailscale does not accept the OAuth client or its secret (HTTP ${answer.status})`, {
        class: "auth",
      })
    : troubleAt(answer, now);
}

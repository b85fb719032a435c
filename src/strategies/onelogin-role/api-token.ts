// An access token of OneLogin for an API credential (client credentials), kept in memory until shortly before its end. Never goes
// anywhere but to the account's own host.
import { PermanentError, type StrategyContext } from "../../ports.ts";
import type { Answer } from "../outbound.ts";
import { BearerTokens, type Token, type TokenForm, troubleAt } from "../token-endpoint.ts";
import { accountOf, type Settings } from "./settings.ts";

const tokens = new BearerTokens("OneLogin", refusalOf);
const nameOf = (given: Settings): string => JSON.stringify([accountOf(given), given.clientId, given.clientSecret]);

export const forgetToken = (given: Settings): void => tokens.forget(nameOf(given));

/** Throws `TransientError` or `PermanentError`, both certainly without effect. */
export function tokenFor(given: Settings, context: StrategyContext): Promise<Token> {
  const secret = context.secret(given.clientSecret);
  const form = async (): Promise<TokenForm> => ({
    url: `${accountOf(given)}/auth/oauth2/v2/token`,
    form: { grant_type: "client_credentials" },
    asJson: true,
    headers: { authorization: `Basic ${basic(given.clientId, secret)}` },
    says: [400, 401],
    allowLoopback: given.allowLoopback,
  });
  return tokens.get(nameOf(given), secret, form, context);
}

/** Of a secret that nothing could be made of, an empty one: it is refused there. */
function basic(id: string, secret: string): string {
  try {
    return btoa(`${id}:${secret}`);
  } catch {
    return btoa(`${id}:`);
  }
}

function refusalOf(answer: Answer, now: number): Error {
  if (answer.status !== 400 && answer.status !== 401) return troubleAt(answer, now);
  return new PermanentError(`OneLogin does not accept the API credential (HTTP ${answer.status})`, { class: "auth" });
}

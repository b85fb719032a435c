// An access token of Aptible for the user that Sym is, got with their password and kept in memory until shortly before the end that it
// names itself. Never goes anywhere but to Aptible's sign-in.
import { decodeJwt } from "jose";
import * as z from "zod";
import { PermanentError, type StrategyContext } from "../../ports.ts";
import { Kept } from "../kept.ts";
import { type Answer, ask } from "../outbound.ts";
import { readJson } from "../outbound-json.ts";
import { accessToken, type Token, troubleAt } from "../token-endpoint.ts";
import { authOf, type Settings } from "./settings.ts";

const LIVES_S = 3_600;
const given = z.looseObject({ access_token: accessToken });
const kept = new Kept<string>();
const nameOf = (of: Settings): string => JSON.stringify([authOf(of), of.username, of.password]);

export const forgetToken = (of: Settings): void => kept.forget(nameOf(of));

/** Throws `TransientError` or `PermanentError`, both certainly without effect. */
export async function tokenFor(of: Settings, context: StrategyContext): Promise<Token> {
  const password = context.secret(of.password);
  const known = kept.known(nameOf(of), password, context.now());
  if (known !== null) return { value: known, kept: true };
  const body = { grant_type: "password", scope: "manage", username: of.username, password, expires_in: LIVES_S };
  const answer = await ask(
    {
      method: "POST",
      url: `${authOf(of)}/tokens`,
      headers: { accept: "application/json", "content-type": "application/json" },
      body: JSON.stringify(body),
      alsoAnswers: [400, 401, 403],
      onlyReads: true,
      allowLoopback: of.allowLoopback,
    },
    context,
  );
  if (answer.status >= 300) throw refusalOf(answer, context.now());
  const { access_token: value } = readJson(given, answer.text, "no");
  const endsAt = endOf(value);
  if (endsAt !== null) kept.keep(nameOf(of), password, value, endsAt);
  return { value, kept: false };
}

/** Epoch milliseconds; null of a token that does not say it, which is used once. */
function endOf(token: string): number | null {
  try {
    const { exp } = decodeJwt(token);
    return exp === undefined ? null : exp * 1_000;
  } catch {
    return null;
  }
}

function refusalOf(answer: Answer, now: number): Error {
  if (![400, 401, 403].includes(answer.status)) return troubleAt(answer, now);
  return new PermanentError(
    `Aptible does not accept the user or their password, or asks for a second factor (HTTP ${answer.status})`,
    { class: "auth" },
  );
}

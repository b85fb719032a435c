// A token of Boundary for the account that Sym is, got with its password and kept in memory well before its end. Never goes anywhere
// but to the controller itself.
import * as z from "zod";
import { PermanentError, type StrategyContext } from "../../ports.ts";
import { Kept } from "../kept.ts";
import { ask } from "../outbound.ts";
import { readJson } from "../outbound-json.ts";
import type { Token } from "../token-endpoint.ts";
import { accessToken, troubleAt } from "../token-endpoint.ts";
import { controllerOf, type Settings } from "./settings.ts";

const given = z.looseObject({
  attributes: z.looseObject({ token: accessToken, expiration_time: z.iso.datetime({ offset: true }) }),
});
const kept = new Kept<string>();
const nameOf = (of: Settings): string => JSON.stringify([controllerOf(of), of.authMethod, of.loginName, of.password]);

export const forgetToken = (of: Settings): void => kept.forget(nameOf(of));

/** Throws `TransientError` or `PermanentError`, both certainly without effect. */
export async function tokenFor(of: Settings, context: StrategyContext): Promise<Token> {
  const password = context.secret(of.password);
  const known = kept.known(nameOf(of), password, context.now());
  if (known !== null) return { value: known, kept: true };
  const attributes = { login_name: of.loginName, password };
  const answer = await ask(
    {
      method: "POST",
      url: `${controllerOf(of)}/v1/auth-methods/${of.authMethod}:authenticate`,
      headers: { accept: "application/json", "content-type": "application/json" },
      body: JSON.stringify({ command: "login", attributes }),
      alsoAnswers: [400, 401, 403, 404],
      onlyReads: true,
      allowLoopback: of.allowLoopback,
    },
    context,
  );
  if (answer.status === 401 || answer.status === 403)
    throw new PermanentError(`Boundary does not accept the account or its password (HTTP ${answer.status})`, {
      class: "auth",
    });
  if (answer.status >= 300) throw troubleAt(answer, context.now());
  const { token, expiration_time } = readJson(given, answer.text, "no").attributes;
  kept.keep(nameOf(of), password, token, Date.parse(expiration_time));
  return { value: token, kept: false };
}

// The tokens that Sym gets as a GitHub App, each for one permission at one installation. Never asks for more than the strategy
// needs, and keeps none anywhere but in memory.
import * as z from "zod";
import { PermanentError, type StrategyContext } from "../../ports.ts";
import { Kept } from "../kept.ts";
import { ask } from "../outbound.ts";
import { notOfTheForm, readJson } from "../outbound-json.ts";
import { appJwt } from "./app-key.ts";
import { GITHUB_SAYS, troubleOf } from "./github-answer.ts";
import { HEADERS } from "./headers.ts";
import { apiOf, type Connection } from "./settings.ts";

const minted = z.looseObject({
  token: z.string().min(1).max(1_000),
  expires_at: z.string(),
  repository_selection: z.enum(["all", "selected"]).optional(),
});

/** What a token is asked to allow: no more than the strategy needs. */
const PERMISSIONS = {
  members: { members: "write" },
  administration: { administration: "write", members: "read" },
} as const;
export type Permission = keyof typeof PERMISSIONS;

export interface InstallationToken {
  readonly token: string;
  /** Whether the installation covers every repository of its organisation. */
  readonly everyRepository: boolean;
  /** Not got for this call. */
  readonly cached: boolean;
}

const tokens = new Kept<Omit<InstallationToken, "cached">>();

const nameOf = (given: Connection, permission: Permission): string =>
  JSON.stringify([apiOf(given), given.app?.id, given.app?.installation, permission]);

export function forgetToken(given: Connection, permission: Permission): void {
  tokens.forget(nameOf(given, permission));
}

export async function installationToken(
  given: Connection & { readonly app: NonNullable<Connection["app"]> },
  permission: Permission,
  context: StrategyContext,
): Promise<InstallationToken> {
  const key = context.secret(given.app.key);
  const name = nameOf(given, permission);
  const known = tokens.known(name, key, context.now());
  if (known !== null) return { ...known, cached: true };
  const jwt = await appJwt(given.app.id, key, given.app.key, context.now());
  const answer = await ask(
    {
      method: "POST",
      url: `${apiOf(given)}/app/installations/${given.app.installation}/access_tokens`,
      headers: { ...HEADERS, authorization: `Bearer ${jwt}`, "content-type": "application/json" },
      body: JSON.stringify({ permissions: PERMISSIONS[permission] }),
      allowLoopback: given.allowLoopback,
      alsoAnswers: GITHUB_SAYS,
      maxBytes: 256 * 1024,
      onlyReads: true,
    },
    context,
  );
  if (answer.status === 422)
    throw new PermanentError(
      `the GitHub App's installation lacks a permission: ${permission === "members" ? "Members, write" : "Administration, write, or Members, read"} (HTTP 422)`,
      { class: "auth" },
    );
  const trouble = troubleOf(answer, context.now(), "no");
  if (trouble !== null) throw trouble;
  const { token, expires_at, repository_selection } = readJson(minted, answer.text, "no");
  const expires = Date.parse(expires_at);
  if (Number.isNaN(expires) || !/^[!-~]+$/.test(token)) throw notOfTheForm("no");
  const fresh = { token, everyRepository: repository_selection === "all" };
  tokens.keep(name, key, fresh, expires);
  return { ...fresh, cached: false };
}

// Is the token good, which workspace is it for, and may the app do all that Sym needs?
import * as z from "zod";
import { type Home, homeAnswer } from "../../src/slack/person-facts.ts";
import { botScopes } from "../../src/slack/scopes.ts";
import { type Finding, finding, slackSays } from "./finding.ts";
import type { AskSlack } from "./slack-api.ts";

const names = z.object({
  team: z.string().catch("a workspace without a name"),
  team_id: z.string(),
  user: z.string().catch("an app without a name"),
  is_enterprise_install: z.boolean().catch(false),
});

/** `more`: scopes that the Flows' Targets need. `home` null: nothing more can be asked. */
export async function examineApp(
  ask: AskSlack,
  more: readonly string[],
): Promise<{ findings: Finding[]; home: Home | null }> {
  const answer = await ask("auth.test");
  const token = { kind: "app", use: "the bot token" } as const;
  const home = answer.ok ? homeAnswer.safeParse(answer.body).data : undefined;
  if (!answer.ok || home === undefined) {
    const why = answer.ok ? "Slack does not say which workspace the token is for." : sayRefusal(answer.code);
    return { findings: [finding({ ...token, what: "SLACK_BOT_TOKEN" }, [why])], home: null };
  }
  const { team, team_id, user, is_enterprise_install } = names.parse(answer.body);
  const wide = is_enterprise_install
    ? ["The app is installed in a whole organisation, which Sym does not serve: install it in one workspace."]
    : [];
  return {
    findings: [
      finding({ ...token, what: `@${user} in ${team} (${team_id})` }, wide),
      scopesFinding(answer.scopes, more),
    ],
    home,
  };
}

function sayRefusal(code: string): string {
  const bad = [
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "not_allowed_token_type",
  ];
  return bad.includes(code)
    ? `Slack does not take this token (${code}): copy the Bot User OAuth Token from OAuth & Permissions.`
    : slackSays(code);
}

function scopesFinding(given: readonly string[] | null, more: readonly string[]): Finding {
  const needed = botScopes(more);
  const about = { kind: "app", what: `${needed.length} scopes`, use: "what the app may do" } as const;
  if (given === null) return finding(about, [], ["Slack does not say which scopes the token has."]);
  const missing = needed.filter((scope) => !given.includes(scope));
  const spare = given.filter((scope) => !needed.includes(scope));
  return finding(
    about,
    missing.length === 0
      ? []
      : [
          `${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} missing: put manifest.json under App Manifest and reinstall the app.`,
        ],
    spare.length === 0 ? [] : [`Sym does not need ${spare.join(", ")}: the app could do with less.`],
  );
}

// The strategies that a deployment has, by type. A new one is added to the list, and nowhere else. `memory` is not in it: it
// needs a target in this process and is added by the tests and the playground with `strategiesWith`.
import type { Strategies, Strategy } from "../ports.ts";
import { aptibleRole } from "./aptible-role/strategy.ts";
import { awsIamGroup } from "./aws-iam-group/strategy.ts";
import { awsIdentityCenter } from "./aws-identity-center/strategy.ts";
import { awsLambda } from "./aws-lambda/strategy.ts";
import { boundaryGroup } from "./boundary-group/strategy.ts";
import { cloudflareAccessGroup } from "./cloudflare-access-group/strategy.ts";
import { entraGroup } from "./entra-group/strategy.ts";
import { githubRepo } from "./github-repo/strategy.ts";
import { githubTeam } from "./github-team/strategy.ts";
import { googleGroup } from "./google-group/strategy.ts";
import { ldapGroup } from "./ldap-group/strategy.ts";
import { mysqlRole } from "./mysql-role/strategy.ts";
import { mysqlUser } from "./mysql-user/strategy.ts";
import { oktaGroup } from "./okta-group/strategy.ts";
import { oneloginRole } from "./onelogin-role/strategy.ts";
import { postgresRole } from "./postgres-role/strategy.ts";
import { postgresUser } from "./postgres-user/strategy.ts";
import { scimGroup } from "./scim-group/strategy.ts";
import { slackUsergroup } from "./slack-usergroup/strategy.ts";
import { tailscaleGroup } from "./tailscale-group/strategy.ts";
import { webhook } from "./webhook.ts";

export const deployed: readonly Strategy[] = [
  aptibleRole,
  awsIamGroup,
  awsIdentityCenter(),
  awsLambda,
  boundaryGroup,
  cloudflareAccessGroup,
  entraGroup,
  githubRepo,
  githubTeam,
  googleGroup,
  ldapGroup(),
  mysqlRole(),
  mysqlUser(),
  oktaGroup,
  oneloginRole,
  postgresRole(),
  postgresUser(),
  scimGroup,
  tailscaleGroup,
  slackUsergroup,
  webhook,
];

/** The deployed strategies and these. Throws where two have one type. */
export function strategiesWith(more: readonly Strategy[]): Strategies {
  const byType = new Map<string, Strategy>();
  for (const strategy of [...deployed, ...more]) {
    if (byType.has(strategy.type)) throw new Error(`two strategies have the type ${strategy.type}`);
    byType.set(strategy.type, strategy);
  }
  return (type) => byType.get(type) ?? null;
}

export const strategies: Strategies = strategiesWith([]);

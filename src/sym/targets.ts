// Targets, as implementers write them: one function a strategy, and `custom` for strategies of their own. Builds plain data and
// checks nothing; src/sym.ts hands it all on.
import type * as z from "zod";
import type { DurationText } from "../domain/duration.ts";
import type { AptibleRoleSettings } from "../strategies/aptible-role/settings.ts";
import type { AwsIamGroupSettings } from "../strategies/aws-iam-group/settings.ts";
import type { AwsIdentityCenterSettings } from "../strategies/aws-identity-center/settings.ts";
import type { AwsLambdaSettings } from "../strategies/aws-lambda/settings.ts";
import type { BoundaryGroupSettings } from "../strategies/boundary-group/settings.ts";
import type { CloudflareAccessGroupSettings } from "../strategies/cloudflare-access-group/settings.ts";
import type { CustomDefinition } from "../strategies/custom/definition.ts";
import type { EntraGroupSettings } from "../strategies/entra-group/settings.ts";
import type { GithubRepoSettings } from "../strategies/github-repo/settings.ts";
import type { GithubTeamSettings } from "../strategies/github-team/settings.ts";
import type { GoogleGroupSettings } from "../strategies/google-group/settings.ts";
import type { LdapGroupSettings } from "../strategies/ldap-group/settings.ts";
import type { MemorySettings } from "../strategies/memory.ts";
import type { MysqlRoleSettings } from "../strategies/mysql-role/settings.ts";
import type { MysqlUserSettings } from "../strategies/mysql-user/settings.ts";
import type { OktaGroupSettings } from "../strategies/okta-group/settings.ts";
import type { OneloginRoleSettings } from "../strategies/onelogin-role/settings.ts";
import type { PostgresRoleSettings } from "../strategies/postgres-role/settings.ts";
import type { PostgresUserSettings } from "../strategies/postgres-user/settings.ts";
import type { ScimGroupSettings } from "../strategies/scim-group/settings.ts";
import type { SlackUsergroupSettings } from "../strategies/slack-usergroup/settings.ts";
import type { TailscaleGroupSettings } from "../strategies/tailscale-group/settings.ts";
import type { WebhookSettings } from "../strategies/webhook.ts";

interface TargetBase {
  /** Nobody gets it for longer, whatever the Flow offers: 30 seconds to 90 days. */
  readonly maxDuration?: DurationText;
  /** What people read in the form and on the card; at most 75 characters. */
  readonly label: string;
  /** Accept that an end also removes access that was there before; needed where the Target cannot be read back. */
  readonly endRemovesStanding?: boolean;
  /** What is to be done about those who have the access and were not given it by Sym. Left out: the operators hear of them. */
  readonly drift?: {
    /** False: nobody is looked for. */
    readonly look?: boolean;
    /** Takes them away, once the operators have known of them for half a day. Only where nothing and nobody else gives this access. */
    readonly remove?: "not_ours";
    /** Accounts that may be there without Sym, as the target names them. */
    readonly except?: readonly string[];
  };
}

/** A setting that a field of the form says. Made by `fromField`. */
export interface FromField<Value extends string | number> {
  readonly fromField: string;
  readonly allow: readonly Value[] | RegExp;
  readonly example?: Value;
}

/**
 * The setting is what is answered to this field of the Flow: a `choice`, or for numbers an `int`. `allow`: all that may be said, or what
 * it must match as a whole, with an `example` that is there. Asked at start, when the form is sent, at the decision and before the grant.
 */
export const fromField = <const Value extends string | number>(
  field: string,
  rule: { readonly allow: readonly Value[] } | { readonly allow: RegExp; readonly example: Value },
): FromField<Value> => ({ fromField: field, ...rule });

/** Settings of which one may be said by a field. */
type Bindable<Settings, Name extends keyof Settings> = Omit<Settings, Name> & {
  readonly [N in Name]: Settings[N] | FromField<Extract<Settings[N], string | number>>;
};

export interface TargetDefinition extends TargetBase {
  readonly strategy: string;
  readonly level?: string;
  readonly settings: object;
}

const target = (
  strategy: string,
  { label, maxDuration, endRemovesStanding = false, drift, ...settings }: TargetBase,
): TargetDefinition => ({
  label,
  strategy,
  settings,
  endRemovesStanding,
  ...(drift === undefined ? {} : { drift }),
  ...(maxDuration === undefined ? {} : { maxDuration }),
});

/** Membership of a role of Aptible. */
export const aptibleRole = (options: TargetBase & AptibleRoleSettings): TargetDefinition =>
  target("aptible_role", options);

/** Membership of a group of AWS IAM. User names are e-mail addresses, unless the Target or the Flow says otherwise. */
export const awsIamGroup = (options: TargetBase & AwsIamGroupSettings): TargetDefinition =>
  target("aws_iam_group", options);

/** A permission set on an AWS account, or membership of a group, through IAM Identity Center. */
export const awsIdentityCenter = (
  options: TargetBase & Bindable<AwsIdentityCenterSettings, "permissionSet" | "group">,
): TargetDefinition => target("aws_identity_center", options);

/** Access through a function of your own at AWS Lambda. */
export const awsLambda = (options: TargetBase & AwsLambdaSettings): TargetDefinition => target("aws_lambda", options);

/** Membership of a group of HashiCorp Boundary. */
export const boundaryGroup = (options: TargetBase & BoundaryGroupSettings): TargetDefinition =>
  target("boundary_group", options);

/** A rule for the person in a group of Cloudflare Access. */
export const cloudflareAccessGroup = (options: TargetBase & CloudflareAccessGroupSettings): TargetDefinition =>
  target("cloudflare_access_group", options);

/** Membership of a group of Microsoft Entra ID. */
export const entraGroup = (options: TargetBase & Bindable<EntraGroupSettings, "group">): TargetDefinition =>
  target("entra_group", options);

/** A collaborator's role on a repository of a GitHub organisation. The Flow says people's logins: see `account`. */
export const githubRepo = ({
  level,
  ...options
}: TargetBase &
  Bindable<GithubRepoSettings, "repository"> & {
    readonly level: "read" | "triage" | "write" | "maintain" | "admin";
  }): TargetDefinition => ({
  ...target("github_repo", options),
  level,
});

/** Membership of a team of a GitHub organisation. The Flow says people's logins: see `account`. */
export const githubTeam = ({
  level,
  ...options
}: TargetBase &
  Bindable<GithubTeamSettings, "team"> & { readonly level: "member" | "maintainer" }): TargetDefinition => ({
  ...target("github_team", options),
  level,
});

/** Membership of a group of Google Workspace or Cloud Identity, with a role in it. */
export const googleGroup = ({
  level,
  ...options
}: TargetBase &
  Bindable<GoogleGroupSettings, "group"> & { readonly level: "member" | "manager" | "owner" }): TargetDefinition => ({
  ...target("google_group", options),
  level,
});

/** Membership of a group in an LDAP directory or Active Directory. */
export const ldapGroup = (options: TargetBase & LdapGroupSettings): TargetDefinition => target("ldap_group", options);

/** Membership of a role of MariaDB or MySQL. */
export const mysqlRole = (options: TargetBase & MysqlRoleSettings): TargetDefinition => target("mysql_role", options);

/** A temporary login at MariaDB, whose password the requester is shown once. */
export const mysqlUser = (options: TargetBase & MysqlUserSettings): TargetDefinition => target("mysql_user", options);

/** Membership of a group of Okta. */
export const oktaGroup = (options: TargetBase & Bindable<OktaGroupSettings, "group">): TargetDefinition =>
  target("okta_group", options);

/** A role of OneLogin, as its member or its admin. */
export const oneloginRole = ({
  level,
  ...options
}: TargetBase & OneloginRoleSettings & { readonly level: "member" | "admin" }): TargetDefinition => ({
  ...target("onelogin_role", options),
  level,
});

/** Membership of a PostgreSQL role. */
export const postgresRole = (options: TargetBase & Bindable<PostgresRoleSettings, "role">): TargetDefinition =>
  target("postgres_role", options);

/** A temporary login at PostgreSQL, whose password the requester is shown once. */
export const postgresUser = (options: TargetBase & PostgresUserSettings): TargetDefinition =>
  target("postgres_user", options);

/** Membership of a group at a service that speaks SCIM 2.0. */
export const scimGroup = (options: TargetBase & Bindable<ScimGroupSettings, "group">): TargetDefinition =>
  target("scim_group", options);

/** Membership of a group in the policy file of a tailnet. */
export const tailscaleGroup = (options: TargetBase & TailscaleGroupSettings): TargetDefinition =>
  target("tailscale_group", options);
/** Membership of a user group of Slack. No group that decides about requests, nor one of the admins. */
export const slackUsergroup = (options: TargetBase & SlackUsergroupSettings): TargetDefinition =>
  target("slack_usergroup", options);

/** Access at a service of your own, through signed HTTP. */
export const webhook = (options: TargetBase & WebhookSettings): TargetDefinition => target("webhook", options);

/** Membership of a group that exists in this process alone: for tests and the playground. No deployment takes it. */
export const memory = ({
  level,
  ...options
}: TargetBase &
  Bindable<MemorySettings, "group"> & { readonly level: "read" | "write" | "admin" }): TargetDefinition => ({
  ...target("memory", options),
  level,
});

/** Where there are several levels, the Target says which. */
type LevelOf<Levels extends readonly string[]> = Levels["length"] extends 1
  ? unknown
  : { readonly level: Levels[number] };

/** Those that `bindable` names, which the check at start goes by. */
type Sayable<Settings> = {
  readonly [Name in keyof Settings]:
    | Settings[Name]
    | (Extract<Settings[Name], string | number> extends never
        ? never
        : FromField<Extract<Settings[Name], string | number>>);
};

/** Makes Targets of its type. List it in `deployment({ strategies: […] })`, and leave it there while any of its access lives. */
export interface OwnStrategy<Settings = never, Levels extends readonly string[] = readonly string[]> {
  (options: TargetBase & Sayable<Settings> & LevelOf<Levels>): TargetDefinition;
  readonly definition: CustomDefinition;
}

/** Access at whatever has no strategy of its own, given and taken by two functions of yours. */
export function custom<
  Schema extends z.ZodType,
  const Levels extends readonly [string, ...string[]] = readonly ["access"],
>(definition: CustomDefinition<Schema, Levels>): OwnStrategy<z.input<Schema>, Levels> {
  const make = (given: TargetBase & { readonly level?: string }): TargetDefinition => {
    const { level, ...options } = given;
    const made = target(`custom:${definition.type}`, options);
    return level === undefined ? made : { ...made, level };
  };
  return Object.assign(make, { definition: definition as unknown as CustomDefinition });
}

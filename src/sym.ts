// Everything that implementers write with: the only import of src/flows. Typed, so that a misspelt Target, Environment or
// setting fails in the editor. Builds plain data and checks nothing; the check at start (domain/flow-check) does.
import type { DurationText } from "./domain/duration.ts";
import type { WrittenRule as Rule } from "./domain/flow-check-rules.ts";
import type { AccountOf } from "./domain/flow-schema.ts";
import type { OfferedOption, OptionsContext, OptionsOf } from "./domain/options.ts";
import type { PersonFacts } from "./domain/person.ts";
import type { CustomDefinition, CustomOutside } from "./strategies/custom/definition.ts";
import type { Conditions, FieldDefinition } from "./sym/fields.ts";
import type { Channel, ChannelId, PersonId, UsergroupId } from "./sym/rules.ts";
import type { TargetDefinition } from "./sym/targets.ts";

export * from "./sym/fields.ts";
export * from "./sym/rules.ts";
export * from "./sym/sources.ts";
export * from "./sym/targets.ts";
export type { AccountOf, CustomOutside, DurationText, OfferedOption, OptionsContext, OptionsOf, PersonFacts, Rule };

/* ---- Environments ---- */

export interface EnvironmentDefinition<
  Targets extends Readonly<Record<string, TargetDefinition>> = Readonly<Record<string, TargetDefinition>>,
> {
  /** What people read; at most 75 characters. */
  readonly label: string;
  /** By name: what Flows and `/sym revoke-all` call them. None where every Flow is approval-only. */
  readonly targets: Targets;
}

/** The places where Flows run, by name, each with its own Targets. */
export const defineEnvironments = <
  const T extends Readonly<Record<string, Readonly<Record<string, TargetDefinition>>>>,
>(
  environments: {
    readonly [Name in keyof T]: EnvironmentDefinition<T[Name]>;
  },
): { readonly [Name in keyof T]: EnvironmentDefinition<T[Name]> } => environments;

type Environments = Readonly<Record<string, EnvironmentDefinition>>;

/* ---- Flows ---- */

export interface StageDefinition {
  /** What people read of it: "waits for LABEL". At most 75 characters. */
  readonly label: string;
  /** Who may approve in this stage; whoever may in any of them may deny. */
  readonly approvers: Rule | Channel;
  /** So many of them must approve. Default: 1; at most 10 in all stages together. */
  readonly approvals?: number;
}

/** What a Flow says once for all its Environments, and may say again for one of them. */
interface Terms {
  /** Who may decide; asked at the click. Left out where there are stages. */
  readonly approvers?: Rule | Channel;
  /** So many of them must approve, each counting once; at most 10. Default: 1. */
  readonly approvals?: number;
  /** Approvals in an order: two to five stages, in place of `approvers`. */
  readonly stages?: readonly StageDefinition[];
  /** May requesters approve their own requests, where the approvers name them? Default: false. Binds admins too. */
  readonly selfApproval?: boolean;
  /**
   * May guests, and people of other organisations in a channel that is shared with them, decide where the approvers name them?
   * They never ask. Default: false.
   */
  readonly guestsMayDecide?: boolean;
  /** Who may ask. Default: `anyone()`. */
  readonly requesters?: Rule | Channel;
  /** Where the request card is posted. */
  readonly route: Channel;
  /** What people can choose from, 30 seconds to 90 days. Left out in a Flow without Targets. */
  readonly durations?: readonly DurationText[];
  /** Nobody gets anything for longer. Default: the longest of `durations`. */
  readonly maxDuration?: DurationText;
  /** People may type another length of time, up to `maxDuration`, which is needed then. Default: false. */
  readonly otherDuration?: boolean;
  /** A request that nobody answers lapses after this; 1 minute to 30 days. Default: `1d`. */
  readonly timeout?: DurationText;
  /** How long after the decision the grant may still be tried; 1 minute to 1 day. Default: `15m`. */
  readonly grantWithin?: DurationText;
  /** Stands at the head of the form, in Slack's mrkdwn; at most 2500 characters. */
  readonly header?: string;
  /** Told with the access, in Slack's mrkdwn; at most 2000 characters. */
  readonly howToUse?: string;
}

export interface FlowEnvironment<TargetName extends string> extends Partial<Terms> {
  /** What people can choose from. None: the Flow only asks for an approval. */
  readonly targets?: readonly TargetName[];
}

type Fields = Readonly<Record<string, FieldDefinition>>;
type TargetNames<E extends Environments> = { readonly [Name in keyof E]: keyof E[Name]["targets"] & string }[keyof E];

export interface FlowSettings<E extends Environments, F extends Fields = Fields> extends Terms {
  /** What people type after `/sym req`: lower-case letters, digits and dashes. Never change it: it is what requests keep. */
  readonly name: string;
  /** Title of the form; at most 24 characters. */
  readonly label: string;
  /** One or two sentences for whoever chooses among the Flows. */
  readonly description?: string;
  /** The Flow's own questions, by name, in the order of the form; at most 20. */
  readonly fields?: F & Conditions<F, TargetNames<E>>;
  readonly environments: { readonly [Name in keyof E]?: FlowEnvironment<keyof E[Name]["targets"] & string> };
  /** The account that a person has at the Targets. Default: the strategy's own way, mostly the e-mail address. */
  readonly account?: AccountOf;
  /** `account` may say one account for several people, such as a login for emergencies. Default: false, then such a request is refused. */
  readonly sharedAccount?: boolean;
}

/** Somebody has to decide. */
type Decided = { readonly approvers: Rule | Channel } | { readonly stages: readonly StageDefinition[] };

export type FlowDefinition = Omit<FlowSettings<Environments>, "fields"> &
  Decided & { readonly template: "sym:approval"; readonly fields?: Fields };

/** A Flow of the template `sym:approval`. `environments` is there for the types: it tells which names exist. */
export const approval = <const E extends Environments, const F extends Fields = Record<never, FieldDefinition>>(
  _environments: E,
  flow: FlowSettings<E, F> & Decided,
): FlowDefinition => ({
  template: "sym:approval",
  ...flow,
});

/* ---- Whoever is on call ---- */

export type OnCallDefinition =
  | { readonly kind: "pagerduty"; readonly routingKey: string; readonly region?: "us" | "eu" }
  | { readonly kind: "webhook"; readonly url: string; readonly secret: string; readonly allowLoopback?: boolean };

/** A service in PagerDuty, by its integration key for the Events API v2. `routingKey`: name of the Worker secret that holds it. */
export const pagerDuty = (options: {
  readonly routingKey: string;
  readonly region?: "us" | "eu";
}): OnCallDefinition => ({
  kind: "pagerduty",
  ...options,
});
/** A signed POST. `url` and `secret`: names of the Worker secrets that hold the https address and the key of the signature. */
export const onCallWebhook = (options: {
  readonly url: string;
  readonly secret: string;
  /** Lets the address be `http://` on this machine. For tests. */
  readonly allowLoopback?: boolean;
}): OnCallDefinition => ({ kind: "webhook", ...options });

/* ---- The whole ---- */

export interface DeploymentSettings<E extends Environments> {
  readonly environments: E;
  /** Where a Flow runs when nobody says otherwise. Default: `prod`. */
  readonly defaultEnvironment?: keyof E & string;
  /** Those of your own, made by `custom(…)`. Default: none. */
  readonly strategies?: readonly { readonly definition: CustomDefinition }[];
  /** In the order in which people choose from them. */
  readonly flows: readonly FlowDefinition[];
  /** Who may freeze, unfreeze and end any access: one of the two at least. They approve only what a Flow's rules let them. */
  readonly admins: { readonly people?: readonly PersonId[]; readonly usergroup?: UsergroupId };
  /** Told when something is stuck or strange; the app must be a member of it. */
  readonly operatorsChannel: ChannelId;
  /** Gets the digest of the audit trail every hour; the app must be a member of it. Default: the operators' channel. */
  readonly auditChannel?: ChannelId;
  /** What one person may ask for. Default: 5 requests that wait at once, 30 within 24 hours. */
  readonly limits?: { readonly pendingPerPerson?: number; readonly requestsPerDay?: number };
  /** Told of an end that is overdue by 15 minutes, and every hour. Default: nobody but the operators' channel. */
  readonly onCall?: readonly OnCallDefinition[];
  /** Grant nothing new at a Target where an end has been overdue for a day, until that has healed. Default: true. */
  readonly stopWhenStuck?: boolean;
  /**
   * Whose e-mail addresses accounts are found by: `["example.com"]`. An address elsewhere counts as none, for the Flows' `account`
   * too. Default: any address that Slack calls confirmed.
   */
  readonly emailDomains?: readonly string[];
}

export interface DeploymentDefinition extends Omit<DeploymentSettings<Environments>, "defaultEnvironment"> {
  readonly defaultEnvironment?: string;
}

/** The default export of src/flows/index.ts. */
export const deployment = <const E extends Environments>(definition: DeploymentSettings<E>): DeploymentDefinition =>
  definition;

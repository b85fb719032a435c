// Whom a system outside Slack names for a rule, as data: which system, which list there, and the name of the secret that
// opens it. Never a secret, an address or a name of anybody: who is on the list is asked when something is decided.
import { canonicalJson } from "./canonical.ts";
import { leavesOf, type Rule } from "./flow.ts";

interface Labelled {
  /** What people read: "whoever is on call in LABEL". */
  readonly label: string;
}
type Region = "us" | "eu";

/** Whoever is on call, in a schedule or at a level of an escalation policy. */
export type OnCallSource =
  | (Labelled & {
      readonly kind: "pagerduty_schedule";
      readonly schedule: string;
      readonly token: string;
      readonly region: Region;
    })
  | (Labelled & {
      readonly kind: "pagerduty_policy";
      readonly policy: string;
      /** 1 is who is called first. */
      readonly level: number;
      readonly token: string;
      readonly region: Region;
    })
  | (Labelled & {
      readonly kind: "opsgenie_schedule";
      readonly schedule: string;
      readonly apiKey: string;
      readonly region: Region;
    });

/** Members of a group of Okta. */
export type OktaSource = Labelled & {
  readonly kind: "okta_group";
  readonly org: string;
  readonly group: string;
  readonly apiToken: string;
  readonly allowLoopback: boolean;
};

/** Members of a group of Google Workspace or Cloud Identity. */
export type GoogleSource = Labelled & {
  readonly kind: "google_group";
  readonly group: string;
  readonly serviceAccount: string;
  readonly subject: string;
  readonly endpoint?: string | undefined;
  readonly allowLoopback: boolean;
};

export type Source = OnCallSource | OktaSource | GoogleSource;

/** The same for two rules that ask the same, whatever they call it. */
export function sourceKey(source: Source): string {
  const { label: _label, ...asked } = source;
  return canonicalJson(asked);
}

/** Name of the Worker secret that it is asked with. */
export function secretOfSource(source: Source): string {
  switch (source.kind) {
    case "pagerduty_schedule":
    case "pagerduty_policy":
      return source.token;
    case "opsgenie_schedule":
      return source.apiKey;
    case "okta_group":
      return source.apiToken;
    case "google_group":
      return source.serviceAccount;
  }
}

/** All lists outside that a rule may ask. */
export const sourcesOf = (rule: Rule): Source[] =>
  leavesOf(rule).flatMap((leaf) => (leaf.kind === "outside" ? [leaf.source] : []));

/** Worker secrets that a rule is asked with, each with what people read of whatever reads it. */
export const secretsNamedIn = (rule: Rule): { readonly secret: string; readonly label: string }[] =>
  leavesOf(rule).flatMap((leaf) => {
    if (leaf.kind === "outside") return [{ secret: secretOfSource(leaf.source), label: leaf.source.label }];
    return leaf.kind === "function" ? leaf.secrets.map((secret) => ({ secret, label: leaf.label })) : [];
  });

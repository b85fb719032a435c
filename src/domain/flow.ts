// What a Flow is once it has been checked: plain data, the same whether it comes from src/flows or from a stored version.
import type { Binding } from "./bound-target.ts";
import type { Json } from "./canonical.ts";
import type { Field } from "./field.ts";
import type { Source } from "./source.ts";

export type { Answer, Field, FieldOption } from "./field.ts";

/** Who: a rule over people, asked with facts looked up at that moment. An empty list names nobody. */
export type Rule =
  | { readonly kind: "people"; readonly ids: readonly string[] }
  | { readonly kind: "usergroup"; readonly id: string }
  /** Members of a Slack channel. */
  | { readonly kind: "channel"; readonly id: string }
  /** Whoever a system outside Slack names, found by the e-mail address that Slack has confirmed. */
  | { readonly kind: "outside"; readonly source: Source }
  /** Any full member of the workspace. */
  | { readonly kind: "anyone" }
  /** Admins of the deployment, as they were configured with this version. */
  | { readonly kind: "admins"; readonly people: readonly string[]; readonly usergroup: string | null }
  /** Whoever the requester picked in this field of the form; never the requester. */
  | { readonly kind: "picked"; readonly field: string; readonly label: string }
  /** A function of the implementer's, by what people read of it and the hash of its source. */
  | {
      readonly kind: "function";
      readonly label: string;
      readonly source: string;
      /** Names of the Worker secrets that it may read. */
      readonly secrets: readonly string[];
    }
  | { readonly kind: "any_of"; readonly rules: readonly Rule[] }
  | { readonly kind: "all_of"; readonly rules: readonly Rule[] }
  | { readonly kind: "not"; readonly rule: Rule };

/** A rule that asks one thing. */
export type LeafRule = Exclude<Rule, { readonly kind: "any_of" | "all_of" | "not" }>;

/** All that a rule asks, whatever it makes of the answers. */
export function leavesOf(rule: Rule): LeafRule[] {
  switch (rule.kind) {
    case "any_of":
    case "all_of":
      return rule.rules.flatMap(leavesOf);
    case "not":
      return leavesOf(rule.rule);
    default:
      return [rule];
  }
}

/** One thing that access is given to. */
export interface Target {
  readonly name: string;
  readonly label: string;
  readonly strategy: string;
  readonly level: string;
  readonly settings: Json;
  /** The implementer accepts that an end also removes access that was there before; needed where nothing can be read. */
  readonly endRemovesStanding: boolean;
  /** One setting is said by a field, and stands in no `settings` here. Absent: none is. */
  readonly bound?: Binding;
  /** Nobody gets it for longer. Absent: as the Flow says. */
  readonly maxDurationMs?: number;
}

/** Where the card goes: a channel id. */
export interface Route {
  readonly channel: string;
}

/** One Flow in one Environment, complete: what a version stores and what a request is judged by. Milliseconds throughout. */
export interface Flow {
  readonly template: "sym:approval";
  readonly name: string;
  readonly label: string;
  readonly environment: string;
  readonly environmentLabel: string;
  readonly description: string | null;
  /** Stands at the head of the form. Slack mrkdwn, written by the implementer. */
  readonly header?: string;
  readonly requesters: Rule;
  /** Whoever decides; where there are stages, in any of them. */
  readonly approvers: Rule;
  /** So many of them, two or more. Absent: one. */
  readonly approvals?: number;
  /** One after the other. Absent: `approvers` are asked at once. */
  readonly stages?: readonly { readonly label: string; readonly approvers: Rule; readonly approvals: number }[];
  readonly selfApproval: boolean;
  /** Guests, and people of other organisations, whom the approvers name may decide. Absent: full members alone. */
  readonly guestsMayDecide?: true;
  readonly route: Route;
  readonly fields: readonly Field[];
  /** Empty for an approval-only Flow, which has no durations either. */
  readonly targets: readonly Target[];
  readonly durationsMs: readonly number[];
  /** Nobody gets anything for longer. Absent: the longest of these. */
  readonly maxDurationMs?: number;
  /** People may type another length of time, up to the longest. */
  readonly otherDuration?: true;
  /** Nobody answered for this long: the request lapses. */
  readonly timeoutMs: number;
  /** How long after the decision a grant may still be tried. */
  readonly grantWithinMs: number;
  /** How to use the access, told when it is there. Slack mrkdwn, written by the implementer. */
  readonly howToUse: string | null;
  /** Its function may say one account for several people. Absent: an account is one person's. */
  readonly sharedAccount?: true;
  /** Name and source hash of each function of the Flow (for example `account`). */
  readonly functions: Readonly<Record<string, string>>;
}

/** The content hash of a Flow is its version: 64 hexadecimal digits. */
export interface FlowVersion {
  readonly hash: string;
  readonly flow: Flow;
}

export const isApprovalOnly = (flow: Flow): boolean => flow.targets.length === 0;

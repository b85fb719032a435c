// What a Flow is once it has been checked: plain data, the same whether it comes from src/flows or from a stored version.
import type { Json } from "./canonical.ts";
import type { Source } from "./source.ts";

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
  | { readonly kind: "any_of"; readonly rules: readonly Rule[] };

export interface FieldOption {
  readonly value: string;
  readonly label: string;
}

interface FieldBase {
  readonly name: string;
  readonly label: string;
  readonly hint: string | null;
  readonly required: boolean;
}
/** A question of the Flow's own form. */
export type Field =
  | (FieldBase & {
      readonly type: "text";
      readonly multiline: boolean;
      readonly maxLength: number;
      /** Source of a regular expression that the whole answer must match, and what to say when it does not. */
      readonly pattern: { readonly source: string; readonly message: string } | null;
    })
  | (FieldBase & { readonly type: "int"; readonly min: number | null; readonly max: number | null })
  | (FieldBase & { readonly type: "bool" })
  | (FieldBase & { readonly type: "choice"; readonly options: readonly FieldOption[] });

/** An answer as stored: text, whole number, yes or no, or the value of a choice; null where an optional one was left out. */
export type Answer = string | number | boolean | null;

/** One thing that access is given to. */
export interface Target {
  readonly name: string;
  readonly label: string;
  readonly strategy: string;
  readonly level: string;
  readonly settings: Json;
  /** The implementer accepts that an end also removes access that was there before; needed where nothing can be read. */
  readonly endRemovesStanding: boolean;
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
  readonly requesters: Rule;
  readonly approvers: Rule;
  readonly selfApproval: boolean;
  readonly route: Route;
  readonly fields: readonly Field[];
  /** Empty for an approval-only Flow, which has no durations either. */
  readonly targets: readonly Target[];
  readonly durationsMs: readonly number[];
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

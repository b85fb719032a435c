// What src/flows says, checked: the same for as long as a version of the Worker runs.
import type { Flow, FlowVersion, Rule } from "../domain/flow.ts";
import type { TargetDrift } from "../domain/flow-drift.ts";
import type { OptionsOf } from "../domain/options.ts";
import type { PersonFacts } from "../domain/person.ts";
import type { Admins } from "../domain/policy.ts";
import type { Decides } from "../domain/rule-function.ts";
import type { OnCallChannel } from "./on-call.ts";

export interface Deployment {
  readonly admins: Admins;
  /** Channel id of the operators' channel. */
  readonly operatorsChannel: string;
  /** Where digests of the audit trail are posted; null: the operators' channel. */
  readonly auditChannel?: string | null;
  /** Who is told of an end that is overdue by a quarter of an hour. */
  readonly onCall: readonly OnCallChannel[];
  /** Nothing new is granted where an end has been overdue for a day. */
  readonly stopWhenStuck: boolean;
  readonly environments: readonly { readonly name: string; readonly label: string }[];
  readonly defaultEnvironment: string;
  readonly flows: readonly FlowVersion[];
  /** What Targets say of members that Sym did not give access to. Absent: none says anything. */
  readonly drift?: readonly TargetDrift[];
  readonly limits: PersonLimits;
  /** E-mail addresses that accounts may be found by; none: any that Slack confirmed. */
  readonly emailDomains: readonly string[];
  /** The Flow's function that says what can be chosen in a field; null where none does. */
  options(flow: Flow, field: string): OptionsOf | null;
  /** The Flow's own way from person to account; absent: the strategy's. */
  account(flow: Flow): ((person: PersonFacts) => string | null | Promise<string | null>) | null;
  /** The function behind a rule, where its source is still the same. */
  rule(rule: Extract<Rule, { kind: "function" }>): Decides | null;
}

/** What one person may ask for. */
export interface PersonLimits {
  /** So many requests may wait for an answer at once. */
  readonly pendingPerPerson: number;
  /** So many may be made within 24 hours. */
  readonly requestsPerDay: number;
}

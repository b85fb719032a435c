// Rules over people: who may ask, who may decide. Builds plain data, functions aside, and checks nothing; the check at start
// does.
import type { WrittenRule as Rule } from "../domain/flow-check-rules.ts";
import type { Decides, RuleOutside, RuleQuestion } from "../domain/rule-function.ts";

export type { RuleOutside, RuleQuestion };

/** Slack's own ids: profile, "Copy member ID"; user groups and channels have theirs at the end of their link. */
export type PersonId = `U${string}` | `W${string}`;
export type UsergroupId = `S${string}`;
export type ChannelId = `C${string}` | `G${string}`;

/** A channel: as a route, where the card goes; as a rule, whoever is a member of it. */
export interface Channel {
  readonly kind: "channel";
  readonly id: ChannelId;
}

/** These people and nobody else. */
export const people = (...ids: readonly [PersonId, ...PersonId[]]): Rule => ({ kind: "people", ids });
/** Whoever is in this user group at the moment of the click. */
export const usergroup = (id: UsergroupId): Rule => ({ kind: "usergroup", id });
export const channel = (id: ChannelId): Channel => ({ kind: "channel", id });
/** Every full member of the workspace; never guests, bots or people of other organisations. */
export const anyone = (): Rule => ({ kind: "anyone" });
/** The admins of this deployment. */
export const admins = (): Rule => ({ kind: "admins" });
/** Whoever was picked in this field of the form, which must be one for people; never the requester. */
export const pickedIn = (field: string): Rule => ({ kind: "picked", field });

/** Whoever one of these rules names. */
export const anyOf = (...rules: readonly [Rule, ...Rule[]]): Rule => ({ kind: "any_of", rules });
/** Whoever all of these rules name. */
export const allOf = (...rules: readonly [Rule, ...Rule[]]): Rule => ({ kind: "all_of", rules });
/** Whoever the rule does not name: within `allOf`, beside a rule that names somebody. */
export const not = (rule: Rule): Rule => ({ kind: "not", rule });

/**
 * A function of your own, asked about one person at a time. It has a second; an error, silence and anything but `true` and
 * `false` let nobody in. `label`: what people read of whom it names, such as "a colleague from the same team". `secrets`: names
 * of the Worker secrets that it reads.
 */
export const rule = (label: string, decides: Decides, secrets: readonly string[] = []): Rule => ({
  kind: "function",
  label,
  decides,
  secrets,
});

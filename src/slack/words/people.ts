// People and rules as Slack mentions. Built from ids alone, so that a name that somebody chose can never stand for another.
import type { Rule } from "../../domain/flow.ts";
import { type Actor, type PersonKey, userIdOf } from "../../domain/person.ts";
import type { Source } from "../../domain/source.ts";
import { code, type Mrkdwn, mentionOf, mrkdwn } from "./escape.ts";

/** More people than this are counted, not named: a rule must never fill a message. */
const NAMED_MAX = 20;
/** Within a part of a rule that all must be. */
const NAMED_WITHIN = 5;
/** Characters, links and mentions included. */
const RULE_MAX = 2_000;

/** `<@U…>` */
export const mention = (key: PersonKey): Mrkdwn => mentionOf("person", userIdOf(key));

/** Who did it: a mention, `Sym` for a part of Sym itself, or the name of a token. */
export function sayActor(actor: Actor): Mrkdwn {
  if (actor.kind === "token") return mrkdwn`the token ${code(actor.name)}`;
  return actor.kind === "person" ? mention(actor.key) : mrkdwn`Sym`;
}

/** `<@U1>, <@U2> or a member of <!subteam^S1>`; `nobody` where the rule names nobody. */
export function sayRule(rule: Rule): Mrkdwn {
  const whole = oneOf(few(partsOf(rule), NAMED_MAX));
  return whole.mrkdwn.length <= RULE_MAX ? whole : oneOf(few(partsOf(rule), 3));
}

/** Each once; those that are too many are counted. */
function few(parts: Iterable<Mrkdwn>, most: number): Mrkdwn[] {
  const named = [...new Map([...parts].map((part) => [part.mrkdwn, part])).values()];
  const more = named.length - most;
  return more > 0 ? [...named.slice(0, most), mrkdwn`${more} more`] : named;
}

const isGroup = ({ kind }: Source): boolean => kind === "okta_group" || kind === "google_group";

/** By the label alone: who is on the list is nobody's to read here. */
const saySource = (source: Source): Mrkdwn =>
  isGroup(source) ? mrkdwn`a member of ${source.label}` : mrkdwn`whoever is on call in ${source.label}`;

const SYSTEMS: Readonly<Record<Source["kind"], string>> = {
  pagerduty_schedule: "PagerDuty",
  pagerduty_policy: "PagerDuty",
  opsgenie_schedule: "Opsgenie",
  okta_group: "Okta",
  google_group: "Google",
};

/** That a system does not answer, and what it was to be asked. */
export const saySilent = (source: Source): Mrkdwn =>
  isGroup(source)
    ? mrkdwn`${SYSTEMS[source.kind]} cannot be asked who is a member of ${source.label} just now.`
    : mrkdwn`${SYSTEMS[source.kind]} cannot be asked who is on call in ${source.label} just now.`;

/** Several rules that must all say yes, most often the same one twice. */
export function sayRules(rules: readonly Rule[]): Mrkdwn {
  const different = [...new Map(rules.map((rule) => [sayRule(rule).mrkdwn, sayRule(rule)])).values()];
  const [first, ...others] = different;
  if (first === undefined) return mrkdwn`nobody`;
  return others.reduce((words, other) => mrkdwn`${words}, who must also be ${other}`, first);
}

function* partsOf(rule: Rule): Generator<Mrkdwn> {
  switch (rule.kind) {
    case "people":
      for (const id of rule.ids) yield mentionOf("person", id);
      return;
    case "usergroup":
      yield mrkdwn`a member of ${mentionOf("usergroup", rule.id)}`;
      return;
    case "channel":
      yield mrkdwn`anyone in ${mentionOf("channel", rule.id)}`;
      return;
    case "outside":
      yield saySource(rule.source);
      return;
    case "anyone":
      yield mrkdwn`any full member of this workspace`;
      return;
    case "admins":
      yield mrkdwn`an admin of Sym`;
      return;
    case "picked":
      yield mrkdwn`whoever was picked as "${rule.label}"`;
      return;
    case "function":
      yield mrkdwn`${rule.label}`;
      return;
    case "any_of":
      for (const part of rule.rules)
        if (part.kind === "all_of" && rule.rules.length > 1) yield mrkdwn`(${sayAll(part.rules)})`;
        else yield* partsOf(part);
      return;
    case "all_of":
      yield sayAll(rule.rules);
      return;
    case "not":
      yield mrkdwn`anybody but ${within(rule.rule)}`;
      return;
  }
}

/** `a member of <!subteam^S1> who is also an admin of Sym, but not <@U1>` */
function sayAll(rules: readonly Rule[]): Mrkdwn {
  const named = rules.filter((one) => one.kind !== "not");
  const [first, ...others] = named.map(within);
  if (first === undefined) return mrkdwn`nobody`;
  const all = others.reduce((words, other) => mrkdwn`${words} who is also ${other}`, first);
  const but = rules.flatMap((one) => (one.kind === "not" ? [within(one.rule)] : []));
  return but.length === 0 ? all : mrkdwn`${all}, but not ${oneOf(but)}`;
}

/** As part of a longer sentence: in brackets where it has several parts itself. */
function within(rule: Rule): Mrkdwn {
  const parts = few(partsOf(rule), NAMED_WITHIN);
  return parts.length < 2 ? oneOf(parts) : mrkdwn`(${oneOf(parts)})`;
}

/** `a`, `a or b`, `a, b or c`. */
function oneOf(parts: readonly Mrkdwn[]): Mrkdwn {
  const [first, ...rest] = parts;
  if (first === undefined) return mrkdwn`nobody`;
  return rest.reduce(
    (words, part, index) => (index === rest.length - 1 ? mrkdwn`${words} or ${part}` : mrkdwn`${words}, ${part}`),
    first,
  );
}

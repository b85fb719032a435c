// People and rules as Slack mentions. Built from ids alone, so that a name that somebody chose can never stand for another.
import type { Rule } from "../../domain/flow.ts";
import { type Actor, type PersonKey, userIdOf } from "../../domain/person.ts";
import type { Source } from "../../domain/source.ts";
import { code, type Mrkdwn, mentionOf, mrkdwn } from "./escape.ts";

/** More people than this are counted, not named: a rule must never fill a message. */
const NAMED_MAX = 20;

/** `<@U…>` */
export const mention = (key: PersonKey): Mrkdwn => mentionOf("person", userIdOf(key));

/** Who did it: a mention, `Sym` for a part of Sym itself, or the name of a token. */
export function sayActor(actor: Actor): Mrkdwn {
  if (actor.kind === "token") return mrkdwn`the token ${code(actor.name)}`;
  return actor.kind === "person" ? mention(actor.key) : mrkdwn`Sym`;
}

/** `<@U1>, <@U2> or a member of <!subteam^S1>`; `nobody` where the rule names nobody. */
export function sayRule(rule: Rule): Mrkdwn {
  const found = [...partsOf(rule)];
  const named = [...new Map(found.map((part) => [part.mrkdwn, part])).values()];
  const more = named.length - NAMED_MAX;
  const shown = more > 0 ? [...named.slice(0, NAMED_MAX), mrkdwn`${more} more`] : named;
  return oneOf(shown);
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
    case "any_of":
      for (const part of rule.rules) yield* partsOf(part);
      return;
  }
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

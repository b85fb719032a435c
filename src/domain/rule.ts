// What a rule says of somebody: yes, no, or that it cannot be known now. Pure: what it asks is looked up before and handed in.
// Whatever is not known stays unknown under `not` too, so that a lookup that failed never lets anybody in.
import type { Answer, LeafRule, Rule } from "./flow.ts";
import { type PersonKey, samePerson, userIdOf } from "./person.ts";
import { type Source, sourceKey } from "./source.ts";

/** A membership that a rule asks about: in Slack, or on a list of a system outside; or what a function says. */
export type GroupQuestion = { readonly kind: "usergroup" | "channel"; readonly id: string };
export type Question =
  | GroupQuestion
  | { readonly kind: "outside"; readonly source: Source }
  | Extract<Rule, { kind: "function" }>;

export function questionKey(question: Question): string {
  switch (question.kind) {
    case "outside":
      return `outside:${sourceKey(question.source)}`;
    case "function":
      return `function:${question.source}:${question.label}`;
    default:
      return `${question.kind}:${question.id}`;
  }
}

/** The answers about one person and one request. A question without an answer counts as `unavailable`. */
export type Answers = Readonly<Record<string, boolean | "unavailable">>;

/** What is asked for, as far as a rule may go by it. */
export interface Matter {
  readonly requester: PersonKey;
  readonly flow: string;
  readonly environment: string;
  readonly target: string | null;
  readonly level: string | null;
  readonly durationMs: number | null;
  readonly answers: Readonly<Record<string, Answer>>;
}

/** About whom a rule is asked. `outsider`: a guest, or of another organisation. `matter` null: it is about no request. */
export interface About {
  readonly key: PersonKey;
  readonly outsider: boolean;
  readonly matter: Matter | null;
}

export type Verdict = boolean | "unavailable";

export function matches(rule: Rule, about: About, answers: Answers): Verdict {
  switch (rule.kind) {
    case "any_of": {
      const verdicts = rule.rules.map((part) => matches(part, about, answers));
      return verdicts.includes(true) ? true : verdicts.includes("unavailable") ? "unavailable" : false;
    }
    case "all_of": {
      const verdicts = rule.rules.map((part) => matches(part, about, answers));
      if (verdicts.length === 0 || verdicts.includes(false)) return false;
      return verdicts.includes("unavailable") ? "unavailable" : true;
    }
    case "not": {
      const verdict = matches(rule.rule, about, answers);
      return verdict === "unavailable" ? verdict : !verdict;
    }
    default:
      return leafMatches(rule, about, answers);
  }
}

function leafMatches(rule: LeafRule, { key, outsider, matter }: About, answers: Answers): Verdict {
  switch (rule.kind) {
    case "people":
      return rule.ids.includes(userIdOf(key));
    case "usergroup":
    case "channel":
    case "outside":
    case "function":
      return answers[questionKey(rule)] ?? "unavailable";
    case "anyone":
      return !outsider;
    case "admins":
      if (rule.people.includes(userIdOf(key))) return true;
      return rule.usergroup === null ? false : (answers[`usergroup:${rule.usergroup}`] ?? "unavailable");
    case "picked":
      if (matter === null) return "unavailable";
      return !samePerson(key, matter.requester) && peoplePicked(matter.answers[rule.field]).includes(userIdOf(key));
  }
}

/** User ids in the answer to a question for one or several people. */
export const peoplePicked = (answer: unknown): readonly string[] =>
  (Array.isArray(answer) ? answer : [answer]).filter((id) => typeof id === "string");

const questionOf = (rule: LeafRule): Question | null => {
  switch (rule.kind) {
    case "usergroup":
    case "channel":
    case "outside":
    case "function":
      return rule;
    case "admins":
      return rule.usergroup === null ? null : { kind: "usergroup", id: rule.usergroup };
    case "people":
    case "anyone":
    case "picked":
      return null;
  }
};

/** What must be looked up to decide the rules about this person: nothing of a part that plain ids decide, whichever way. */
export function questionsOf(rules: readonly Rule[], about: About): Question[] {
  const found = new Map<string, Question>();
  const walk = (rule: Rule): void => {
    if (matches(rule, about, {}) !== "unavailable") return;
    if (rule.kind === "any_of" || rule.kind === "all_of") rule.rules.forEach(walk);
    else if (rule.kind === "not") walk(rule.rule);
    else {
      const question = questionOf(rule);
      if (question !== null) found.set(questionKey(question), question);
    }
  };
  rules.forEach(walk);
  return [...found.values()];
}

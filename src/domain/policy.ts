// The one place that decides who may do what. Pure: facts about the person are looked up before and handed in; whatever
// could not be looked up refuses. Asked at submit, at every click, and again before the grant.
import type { Flow, Rule } from "./flow.ts";
import { type PersonFacts, type PersonKey, userIdOf } from "./person.ts";
import { accepted, type Refusal, type Result, refused } from "./refusal.ts";
import type { Request } from "./request.ts";
import { type Source, sourceKey } from "./source.ts";
import { stillOffered } from "./still-offered.ts";

/** A membership that a rule asks about: in Slack, or on a list of a system outside. */
export type GroupQuestion = { readonly kind: "usergroup" | "channel"; readonly id: string };
export type Question = GroupQuestion | { readonly kind: "outside"; readonly source: Source };
export const questionKey = (question: Question): string =>
  question.kind === "outside" ? `outside:${sourceKey(question.source)}` : `${question.kind}:${question.id}`;

/** Is the person a member? `unavailable` where it could not be looked up; a question without an answer counts as that. */
export type Answers = Readonly<Record<string, boolean | "unavailable">>;

export interface Facts {
  readonly person: PersonFacts | "unavailable";
  readonly memberships: Answers;
}

/** Admins of the deployment, as configured. */
export interface Admins {
  readonly people: readonly string[];
  readonly usergroup: string | null;
}
export const adminRule = (admins: Admins): Rule => ({
  kind: "any_of",
  rules: [
    { kind: "people", ids: admins.people },
    ...(admins.usergroup === null ? [] : [{ kind: "usergroup" as const, id: admins.usergroup }]),
  ],
});

type Verdict = boolean | "unavailable";

export function matches(rule: Rule, key: PersonKey, memberships: Answers): Verdict {
  switch (rule.kind) {
    case "people":
      return rule.ids.includes(userIdOf(key));
    case "usergroup":
    case "channel":
    case "outside":
      return memberships[questionKey(rule)] ?? "unavailable";
    case "anyone":
      return true;
    case "any_of": {
      const verdicts = rule.rules.map((part) => matches(part, key, memberships));
      return verdicts.includes(true) ? true : verdicts.includes("unavailable") ? "unavailable" : false;
    }
  }
}

/** The memberships that must be looked up to decide the rules for this person: none where plain ids already say yes. */
export function questionsOf(rules: readonly Rule[], key: PersonKey): Question[] {
  const found = new Map<string, Question>();
  const walk = (rule: Rule): void => {
    if (matches(rule, key, {}) === true) return;
    if (rule.kind === "any_of") rule.rules.forEach(walk);
    if (rule.kind === "usergroup" || rule.kind === "channel")
      found.set(questionKey(rule), { kind: rule.kind, id: rule.id });
    if (rule.kind === "outside") found.set(questionKey(rule), { kind: rule.kind, source: rule.source });
  };
  rules.forEach(walk);
  return [...found.values()];
}

/** Guests, strangers, bots and deactivated people neither ask nor decide. */
export function fullMember(person: PersonFacts | "unavailable"): Result<PersonFacts> {
  if (person === "unavailable") return refused({ kind: "lookup_unavailable", what: "person" });
  const why = person.deactivated
    ? "deactivated"
    : person.bot
      ? "bot"
      : person.stranger
        ? "stranger"
        : person.guest
          ? "guest"
          : null;
  return why === null ? accepted(person) : refused({ kind: "not_a_member", why });
}

/** All rules must say yes; a lookup that failed refuses only where no rule has said no. */
function allSayYes(rules: readonly Rule[], facts: Facts, no: Refusal): Result<PersonFacts> {
  const member = fullMember(facts.person);
  if (!member.ok) return member;
  const verdicts = rules.map((rule) => matches(rule, member.value.key, facts.memberships));
  if (verdicts.includes(false)) return refused(no);
  if (verdicts.includes("unavailable")) {
    const failed = questionsOf(rules, member.value.key).find(
      (q) => typeof facts.memberships[questionKey(q)] !== "boolean",
    );
    return failed?.kind === "outside"
      ? refused({ kind: "lookup_unavailable", what: "outside", source: failed.source })
      : refused({ kind: "lookup_unavailable", what: failed?.kind ?? "person" });
  }
  return member;
}

export const mayRequest = (flow: Flow, facts: Facts): Result<PersonFacts> =>
  allSayYes([flow.requesters], facts, { kind: "may_not_request", flowLabel: flow.label });

/**
 * `flows`: the version that the request was made under and the current one; both must allow. A Flow that is gone has no
 * current version and refuses new grants.
 */
export function mayApprove(request: Request, flows: readonly [Flow, Flow | null], facts: Facts): Result<PersonFacts> {
  const member = fullMember(facts.person);
  if (!member.ok) return member;
  const [made, current] = flows;
  if (current === null) return refused({ kind: "flow_gone", flow: request.flow, environment: request.environment });
  if (request.access !== null && !stillOffered(request, current))
    return refused({ kind: "target_gone", target: request.access.targetLabel });
  const approvers = [made.approvers, current.approvers];
  if (samePerson(member.value.key, request.requester) && !(made.selfApproval && current.selfApproval))
    return refused({ kind: "own_request", approvers });
  return allSayYes(approvers, facts, { kind: "may_not_approve", approvers });
}

/** One user id under two team keys may be one person, so nobody decides about it: here doubt counts against. */
const samePerson = (a: PersonKey, b: PersonKey): boolean => userIdOf(a) === userIdOf(b);

/** Whoever may approve may deny, also where the Flow is gone; their own request only where they could approve that too. */
export function mayDeny(request: Request, flows: readonly [Flow, Flow | null], facts: Facts): Result<PersonFacts> {
  const approvers = flows.flatMap((flow) => (flow === null ? [] : [flow.approvers]));
  const member = fullMember(facts.person);
  if (!member.ok) return member;
  const self = flows.every((flow) => flow === null || flow.selfApproval);
  if (samePerson(member.value.key, request.requester) && !self) return refused({ kind: "own_request", approvers });
  return allSayYes(approvers, facts, { kind: "may_not_approve", approvers });
}

/** Requester, whoever approved, and admins may end access early. Needs no Slack where the key alone says yes. */
export function mayEnd(
  request: Pick<Request, "requester" | "decisions">,
  key: PersonKey,
  admins: Admins,
  memberships: Answers,
): Result<PersonKey> {
  if (key === request.requester || request.decisions.some((d) => d.by === key && d.verdict === "approve"))
    return accepted(key);
  const admin = mayAdminister(admins, key, memberships);
  return admin.ok || admin.refusal.kind === "lookup_unavailable" ? admin : refused({ kind: "may_not_end" });
}

export function mayAdminister(admins: Admins, key: PersonKey, memberships: Answers): Result<PersonKey> {
  const verdict = matches(adminRule(admins), key, memberships);
  if (verdict === "unavailable") return refused({ kind: "lookup_unavailable", what: "usergroup" });
  return verdict ? accepted(key) : refused({ kind: "not_admin" });
}

/**
 * An admin may say that overdue access is gone, and a second one that they are sure too. Whoever has it can be neither, and
 * nobody is both: one user id under two team keys counts as one person.
 */
export function mayCloseByHand(
  request: Pick<Request, "requester" | "byHand">,
  key: PersonKey,
  step: "propose" | "confirm",
): Result<PersonKey> {
  if (samePerson(key, request.requester)) return refused({ kind: "second_person_needed", why: "requester" });
  const proposed = request.byHand?.by;
  if (step === "confirm" && proposed !== undefined && samePerson(key, proposed))
    return refused({ kind: "second_person_needed", why: "proposer" });
  return accepted(key);
}

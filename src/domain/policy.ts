// The one place that decides who may do what; who may approve and deny is in approving.ts. Pure: facts about the person are looked up before and handed in; whatever
// could not be looked up refuses. Asked at submit, at every click, and again before the grant.
import type { Flow, Rule } from "./flow.ts";
import { type PersonFacts, type PersonKey, samePerson } from "./person.ts";
import { accepted, type Refusal, type Result, refused } from "./refusal.ts";
import type { NewRequest, Request } from "./request.ts";
import { type About, type Answers, type Matter, matches, questionKey, questionsOf, type Verdict } from "./rule.ts";

export interface Facts {
  readonly person: PersonFacts | "unavailable";
  readonly memberships: Answers;
  /** What the answers are about, besides the person. Null: no request. */
  readonly matter: Matter | null;
}

/** Admins of the deployment, as configured. */
export interface Admins {
  readonly people: readonly string[];
  readonly usergroup: string | null;
}
export const adminRule = ({ people, usergroup }: Admins): Rule => ({ kind: "admins", people, usergroup });

/** What a request is about, for the rules that go by it. */
export const matterOf = (request: Request | NewRequest): Matter => ({
  requester: request.requester,
  flow: request.flow,
  environment: request.environment,
  target: request.access?.target ?? null,
  level: request.access?.level ?? null,
  durationMs: request.durationMs,
  answers: request.answers,
});

export const aboutOf = (person: PersonFacts, matter: Matter | null): About => ({
  key: person.key,
  outsider: person.guest || person.stranger || person.elsewhere === true,
  matter,
});

/** Guests, strangers, bots and deactivated people neither ask nor decide. */
export const fullMember = (person: PersonFacts | "unavailable"): Result<PersonFacts> => member(person, false);

/** Of the two versions each must let guests, and people of other organisations, decide: with the key of their own team. */
export const decider = (person: PersonFacts | "unavailable", flows: readonly (Flow | null)[]): Result<PersonFacts> =>
  member(
    person,
    flows.every((flow) => flow === null || flow.guestsMayDecide === true),
  );

function member(person: PersonFacts | "unavailable", guestsToo: boolean): Result<PersonFacts> {
  if (person === "unavailable") return refused({ kind: "lookup_unavailable", what: "person" });
  const why = person.deactivated
    ? "deactivated"
    : person.bot
      ? "bot"
      : person.elsewhere || (person.stranger && !guestsToo)
        ? "stranger"
        : person.guest && !guestsToo
          ? "guest"
          : null;
  return why === null ? accepted(person) : refused({ kind: "not_a_member", why });
}

/** All rules must say yes; a lookup that failed refuses only where no rule has said no. */
export function allSayYes(rules: readonly Rule[], person: PersonFacts, facts: Facts, no: Refusal): Result<PersonFacts> {
  const about = aboutOf(person, facts.matter);
  const verdicts = rules.map((rule) => matches(rule, about, facts.memberships));
  if (verdicts.includes(false)) return refused(no);
  if (!verdicts.includes("unavailable")) return accepted(person);
  const failed = questionsOf(rules, about).find((q) => typeof facts.memberships[questionKey(q)] !== "boolean");
  if (failed?.kind === "outside")
    return refused({ kind: "lookup_unavailable", what: "outside", source: failed.source });
  if (failed?.kind === "function")
    return refused({ kind: "lookup_unavailable", what: "function", label: failed.label });
  return refused({ kind: "lookup_unavailable", what: failed?.kind ?? "person" });
}

/** As far as plain ids say; a Flow that anybody may ask for hangs on no look-up. */
export const mayAskPlainly = ({ requesters }: Flow, key: PersonKey): Verdict =>
  matches(requesters, { key, outsider: false, matter: null }, {});

/**
 * May this person see the Flow among those that can be asked for? A function is asked once it is known what for: until then it
 * hides nothing.
 */
export function maySee({ requesters }: Flow, facts: Facts): Verdict {
  if (facts.person === "unavailable") return "unavailable";
  if (!fullMember(facts.person).ok) return false;
  const about = aboutOf(facts.person, null);
  const verdict = matches(requesters, about, facts.memberships);
  if (verdict !== "unavailable") return verdict;
  const open = questionsOf([requesters], about).filter((q) => typeof facts.memberships[questionKey(q)] !== "boolean");
  return open.every(({ kind }) => kind === "function") ? true : verdict;
}

export function mayRequest(flow: Flow, facts: Facts): Result<PersonFacts> {
  const asking = fullMember(facts.person);
  if (!asking.ok) return asking;
  return allSayYes([flow.requesters], asking.value, facts, { kind: "may_not_request", flowLabel: flow.label });
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
  const verdict = matches(adminRule(admins), { key, outsider: false, matter: null }, memberships);
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

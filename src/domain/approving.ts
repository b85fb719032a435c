// Who may approve and deny, how far a request has come with the approvals that still count, and whether it may still be given.
// Pure, as all of the policy: asked at every click that decides, and again before the grant.
import type { Flow, Rule } from "./flow.ts";
import { type PersonFacts, samePerson } from "./person.ts";
import { aboutOf, allSayYes, decider, type Facts } from "./policy.ts";
import { accepted, type Refusal, type Result, refused } from "./refusal.ts";
import type { Decision, Request } from "./request.ts";
import { matches } from "./rule.ts";
import { approvalsOf, isPlain, type JointStage, jointStages, stageOf, type Waiting, waitingFor } from "./stages.ts";
import { stillOffered } from "./still-offered.ts";

/** The version that a request was made under and the current one; both must allow. */
type Flows = readonly [Flow, Flow | null];

/** Who may approve, and what is then approved: for which stage, and what it still lacks. `part` null: one approval is all. */
export interface Approving {
  readonly person: PersonFacts;
  readonly part: { readonly stage: number; readonly awaiting: Waiting | null } | null;
}

/** Facts of now about somebody who approved before. Null: nobody looked, since they did so only a moment ago. */
export type FactsOfEarlier = (approval: Decision) => Facts | null;

/**
 * Both versions must allow it, each by the rules of the stage that is waited for. Those who approved before count while they
 * may still approve; who cannot be looked up counts, since before the grant all are asked again. Where there is no grant, an
 * approval that all hangs on must be known.
 */
export function mayApprove(
  request: Request,
  flows: Flows,
  facts: Facts,
  earlier: FactsOfEarlier = () => null,
): Result<Approving> {
  const deciding = decider(facts.person, flows);
  if (!deciding.ok) return deciding;
  const joint = jointly(request, flows);
  if (!joint.ok) return joint;
  const stages = joint.value;
  const person = deciding.value;
  const self = selfRefused(request, flows, person);
  if (self !== null) return self;
  const approvals = approvalsOf(request);
  const verdicts = new Map(approvals.map((one) => [one, countsStill(request, flows, stages, one, earlier(one))]));
  const counts = (one: Decision): boolean => isNoRefusal(verdicts.get(one)?.refusal);
  const waiting = waitingFor(stages, approvals, counts);
  const at = waiting?.stage ?? stages.length - 1;
  const rules = stages[at]?.approvers ?? [];
  if (request.state === "pending" && approvals.some((one) => samePerson(one.by, person.key)))
    return refused({ kind: "approved_already", awaiting: waiting, approvers: rules });
  const may = allSayYes(rules, person, facts, notHere(stages, at, person, facts));
  if (!may.ok) return may;
  if (isPlain(stages)) return accepted({ person, part: null });
  const own: Decision = { verdict: "approve", by: person.key, at: 0, reason: null, stage: at };
  const awaiting = waitingFor(stages, [...approvals, own], counts);
  const doubt = [...verdicts.values()].find((verdict) => verdict?.refusal.kind === "lookup_unavailable");
  if (awaiting === null && request.access === null && doubt) return doubt;
  return accepted({ person, part: { stage: at, awaiting } });
}

/** May it still be given, as far as those who approved it go? Null: by enough of them. Who cannot be looked up counts for neither. */
export function stillApproved(request: Request, flows: Flows, of: (approval: Decision) => Facts): Refusal | null {
  const joint = jointly(request, flows);
  if (!joint.ok) return joint.refusal;
  const approvals = approvalsOf(request);
  const verdicts = new Map(approvals.map((one) => [one, countsStill(request, flows, joint.value, one, of(one))]));
  const lacks = (counts: (one: Decision) => boolean): boolean => waitingFor(joint.value, approvals, counts) !== null;
  if (!lacks((one) => verdicts.get(one) === null)) return null;
  const refusals = [...verdicts.values()].flatMap((verdict) => (verdict === null ? [] : [verdict.refusal]));
  // With everybody known it might be enough: nobody may say no to it yet.
  if (!lacks((one) => isNoRefusal(verdicts.get(one)?.refusal)))
    return refusals.find(({ kind }) => kind === "lookup_unavailable") ?? null;
  return refusals.find(({ kind }) => kind !== "lookup_unavailable") ?? { kind: "too_few_approvals" };
}

/** Not known is no refusal. */
const isNoRefusal = (refusal: Refusal | undefined): boolean =>
  refusal === undefined || refusal.kind === "lookup_unavailable";

function jointly(request: Request, [made, current]: Flows): Result<readonly JointStage[]> {
  if (current === null) return refused({ kind: "flow_gone", flow: request.flow, environment: request.environment });
  if (request.access !== null && !stillOffered(request, current))
    return refused({ kind: "target_gone", target: request.access.targetLabel });
  const stages = jointStages(made, current);
  return stages === null ? refused({ kind: "stages_changed" }) : accepted(stages);
}

/** Null: it counts. */
function countsStill(
  request: Request,
  flows: Flows,
  stages: readonly JointStage[],
  approval: Decision,
  facts: Facts | null,
): { readonly ok: false; readonly refusal: Refusal } | null {
  if (facts === null) return null;
  const deciding = decider(facts.person, flows);
  if (!deciding.ok) return deciding;
  const approvers = stages[stageOf(approval)]?.approvers ?? [];
  const self = selfRefused(request, flows, deciding.value);
  if (self !== null) return self;
  // A stage that there is not names nobody.
  if (approvers.length === 0) return refused({ kind: "stages_changed" });
  const still = allSayYes(approvers, deciding.value, facts, { kind: "may_not_approve", approvers });
  return still.ok ? null : still;
}

function selfRefused(request: Request, flows: readonly (Flow | null)[], person: PersonFacts) {
  const allowed = flows.every((flow) => flow === null || flow.selfApproval);
  if (allowed || !samePerson(person.key, request.requester)) return null;
  return refused({ kind: "own_request", approvers: approversOf(flows) });
}

const approversOf = (flows: readonly (Flow | null)[]): readonly Rule[] =>
  flows.flatMap((flow) => (flow === null ? [] : [flow.approvers]));

/** Whoever is named, and only later, is told whom it waits for. */
function notHere(stages: readonly JointStage[], at: number, person: PersonFacts, facts: Facts): Refusal {
  const approvers = stages[at]?.approvers ?? [];
  const about = aboutOf(person, facts.matter);
  const names = (stage: JointStage): boolean =>
    stage.approvers.every((rule) => matches(rule, about, facts.memberships) === true);
  const label = stages[at]?.label ?? null;
  return label !== null && stages.slice(at + 1).some(names)
    ? { kind: "not_your_stage", label, approvers }
    : { kind: "may_not_approve", approvers };
}

/** Whoever may approve may deny, also where the Flow is gone; their own request only where they could approve that too. */
export function mayDeny(request: Request, flows: Flows, facts: Facts): Result<PersonFacts> {
  const approvers = approversOf(flows);
  const deciding = decider(facts.person, flows);
  if (!deciding.ok) return deciding;
  const self = selfRefused(request, flows, deciding.value);
  return self ?? allSayYes(approvers, deciding.value, facts, { kind: "may_not_approve", approvers });
}

// How many approvals a request needs, of whom and in which order, and how far it has come. Pure: whether an approval still
// counts is asked of the policy, with facts looked up now. One person counts once in a request, whatever stages name them.
import type { Flow, Rule } from "./flow.ts";
import { samePerson } from "./person.ts";
import type { Decision, Request } from "./request.ts";

/** `label` null: the only one. */
export interface Stage {
  readonly label: string | null;
  readonly approvers: Rule;
  readonly approvals: number;
}

/** The same of both versions that a request is judged by: both rules must name whoever approves. */
export interface JointStage {
  readonly label: string | null;
  readonly approvers: readonly Rule[];
  readonly approvals: number;
}

export const stagesOf = (flow: Flow): readonly Stage[] =>
  flow.stages ?? [{ label: null, approvers: flow.approvers, approvals: flow.approvals ?? 1 }];

/** What both versions ask for together, the more of each; null where they ask in another number of stages. */
export function jointStages(made: Flow, current: Flow): readonly JointStage[] | null {
  const now = stagesOf(current);
  const joint = stagesOf(made).flatMap(({ label, approvers, approvals }, at) => {
    const today = now[at];
    if (today === undefined) return [];
    return { label, approvers: [approvers, today.approvers], approvals: Math.max(approvals, today.approvals) };
  });
  return joint.length === now.length && joint.length === stagesOf(made).length ? joint : null;
}

/** One approval by one person is all it takes, as ever. */
export const isPlain = (stages: readonly JointStage[]): boolean => stages.length === 1 && stages[0]?.approvals === 1;

export const approvalsOf = ({ decisions }: Pick<Request, "decisions">): readonly Decision[] =>
  decisions.filter(({ verdict }) => verdict === "approve");

export const stageOf = (decision: Decision): number => decision.stage ?? 0;

/** The stage that is waited for, and how many approvals it lacks; null: none. */
export interface Waiting {
  readonly stage: number;
  readonly missing: number;
}

/** `counts`: those approvals that count. Of two by one person only the first does. */
export function waitingFor(
  stages: readonly Pick<JointStage, "approvals">[],
  approvals: readonly Decision[],
  counts: (approval: Decision) => boolean = () => true,
): Waiting | null {
  const valid = approvals.filter(
    (one, at) => counts(one) && !approvals.slice(0, at).some((earlier) => samePerson(earlier.by, one.by)),
  );
  for (const [stage, { approvals: needed }] of stages.entries()) {
    const missing = needed - valid.filter((one) => stageOf(one) === stage).length;
    if (missing > 0) return { stage, missing };
  }
  return null;
}

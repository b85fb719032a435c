// Looks up, now, what must be known of whoever approves and of those who approved before. Of a Flow that one approval decides
// nobody else is asked about, and of a rule that nobody needs yet nothing is.
import type { FactsOfEarlier } from "../domain/approving.ts";
import type { Flow, Rule } from "../domain/flow.ts";
import type { PersonFacts } from "../domain/person.ts";
import { type Facts, matterOf } from "../domain/policy.ts";
import type { Decision, Request } from "../domain/request.ts";
import { approvalsOf, isPlain, type JointStage, jointStages, stageOf, waitingFor } from "../domain/stages.ts";
import { deciderNow, factsFor, type RulesWorld } from "./facts.ts";

type Flows = readonly [Flow, Flow | null];

/** None where the Flow is gone, or asks otherwise by now: then no rule is asked. */
const stagesFor = ([made, current]: Flows): readonly JointStage[] =>
  (current === null ? null : jointStages(made, current)) ?? [];

/** As `stillApproved` asks for them: of everybody who approved. */
export async function factsOfEarlier(
  world: RulesWorld,
  request: Request,
  flows: Flows,
): Promise<(approval: Decision) => Facts> {
  const stages = stagesFor(flows);
  const matter = matterOf(request);
  const found = await Promise.all(
    approvalsOf(request).map(async (approval) => {
      const rules = stages[stageOf(approval)]?.approvers ?? [];
      const facts = await factsFor(world, await deciderNow(world, approval.by), rules, matter);
      return [keyOf(approval), facts] as const;
    }),
  );
  const known = new Map(found);
  return (approval) => known.get(keyOf(approval)) ?? { person: "unavailable", memberships: {}, matter };
}

/** What a click that approves is judged by. Whoever approves meanwhile is not looked up, and counts. */
export async function factsToApprove(
  world: RulesWorld,
  request: Request,
  flows: Flows,
  person: PersonFacts | "unavailable",
): Promise<{ readonly facts: Facts; readonly earlier: FactsOfEarlier }> {
  const stages = stagesFor(flows);
  const waiting = waitingFor(stages, approvalsOf(request));
  // An earlier stage may come up again, where somebody who approved it may do so no longer.
  const rules: readonly Rule[] = stages
    .slice(0, (waiting?.stage ?? stages.length - 1) + 1)
    .flatMap(({ approvers }) => approvers);
  const [facts, earlier] = await Promise.all([
    factsFor(world, person, rules, matterOf(request)),
    isPlain(stages) || request.state !== "pending" ? null : factsOfEarlier(world, request, flows),
  ]);
  const known = new Set(approvalsOf(request).map(keyOf));
  return { facts, earlier: (approval) => (earlier !== null && known.has(keyOf(approval)) ? earlier(approval) : null) };
}

/** The same approval in another reading of the record. */
const keyOf = ({ by, at }: Decision): string => `${by} ${at}`;

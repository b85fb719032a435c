// Who can decide about a request as it waits: how many approvals it takes, whose it has, which stage it is in and who is asked
// now. From the Flow that it was made under and the request alone.
import type { Flow, Rule } from "../../domain/flow.ts";
import { userIdOf } from "../../domain/person.ts";
import type { Request } from "../../domain/request.ts";
import { approvalsOf, stagesOf } from "../../domain/stages.ts";
import { joined, type Mrkdwn, mrkdwn } from "./escape.ts";
import { sayRule } from "./people.ts";
import { sayApprovers } from "./request.ts";
import { sayWhen } from "./when.ts";

/** One to three lines. */
export function sayWhoDecides(flow: Flow, request: Request): Mrkdwn {
  const stages = stagesOf(flow);
  const until = sayWhen(request.lapsesAt, request.requesterTz, "until ");
  const { stage: at, missing } = request.awaiting ?? { stage: 0, missing: stages[0]?.approvals ?? 1 };
  const stage = stages[at];
  const who = stage === undefined ? mrkdwn`nobody` : sayRule(without(stage.approvers, request));
  if (stages.length === 1 && stage?.approvals === 1 && request.awaiting === undefined)
    return mrkdwn`Who can decide, ${until}: ${who}.`;
  const approvers = sayApprovers(request);
  const people = missing === 1 ? mrkdwn`One more approval` : mrkdwn`${missing} more approvals, by different people`;
  const first = missing === 1 ? mrkdwn`One approval` : mrkdwn`${missing} approvals, by different people`;
  const named = stage?.label == null ? mrkdwn`` : mrkdwn` in stage ${at + 1} of ${stages.length}, *${stage.label}*`;
  return joined(
    [
      approvers === null ? null : mrkdwn`Approved so far by ${approvers}.`,
      mrkdwn`*${approvers === null ? first : people}* needed${named}.`,
      mrkdwn`Who can decide, ${until}: ${who}.`,
    ],
    "\n",
  );
}

/** Those whom a request waits for first, before anybody has approved it. */
export const sayFirstAsked = (flow: Flow): Mrkdwn => sayRule(stagesOf(flow)[0]?.approvers ?? flow.approvers);

/** Whoever has approved is not asked again; only where the rule names people by their ids can they be left out. */
function without(rule: Rule, request: Request): Rule {
  const had = approvalsOf(request).map(({ by }) => userIdOf(by));
  if (rule.kind === "people") return { ...rule, ids: rule.ids.filter((id) => !had.includes(id)) };
  return rule.kind === "any_of" ? { ...rule, rules: rule.rules.map((part) => without(part, request)) } : rule;
}

// The facts of a request in two columns, the same on the card and for the operators. Every name is derived from ids.
import type { SectionBlock } from "slack-edge";
import { sayDuration } from "../../domain/duration.ts";
import type { Request } from "../../domain/request.ts";
import type { Snapshot } from "../../ports.ts";
import { code, type Mrkdwn, mrkdwn } from "../words/escape.ts";
import { mention } from "../words/people.ts";
import { sayApprovers } from "../words/request.ts";
import { sayWhen } from "../words/when.ts";
import { facts } from "./blocks.ts";

/** More decisions than this are not shown one by one. */
const DECISIONS_MAX = 3;

/** `decisions`: those to be shown; all, unless the text beside the facts tells some of them. */
export function requestFacts({ request, version }: Snapshot, decisions = request.decisions): SectionBlock {
  const { access, durationMs } = request;
  const { flow } = version;
  return facts([
    mrkdwn`*Requester*\n${mention(request.requester)}`,
    ...(durationMs === null ? [] : [mrkdwn`*Duration*\n${sayDuration(durationMs)}`]),
    mrkdwn`*Flow*\n${flow.label}`,
    mrkdwn`*Environment*\n${flow.environmentLabel}`,
    ...(access === null
      ? []
      : [
          access.onlyLevel
            ? mrkdwn`*Target*\n${access.targetLabel}`
            : mrkdwn`*Target*\n${access.targetLabel} (${code(access.level)})`,
          mrkdwn`*Account*\n${code(access.account.label)}`,
        ]),
    ...sayDecisions(decisions, request),
    ...(request.granted === null ? [] : [mrkdwn`*Granted*\n${sayWhen(request.granted.at, request.requesterTz)}`]),
  ]);
}

/** One by one, or where those who approved are many, all of them in one. */
function sayDecisions(decisions: Request["decisions"], request: Request): Mrkdwn[] {
  const one = (decision: Request["decisions"][number]): Mrkdwn => sayDecision(decision, request.requesterTz);
  if (decisions.length <= DECISIONS_MAX) return decisions.map(one);
  const others = decisions.filter(({ verdict }) => verdict !== "approve");
  return [mrkdwn`*Approved by*\n${sayApprovers({ decisions }) ?? mrkdwn`nobody`}`, ...others.slice(-1).map(one)];
}

const sayDecision = ({ verdict, by, at }: Request["decisions"][number], tz: string): Mrkdwn =>
  mrkdwn`*${verdict === "approve" ? "Approved by" : "Denied by"}*\n${mention(by)}${sayWhen(at, tz, ", ")}`;

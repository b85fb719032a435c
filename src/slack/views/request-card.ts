// The card: what approvers see of a request, drawn whole from its state each time. Never shows what people typed but as rich text, and never trusts a name.
import type { ActionsBlock, AnyMessageBlock } from "slack-edge";
import type { Request } from "../../domain/request.ts";
import { approvalsOf } from "../../domain/stages.ts";
import type { Snapshot } from "../../ports.ts";
import { sayWhoDecides } from "../words/approvals.ts";
import { reasonGiven, sayClosing, sayEnding } from "../words/closing.ts";
import { code, joined, type Mrkdwn, mrkdwn, prose } from "../words/escape.ts";
import { sayGrantEvidence, sayRemoval } from "../words/evidence.ts";
import { mention } from "../words/people.ts";
import {
  sayAccountKept,
  sayAsk,
  sayFor,
  sayGrantBy,
  sayHeldWhenAsked,
  saySelfApproval,
  sayStruggle,
} from "../words/request.ts";
import { isActive, isOverdue, isTimeUp, statusOf } from "../words/status.ts";
import { sayWhen } from "../words/when.ts";
import { renderAnswers } from "./answers.ts";
import { actions, context, header, type Message, quote, section } from "./blocks.ts";
import { approveButton, closeButton, denyButton, revokeButton, stopButton } from "./request-buttons.ts";
import { requestFacts } from "./request-facts.ts";

export { parseButton, REQUEST_ACTIONS } from "./request-buttons.ts";

export interface CardOptions {
  /** Epoch milliseconds. */
  readonly now: number;
  /** What outlives a revoke at this type of target, in words (`Strategy.outlives`). */
  readonly outlives?: string | null;
  /** False where the target cannot be read back (`Strategy.readable`). */
  readonly readable?: boolean;
}

const REASON_MAX = 1_000;

export function renderCard(snapshot: Snapshot, at: CardOptions): Message {
  const { request, version } = snapshot;
  const status = statusOf(request, at.now);
  const reason = reasonGiven(request);
  const answers = renderAnswers(version.flow, request);
  const remarks = remarksOf(snapshot, at);
  const struggle = sayStruggle(request);
  const buttons = buttonsOf(request, at.now);
  const blocks: (AnyMessageBlock | null)[] = [
    header(`${status.sign} ${status.words}: ${version.flow.label}`),
    section(joined([summaryOf(snapshot, at.now), saySelfApproval(request, "They")], "\n")),
    reason === null ? null : quote(reason, REASON_MAX),
    struggle === null ? null : section(struggle),
    ...proposalOf(request),
    requestFacts(snapshot, decisionsBeside(request)),
    answers.block,
    remarks.length === 0 ? null : context(joined(remarks, "\n")),
    buttons,
    footer(request, answers.wasCut),
  ];
  const text = mrkdwn`${status.words}: ${sayAsk(request, version.flow.label)}${sayFor(request)}, asked for by ${mention(request.requester)}`;
  return { text: text.mrkdwn, blocks: blocks.filter((block) => block !== null) };
}

function summaryOf({ request, version }: Snapshot, now: number): Mrkdwn {
  const { flow } = version;
  const tz = request.requesterTz;
  const who = mention(request.requester);
  const what = sayAsk(request, flow.label);
  switch (request.state) {
    case "pending":
      return mrkdwn`${who} asks for ${what}${sayFor(request)}.\n${sayWhoDecides(flow, request)}`;
    case "granting":
      return joined([mrkdwn`${who} is being given ${what}${sayFor(request)}.`, sayGrantBy(request)], "\n");
    case "active":
      if (request.granted === null) return mrkdwn`${who} has ${what}.`;
      return isTimeUp(request, now)
        ? mrkdwn`${who} had ${what} ${sayWhen(request.granted.until, tz, "until ")}. It is being removed.`
        : mrkdwn`${who} has ${what}, *${sayWhen(request.granted.until, tz, "until ")}*.`;
    case "revoking":
      return mrkdwn`${sayEnding(request)} Removing ${what} from ${who} now.`;
    case "closed":
      return joined(
        [
          mrkdwn`${who} ${request.granted === null ? "asked for" : "had"} ${what}${sayFor(request)}.\n${sayClosing(request)}`,
          sayRemoval(request, "They"),
        ],
        " ",
      );
  }
}

/** What one admin says, until a second one has confirmed it. */
const proposalOf = ({ byHand, state, requesterTz }: Request): AnyMessageBlock[] =>
  byHand === undefined || state === "closed"
    ? []
    : [
        section(
          mrkdwn`${mention(byHand.by)} says that it is gone at the target${sayWhen(byHand.at, requesterTz, ", ")}. A second admin has to confirm it:`,
        ),
        quote(byHand.evidence, REASON_MAX),
      ];

/** Who decided stands once: while it waits or where that closed it, the sentence about it says so, else a fact does. */
function decisionsBeside({ state, outcome, decisions }: Request): Request["decisions"] {
  if (state === "pending" || outcome === "approved") return [];
  // Those who had approved before somebody denied it are in no sentence.
  return outcome === "denied" ? approvalsOf({ decisions }) : decisions;
}

function remarksOf({ request, version, frozen }: Snapshot, at: CardOptions): Mrkdwn[] {
  const open = request.state !== "closed";
  const target = version.flow.targets.find(({ name }) => name === request.access?.target);
  const remarks: (Mrkdwn | null)[] = [open ? sayHeldWhenAsked(request, "They", at.now) : null];
  if (open && request.granted === null) remarks.push(sayAccountKept(request, "They"));
  if (open && request.granted !== null) remarks.push(...sayGrantEvidence(request.granted.evidence, "They"));
  if (open && request.granted === null && at.readable === false && request.access !== null)
    remarks.push(
      mrkdwn`*Unverified:* this target cannot be read back, so nothing will prove that access came or went.`,
      target?.endRemovesStanding === true
        ? mrkdwn`The end also removes access that they had there before, outside Sym.`
        : null,
    );
  if (request.access !== null && (open || request.granted !== null) && at.outlives)
    remarks.push(mrkdwn`What an end does not take away: ${prose(at.outlives)}.`);
  if (request.credential !== undefined)
    remarks.push(
      mrkdwn`They asked for the sign-in ${request.credential.asked === 1 ? "once" : `${request.credential.asked} times`}, ${sayWhen(request.credential.at, request.requesterTz, "last ")}.`,
    );
  if (frozen && (request.state === "pending" || request.state === "granting"))
    remarks.push(mrkdwn`:snowflake: Sym is frozen: nothing new is granted until an admin ends the freeze.`);
  return remarks.filter((remark) => remark !== null);
}

function buttonsOf(request: Request, now: number): ActionsBlock | null {
  if (request.state === "pending") return actions(approveButton(request), denyButton(request));
  if (request.state === "granting") return actions(stopButton(request));
  if (request.state !== "closed" && isOverdue(request)) return actions(closeButton(request));
  return isActive(request, now) ? actions(revokeButton(request)) : null;
}

const footer = (request: Request, wasCut: boolean) =>
  context(
    mrkdwn`${sayWhen(request.createdAt, request.requesterTz, "Asked ")}  ·  request ${code(request.id)}`,
    ...(wasCut ? [mrkdwn`Long answers are cut here; the record has them whole.`] : []),
  );

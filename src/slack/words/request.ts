// What a request is about, in the few pieces that every message repeats.
import { sayDuration } from "../../domain/duration.ts";
import type { Flow } from "../../domain/flow.ts";
import type { EndCause, Request } from "../../domain/request.ts";
import { code, type Mrkdwn, mrkdwn, prose } from "./escape.ts";
import { mention } from "./people.ts";
import { sayWhen } from "./when.ts";

/** `` `read` on *Orders database* ``, or its name alone where there is one level; for an approval-only Flow, its label. */
export function sayAsk({ access }: Request, flowLabel: string): Mrkdwn {
  if (access === null) return mrkdwn`*${flowLabel}*`;
  const { level, targetLabel, onlyLevel } = access;
  return onlyLevel ? mrkdwn`*${targetLabel}*` : mrkdwn`${code(level)} on *${targetLabel}*`;
}

/** `Database access, Production` */
export const sayFlow = (flow: Flow): Mrkdwn => mrkdwn`${flow.label}, ${flow.environmentLabel}`;

/** ` for *4 hours*` while it is only asked for; nothing once it was there, since it may have ended before its time. */
export const sayFor = ({ durationMs, granted }: Request): Mrkdwn =>
  durationMs === null || granted !== null ? mrkdwn`` : mrkdwn` for *${sayDuration(durationMs)}*`;

/** `<@U1> and <@U2>`: who approved; null where nobody has. */
export function sayApprovers(request: Request): Mrkdwn | null {
  const approvers = request.decisions.filter(({ verdict }) => verdict === "approve").map(({ by }) => mention(by));
  const [first, ...others] = approvers;
  return first === undefined ? null : others.reduce((said, other) => mrkdwn`${said} and ${other}`, first);
}

/** What the same account has already; null where nothing. `subject`: `They already have` or `You already have`. */
export function sayAlreadyHeld(request: Request, subject: "They already have" | "You already have"): Mrkdwn | null {
  if (request.alreadyHeld === null) return null;
  const { level, until } = request.alreadyHeld;
  const what = request.access?.onlyLevel ? mrkdwn`access` : code(level);
  if (until === null) return mrkdwn`${what} here is already being granted through another request.`;
  return mrkdwn`${subject} ${what} here, until ${sayWhen(until, request.requesterTz)}.`;
}

/** Why access never came, where it was approved. */
const CAUSES: Readonly<Record<EndCause | "gone", string>> = {
  time: "its time was up before it was there",
  released: "it was stopped before it was there",
  grant_by_passed: "the target did not take it in time",
  refused_by_target: "the target refused it",
  not_cleared: "it was no longer allowed when it was to be granted",
  gone: "the target lost it again",
};

/** `It was not granted: the target refused it (…).` The detail is in Sym's own words. */
export function sayFailure(request: Request): Mrkdwn {
  const cause =
    request.ending?.by.kind === "system" && request.ending.by.name === "policy"
      ? "not_cleared"
      : request.removed?.cause;
  const why = cause === undefined ? mrkdwn`It could not be granted` : mrkdwn`It could not be granted: ${CAUSES[cause]}`;
  const note = request.ending?.note ?? null;
  return note === null ? mrkdwn`${why}.` : mrkdwn`${why} (${prose(note)}).`;
}

/** Struggling, in one sentence; null where the end is not overdue. */
export const sayStruggle = (request: Request): Mrkdwn | null =>
  request.struggling === null
    ? null
    : mrkdwn`:warning: The target has not let go since ${sayWhen(request.struggling.since, request.requesterTz)}: ${prose(request.struggling.detail)}. Sym keeps trying until it is gone, and the operators know.`;

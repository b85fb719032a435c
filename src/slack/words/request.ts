// What a request is about, in the few pieces that every message repeats.
import { sayDuration } from "../../domain/duration.ts";
import type { Flow } from "../../domain/flow.ts";
import { OPERATORS_AFTER_MS } from "../../domain/ladder.ts";
import type { EndCause, Request } from "../../domain/request.ts";
import { approvalsOf } from "../../domain/stages.ts";
import { sayDisallowed } from "./disallowed.ts";
import { code, type Mrkdwn, mrkdwn, prose } from "./escape.ts";
import type { Voice } from "./evidence.ts";
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
export function sayApprovers(request: Pick<Request, "decisions">): Mrkdwn | null {
  const approvers = approvalsOf(request).map(({ by }) => mention(by));
  const [first, ...others] = approvers;
  return first === undefined ? null : others.reduce((said, other) => mrkdwn`${said} and ${other}`, first);
}

/**
 * That whoever approved had asked for it themselves, which a Flow may allow; null where somebody else approved. Nobody
 * should have to compare names to see it. `You` in a direct message to them.
 */
export function saySelfApproval({ decisions, requester }: Request, who: Voice): Mrkdwn | null {
  if (!decisions.some(({ verdict, by }) => verdict === "approve" && by === requester)) return null;
  return who === "You"
    ? mrkdwn`You approved this yourself, which this Flow allows.`
    : mrkdwn`${mention(requester)} approved their own request, which this Flow allows.`;
}

/**
 * What the same account had already when this was asked; null where nothing. Said as it was then, since a message may stand
 * for days; and no longer said at `now` where it has ended by itself since.
 */
export function sayHeldWhenAsked(request: Request, who: Voice, now: number): Mrkdwn | null {
  const held = heldAt(request, now);
  if (held === null) return null;
  const subject = who.toLowerCase();
  return held.until === null
    ? mrkdwn`When ${subject} asked, ${held.what} here was already being granted through another request.`
    : mrkdwn`When ${subject} asked, ${subject} already had ${held.what} here through another request, ${held.until}.`;
}

/** That a link stands although another account would be found; null where none would. Those who decide should look twice. */
export function sayAccountKept({ access, accountKept, requesterTz }: Request, who: Voice): Mrkdwn | null {
  if (access === null || accountKept === undefined) return null;
  const since = sayWhen(accountKept.since, requesterTz, "since ");
  return who === "You"
    ? mrkdwn`What Slack says about you now does not lead to the account ${code(access.account.label)}, which you are linked to ${since}. Sym goes on with that one. If another one is yours, please ask an admin of Sym to set it: \`/sym identity\` shows what you are linked to.`
    : mrkdwn`:warning: Linked to this account ${since}; what Slack says about them now leads to another one, or to none. An admin of Sym can set it anew with \`/sym identity set\`.`;
}

/** The same to the requester in the moment after they asked. */
export function sayAlreadyHeld(request: Request): Mrkdwn | null {
  const held = heldAt(request, request.createdAt);
  if (held === null) return null;
  return held.until === null
    ? mrkdwn`${held.what} here is already being granted to you through another request.`
    : mrkdwn`You already have ${held.what} here, ${held.until}.`;
}

function heldAt(
  { alreadyHeld, access, requesterTz }: Request,
  now: number,
): { what: Mrkdwn; until: Mrkdwn | null } | null {
  if (alreadyHeld === null || (alreadyHeld.until !== null && alreadyHeld.until <= now)) return null;
  return {
    what: access?.onlyLevel ? mrkdwn`access` : code(alreadyHeld.level),
    until: alreadyHeld.until === null ? null : sayWhen(alreadyHeld.until, requesterTz, "until "),
  };
}

/** Until when a grant that does not come is tried; null where none is under way. Access is mostly there before this is read. */
export const sayGrantBy = ({ state, hold, requesterTz }: Request): Mrkdwn | null =>
  state !== "granting" || hold === null
    ? null
    : mrkdwn`If it takes longer, Sym keeps trying ${sayWhen(hold.grantBy, requesterTz, "until ")}, then gives up and says so.`;

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
  const disallowed = request.ending?.disallowed;
  if (disallowed !== undefined)
    return mrkdwn`It could not be granted: ${CAUSES.not_cleared} (${sayDisallowed(disallowed)}).`;
  const cause = request.removed?.cause;
  const why = cause === undefined ? mrkdwn`It could not be granted` : mrkdwn`It could not be granted: ${CAUSES[cause]}`;
  const note = request.ending?.note ?? null;
  return note === null ? mrkdwn`${why}.` : mrkdwn`${why} (${prose(note)}).`;
}

/** What is late, in a few sentences: since when, how often it was tried, the last trouble, who knows; null where nothing is. */
export function sayStruggle({ struggling, back, state, requesterTz: tz }: Request): Mrkdwn | null {
  if (struggling === null)
    return state === "closed" && back?.goneAt === null
      ? mrkdwn`:rotating_light: It was there again after this was closed${sayWhen(back.at, tz, ", ")}. Sym is removing it again.`
      : null;
  const { since, toldAt, tries, wanting, onCall } = struggling;
  const tried =
    tries === undefined || tries === 0 ? mrkdwn`` : mrkdwn`, ${tries} ${tries === 1 ? "try" : "tries"} so far`;
  const trouble = prose(struggling.detail);
  if (wanting === "grant")
    return mrkdwn`:hourglass_flowing_sand: It is not there yet${tried}. The last trouble: ${trouble}. There is nothing for you to do.`;
  const told = onCall === true ? "whoever is on call knows" : "the operators know";
  const who = toldAt - since >= OPERATORS_AFTER_MS ? mrkdwn`, and ${told}` : mrkdwn``;
  return mrkdwn`:warning: ${sayWhen(since, tz, "It should have ended ")}, and is still being removed${tried}. The last trouble: ${trouble}. Sym keeps trying until it is gone${who}.`;
}

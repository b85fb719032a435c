// What was seen at the target, in words: verified, unverified, still there for another reason. Said of somebody, on cards,
// or to them, in direct messages. Never claims more than the evidence does.
import type { Evidence, Request } from "../../domain/request.ts";
import { code, type Mrkdwn, mrkdwn } from "./escape.ts";
import { sayWhen } from "./when.ts";

/** Of the requester (card) or to the requester (direct message). */
export type Voice = "They" | "You";

/** What has to be said about access that is there. One sentence each; often none. */
export function sayGrantEvidence(evidence: Evidence, who: Voice): Mrkdwn[] {
  const said: Mrkdwn[] = [];
  if (evidence.seen === "unverified")
    said.push(
      mrkdwn`*Unverified:* the target accepted this and cannot be read back, so nothing has proven that it is there.`,
    );
  if (evidence.standing === "baseline")
    said.push(mrkdwn`${who} had this access before, outside Sym. That part stays when the time is up.`);
  return [...said, ...sayInherited(evidence, who)];
}

/** What the target says after the end; null where there never was a hold. */
export function sayRemoval(request: Request, who: Voice): Mrkdwn | null {
  if (request.removed === null) return null;
  const { evidence } = request.removed;
  const [inherited] = sayInherited(evidence, who);
  const removal = sayEnd(request, evidence, who);
  return inherited === undefined ? removal : mrkdwn`${removal} ${inherited}`;
}

function sayEnd({ granted, requesterTz }: Request, { seen, standing, at }: Evidence, who: Voice): Mrkdwn {
  const when = (lead: string): Mrkdwn => sayWhen(at, requesterTz, lead);
  if (seen === "never_added") return mrkdwn`Nothing had been added at the target.`;
  if (standing === "covered_by_another_hold")
    return mrkdwn`Another request still covers this access, so it stays until that one ends.`;
  if (standing === "baseline")
    return mrkdwn`Back to ${code(seen)}, which ${who.toLowerCase()} had before, outside Sym: ${when("verified ")}.`;
  if (seen === "unverified")
    return mrkdwn`${when("Removed ")}, *unverified*: the target accepted it and cannot be read back.`;
  if (seen === "absent")
    return granted === null ? mrkdwn`${when("Verified ")}: nothing is there.` : mrkdwn`${when("Verified gone ")}.`;
  return mrkdwn`${when("Read back ")}: ${code(seen)}.`;
}

function sayInherited({ inherited }: Evidence, who: Voice): Mrkdwn[] {
  if (inherited === null) return [];
  return [
    mrkdwn`${who} also have ${code(inherited)} from elsewhere, such as a parent group, which Sym neither gives nor takes.`,
  ];
}

// What the listeners themselves say. Refusals have their words in `words/refusals.ts`.
import { code, joined, type MrkdwnText, mentionOf, mrkdwn } from "../words/escape.ts";

const say = (sentence: { readonly mrkdwn: MrkdwnText }): MrkdwnText => sentence.mrkdwn;

/** A bug. The person learns that it was not their doing. */
export const somethingWentWrong: MrkdwnText = say(
  mrkdwn`Something went wrong on our side, and nothing was changed. Please try again.`,
);

/** A bug behind a decision or an end, of which the card is the better witness. */
export const somethingWentWrongHere: MrkdwnText = say(
  mrkdwn`Something went wrong on our side. If the card does not change, nothing was changed: please try again.`,
);

/** Slack would not have waited any longer, so it is said before it is known. */
export const stillAtIt: MrkdwnText = say(
  mrkdwn`This takes longer than Slack waits, and Sym is still at it. If it works, a message from Sym tells you in a minute or two; if none comes, please send it again. It never counts twice.`,
);

/** The same of something for which a card is the witness. */
export const stillAtItHere: MrkdwnText = say(
  mrkdwn`This takes longer than Slack waits, and Sym is still at it. If it works, the card shows it in a minute or two; if it does not, please try again.`,
);

export const formNotOpened: MrkdwnText = say(mrkdwn`Slack took too long to open the form. Please try again.`);

export const signInNotShown: MrkdwnText = say(
  mrkdwn`Slack did not show the answer, so nobody has seen it. If you closed the window, or still need the sign-in, please press *Show the sign-in* again: you get a new one.`,
);

export const unreadableButton: MrkdwnText = say(mrkdwn`That button is not one of a request any more.`);

export const unreadableForm: MrkdwnText = say(
  mrkdwn`Something is wrong with this form: it did not come back as Sym drew it, so nothing was done. Please open it again.`,
);

export const closeProposed: MrkdwnText = say(
  mrkdwn`Noted, and on the card. A second admin has to confirm it with *End by hand*; until then Sym keeps trying to remove the access.`,
);

export const closedByHand: MrkdwnText = say(
  mrkdwn`Closed by hand. Sym reads it back every day for 30 days, and if the access is there it is removed again and the operators hear of it.`,
);

export const frozenNow = (changed: boolean): MrkdwnText =>
  changed
    ? say(
        mrkdwn`Frozen: nothing new is granted from now on. What is active stays until its time is up. \`/sym unfreeze\` ends this.`,
      )
    : say(mrkdwn`It is frozen already.`);

export const unfrozenNow = (changed: boolean): MrkdwnText =>
  changed ? say(mrkdwn`No longer frozen: requests can be granted again.`) : say(mrkdwn`It is not frozen.`);

export const revokeAllOrdered = (operatorsChannel: string): MrkdwnText =>
  say(mrkdwn`Ordered. How much is proven gone is told in ${mentionOf("channel", operatorsChannel)}.`);

export const revokeAllDelayed = (operatorsChannel: string): MrkdwnText =>
  say(
    mrkdwn`This takes longer than Slack waits, and Sym is still at it. If it works, ${mentionOf("channel", operatorsChannel)} shows it in a minute or two; if it does not, please order it again, which does no harm.`,
  );

/** No more names than can be read at a glance. */
const NAMES_TOLD = 30;

/** `names`: of the Targets that there are. */
export function noSuchTarget(typed: string, names: readonly string[]): MrkdwnText {
  const told = joined(names.slice(0, NAMES_TOLD).map(code), ", ");
  const more = names.length > NAMES_TOLD ? mrkdwn` and ${names.length - NAMES_TOLD} more` : mrkdwn``;
  const known = names.length === 0 ? mrkdwn`There are none here.` : mrkdwn`Targets here: ${told}${more}.`;
  return say(
    mrkdwn`No Target is called ${code(typed)}, and nothing is open under that name. ${known} Nothing has changed.`,
  );
}

export const notAMention = (typed: string): MrkdwnText =>
  say(mrkdwn`Slack did not recognise “${typed}”. Pick the person from the list that opens after typing @.`);

/** What was chosen last asks for something that the form did not show yet. */
export const moreToAnswer: MrkdwnText = say(
  mrkdwn`What you chose asks for a little more. What you typed is kept: please look it over and send it again.`,
);

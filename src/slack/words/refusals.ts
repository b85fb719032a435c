// Every expected no in words: what it is about, that nothing has changed, and what to do next. One switch, so that a new
// refusal without words does not compile. Never shows an error's own text or anything about other people's requests.
import type { Refusal } from "../../domain/refusal.ts";
import { code, joined, type Mrkdwn, type MrkdwnText, mrkdwn, prose } from "./escape.ts";
import { mention, sayRules, saySilent } from "./people.ts";
import { sayAsk, sayFor } from "./request.ts";

/** What was asked, as far as the words depend on it: where somebody looks to see whether it worked. */
export type Asked = "decision" | "request" | "list" | "freeze" | "count" | "order" | "credential";

import { sayWhen } from "./when.ts";
import { sayWrongAnswer } from "./wrong-answer.ts";

/** Safe mrkdwn, one or two sentences. */
export const sayRefusal = (refusal: Refusal, asked: Asked = "decision"): MrkdwnText => say(refusal, asked).mrkdwn;

function say(refusal: Refusal, asked: Asked): Mrkdwn {
  switch (refusal.kind) {
    case "not_found":
      return mrkdwn`There is no such request, or it is not one that you can see. \`/sym list\` shows your own.`;
    case "not_a_member":
      return NOT_A_MEMBER[refusal.why];
    case "may_not_request":
      return mrkdwn`You cannot ask for *${refusal.flowLabel}*. If you need it, please talk to the people who look after Sym here.`;
    case "may_not_approve":
      return mrkdwn`You cannot decide about this request. Who can: ${sayRules(refusal.approvers)}. Nothing has changed.`;
    case "not_your_stage":
      return mrkdwn`It is not your turn yet: this waits for *${refusal.label}* first, which is up to ${sayRules(refusal.approvers)}. Nothing has changed.`;
    case "approved_already":
      return refusal.awaiting === null
        ? mrkdwn`You have approved this already, and one person counts once. Nothing has changed.`
        : mrkdwn`You have approved this already, and one person counts once. It takes ${refusal.awaiting.missing} more: ${sayRules(refusal.approvers)}. Nothing has changed.`;
    case "stages_changed":
      return mrkdwn`This Flow asks for other approvals than when this was asked for, so it cannot be approved any more. Whoever needs it should ask again with \`/sym req\`.`;
    case "too_few_approvals":
      return mrkdwn`Fewer people than it takes have approved this. Nothing has changed.`;
    case "own_request":
      return mrkdwn`You cannot decide about your own request. Who can: ${sayRules(refusal.approvers)}. If you no longer need it, cancel it in your message from Sym.`;
    case "requester_may_not":
      return mrkdwn`Whoever asked may no longer ask for this, so it cannot be approved. You can deny it.`;
    case "may_not_end":
      return mrkdwn`Only the person who has this access, whoever approved it, and the admins of Sym can end it early. Nothing has changed.`;
    case "not_requester":
      return mrkdwn`Only the person who asked can cancel a request. If you can approve it, you can deny it instead.`;
    case "not_holder":
      return mrkdwn`Only the person who has this access can see its sign-in. Nothing has changed.`;
    case "no_credential":
      return NO_CREDENTIAL[refusal.why];
    case "not_admin":
      return mrkdwn`Only the admins of Sym can do that. Nothing has changed.`;
    case "already":
      return already(refusal);
    case "frozen":
      return mrkdwn`Sym is frozen: nothing new is granted until an admin ends the freeze. Nothing has changed; please try again then.`;
    case "end_ordered":
      return asked === "request"
        ? mrkdwn`An admin of Sym has just ended everything of this kind, while your form was on its way. Nothing was sent; if you still need it, please send it again.`
        : mrkdwn`An admin of Sym has ordered that this end, so it cannot be approved any more.`;
    case "lookup_unavailable":
      return mrkdwn`${unavailable(refusal)} Nothing has changed; please try again in a minute.`;
    case "flow_gone":
      return mrkdwn`The Flow ${code(refusal.flow)} is no longer offered in ${code(refusal.environment)}, so nothing can be granted through it. \`/sym req\` shows what can be asked for.`;
    case "target_gone":
      return mrkdwn`*${refusal.target}* is no longer offered as it was asked for here, so it cannot be granted. Please ask again with \`/sym req\`.`;
    case "no_account":
      return mrkdwn`Sym does not know which account there is yours: ${prose(refusal.detail)}. An admin of Sym can link you to it with \`/sym identity set\`; please ask one. Nothing was asked for.`;
    case "link_refused":
      return mrkdwn`${linkRefused(refusal)} Nothing has changed.`;
    case "not_compared":
      return mrkdwn`${notCompared(refusal)} Nothing has changed.`;
    case "account_taken":
      return mrkdwn`The account ${code(refusal.account)} is linked to somebody else in Sym, so it is not taken for yours. If it is yours, an admin of Sym can link it to you: \`/sym identity set\`. Nothing was asked for.`;
    case "account_changed":
      return mrkdwn`The account that was asked for is no longer the one that belongs to this person, so it cannot be granted. Please ask again with \`/sym req\`.`;
    case "duplicate":
      return mrkdwn`The same access is already waiting for an answer. Your message from Sym about it has a link, and \`/sym list\` shows it.`;
    case "already_sent":
      return alreadySent(refusal);
    case "too_many":
      return refusal.what === "pending"
        ? mrkdwn`You already have ${refusal.most} ${refusal.most === 1 ? "request that waits" : "requests that wait"} for an answer, which is the most at once. Cancel one that you no longer need, or wait for an answer: \`/sym list\` shows them. Nothing was sent.`
        : mrkdwn`You have asked ${refusal.most} ${refusal.most === 1 ? "time" : "times"} within 24 hours, which is the most. Please ask again later; if it cannot wait, talk to the people who look after Sym here. Nothing was sent.`;
    case "too_fast":
      return mrkdwn`That was too much within one minute. Nothing has changed; please wait a minute and try again.`;
    case "form_changed":
      return mrkdwn`This Flow has changed since the form was opened. What you typed is kept: please look it over and send it again.`;
    case "wrong_answer":
      return mrkdwn`${sayWrongAnswer(refusal)}`;
    case "changed":
      return mrkdwn`This request has changed since the button was drawn. Please look at it again, then decide.`;
    case "freeze_imposed":
      return mrkdwn`Sym is frozen by its deployment, which no command lifts: whoever deploys Sym has to delete the secret ${code("SYM_FREEZE")}. Nothing has changed.`;
    case "sent_before":
      return mrkdwn`This came a second time, and was done when it came first. Nothing has changed now; please send it anew if you mean it.`;
    case "not_overdue":
      return mrkdwn`Only an end that is overdue can be closed by hand. As this request stands, the target still says for itself when access is gone. Nothing has changed.`;
    case "second_person_needed":
      return refusal.why === "requester"
        ? mrkdwn`Whoever had this access cannot close it by hand: two other admins have to. Nothing has changed.`
        : mrkdwn`You proposed this yourself, so a second admin has to confirm it. Nothing has changed.`;
    case "target_stuck":
      return mrkdwn`At *${refusal.target}* an end has been overdue ${sayWhen(refusal.since, "UTC", "since ")}, so nothing new is granted there until that is gone. The operators know. Please try again then.`;
    case "unreadable_record":
      return mrkdwn`There is a request for this access that Sym cannot read, so it cannot tell whether yours is in order. Nothing was asked for. Please talk to the people who look after Sym here.`;
    case "not_known_yet":
      return NOT_KNOWN_YET[asked];
    case "does_not_fit":
      return mrkdwn`That is not possible as the request stands now. Nothing has changed.`;
  }
}

const NOT_KNOWN_YET: Readonly<Record<Asked, Mrkdwn>> = {
  decision: mrkdwn`Sym cannot say yet whether that worked, because its record does not answer. If it did, the card shows it in a minute or two; if not, please try again.`,
  request: mrkdwn`Sym cannot say yet whether your request was taken, because its record does not answer. If it was, a message from Sym tells you in a minute or two; if none comes, please send it again. It never counts twice.`,
  list: mrkdwn`Sym cannot look requests up just now, because its record does not answer. Please try again in a minute.`,
  freeze: mrkdwn`Sym cannot say yet whether that worked, because its record does not answer. Please send it again: sent twice, it does no harm, and the answer says how things stand.`,
  credential: mrkdwn`Sym's record does not answer, so nothing was shown. Please press the button again in a minute.`,
  count: mrkdwn`Sym cannot count what this would end just now, because its record does not answer. Nothing was ended; please try again in a minute.`,
  order: mrkdwn`Sym cannot say yet whether the order was taken, because its record does not answer. If it was, the operators' channel shows it in a minute or two; if not, please order it again, which does no harm.`,
};

const NO_CREDENTIAL: Readonly<Record<(Refusal & { kind: "no_credential" })["why"], Mrkdwn>> = {
  not_yet: mrkdwn`This access is not there yet, so there is no sign-in to show. You will hear when it is.`,
  over: mrkdwn`This access has ended or is ending, so there is no sign-in to show. To have it again, please ask again with \`/sym req\`.`,
  none: mrkdwn`This access has no sign-in of its own: you use it with the account that you have there.`,
  unsure: mrkdwn`A change of this access is under way at the target, so no sign-in can be made just now. Please press the button again in a minute.`,
  failed: mrkdwn`The target gave no new sign-in just now. One that you were shown before may have stopped working; please press the button again in a minute.`,
};

/** Where it stands, and that this form can become nothing else. */
function alreadySent({ request, flowLabel }: Refusal & { kind: "already_sent" }): Mrkdwn {
  const sent = mrkdwn`This form was already sent, as a request for ${sayAsk(request, flowLabel)}${sayFor(request)}; what is different now was not.`;
  return request.state === "closed"
    ? mrkdwn`${sent} That request is closed: to ask anew, open a new form with \`/sym req\`.`
    : mrkdwn`${sent} If it is not what you want, cancel it in your message from Sym, then open a new form with \`/sym req\`.`;
}

const NOT_A_MEMBER: Readonly<Record<(Refusal & { kind: "not_a_member" })["why"], Mrkdwn>> = {
  deactivated: mrkdwn`This Slack account is deactivated, so it can neither ask nor decide.`,
  guest: mrkdwn`Guests can neither ask for access nor decide about it. Please talk to a full member of this workspace.`,
  stranger: mrkdwn`People from other organisations can neither ask for access nor decide about it here. Please talk to a member of this workspace.`,
  bot: mrkdwn`Apps and bots can neither ask for access nor decide about it. A person has to.`,
};

function unavailable(refusal: Refusal & { kind: "lookup_unavailable" }): Mrkdwn {
  if (refusal.what === "outside") return saySilent(refusal.source);
  if (refusal.what === "function")
    return mrkdwn`Whether you are ${refusal.label} cannot be told just now: the Flow's own function gave no answer.`;
  return mrkdwn`${LOOKUPS[refusal.what]}`;
}

type Unknown = Exclude<(Refusal & { kind: "lookup_unavailable" })["what"], "outside" | "function">;
const LOOKUPS: Readonly<Record<Unknown, string>> = {
  person: "Slack cannot be asked who you are just now.",
  usergroup: "Slack cannot be asked who is in the user group just now.",
  channel: "Slack cannot be asked who is in the channel just now.",
  options: "The list of what can be asked for cannot be had just now.",
  account: "Your account at the target cannot be looked up just now.",
};

/** No more names than can be read at a glance. */
const NAMES_TOLD = 30;

function notCompared({ why, names }: Refusal & { kind: "not_compared" }): Mrkdwn {
  switch (why) {
    case "no_such_target":
      return linkRefused({ kind: "link_refused", why, names });
    case "no_list":
      return mrkdwn`Who has the access of that Target is not looked at: its strategy cannot list them, or its \`drift\` says so.`;
    case "failed":
      return mrkdwn`Who is there could not be read: ${prose(names[0] ?? "the target did not answer")}.`;
  }
}

function linkRefused({ why, names }: Refusal & { kind: "link_refused" }): Mrkdwn {
  const more = names.length > NAMES_TOLD ? mrkdwn` and ${names.length - NAMES_TOLD} more` : mrkdwn``;
  const told = mrkdwn`${joined(names.slice(0, NAMES_TOLD).map(code), ", ")}${more}`;
  switch (why) {
    case "no_such_target":
      return names.length === 0
        ? mrkdwn`There is no Target here.`
        : mrkdwn`There is no such Target. Targets here: ${told}.`;
    case "unclear_target":
      return mrkdwn`More than one Target has that name, each with accounts of its own. Please say which: ${told}.`;
    case "no_full_member":
      return mrkdwn`Whoever is meant is no full member of this workspace, so nothing can be linked to them.`;
    case "no_place":
      return mrkdwn`That Target can have no such account. Please look at how accounts are spelt there.`;
    case "nothing_linked":
      return mrkdwn`There is no link of that person there.`;
    case "changed_meanwhile":
      return mrkdwn`Somebody else has just changed this link. \`/sym identity list\` shows how it stands now.`;
  }
}

/** Too late: what has happened, and by whom. */
function already({ state, outcome, by }: Refusal & { kind: "already" }): Mrkdwn {
  const who = by === null ? null : mention(by);
  const did = (what: string): Mrkdwn =>
    who === null ? mrkdwn`It was already ${what}` : mrkdwn`${who} has already ${what} it`;
  switch (state) {
    case "pending":
      return mrkdwn`Nobody answered in time, so this request is lapsing. If it is still needed, it has to be asked for again.`;
    case "granting":
    case "active":
      return mrkdwn`${did("approved")}. Nothing more has changed.`;
    case "revoking":
      return mrkdwn`${did("ended")}: the access is being removed.`;
    case "closed":
      break;
  }
  switch (outcome) {
    case "approved":
      return mrkdwn`${did("approved")}. Nothing more has changed.`;
    case "denied":
      return mrkdwn`${did("denied")}. Nothing more has changed.`;
    case "cancelled":
      return mrkdwn`${did("cancelled")}. Nothing more has changed.`;
    case "revoked":
      return mrkdwn`${did("revoked")}. Nothing more has changed.`;
    case "lapsed":
      return mrkdwn`Nobody answered in time, so this request has lapsed. If it is still needed, it has to be asked for again.`;
    case "expired":
      return mrkdwn`The time was up: this access has already ended.`;
    case "failed":
      return mrkdwn`This request is closed: the access could not be granted. If it is still needed, it has to be asked for again.`;
    case "externally_removed":
      return mrkdwn`This access has already ended: somebody took it away at the target.`;
    case "closed_by_hand":
      return mrkdwn`This request is closed already: two admins closed it by hand.`;
    case null:
      return mrkdwn`This request is already closed.`;
  }
}

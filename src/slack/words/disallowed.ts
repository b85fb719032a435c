// Why something that was approved is not granted after all: the rules were asked again just before, and said no. One record,
// so that a new refusal without words does not compile. Never shows a refusal's own name.
import type { Disallowed } from "../../domain/refusal.ts";
import { type Mrkdwn, mrkdwn } from "./escape.ts";

/** A sentence without its full stop, that fits any reader. */
export const sayDisallowed = ({ kind, who }: Disallowed): Mrkdwn =>
  WORDS[who][kind] ?? mrkdwn`the rules no longer allow it`;

type Words = Readonly<Record<Disallowed["kind"], Mrkdwn>>;

const UNFIT = mrkdwn`the request no longer stands as it was approved`;
const UNKNOWN = mrkdwn`Sym could not find out in time whether it is still allowed`;

const ALIKE = {
  not_found: UNFIT,
  requester_may_not: mrkdwn`whoever asked may no longer have it`,
  not_your_stage: UNFIT,
  approved_already: UNFIT,
  stages_changed: mrkdwn`the Flow asks for other approvals by now`,
  too_few_approvals: mrkdwn`fewer people than it takes have approved it`,
  own_request: mrkdwn`whoever asked approved it too, which the Flow does not allow any more`,
  may_not_end: UNFIT,
  not_requester: UNFIT,
  not_admin: UNFIT,
  not_holder: UNFIT,
  no_credential: UNFIT,
  already: UNFIT,
  frozen: mrkdwn`Sym was frozen in between`,
  end_ordered: mrkdwn`an admin ordered in between that it end`,
  lookup_unavailable: UNKNOWN,
  flow_gone: mrkdwn`the Flow is no longer offered`,
  target_gone: mrkdwn`the Target is no longer offered as it was asked for`,
  no_account: mrkdwn`the account at the target is not known any more`,
  link_refused: UNFIT,
  not_compared: UNFIT,
  account_taken: mrkdwn`the account that was asked for is linked to somebody else`,
  account_changed: mrkdwn`the account that was asked for no longer belongs to whoever asked`,
  duplicate: UNFIT,
  already_sent: UNFIT,
  too_many: UNFIT,
  too_fast: UNFIT,
  sent_before: UNFIT,
  freeze_imposed: UNFIT,
  not_overdue: UNFIT,
  second_person_needed: UNFIT,
  target_stuck: mrkdwn`at this Target an end has been overdue for a day, so nothing new is granted there`,
  unreadable_record: UNKNOWN,
  wrong_answer: mrkdwn`what was chosen in the form is no longer offered`,
  form_changed: mrkdwn`the Flow has changed in between`,
  changed: UNFIT,
  not_known_yet: UNKNOWN,
  does_not_fit: UNFIT,
} as const;

const WORDS: Readonly<Record<Disallowed["who"], Words>> = {
  requester: {
    ...ALIKE,
    not_a_member: mrkdwn`whoever asked is no longer a full member of this workspace`,
    may_not_request: mrkdwn`whoever asked may no longer ask for it`,
    may_not_approve: UNFIT,
  },
  approver: {
    ...ALIKE,
    not_a_member: mrkdwn`whoever approved is no longer a full member of this workspace`,
    may_not_request: UNFIT,
    may_not_approve: mrkdwn`whoever approved may no longer do so`,
  },
};

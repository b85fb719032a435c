// What the operators' channel is told: what is wrong, since when, what Sym is doing about it and what people have to do.
// Mentions nobody by group, and never shows answers or the target's own text.
import type { AnyMessageBlock } from "slack-edge";
import type { Alarm } from "../../domain/effect.ts";
import type { Order, OrderProgress, Snapshot } from "../../ports.ts";
import { sayClosing } from "../words/closing.ts";
import { code, joined, link, type Mrkdwn, mentionOf, mrkdwn, prose } from "../words/escape.ts";
import { sayRemoval } from "../words/evidence.ts";
import { mention } from "../words/people.ts";
import { sayAsk, sayFailure } from "../words/request.ts";
import { sayScope } from "../words/scope.ts";
import { statusOf } from "../words/status.ts";
import { sayWhoActs } from "../words/trouble.ts";
import { sayWhen } from "../words/when.ts";
import { context, header, type Message, section } from "./blocks.ts";
import { requestFacts } from "./request-facts.ts";

export interface OperatorsOptions {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Link to the card, where there is one. */
  readonly permalink?: string | null;
}

export const TITLES: Readonly<Record<Alarm, string>> = {
  grant_failed: ":warning: Access could not be granted",
  externally_removed: ":warning: Access was removed outside Sym",
  externally_changed: ":warning: Access was changed outside Sym",
  close_proposed: ":raised_hand: An end by hand waits for a second admin",
  closed_by_hand: ":lock: An end was closed by hand",
  seen_after_close: ":rotating_light: Access is there after its request was closed",
  revoke_struggling: ":rotating_light: Access is overdue and not yet gone",
  card_undeliverable: ":rotating_light: A card cannot be posted",
  new_version: ":information_source: A Flow is used in a new version",
  account_kept: ":bust_in_silhouette: Somebody's account seems to have changed",
};

export function renderOperators(snapshot: Snapshot, alarm: Alarm, at: OperatorsOptions): Message {
  const { request } = snapshot;
  const story = storyOf(snapshot, alarm);
  const stands = mrkdwn`Now: ${statusOf(request, at.now).words}`;
  const card = at.permalink ? link(at.permalink, "Open the card") : null;
  const blocks: (AnyMessageBlock | null)[] = [
    header(TITLES[alarm]),
    section(story),
    alarm === "new_version" ? null : requestFacts(snapshot),
    context(joined([stands, card, mrkdwn`request ${code(request.id)}`], "  ·  ")),
  ];
  return {
    text: mrkdwn`${TITLES[alarm]}: ${sayAsk(request, snapshot.version.flow.label)}`.mrkdwn,
    blocks: blocks.filter((block) => block !== null),
  };
}

function storyOf({ request, version }: Snapshot, alarm: Alarm): Mrkdwn {
  const { flow, hash } = version;
  const tz = request.requesterTz;
  switch (alarm) {
    case "grant_failed":
      return joined([sayFailure(request), sayRemoval(request, "They"), mrkdwn`The requester has been told.`], " ");
    case "externally_removed":
      return mrkdwn`Somebody took it away at the target, not through Sym. Sym puts nothing back; the requester has been told. If nobody here did that, look at who else can change this target.`;
    case "externally_changed":
      return mrkdwn`Somebody gave this account more at the target, not through Sym, while this access is there. When the time is up Sym takes its own away and leaves what others gave.`;
    case "close_proposed":
      return request.byHand === undefined
        ? mrkdwn`Somebody proposed to end this by hand.`
        : mrkdwn`${mention(request.byHand.by)} says that this access is gone at the target; the card has the evidence. Another admin should look, then press *Confirm end by hand* on the card or write \`/sym close ${request.id}\`. Until then Sym keeps trying.`;
    case "closed_by_hand":
      return mrkdwn`${sayClosing(request)} If it is there again, Sym removes it and says so here.`;
    case "seen_after_close":
      return mrkdwn`The target has it although the request was closed already. Sym is removing it again and keeps trying until it is gone.`;
    case "revoke_struggling": {
      if (request.struggling === null)
        return mrkdwn`The target was late to let go of this access. It has done so since.`;
      const { since, detail } = request.struggling;
      return mrkdwn`The target has not let go since ${sayWhen(since, tz)}: ${prose(detail)}. Sym keeps trying until it is gone, and says so here every hour. ${sayWhoActs(request.struggling.class)} If the access is gone for certain and only Sym cannot see that, two admins can end it by hand: \`/sym close ${request.id}\`.`;
    }
    case "card_undeliverable":
      return joined(
        [
          mrkdwn`Slack does not take the card in ${mentionOf("channel", flow.route.channel)}:`,
          request.state === "pending"
            ? mrkdwn`whoever could approve cannot see this request. The requester can still cancel it, and it lapses at its time.`
            : mrkdwn`the channel does not show how this request stands. Nothing else waits for it.`,
          mrkdwn`Is Sym a member of that channel, and is the channel not archived? Sym keeps trying, at least once an hour: the card appears by itself once the channel takes it.`,
        ],
        " ",
      );
    case "account_kept": {
      const { access, requester, accountKept } = request;
      if (access === null || accountKept === undefined) return mrkdwn`A link stands as it was.`;
      return mrkdwn`${mention(requester)} is linked to ${code(access.account.label)} ${sayWhen(accountKept.since, "UTC", "since ")}, and by what Slack and the Flow say now another account would be found, or none: perhaps their e-mail address was changed. The link stands, and this request is for it. If that is wrong, deny it, then an admin writes \`/sym identity set @person ${access.target} ACCOUNT\`, or \`remove\` to have it found anew.`;
    }
    case "new_version":
      return mrkdwn`${mention(request.requester)} is the first to ask under version ${code(hash.slice(0, 12))} of *${flow.label}* in ${flow.environmentLabel}. Requests that are already open must be allowed by their own version and by this one.`;
  }
}

/** One message an order; that of a revoke-all is redrawn as it comes along. */
export function renderOrderProgress(order: Order, progress: OrderProgress): Message {
  return order.kind === "revoke_all" ? renderRevokeAll(order, progress) : renderFreeze(order);
}

/** Says when it was ordered, since Slack may take the message long after, and another order may have followed. */
function renderFreeze(order: Order & { kind: "freeze" | "unfreeze" }): Message {
  const frozen = order.kind === "freeze";
  const title = frozen ? ":ice_cube: Sym was frozen" : ":sunny: Sym was unfrozen";
  const what = frozen
    ? mrkdwn`Nothing new is granted, also where it was approved and not yet added. What is there stays until its time; \`/sym unfreeze\` lifts this.`
    : mrkdwn`Requests, approvals and grants work again, until somebody freezes Sym anew.`;
  const by = mrkdwn`${mention(order.by)}${sayWhen(order.at, "UTC", ", ")}`;
  return {
    text: mrkdwn`${title} by ${by}`.mrkdwn,
    blocks: [header(title), section(mrkdwn`By ${by}.\n${what}`), orderLine(order)],
  };
}

const orderLine = (order: Order) => context(mrkdwn`Order ${code(order.id)}, ${sayWhen(order.at, "UTC", "placed ")}`);

function renderRevokeAll(order: Order & { kind: "revoke_all" }, progress: OrderProgress): Message {
  const { total, gone, unverified, remaining, done } = progress;
  const unreadable = progress.unreadable ?? 0;
  const standing = progress.standing ?? 0;
  const title = done ? ":lock: Revoke-all is finished" : ":hourglass_flowing_sand: Revoke-all is under way";
  const asked = mrkdwn`${mention(order.by)} asked for the end of ${sayScope(order.scope)}.`;
  const counts = mrkdwn`*${gone} of ${total}* verified gone or never granted  ·  *${unverified}* ended, unverified  ·  *${remaining}* remaining`;
  const kept =
    standing === 0
      ? null
      : mrkdwn`:warning: *${standing}* ended, and the person still has access there: it was there before Sym, comes from elsewhere, or another request holds it. The cards say which.`;
  const rest = done ? null : mrkdwn`Sym keeps trying until nothing remains.`;
  const unread =
    unreadable === 0
      ? null
      : mrkdwn`:rotating_light: *${unreadable}* of them cannot be read by this version of Sym, so Sym cannot end them before their time: people are needed. The log names them (\`order.request.unreadable\`).`;
  return {
    text: mrkdwn`${title}: ${gone} of ${total} gone, ${unverified} unverified, ${standing} still there, ${remaining} remaining`
      .mrkdwn,
    blocks: [header(title), section(joined([asked, counts, kept, unread, rest], "\n")), orderLine(order)],
  };
}

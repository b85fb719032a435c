// What operators are told of many at once, or of no single request: counted by kind and target, with the first few named.
// Never shows an account that Sym did not give access to, nor anything that people typed.
import type { AnyMessageBlock } from "slack-edge";
import type { Alarm } from "../../domain/effect.ts";
import type { Request } from "../../domain/request.ts";
import type { FoundSlot, Notice, OwedNotice } from "../../ports.ts";
import { code, joined, type Mrkdwn, mrkdwn } from "../words/escape.ts";
import { mention } from "../words/people.ts";
import { sayWhen } from "../words/when.ts";
import { context, header, type Message, section } from "./blocks.ts";
import { renderFindings } from "./drift.ts";
import { TITLES } from "./operators.ts";

const NAMED_MAX = 10;
const TARGETS_MAX = 8;

export function renderNotice(notice: Notice, at: { readonly now: number }): Message {
  switch (notice.kind) {
    case "many":
      return renderMany(notice.notices, at.now);
    case "unreadable_slots":
      return renderUnreadable(notice.count);
    case "found_slots":
      return renderFound(notice.slots);
    case "drift":
      return renderFindings(notice.findings);
  }
}

function renderMany(notices: readonly OwedNotice[], now: number): Message {
  const kinds = Map.groupBy(notices, ({ pending: { effect } }) =>
    effect.body.kind === "operators" ? effect.body.alarm : null,
  );
  const title = `:rotating_light: ${notices.length} notices at once`;
  const sections = [...kinds].flatMap(([alarm, some]) => (alarm === null ? [] : [section(kindOf(alarm, some))]));
  return {
    text: mrkdwn`${title}`.mrkdwn,
    blocks: [
      header(title),
      ...sections,
      context(
        mrkdwn`${sayWhen(now, "UTC", "Gathered ")}. The cards have each of them; \`/sym list\` shows admins what is overdue.`,
      ),
    ],
  };
}

/** `*Access is overdue and not yet gone*: 37. Orders database 30, Invoices 7.` and the first of them. */
function kindOf(alarm: Alarm, notices: readonly OwedNotice[]): Mrkdwn {
  const requests = [...new Map(notices.map(({ request }) => [request.id, request])).values()];
  const named = requests
    .slice(0, NAMED_MAX)
    .map((request) => mrkdwn`${mention(request.requester)} ${code(request.id)}`);
  const more = requests.length - named.length;
  const rest = more > 0 ? [mrkdwn`and ${more} more`] : [];
  return mrkdwn`*${TITLES[alarm]}: ${notices.length}*\n${targetsOf(requests)}\n${joined([...named, ...rest], ", ")}`;
}

function targetsOf(requests: readonly Request[]): Mrkdwn {
  const by = [...Map.groupBy(requests, ({ access, flow }) => access?.targetLabel ?? flow)]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([label, some]) => mrkdwn`${label} ${some.length}`);
  const more = by.length - TARGETS_MAX;
  return joined(more > 0 ? [...by.slice(0, TARGETS_MAX), mrkdwn`${more} more targets`] : by, ", ");
}

function renderUnreadable(count: number): Message {
  const title = ":rotating_light: Sym cannot read all of its record";
  const story = mrkdwn`*${count}* open ${count === 1 ? "slot of access" : "slots of access"} cannot be read by this version of Sym, so Sym cannot see to them by itself: people are needed. The table \`slots\` of the record has them (open, with an \`access\` that does not fit). Said once a day until it is mended.`;
  return { text: mrkdwn`${title}`.mrkdwn, blocks: [header(title), section(story)] };
}

function renderFound(slots: readonly FoundSlot[]): Message {
  const title = ":warning: Access that Sym did not give";
  const shown = slots.slice(0, NAMED_MAX).map(({ access, found, requestId }) => {
    const last = requestId === null ? mrkdwn`` : mrkdwn`, last held by request ${code(requestId)}`;
    return mrkdwn`${code(found.level)} on *${access.targetLabel}* for ${code(access.account.label)}, seen ${sayWhen(found.at, "UTC")}${last}`;
  });
  const more = slots.length - shown.length;
  const blocks: AnyMessageBlock[] = [
    header(title),
    section(
      mrkdwn`Nobody holds ${slots.length === 1 ? "it" : "these"} through Sym any more, it was verified gone, and it is there now. Sym leaves alone what it did not give. If nobody here gave it, look at who else can change this target.`,
    ),
    ...shown.map(section),
  ];
  if (more > 0) blocks.push(context(mrkdwn`…and ${more} more.`));
  return { text: mrkdwn`${title}: ${slots.length}`.mrkdwn, blocks };
}

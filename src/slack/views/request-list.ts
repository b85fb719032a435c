// A person's own requests: what is open, each with its button, and the recent past. For `/sym list` and the Home tab; cut
// to what Slack takes, and says so. Never about anybody else's requests.
import type { AnyHomeTabBlock, SectionBlock } from "slack-edge";
import type { FlowVersion } from "../../domain/flow.ts";
import type { Request } from "../../domain/request.ts";
import type { RequestLine, RequestLines } from "../../ports.ts";
import { code, joined, type Mrkdwn, mrkdwn, prose } from "../words/escape.ts";
import { mention } from "../words/people.ts";
import { sayAsk } from "../words/request.ts";
import { endOf, isActive, statusOf } from "../words/status.ts";
import { sayTimeLeft, sayWhen } from "../words/when.ts";
import {
  context,
  divider,
  fitting,
  header,
  MESSAGE_TEXT_MAX,
  type Message,
  section,
  sectionWith,
  textIn,
} from "./blocks.ts";
import { cancelButton, revokeButton } from "./request-buttons.ts";

export interface ListOptions {
  /** Epoch milliseconds. */
  readonly now: number;
  /** For the labels of Flows and Environments; without it their names are shown. */
  readonly flows?: readonly FlowVersion[];
  /** So many of the person's own requests cannot be read. */
  readonly unreadable?: number;
  /** For admins alone. */
  readonly overdue?: RequestLines | null;
}

/** A message holds 50 blocks, of which one is for each open request; long labels leave room for fewer. */
const OPEN_MAX = 40;
/** As many as the engine hands over. */
const PAST_MAX = 5;
/** Slack takes 3,000 characters a section. */
const TOGETHER_MAX = 2_900;
const OVERDUE_MAX = 3;
const TROUBLE_MAX = 120;

export const renderList = (lines: readonly RequestLine[], at: ListOptions): Message => {
  const open = lines.filter(({ request }) => request.state !== "closed").length;
  return {
    text: mrkdwn`Your requests: ${open} open, ${lines.length - open} in the recent past`.mrkdwn,
    blocks: [header("Your requests"), ...listBlocks(lines, at)],
  };
};

/** Blocks that may stand in a message as well as on the Home tab. */
export function listBlocks(
  lines: readonly RequestLine[],
  at: ListOptions,
): Exclude<AnyHomeTabBlock, { type: "input" | "video" }>[] {
  const requests = lines.map(({ request }) => request);
  const open = requests.filter(({ state }) => state !== "closed");
  const past = requests.filter(({ state }) => state === "closed");
  const recent = past.slice(0, PAST_MAX).map((request) => pastLine(request, at));
  const below = [
    ...(past.length === 0 ? [] : [divider(), section(mrkdwn`*Recent past*`), ...paragraphs(recent)]),
    ...unreadBlocks(at.unreadable ?? 0),
    ...overdueBlocks(at),
  ];
  const shown = fitting(
    open.slice(0, OPEN_MAX).map((request) => openLine(request, at)),
    MESSAGE_TEXT_MAX - textIn(below),
  );
  return [
    ...(open.length === 0 ? [section(mrkdwn`You have no open requests. \`/sym req\` asks for access.`)] : []),
    ...shown,
    ...(open.length > shown.length
      ? [
          context(
            mrkdwn`…and ${open.length - shown.length} more that are open, older than these. Each has a message from Sym of its own, with its button.`,
          ),
        ]
      : []),
    ...below,
  ];
}

const unreadBlocks = (count: number) =>
  count === 0
    ? []
    : [
        context(
          mrkdwn`${count} more cannot be read by this version of Sym. What is granted still ends; the people who look after Sym can help.`,
        ),
      ];

/** What admins have to see to, whoever it belongs to. */
function overdueBlocks(at: ListOptions) {
  const { lines, unreadable } = at.overdue ?? { lines: [], unreadable: 0 };
  if (lines.length + unreadable === 0) return [];
  const shown = lines.slice(0, OVERDUE_MAX).map(({ request }) => overdueLine(request, at));
  const more = lines.length - shown.length;
  return [
    divider(),
    section(mrkdwn`*Overdue, for admins: everybody's*`),
    ...shown.map(section),
    ...(more > 0 ? [context(mrkdwn`…and ${more} more.`)] : []),
    ...(unreadable === 0 ? [] : [context(mrkdwn`${unreadable} more cannot be read by this version of Sym.`)]),
  ];
}

function overdueLine(request: Request, at: ListOptions): Mrkdwn {
  const { sign, words } = statusOf(request, at.now);
  const what = mrkdwn`${sign} ${mention(request.requester)}: ${whatOf(request, at)}, request ${code(request.id)}`;
  if (request.state === "closed") return mrkdwn`${what}: ${words.toLowerCase()}, still looked at every day`;
  const trouble =
    request.struggling === null ? mrkdwn`` : mrkdwn`: ${prose(request.struggling.detail.slice(0, TROUBLE_MAX))}`;
  return mrkdwn`${what}: ${sayWhen(endOf(request), request.requesterTz, "should have ended ")}${trouble}`;
}

/** Lines together, as many as a section holds: each new section leaves a gap. */
export function paragraphs(lines: readonly Mrkdwn[]): SectionBlock[] {
  const sections: Mrkdwn[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const one of lines) {
    length += 1 + one.mrkdwn.length;
    if (length > TOGETHER_MAX) {
      sections.push([]);
      length = one.mrkdwn.length;
    }
    sections.at(-1)?.push(one);
  }
  return sections.map((some) => section(joined(some, "\n")));
}

function openLine(request: Request, at: ListOptions): SectionBlock {
  const { sign, words } = statusOf(request, at.now);
  const text = mrkdwn`${sign} ${whatOf(request, at)}\n${words}${until(request, at.now)}`;
  if (request.state === "pending" || request.state === "granting") return sectionWith(text, cancelButton(request));
  return isActive(request, at.now) ? sectionWith(text, revokeButton(request)) : section(text);
}

function pastLine(request: Request, at: ListOptions): Mrkdwn {
  const { sign, words } = statusOf(request, at.now);
  return mrkdwn`${sign} ${whatOf(request, at)}: ${sayWhen(request.closedAt ?? request.createdAt, request.requesterTz, `${words.toLowerCase()} `)}`;
}

export function until(request: Request, now: number): Mrkdwn {
  if (request.state === "pending") return mrkdwn`, ${sayWhen(request.lapsesAt, request.requesterTz, "lapses ")}`;
  if (!isActive(request, now) || request.granted === null) return mrkdwn``;
  return mrkdwn` ${sayWhen(request.granted.until, request.requesterTz, "until ")}, ${sayTimeLeft(request.granted.until, now)}`;
}

export function whatOf(request: Request, { flows }: ListOptions): Mrkdwn {
  const made = flows?.find(({ flow }) => flow.name === request.flow && flow.environment === request.environment)?.flow;
  const flow = made?.label ?? request.flow;
  const environment = made?.environmentLabel ?? request.environment;
  const what = sayAsk(request, flow);
  return request.access === null ? mrkdwn`${what} (${environment})` : mrkdwn`${what} (${flow}, ${environment})`;
}

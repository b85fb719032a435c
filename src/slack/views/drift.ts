// Who has a target's access and who of them not through Sym: counts for the operators' channel, names for an admin who asked. Cut to
// what a message holds, and says so. The channel is shown no account.
import type { Finding } from "../../domain/drift-finding.ts";
import type { DriftView } from "../../ports.ts";
import { code, joined, type Mrkdwn, mrkdwn } from "../words/escape.ts";
import { sayWhen } from "../words/when.ts";
import { context, fitting, header, MESSAGE_TEXT_MAX, type Message, section } from "./blocks.ts";
import { paragraphs } from "./request-list.ts";

const FINDINGS_MAX = 12;
const TARGETS_MAX = 3;
/** Room for what stands around the names. */
const NAMES_MAX = MESSAGE_TEXT_MAX - 4_000;

export function renderFindings(findings: readonly Finding[]): Message {
  const title = ":warning: Who has access, and who not through Sym";
  const shown = findings
    .slice(0, FINDINGS_MAX)
    .map((finding) => section(joined([placeOf(finding), ...linesOf(finding)], "\n")));
  const more = findings.length - shown.length;
  const rest = more > 0 ? [context(mrkdwn`…and ${more} more.`)] : [];
  const how = mrkdwn`\`/sym drift TARGET\` shows admins who they are. Looked at once a day; said again only when something changes.`;
  return {
    text: mrkdwn`${title}: ${findings.length}`.mrkdwn,
    blocks: [header(title), ...shown, ...rest, context(how)],
  };
}

function placeOf({ targets }: Finding): Mrkdwn {
  const more = targets.length - TARGETS_MAX;
  const named = targets.slice(0, TARGETS_MAX).map(code);
  return mrkdwn`*${joined(more > 0 ? [...named, mrkdwn`${more} more`] : named, ", ")}*`;
}

/** What there is to tell, or that it is in order again. */
function linesOf(finding: Finding): Mrkdwn[] {
  const { others, more, missing, contradicted, removing, gone, lingering } = finding;
  const count = others.length + more;
  const lines = [
    count === 0
      ? null
      : mrkdwn`*${count}* of ${finding.members} who are there were not given it by Sym.${whatHappens(finding)}`,
    removing.length === 0 ? null : mrkdwn`Being taken away now, as the Target says: *${removing.length}*.`,
    gone === 0 ? null : mrkdwn`Taken away since the last look, and read back as gone: *${gone}*.`,
    lingering === 0
      ? null
      : mrkdwn`Being taken away for more than an hour, and still there: *${lingering}*. Sym keeps trying.`,
    missing.length === 0
      ? null
      : mrkdwn`Given by Sym and not there: *${missing.length}*. Their requests end as removed outside Sym; nothing is put back.`,
    contradicted === 0
      ? null
      : mrkdwn`The target's list lacks *${contradicted}* who are there, so it is not believed: it may be cut short.`,
  ].filter((line) => line !== null);
  return lines.length === 0 ? [mrkdwn`In order again: nobody is there but through Sym, or by leave.`] : lines;
}

function whatHappens({ removal, others }: Finding): Mrkdwn {
  if (others.length === 0) return mrkdwn``;
  switch (removal) {
    case "off":
      return mrkdwn` Sym leaves them alone.`;
    case "on":
      return mrkdwn` Sym takes them away at a daily look, half a day after this message at the earliest. Whoever may stay belongs under \`except\` of the Target.`;
    case "too_many":
      return mrkdwn` They are more than Sym takes away at once: please do it by hand, or put them under \`except\` of the Target.`;
    case "frozen":
      return mrkdwn` Sym is frozen, so nobody is taken away.`;
    case "disbelieved":
    case "unreadable":
      return mrkdwn` Nobody is taken away while what is known of them is in doubt.`;
  }
}

/** Only for whoever asked. */
export function renderDrift(views: readonly DriftView[]): Message {
  const title = "Who has the access now";
  const room = Math.floor(NAMES_MAX / Math.max(1, views.length));
  const blocks = views.flatMap(({ finding, others, missing }) => {
    const { members, ours, standing } = finding;
    const counts = mrkdwn`${placeOf(finding)}\n*${members}* there: *${ours}* through Sym, *${standing}* by leave (there before, or under \`except\`), *${others.length}* not through Sym.`;
    const lines = [
      ...others.map(({ account, level, since, goes }) => {
        const what = level === null ? mrkdwn`from elsewhere` : code(level);
        return mrkdwn`${code(account)} ${what}, seen since ${sayWhen(since, "UTC")}${goes ? mrkdwn` – *would be taken away now*` : mrkdwn``}`;
      }),
      ...missing.map(
        ({ requestId, account }) => mrkdwn`${code(account)} is *not there*, though request ${code(requestId)} gave it`,
      ),
    ];
    const shown = fitting(lines, room);
    const cut = lines.length > shown.length ? [context(mrkdwn`…and ${lines.length - shown.length} more.`)] : [];
    const state = context(joined([mrkdwn`${removalOf(finding)}`, ...inDoubt(finding)], " "));
    return [section(counts), ...paragraphs(shown), ...cut, state];
  });
  const note = context(
    mrkdwn`Read just now; nothing has changed. Somebody may stay? Name them under \`except\` of the Target's \`drift\`.`,
  );
  return { text: mrkdwn`${title}`.mrkdwn, blocks: [header(title), ...blocks, note] };
}

const inDoubt = ({ contradicted, lingering }: Finding): Mrkdwn[] => [
  ...(contradicted === 0 ? [] : [mrkdwn`The list lacks ${contradicted} who are there, so it is not believed.`]),
  ...(lingering === 0 ? [] : [mrkdwn`${lingering} are being taken away for more than an hour.`]),
];

function removalOf({ removal }: Finding): Mrkdwn {
  switch (removal) {
    case "off":
      return mrkdwn`Sym takes nobody away here.`;
    case "on":
      return mrkdwn`Sym takes away whoever the operators have known of for half a day, at a daily look.`;
    case "too_many":
      return mrkdwn`More would go than Sym takes away at once, so nobody does: people are needed.`;
    case "frozen":
      return mrkdwn`Sym is frozen, so nobody is taken away.`;
    case "disbelieved":
      return mrkdwn`Nobody is taken away on the word of such a list.`;
    case "unreadable":
      return mrkdwn`Some of the record cannot be read by this version of Sym, so nobody is taken away.`;
  }
}

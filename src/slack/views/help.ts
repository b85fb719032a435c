// What can be said to Sym, for `/sym help` and for whatever was not understood.
import type { Deployment } from "../../ports.ts";
import { code, joined, type Mrkdwn, mrkdwn } from "../words/escape.ts";
import { context, type Message, section } from "./blocks.ts";

/** What can be asked for, and where, by the names that are typed. */
export type Offered = Pick<Deployment, "flows" | "environments">;

/** `unknown`: what was typed and not understood. */
export function renderUsage({ flows, environments }: Offered, unknown?: string): Message {
  const first = firstLine(unknown?.trim() ?? "");
  const offered = flowLines(flows);
  return {
    text: first.mrkdwn,
    blocks: [
      section(first),
      section(
        mrkdwn`\`/sym req\`  ask for access: choose what, answer, send\n\`/sym req FLOW\`  the same, straight to the form of that Flow\n\`/sym req FLOW ENVIRONMENT\`  in another Environment\n\`/sym list\`  your requests, what you have now and for how long\n\`/sym identity\`  the accounts that you are linked to\n\`/sym help\`  this text`,
      ),
      ...(offered === null ? [] : [section(offered)]),
      ...(environments.length < 2 ? [] : [section(environmentLine(environments))]),
      context(
        mrkdwn`Admins: \`/sym list all\` (everybody's live access), \`/sym freeze\` and \`/sym unfreeze\` (no new grants), \`/sym revoke-all @person\`, \`/sym revoke-all TARGET\`, \`/sym revoke-all everything\`, \`/sym close REQUEST\` (an overdue end, by hand), \`/sym drift TARGET\` (who has the access, and who not through Sym), \`/sym identity list [@person]\`, \`/sym identity set @person TARGET ACCOUNT\`, \`/sym identity remove @person TARGET\` (whose account is whose).`,
      ),
    ],
  };
}

/** Slack takes 3,000 characters a section; what does not fit is counted, and the picker shows it. */
const SECTION_MAX = 2_800;

function flowLines(flows: Offered["flows"]): Mrkdwn | null {
  const byName = new Map(flows.map(({ flow }) => [flow.name, flow]));
  const all = [...byName.values()].map(({ name, label }) => mrkdwn`${code(name)}  ${label}`);
  return all.length === 0 ? null : asManyAsFit(mrkdwn`*Flows*`, all);
}

const environmentLine = (environments: Offered["environments"]): Mrkdwn =>
  asManyAsFit(
    mrkdwn`*Environments*`,
    environments.map(({ name, label }) => mrkdwn`${code(name)}  ${label}`),
  );

function asManyAsFit(title: Mrkdwn, pieces: readonly Mrkdwn[]): Mrkdwn {
  const kept: Mrkdwn[] = [];
  let length = title.mrkdwn.length;
  for (const one of pieces) {
    length += 1 + one.mrkdwn.length;
    if (length > SECTION_MAX) break;
    kept.push(one);
  }
  const left = pieces.length - kept.length;
  return joined([title, ...kept, left === 0 ? null : mrkdwn`…and ${left} more: \`/sym req\` shows them`], "\n");
}

function firstLine(asked: string): Mrkdwn {
  if (asked === "") return mrkdwn`*Sym* gives access for a while, once somebody has approved it.`;
  // Dangerous enough to be told exactly what it takes.
  if (asked.toLowerCase() === "revoke-all")
    return mrkdwn`Whose access is to end? Write one of \`/sym revoke-all @person\`, \`/sym revoke-all TARGET\` or \`/sym revoke-all everything\`. Nothing has changed.`;
  if (asked.toLowerCase().startsWith("identity"))
    return mrkdwn`Whose account? Write one of \`/sym identity\`, \`/sym identity list [@person]\`, \`/sym identity set @person TARGET ACCOUNT\` or \`/sym identity remove @person TARGET\`. Nothing has changed.`;
  if (asked.toLowerCase() === "drift")
    return mrkdwn`Of which Target? Write \`/sym drift TARGET\` or \`/sym drift ENVIRONMENT/TARGET\`. Nothing has changed.`;
  return mrkdwn`Sym does not know ${code(asked)}. This is what it knows:`;
}

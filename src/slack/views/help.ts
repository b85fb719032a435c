// What can be said to Sym, for `/sym help` and for whatever was not understood.
import { code, type Mrkdwn, mrkdwn } from "../words/escape.ts";
import { context, type Message, section } from "./blocks.ts";

/** `unknown`: what was typed and not understood. */
export function renderUsage(unknown?: string): Message {
  const first = firstLine(unknown?.trim() ?? "");
  return {
    text: first.mrkdwn,
    blocks: [
      section(first),
      section(
        mrkdwn`\`/sym req\`  ask for access: choose what, answer, send\n\`/sym req FLOW\`  the same, straight to the form of that Flow\n\`/sym req FLOW ENVIRONMENT\`  in another Environment\n\`/sym list\`  your requests, what you have now and for how long\n\`/sym help\`  this text`,
      ),
      context(
        mrkdwn`Admins: \`/sym list all\` (everybody's live access), \`/sym freeze\` and \`/sym unfreeze\` (no new grants), \`/sym revoke-all @person\`, \`/sym revoke-all TARGET\`, \`/sym revoke-all everything\`.`,
      ),
    ],
  };
}

function firstLine(asked: string): Mrkdwn {
  if (asked === "") return mrkdwn`*Sym* gives access for a while, once somebody has approved it.`;
  // Dangerous enough to be told exactly what it takes.
  if (asked.toLowerCase() === "revoke-all")
    return mrkdwn`Whose access is to end? Write one of \`/sym revoke-all @person\`, \`/sym revoke-all TARGET\` or \`/sym revoke-all everything\`. Nothing has changed.`;
  return mrkdwn`Sym does not know ${code(asked)}. This is what it knows:`;
}

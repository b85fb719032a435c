// `/sym` and what follows it. Lines that open a form are answered ahead of slack-edge, since they need nothing of what it
// prepares; the others come through its command listener. Both end in the same function.
import type { AnyMessageBlock } from "slack-edge";
import { COMMAND } from "../entry-points.ts";
import { COMMAND_FIELDS, type ReplyTo, type SlashCommand, slashCommand } from "../payload.ts";
import type { Message } from "../views/blocks.ts";
import { renderDrift } from "../views/drift.ts";
import { renderUsage } from "../views/help.ts";
import { renderLiveAccess } from "../views/live-access.ts";
import { renderList } from "../views/request-list.ts";
import type { MrkdwnText } from "../words/escape.ts";
import { sayRefusal } from "../words/refusals.ts";
import { askClose } from "./close.ts";
import type { Front } from "./front.ts";
import { parseLine } from "./grammar.ts";
import { answerIdentity } from "./identity.ts";
import { answer, type Listener, payloadFor, type Reply } from "./listen.ts";
import { offeredTo } from "./offered.ts";
import { openView, viewFor } from "./open.ts";
import { askRevokeAll } from "./revoke-all.ts";
import { sayPrivately } from "./say-privately.ts";
import { frozenNow, notAMention, somethingWentWrong, unfrozenNow } from "./sentences.ts";

/** What only the person who typed the line sees. */
interface Said {
  readonly response_type: "ephemeral";
  readonly text: MrkdwnText;
  readonly blocks?: AnyMessageBlock[];
}
type Body = "" | Said;

export const onCommand: Listener<SlashCommand, Body> = {
  name: "command",
  schema: slashCommand,
  work: async (front, command) => {
    const line = parseLine(command.text);
    switch (line.kind) {
      case "open": {
        const view = await viewFor(front, command.person, line.flow, line.environment);
        const trouble = await openView(front, command.triggerId, view);
        return trouble === null ? { body: "" } : says(trouble);
      }
      case "list":
        return line.everybody ? listAll(front, command) : list(front, command);
      case "help":
        return usage(front, command);
      case "freeze": {
        const done = await front.commands.freeze(command.person, line.frozen, command.triggerId);
        if (!done.ok) return says(sayRefusal(done.refusal, "freeze"));
        return says(line.frozen ? frozenNow(done.value.changed) : unfrozenNow(done.value.changed));
      }
      case "revoke_all":
        return { body: "", after: () => askRevokeAll(front, command, line.scope) };
      case "identity": {
        const said = await answerIdentity(front, command, line.wish);
        return typeof said === "string" ? says(said) : shows(said);
      }
      case "drift": {
        const shown = await front.commands.drift(command.person, line.target);
        return shown.ok ? shows(renderDrift(shown.value)) : says(sayRefusal(shown.refusal, "list"));
      }
      case "close":
        return { body: "", after: () => askClose(front, command, line.requestId) };
      case "not_a_mention":
        return says(notAMention(line.typed));
      case "unknown":
        return usage(front, command, line.typed);
    }
  },
  late: (front, { replyTo }, coming) => ({
    body: "",
    after: async () => sayLater(front, replyTo, (await coming).body),
  }),
  sorry: () => says(somethingWentWrong),
  sorryAfter: (front, { replyTo }) => sayPrivately(front, replyTo, somethingWentWrong),
  nothing: "",
};

/**
 * The answer to a line that opens something; null for every other form that Slack sends.
 * Through slack-edge such a line takes a sixth longer, even without its own API clients, for what none of this needs.
 */
export async function openAtOnce(front: Front, form: URLSearchParams): Promise<Response | null> {
  const opens =
    form.get("command") === COMMAND && !form.has("payload") && parseLine(form.get("text") ?? "").kind === "open";
  if (!opens) return null;
  const command = payloadFor(front, onCommand, fieldsOf(form));
  if (command === null) return new Response(null, { status: 400 });
  // Opening has a limit of its own, well within Slack's.
  const reply = await answer(front, onCommand, command);
  return reply.body === "" ? new Response(null) : Response.json(reply.body);
}

/** Only the fields that are read: going through all of a form takes longer than all the rest of this. */
const fieldsOf = (form: URLSearchParams) =>
  Object.fromEntries(COMMAND_FIELDS.map((name) => [name, form.get(name) ?? undefined]));

/** With the Flows that this person may ask for. */
async function usage(front: Front, { person }: SlashCommand, typed?: string): Promise<Reply<Body>> {
  const { flows } = await offeredTo(front, person, front.deployment.flows);
  return shows(renderUsage({ ...front.deployment, flows }, typed));
}

async function list(front: Front, { person }: SlashCommand): Promise<Reply<Body>> {
  const mine = await front.commands.list(person);
  if (!mine.ok) return says(sayRefusal(mine.refusal, "list"));
  return shows(renderList(mine.value.lines, { ...mine.value, now: front.clock.now(), flows: front.deployment.flows }));
}

async function listAll(front: Front, { person }: SlashCommand): Promise<Reply<Body>> {
  const live = await front.commands.listAll(person);
  if (!live.ok) return says(sayRefusal(live.refusal, "list"));
  return shows(renderLiveAccess(live.value, { now: front.clock.now(), flows: front.deployment.flows }));
}

/** Of a line that was not answered in time, the answer as a message. */
async function sayLater(front: Front, to: ReplyTo, body: Body): Promise<void> {
  if (body !== "") await sayPrivately(front, to, body);
}

const says = (text: MrkdwnText): Reply<Body> => ({ body: { response_type: "ephemeral", text } });
const shows = ({ text, blocks }: Message): Reply<Body> => ({ body: { response_type: "ephemeral", text, blocks } });

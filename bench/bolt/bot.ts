// The same bot as most teams would write it: Bolt for JavaScript in one Node process, with SQLite beside it. It opens a Flow's
// form, takes a submission, posts a card and lets whoever may approve do so. Written as Bolt's own guides do it.
import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { App, LogLevel } from "@slack/bolt";
import type { KnownBlock } from "@slack/types";
import { approversOf, flowCalled, readSent } from "./flow-data.ts";
import { openRecord } from "./record.ts";

/** Set by whoever starts this process. */
function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`${name} is not set`);
  return value;
}

const record = openRecord(setting("BOLT_RECORD"));
const app = new App({
  token: setting("SLACK_BOT_TOKEN"),
  signingSecret: setting("SLACK_SIGNING_SECRET"),
  clientOptions: { slackApiUrl: setting("SLACK_API_URL") },
  logLevel: LogLevel.ERROR,
});

app.command("/sym", async ({ command, ack, client }) => {
  const [verb, name] = command.text.split(/\s+/);
  const flow = verb === "req" ? flowCalled(name ?? "") : null;
  if (flow === null) return ack("Type `/sym req FLOW`.");
  await ack();
  await client.views.open({ trigger_id: command.trigger_id, view: flow.form });
});

/** Guests, bots and people who left neither ask nor decide. */
async function isMember(client: App["client"], user: string): Promise<boolean> {
  const { user: found } = await client.users.info({ user });
  return found !== undefined && !(found.deleted || found.is_bot || found.is_restricted || found.is_ultra_restricted);
}

const section = (text: string): KnownBlock => ({ type: "section", text: { type: "mrkdwn", text } });

app.view("request_form", async ({ body, view, ack, client }) => {
  const sent = readSent(view.private_metadata, view.state.values);
  if (sent === null) return ack({ response_action: "clear" });
  if (!sent.answers.ok) return ack({ response_action: "errors", errors: sent.answers.errors });
  if (!(await isMember(client, body.user.id))) return ack({ response_action: "clear" });
  const { flow } = sent.version;
  const id = randomUUID();
  const row = { id, viewId: view.id, flow: flow.name, requester: body.user.id, at: Date.now() };
  const added = record.add({ ...row, body: JSON.stringify(sent.answers) });
  await ack({ response_action: "clear" });
  if (!added) return;
  await client.chat.postMessage({
    channel: flow.route.channel,
    text: `<@${body.user.id}> asks for ${flow.label}`,
    blocks: [
      section(`<@${body.user.id}> asks for *${flow.label}*`),
      {
        type: "actions",
        elements: [
          {
            type: "button",
            action_id: "request.approve",
            style: "primary",
            text: { type: "plain_text", text: "Approve" },
            value: id,
          },
        ],
      },
    ],
  });
});

app.action("request.approve", async ({ body, action, ack, client }) => {
  if (body.type !== "block_actions" || action.type !== "button") return ack();
  const request = record.find(action.value ?? "");
  const flow = request && flowCalled(request.flow);
  const by = body.user.id;
  const may =
    flow !== null &&
    request !== null &&
    request.requester !== by &&
    approversOf(flow.version).includes(by) &&
    (await isMember(client, by));
  const approved = may && record.approve(request.id, by, Date.now());
  await ack();
  if (!approved || body.channel === undefined || body.message === undefined) return;
  const text = `<@${by}> approved ${flow.version.flow.label} for <@${request.requester}>`;
  await client.chat.update({ channel: body.channel.id, ts: body.message.ts, text, blocks: [section(text)] });
});

const server = await app.start({ port: 0, host: "127.0.0.1" });
const { port } = server.address() as AddressInfo;
process.stdout.write(`${port}\n`);
// The end of the parent, however it came, is the end of this.
process.stdin.on("end", () => process.exit()).resume();

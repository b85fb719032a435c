// What Slack would send: a typed command, a sent form, a clicked button, each signed and ready for the wire. Every one has
// ids of its own, so that nothing is ever taken for a repetition.
import { createHmac } from "node:crypto";

export const SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
export const BOT_TOKEN = "xoxb-bench";
export const TEAM = "T0SYM";

/** A request, whole, and the name under which its `views.open` will reach Slack. */
export interface Asked {
  readonly wire: Buffer;
  readonly trigger: string;
}

let issued = 0;
const issue = (): number => ++issued;

/** The same shape as Slack's; no two alike in one run. */
const triggerId = (): string => `${issue()}.1132.0f3b6f8b7a1f4d0e9c5a`;

export function command(line: string, userId: string): Asked {
  const trigger = triggerId();
  const form = new URLSearchParams({
    token: "gIkuvaNzQIHg97ATvDxqgjtO",
    team_id: TEAM,
    team_domain: "example",
    channel_id: "C0GENERAL",
    channel_name: "general",
    user_id: userId,
    user_name: "somebody",
    command: "/sym",
    text: line,
    api_app_id: "A0SYM",
    is_enterprise_install: "false",
    response_url: "https://hooks.slack.com/commands/T0SYM/1132/0f3b6f8b7a1f4d0e9c5a",
    trigger_id: trigger,
  });
  return { trigger, wire: signed(form.toString()) };
}

const envelope = (type: string, userId: string, trigger: string) => ({
  type,
  team: { id: TEAM, domain: "example" },
  user: { id: userId, username: "somebody", name: "somebody", team_id: TEAM },
  api_app_id: "A0SYM",
  token: "gIkuvaNzQIHg97ATvDxqgjtO",
  enterprise: null,
  is_enterprise_install: false,
  trigger_id: trigger,
});

/** `view`: as the app opened it. `state`: `view.state.values`. */
export function submission(
  view: Readonly<Record<string, unknown>>,
  state: Readonly<Record<string, unknown>>,
  userId: string,
): Asked & { readonly viewId: string } {
  const trigger = triggerId();
  const viewId = `V0BENCH${issue()}`;
  const payload = {
    ...envelope("view_submission", userId, trigger),
    view: {
      ...view,
      id: viewId,
      team_id: TEAM,
      hash: "1760000000.h3LLo",
      root_view_id: viewId,
      previous_view_id: null,
      app_id: "A0SYM",
      app_installed_team_id: TEAM,
      bot_id: "B0SYM",
      external_id: "",
      clear_on_close: false,
      notify_on_close: false,
      state: { values: state },
    },
    response_urls: [],
  };
  return { trigger, viewId, wire: signedPayload(payload) };
}

/** A click on a button of a message in a channel. `blocks`: of that message. */
export function click(actionId: string, value: string, blocks: readonly unknown[], userId: string): Asked {
  const trigger = triggerId();
  const ts = "1760000000.000100";
  const payload = {
    ...envelope("block_actions", userId, trigger),
    container: { type: "message", message_ts: ts, channel_id: "C0REQUESTS", is_ephemeral: false },
    channel: { id: "C0REQUESTS", name: "sym-requests" },
    message: { type: "message", user: "U0SYM", bot_id: "B0SYM", app_id: "A0SYM", ts, text: "A request", blocks },
    state: { values: {} },
    response_url: "https://hooks.slack.com/actions/T0SYM/1132/0f3b6f8b7a1f4d0e9c5a",
    actions: [{ type: "button", action_id: actionId, block_id: "buttons", value, action_ts: "1760000000.1" }],
  };
  return { trigger, wire: signedPayload(payload) };
}

const signedPayload = (payload: unknown): Buffer =>
  signed(new URLSearchParams({ payload: JSON.stringify(payload) }).toString());

function signed(body: string): Buffer {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac("sha256", SIGNING_SECRET).update(`v0:${timestamp}:${body}`).digest("hex");
  const head = [
    "POST /slack/events HTTP/1.1",
    "host: 127.0.0.1",
    "user-agent: Slackbot 1.0 (+https://api.slack.com/robots)",
    "accept: application/json,*/*",
    "content-type: application/x-www-form-urlencoded",
    `content-length: ${Buffer.byteLength(body)}`,
    `x-slack-request-timestamp: ${timestamp}`,
    `x-slack-signature: v0=${signature}`,
  ];
  return Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`);
}

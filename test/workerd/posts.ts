// What Slack posts when people act: a command, a form, a click, signed with the time that the Worker goes by. The same act
// can be posted again, as a person does who got no answer.
import { createHmac } from "node:crypto";
import { TEAM } from "../../bench/harness/slack-requests.ts";
import { EVENTS_PATH } from "../../src/slack/entry-points.ts";
import { type ScaledTime, scaledNow } from "./scaled-time.ts";

export interface Acknowledged {
  readonly status: number;
  readonly body: string;
}

/** Null: the connection broke, and nobody knows what became of it. */
export type Post = (form: URLSearchParams) => Promise<Acknowledged | null>;

/** Slack itself waits for three seconds. */
const LONGEST_MS = 5_000;

export function postsTo(address: () => string, signingSecret: string, time: ScaledTime): Post {
  return async (form) => {
    const body = form.toString();
    const timestamp = String(Math.floor(scaledNow(time) / 1_000));
    const signature = createHmac("sha256", signingSecret).update(`v0:${timestamp}:${body}`).digest("hex");
    try {
      const response = await fetch(`${address()}${EVENTS_PATH}`, {
        method: "POST",
        body,
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          "x-slack-request-timestamp": timestamp,
          "x-slack-signature": `v0=${signature}`,
        },
        signal: AbortSignal.timeout(LONGEST_MS),
      });
      return { status: response.status, body: await response.text() };
    } catch {
      return null;
    }
  };
}

const payload = (of: object): URLSearchParams => new URLSearchParams({ payload: JSON.stringify(of) });
const by = (userId: string) => ({
  user: { id: userId, username: "somebody", name: "somebody", team_id: TEAM },
  team: { id: TEAM, domain: "example" },
  api_app_id: "A0SYM",
  trigger_id: "1.2.x",
});

export const command = (text: string, userId: string): URLSearchParams =>
  new URLSearchParams({
    command: "/sym",
    text,
    user_id: userId,
    team_id: TEAM,
    channel_id: "C0GENERAL",
    trigger_id: "1.2.x",
  });

/** `form`: the view as the app opened it. `values`: block id to value of the one element in it. */
export function submission(
  form: Readonly<Record<string, unknown>>,
  viewId: string,
  userId: string,
  values: Readonly<Record<string, { readonly typed: string } | { readonly chosen: string }>>,
): URLSearchParams {
  const state = Object.entries(values).map(([block, value]) => [
    block,
    {
      element:
        "typed" in value
          ? { type: "plain_text_input", value: value.typed }
          : { type: "static_select", selected_option: { value: value.chosen } },
    },
  ]);
  const view = { ...form, id: viewId, team_id: TEAM, hash: "1.a", state: { values: Object.fromEntries(state) } };
  return payload({ type: "view_submission", ...by(userId), view, response_urls: [] });
}

export const click = (actionId: string, value: string, userId: string): URLSearchParams =>
  payload({
    type: "block_actions",
    ...by(userId),
    channel: { id: "C0REQUESTS", name: "sym-requests" },
    container: { type: "message", message_ts: "1760000000.000100", channel_id: "C0REQUESTS", is_ephemeral: false },
    actions: [{ type: "button", action_id: actionId, block_id: "buttons", value, action_ts: "1760000000.1" }],
  });

/** The form behind Deny, sent with the value that its button had. */
export const denial = (value: string, userId: string): URLSearchParams =>
  submission({ type: "modal", callback_id: "deny_form", private_metadata: value }, "V0DENY", userId, {
    reason: { typed: "Not now." },
  });

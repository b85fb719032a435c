// Input of every kind that Sym listens to, for one place: whole enough to be acted on, by those who may and by those who may
// not. What else is wrong with it is for others to add.
import type { Json } from "../../playground/slack/json.ts";
import type { Place } from "./place.ts";

const REPLY = "https://hooks.slack.com/actions/T0SYM/1/x";

export function corpusFor(place: Place): readonly Json[] {
  const by = (userId: string): { [key: string]: Json } => ({
    user: { id: userId, team_id: place.team, username: "somebody" },
    team: { id: place.team, domain: "acme" },
    trigger_id: "1.2.x",
    api_app_id: "A0SYM",
  });
  const clicked = (userId: string, actionId: string, value: string): Json => ({
    type: "block_actions",
    ...by(userId),
    channel: { id: place.channel },
    container: { type: "message", is_ephemeral: false, channel_id: place.channel, message_ts: "1760000000.000100" },
    response_url: REPLY,
    actions: [{ type: "button", action_id: actionId, block_id: "b", value, action_ts: "1760000000.1" }],
  });
  const sent = (userId: string, callbackId: string, metadata: string, values: Json): Json => ({
    type: "view_submission",
    ...by(userId),
    view: { id: "V0GOOD", hash: "1.a", callback_id: callbackId, private_metadata: metadata, state: { values } },
    response_urls: [],
  });
  const typed = (text: string): Json => ({ reason: { "deny.reason": { type: "plain_text_input", value: text } } });
  const command = (userId: string, text: string): Json => ({
    command: "/sym",
    text,
    user_id: userId,
    team_id: place.team,
    channel_id: place.channel,
    trigger_id: "1.2.x",
    response_url: REPLY,
  });
  const suggestion = (actionId: string, blockId: string, callbackId: string, metadata: string): Json => ({
    type: "block_suggestion",
    ...by(place.asker),
    action_id: actionId,
    block_id: blockId,
    value: "o",
    view: { id: "V0GOOD", callback_id: callbackId, private_metadata: metadata },
  });
  const { asker, approver, admin, stranger, pending, active, formMetadata } = place;
  return [
    sent(asker, "request_form", formMetadata, stateOf(place)),
    clicked(approver, "request.approve", pending),
    clicked(approver, "request.deny", pending),
    clicked(asker, "request.cancel", pending),
    clicked(asker, "request.revoke", active),
    clicked(asker, "home.new_request", "open"),
    sent(approver, "deny_form", pending, typed(place.canary)),
    sent(asker, "flow_picker", "prod", {}),
    sent(admin, "revoke_all_form", '{"kind":"everything"}', {}),
    {
      type: "block_actions",
      ...by(asker),
      actions: [{ action_id: "picker.environment" }],
      view: { id: "V0GOOD", callback_id: "flow_picker", private_metadata: "prod" },
    },
    suggestion("picker.flow", "flow.prod", "flow_picker", "prod"),
    suggestion("form.target", "target", "request_form", formMetadata),
    { type: "shortcut", ...by(asker), callback_id: "sym_request" },
    { type: "event_callback", team_id: place.team, event: { type: "app_home_opened", user: asker, tab: "home" } },
    { type: "url_verification", challenge: "a challenge" },
    // Well formed, and by the wrong person.
    clicked(asker, "request.approve", pending),
    clicked(admin, "request.approve", pending),
    ...["request.approve", "request.deny", "request.cancel", "request.revoke"].flatMap((action) => [
      clicked(stranger, action, pending),
      clicked(stranger, action, active),
    ]),
    sent(stranger, "deny_form", pending, typed(place.canary)),
    sent(asker, "deny_form", pending, typed(place.canary)),
    sent(stranger, "revoke_all_form", '{"kind":"everything"}', {}),
    command(stranger, "freeze"),
    ...["req", `req ${place.flow}`, "list", "help", "", place.canary].map((text) => command(asker, text)),
    ...["freeze", "unfreeze", "revoke-all everything"].map((text) => command(admin, text)),
  ];
}

function stateOf({ filled }: Place): Json {
  return Object.fromEntries(
    Object.entries(filled).map(([block, value]): [string, Json] => [
      block,
      {
        element:
          "typed" in value
            ? { type: "plain_text_input", value: value.typed }
            : { type: "static_select", selected_option: { value: value.chosen } },
      },
    ]),
  );
}

// The bodies of what Slack sends the bot: commands, shortcuts, clicks, submissions, suggestions, events.
// Never sends them, and never adds a field that Slack does not send.
import { payloadName } from "./conversations.ts";
import type { JsonObject } from "./json.ts";
import { choicesOf, messageJson } from "./messages.ts";
import { viewJson } from "./modals.ts";
import { issueResponseUrl } from "./response-urls.ts";
import { issueTrigger } from "./triggers.ts";
import type { Workspace } from "./workspace.ts";
import type { Channel, Message, Person, View } from "./world.ts";

const channelJson = (channel: Channel): JsonObject => ({ id: channel.id, name: payloadName(channel) });

const userJson = ({ id, name, teamId }: Person): JsonObject => ({ id, username: name, name, team_id: teamId });

/** What every interaction carries. The team is the workspace's, or the person's own for what they submit. */
const envelope = ({ world }: Workspace, type: string, person: Person, ownTeam = false): JsonObject => {
  const { team, app } = world;
  const foreign = ownTeam && person.teamId !== team.id;
  return {
    type,
    team: foreign
      ? { id: person.teamId, domain: `team-${person.teamId.toLowerCase()}` }
      : { id: team.id, domain: team.domain },
    user: userJson(person),
    api_app_id: app.id,
    token: app.verificationToken,
    enterprise: null,
    is_enterprise_install: false,
  };
};

/** The form of a slash command. */
export const commandForm = (
  workspace: Workspace,
  person: Person,
  channel: Channel,
  command: string,
  text: string,
): Record<string, string> => {
  const { team, app } = workspace.world;
  return {
    token: app.verificationToken,
    team_id: person.teamId,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name: payloadName(channel),
    user_id: person.id,
    user_name: person.name,
    command,
    text,
    api_app_id: app.id,
    is_enterprise_install: "false",
    response_url: issueResponseUrl(workspace, "commands", { userId: person.id, channel: channel.id, sourceTs: null }),
    trigger_id: issueTrigger(workspace, person.id),
  };
};

export const shortcutPayload = (workspace: Workspace, person: Person, callbackId: string): JsonObject => ({
  ...envelope(workspace, "shortcut", person),
  callback_id: callbackId,
  action_ts: workspace.mint.ts(),
  trigger_id: issueTrigger(workspace, person.id),
});

export const messageShortcutPayload = (
  workspace: Workspace,
  person: Person,
  callbackId: string,
  channel: Channel,
  message: Message,
): JsonObject => ({
  ...envelope(workspace, "message_action", person),
  callback_id: callbackId,
  action_ts: workspace.mint.ts(),
  trigger_id: issueTrigger(workspace, person.id),
  response_url: issueResponseUrl(workspace, "app", { userId: person.id, channel: channel.id, sourceTs: null }),
  message_ts: message.ts,
  channel: channelJson(channel),
  message: messageJson(workspace.world, message),
});

/** Where in a message something was clicked. */
export type MessagePlace = { channel: Channel; message: Message; attachmentId: number | null };

const messageContainer = ({ channel, message, attachmentId }: MessagePlace): JsonObject => ({
  type: attachmentId === null ? "message" : "message_attachment",
  message_ts: message.ts,
  ...(attachmentId === null ? {} : { attachment_id: attachmentId, is_app_unfurl: false }),
  channel_id: channel.id,
  is_ephemeral: message.visibleTo !== null,
  ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
});

/** A click in a message. Of an ephemeral message Slack does not send the content. */
export const messageActionsPayload = (
  workspace: Workspace,
  person: Person,
  place: MessagePlace,
  seen: Message,
  action: JsonObject,
): JsonObject => ({
  ...envelope(workspace, "block_actions", person),
  container: messageContainer(place),
  trigger_id: issueTrigger(workspace, person.id),
  channel: channelJson(place.channel),
  ...(seen.visibleTo === null ? { message: messageJson(workspace.world, seen) } : {}),
  state: { values: choicesOf(seen, person.id) },
  response_url: issueResponseUrl(workspace, "actions", {
    userId: person.id,
    channel: place.channel.id,
    sourceTs: place.message.ts,
  }),
  actions: [action],
});

/** A click or a change in a modal or on the Home tab. */
export const viewActionsPayload = (
  workspace: Workspace,
  person: Person,
  view: View,
  action: JsonObject,
): JsonObject => ({
  ...envelope(workspace, "block_actions", person),
  container: { type: "view", view_id: view.id },
  trigger_id: issueTrigger(workspace, person.id, view.type === "modal" ? view.id : null),
  view: viewJson(workspace.world, view),
  actions: [action],
});

export const submissionPayload = (
  workspace: Workspace,
  person: Person,
  view: View,
  responseUrls: JsonObject[],
): JsonObject => ({
  ...envelope(workspace, "view_submission", person, true),
  trigger_id: issueTrigger(workspace, person.id, view.id),
  view: viewJson(workspace.world, view),
  response_urls: responseUrls,
});

export const closedPayload = (workspace: Workspace, person: Person, view: View, isCleared: boolean): JsonObject => ({
  ...envelope(workspace, "view_closed", person, true),
  view: viewJson(workspace.world, view),
  is_cleared: isCleared,
});

type Asked = { blockId: string; actionId: string; query: string };

export const suggestionPayload = (
  workspace: Workspace,
  person: Person,
  where: View | MessagePlace,
  asked: Asked,
): JsonObject => ({
  ...envelope(workspace, "block_suggestion", person),
  action_id: asked.actionId,
  block_id: asked.blockId,
  value: asked.query,
  ...("message" in where
    ? {
        container: messageContainer(where),
        channel: channelJson(where.channel),
        message: messageJson(workspace.world, where.message),
      }
    : { container: { type: "view", view_id: where.id }, view: viewJson(workspace.world, where) }),
});

/** The outer body of an event. */
export const eventBody = (
  { world, mint, now }: Workspace,
  type: string,
  event: JsonObject,
  eventId: string,
): JsonObject => {
  const { team, app } = world;
  return {
    token: app.verificationToken,
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: app.id,
    event: { type, ...event, event_ts: mint.ts() },
    type: "event_callback",
    event_id: eventId,
    event_time: Math.floor(now() / 1_000),
    authorizations: [
      { enterprise_id: null, team_id: team.id, user_id: app.botUserId, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${eventId.toLowerCase()}`,
  };
};

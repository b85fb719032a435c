// conversations.* and users.conversations: reading channels and opening direct messages.
// Never shows the bot a private channel that it is not in.
import { isDirect, openDirect } from "../conversations.ts";
import { type JsonObject, listAt, stringAt } from "../json.ts";
import { messageJson } from "../messages.ts";
import type { ConversationKind } from "../types.ts";
import type { Channel, World } from "../world.ts";
import {
  type Answer,
  type Call,
  done,
  type Method,
  missingScope,
  optional,
  pageOf,
  refuse,
  required,
} from "./method.ts";
import { channelOf, reachablePerson } from "./target-channel.ts";

const READ_SCOPE: Record<ConversationKind, string> = {
  public: "channels:read",
  private: "groups:read",
  im: "im:read",
  mpim: "mpim:read",
};

const MAX_IN_GROUP = 8;

const topicJson = (value: string, creator: string): JsonObject => ({ value, creator, last_set: 0 });

const channelJson = ({ app, team }: World, channel: Channel): JsonObject => {
  const shared = {
    id: channel.id,
    created: channel.created,
    is_archived: channel.isArchived,
    is_org_shared: false,
    updated: channel.created * 1_000,
    context_team_id: team.id,
  };
  if (channel.kind === "im") {
    const user = channel.members.find((id) => id !== app.botUserId) ?? app.botUserId;
    return { ...shared, is_im: true, user, is_user_deleted: false, priority: 0 };
  }
  return {
    ...shared,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === "public",
    is_group: channel.kind === "private",
    is_im: false,
    is_mpim: channel.kind === "mpim",
    is_private: channel.kind !== "public",
    is_general: false,
    is_shared: channel.isExtShared,
    is_ext_shared: channel.isExtShared,
    is_pending_ext_shared: false,
    is_member: channel.members.includes(app.botUserId),
    creator: channel.creator,
    unlinked: 0,
    shared_team_ids: [team.id],
    pending_shared: [],
    pending_connected_team_ids: [],
    parent_conversation: null,
    previous_names: [],
    topic: topicJson(channel.topic, channel.creator),
    purpose: topicJson("", ""),
  };
};

/** The channel, or what Slack says instead; asks for the scope that its kind needs. */
const readable = ({ workspace, args, scopes }: Call): Channel | Answer => {
  const anyRead = Object.values(READ_SCOPE);
  if (!anyRead.some((scope) => scopes.includes(scope))) return missingScope(anyRead, scopes);
  const id = stringAt(args, "channel") ?? "";
  const channel = /^[CDG]/.test(id) ? channelOf(workspace, id) : undefined;
  if (channel === undefined) return refuse("channel_not_found");
  const needed = READ_SCOPE[channel.kind];
  return scopes.includes(needed) ? channel : missingScope([needed], scopes);
};

const info = (call: Call): Answer => {
  const channel = readable(call);
  if ("ok" in channel) return channel;
  const count = call.args["include_num_members"] === true ? { num_members: channel.members.length } : {};
  return done({ channel: { ...channelJson(call.workspace.world, channel), ...count } });
};

const members = (call: Call): Answer => {
  const channel = readable(call);
  if ("ok" in channel) return channel;
  const page = pageOf(channel.members, call.args, 100);
  if (typeof page === "string") return refuse(page);
  return done({ members: page.page, response_metadata: { next_cursor: page.nextCursor } });
};

const opened = ({ workspace: { world }, args }: Call, channel: Channel, isNew: boolean): Answer => {
  const last = world.messages[channel.id]?.at(-1);
  const whole = {
    ...channelJson(world, channel),
    is_open: true,
    last_read: "0000000000.000000",
    latest: last === undefined ? null : messageJson(world, last),
    unread_count: 0,
    unread_count_display: 0,
  };
  return done({
    ...(isNew ? {} : { no_op: true, already_open: true }),
    channel: args["return_im"] === true ? whole : { id: channel.id },
  });
};

const open = (call: Call): Answer => {
  const { workspace, args, scopes } = call;
  const { app } = workspace.world;
  const id = stringAt(args, "channel") ?? "";
  if (id !== "") {
    const channel = channelOf(workspace, id);
    if (channel === undefined) return refuse("channel_not_found");
    return isDirect(channel) ? opened(call, channel, false) : refuse("method_not_supported_for_channel_type");
  }
  const users = listAt(args, "users").filter((user) => typeof user === "string");
  if (users.length === 0) return refuse("users_list_not_supplied");
  if (users.length > MAX_IN_GROUP) return refuse("too_many_users");
  const needed = users.length > 1 ? "mpim:write" : "im:write";
  if (!scopes.includes(needed)) return missingScope([needed], scopes);
  for (const user of users) {
    const person = reachablePerson(workspace, user);
    if (typeof person === "string") return refuse(person);
  }
  const direct = openDirect(workspace, [app.botUserId, ...users]);
  return opened(call, direct.channel, direct.opened);
};

const kindOf: Record<string, ConversationKind> = {
  public_channel: "public",
  private_channel: "private",
  im: "im",
  mpim: "mpim",
};

/** Both lists of channels: those the bot can see, or those that somebody is in; what is not public, only where the bot is too. */
const list = (call: Call, onlyOwn: boolean): Answer => {
  const { workspace, args, scopes } = call;
  const asked = (stringAt(args, "types") ?? "public_channel").split(",").filter((type) => type !== "");
  const kinds = asked.map((type) => (Object.hasOwn(kindOf, type) ? kindOf[type] : undefined));
  if (kinds.some((kind) => kind === undefined)) return refuse("invalid_types");
  const needed = kinds.flatMap((kind) => (kind === undefined ? [] : [READ_SCOPE[kind]]));
  const missing = needed.filter((scope) => !scopes.includes(scope));
  if (missing.length > 0) return missingScope(missing, scopes);
  const { world } = workspace;
  const member = onlyOwn ? (stringAt(args, "user") ?? world.app.botUserId) : world.app.botUserId;
  const found = Object.values(world.channels).filter(
    (channel) =>
      kinds.includes(channel.kind) &&
      (channel.kind === "public" || channel.members.includes(world.app.botUserId)) &&
      (channel.members.includes(member) || (!onlyOwn && channel.kind === "public")) &&
      !(args["exclude_archived"] === true && channel.isArchived),
  );
  const page = pageOf(found, args, 100);
  if (typeof page === "string") return refuse(page);
  return done({
    channels: page.page.map((channel) => channelJson(world, channel)),
    response_metadata: { next_cursor: page.nextCursor },
  });
};

const paged = { cursor: optional("string"), limit: optional("integer") };
const listing = {
  ...paged,
  types: optional("string"),
  exclude_archived: optional("boolean"),
};

export const conversationMethods: Record<string, Method> = {
  "conversations.info": {
    tier: 3,
    formOnly: true,
    scopes: [],
    args: {
      channel: required("string"),
      include_locale: optional("boolean"),
      include_num_members: optional("boolean"),
    },
    handle: info,
  },
  "conversations.members": {
    tier: 4,
    formOnly: true,
    scopes: [],
    args: { ...paged, channel: required("string") },
    handle: members,
  },
  "conversations.open": {
    tier: 3,
    formOnly: false,
    scopes: [],
    args: {
      channel: optional("string"),
      users: optional("ids"),
      return_im: optional("boolean"),
      prevent_creation: optional("boolean"),
    },
    handle: open,
  },
  "conversations.list": { tier: 2, formOnly: true, scopes: [], args: listing, handle: (call) => list(call, false) },
  "users.conversations": {
    tier: 2,
    formOnly: true,
    scopes: [],
    args: { ...listing, user: optional("string") },
    handle: (call) => list(call, true),
  },
};

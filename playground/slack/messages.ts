// Messages: posting, changing, removing, and how each reader sees them.
// Never judges content: what arrives here has passed message-content.ts, or was typed by a person.

import { initialValues } from "./input-values.ts";
import { type JsonObject, objectsAt } from "./json.ts";
import { normaliseAttachments, normaliseBlocks } from "./normalise-blocks.ts";
import { avatarUrl } from "./people.ts";
import type { StateValues, VisibleMessage } from "./types.ts";
import type { Workspace } from "./workspace.ts";
import type { Message, World } from "./world.ts";

export type Content = { text: string; blocks: JsonObject[]; attachments: JsonObject[]; metadata: JsonObject | null };

export type Draft = {
  channel: string;
  user: string;
  fromApp: boolean;
  content: Content;
  visibleTo?: string | null;
  threadTs?: string | null;
};

const readersOf = ({ channels }: World, { channel, visibleTo }: Pick<Message, "channel" | "visibleTo">): string[] =>
  visibleTo === null ? (channels[channel]?.kind === "public" ? [] : (channels[channel]?.members ?? [])) : [visibleTo];

const announce = (workspace: Workspace, message: Pick<Message, "channel" | "visibleTo">): void =>
  workspace.changed({ what: "message", users: readersOf(workspace.world, message), channel: message.channel });

export const post = (workspace: Workspace, draft: Draft): Message => {
  const { world, mint } = workspace;
  const message: Message = {
    channel: draft.channel,
    ts: mint.ts(),
    user: draft.user,
    fromApp: draft.fromApp,
    text: draft.content.text,
    blocks: normaliseBlocks(draft.content.blocks, mint),
    attachments: normaliseAttachments(draft.content.attachments, mint),
    metadata: draft.content.metadata,
    visibleTo: draft.visibleTo ?? null,
    editedTs: null,
    threadTs: draft.threadTs ?? null,
    subtype: null,
    choices: {},
  };
  const list = world.messages[draft.channel] ?? [];
  list.push(message);
  world.messages[draft.channel] = list;
  announce(workspace, message);
  return message;
};

/** What of a message is replaced; what is left out stays. */
export const change = (workspace: Workspace, message: Message, content: Partial<Content>): void => {
  const { mint } = workspace;
  if (content.text !== undefined) message.text = content.text;
  if (content.blocks !== undefined) message.blocks = normaliseBlocks(content.blocks, mint);
  if (content.attachments !== undefined) message.attachments = normaliseAttachments(content.attachments, mint);
  if (content.metadata !== undefined) message.metadata = content.metadata;
  message.editedTs = mint.ts();
  announce(workspace, message);
};

export const remove = (workspace: Workspace, message: Message): void => {
  const { world } = workspace;
  world.messages[message.channel] = (world.messages[message.channel] ?? []).filter((other) => other !== message);
  announce(workspace, message);
};

export const findMessage = ({ messages }: World, channel: string, ts: string): Message | undefined =>
  messages[channel]?.find((message) => message.ts === ts);

export const permalinkOf = ({ team }: World, { channel, ts }: { channel: string; ts: string }): string =>
  `https://${team.domain}.slack.com/archives/${channel}/p${ts.replace(".", "")}`;

/** Blocks of a message wherever they stand: its own and those of its attachments. */
export const allBlocksOf = (message: { blocks: JsonObject[]; attachments: JsonObject[] }): JsonObject[] => [
  ...message.blocks,
  ...message.attachments.flatMap((attachment) => objectsAt(attachment, "blocks")),
];

/** What a person has chosen in a message: what stands in it at first, then what they changed. */
export const choicesOf = (message: Message, userId: string): StateValues => {
  const values = initialValues(allBlocksOf(message));
  for (const [blockId, actions] of Object.entries(message.choices[userId] ?? {})) {
    values[blockId] = { ...values[blockId], ...actions };
  }
  return values;
};

export const visibleMessage = (world: World, message: Message, userId: string): VisibleMessage => ({
  channel: message.channel,
  ts: message.ts,
  user: message.user,
  ...(message.fromApp ? { botId: world.app.botId } : {}),
  text: message.text,
  blocks: structuredClone(message.blocks),
  attachments: structuredClone(message.attachments),
  ephemeral: message.visibleTo !== null,
  edited: message.editedTs !== null,
  ...(message.threadTs === null ? {} : { threadTs: message.threadTs }),
  permalink: permalinkOf(world, message),
  ...(message.subtype === null ? {} : { subtype: message.subtype }),
  values: choicesOf(message, userId),
});

/** What a person sees in a conversation, oldest first. */
export const messagesSeenBy = (world: World, channelId: string, userId: string): VisibleMessage[] =>
  (world.messages[channelId] ?? [])
    .filter(({ visibleTo }) => visibleTo === null || visibleTo === userId)
    .map((message) => visibleMessage(world, message, userId));

/** A message as the API gives it back and as payloads carry it. */
export const messageJson = ({ team, app, people }: World, message: Message): JsonObject => ({
  type: "message",
  user: message.user,
  ts: message.ts,
  ...(message.fromApp
    ? {
        bot_id: app.botId,
        app_id: app.id,
        bot_profile: {
          id: app.botId,
          app_id: app.id,
          user_id: app.botUserId,
          name: app.name,
          deleted: false,
          updated: people[app.botUserId]?.updated ?? 0,
          team_id: team.id,
          icons: { image_36: avatarUrl(36), image_48: avatarUrl(48), image_72: avatarUrl(72) },
        },
      }
    : {}),
  text: message.text,
  team: team.id,
  ...(message.blocks.length === 0 ? {} : { blocks: structuredClone(message.blocks) }),
  ...(message.attachments.length === 0 ? {} : { attachments: structuredClone(message.attachments) }),
  ...(message.metadata === null ? {} : { metadata: structuredClone(message.metadata) }),
  ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
  ...(message.editedTs === null ? {} : { edited: { user: message.user, ts: message.editedTs } }),
});

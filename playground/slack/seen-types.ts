// What people see in Slack: messages, modals, channels, other people, and all of it at once.
// Never holds behaviour; types.ts hands these on.
import type { JsonObject } from "./json.ts";
import type { ShortcutSeed } from "./seed-types.ts";

export type VisibleMessage = {
  channel: string;
  ts: string;
  /** Author's id: a person or the bot user. */
  user: string;
  /** Set on the app's messages. */
  botId?: string;
  text: string;
  blocks: JsonObject[];
  attachments: JsonObject[];
  /** Only this person sees it. */
  ephemeral: boolean;
  edited: boolean;
  threadTs?: string;
  permalink: string;
  /** Set on the line "joined the channel" and its like. */
  subtype?: string;
  /** Choices made in this message by this person: `state.values`. */
  values: StateValues;
};

/** `state.values`: block id, then action id, then Slack's own shape for the element. */
export type StateValues = { [blockId: string]: { [actionId: string]: JsonObject } };

export type ModalState = {
  id: string;
  externalId: string;
  callbackId: string;
  hash: string;
  title: string;
  /** Absent where the view has none. */
  submit?: string;
  close: string;
  blocks: JsonObject[];
  /** What is typed and chosen now. */
  values: StateValues;
  /** Block id to the message under it. */
  errors: Record<string, string>;
  privateMetadata: string;
  /** How many views are on the stack, this one included, and where this one lies (1 is the bottom). */
  depth: number;
  level: number;
  /** True while a submission waits for its answer. */
  submitting: boolean;
};

export type HomeState = { id: string; hash: string; callbackId: string; blocks: JsonObject[]; values: StateValues };

export type ConversationKind = "public" | "private" | "im" | "mpim";

export type VisibleChannel = {
  id: string;
  /** "directmessage" for a DM; use `withUserIds` there. */
  name: string;
  kind: ConversationKind;
  isArchived: boolean;
  isExtShared: boolean;
  isMember: boolean;
  members: string[];
  /** The others of a direct message. */
  withUserIds: string[];
  topic: string;
  unread: number;
};

export type VisiblePerson = {
  id: string;
  name: string;
  realName: string;
  displayName: string;
  avatarColor: string;
  tz: string;
  tzOffset: number;
  isAdmin: boolean;
  isGuest: boolean;
  isBot: boolean;
  isStranger: boolean;
  deleted: boolean;
};

/** Everything that a page needs to draw Slack as one person sees it. */
export type Snapshot = {
  me: VisiblePerson;
  now: number;
  team: { id: string; domain: string; name: string };
  app: {
    id: string;
    name: string;
    botUserId: string;
    commands: { command: string; description: string; usageHint: string }[];
    shortcuts: ShortcutSeed[];
    homeTab: boolean;
  };
  people: VisiblePerson[];
  usergroups: { id: string; handle: string; name: string; users: string[]; disabled: boolean }[];
  channels: VisibleChannel[];
  /** Direct and group messages that are open, the bot's first. */
  dms: VisibleChannel[];
  /** By conversation id, for every entry of `channels` that the person is in and every entry of `dms`. */
  messages: Record<string, VisibleMessage[]>;
  /** Bottom first. */
  modals: ModalState[];
  home: HomeState | null;
};

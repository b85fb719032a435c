// What a world is made of at first: the team, the app, people, channels, user groups.
// Never holds behaviour; types.ts hands these on.

export type WorldSeed = {
  team: { id: string; domain: string; name: string };
  app: AppSeed;
  people: PersonSeed[];
  channels: ChannelSeed[];
  usergroups?: UsergroupSeed[];
  /** Who may change user groups; a bot only where everyone may. Default: admins. */
  usergroupEditors?: "admins" | "everyone";
};

export type AppSeed = {
  /** A... */
  id: string;
  /** Display name of the app's bot user; default "Sym". */
  name?: string;
  /** U...; the bot user is added to the people by the simulator. */
  botUserId: string;
  /** B...; default: `botUserId` with B in place of its first letter. */
  botId?: string;
  /** xoxb-... */
  botToken: string;
  signingSecret: string;
  scopes: string[];
  /** A token that lets an app act as this person. Default: there is none. */
  userToken?: { token: string; userId: string; scopes: string[] };
  commands: CommandSeed[];
  shortcuts: ShortcutSeed[];
  /** Whether the Home tab is switched on; default true. */
  homeTab?: boolean;
  /** Events that the app asked for, besides those of its Home tab. Default: none. */
  events?: readonly string[];
};

export type CommandSeed = {
  /** With its slash: "/sym". */
  command: string;
  description: string;
  usageHint?: string;
  /** Mentions arrive as ids and `& < >` as entities; default true. */
  shouldEscape?: boolean;
};

export type ShortcutSeed = { callbackId: string; name: string; type: "global" | "message" };

export type PersonSeed = {
  /** U... or W... */
  id: string;
  /** The handle, without @. */
  name: string;
  realName: string;
  displayName: string;
  email?: string;
  /** IANA name, e.g. "Europe/Berlin". */
  tz: string;
  /** Seconds east of UTC. */
  tzOffset: number;
  /** Six hex digits without #. */
  avatarColor: string;
  isAdmin?: boolean;
  /** Multi-channel guest. */
  isRestricted?: boolean;
  /** Single-channel guest. */
  isUltraRestricted?: boolean;
  isBot?: boolean;
  deleted?: boolean;
  /** Somebody of another organisation whom this workspace does not know. */
  isStranger?: boolean;
  /** Another team's id makes this a person of Slack Connect. */
  teamId?: string;
};

export type ChannelSeed = {
  /** C... or G... */
  id: string;
  /** Without #. */
  name: string;
  /** Ids of people; add the bot's own id to make it a member. */
  members: string[];
  isPrivate?: boolean;
  isArchived?: boolean;
  isExtShared?: boolean;
  topic?: string;
};

export type UsergroupSeed = { id: string; handle: string; name: string; users: string[]; disabled?: boolean };

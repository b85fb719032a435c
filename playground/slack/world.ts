// The state of the simulated workspace, as plain JSON, and how it begins.
// Never holds a function, a class or an undefined: what cannot be written down and read back does not belong here.
import type { Json, JsonObject } from "./json.ts";
import type {
  AppSeed,
  ConversationKind,
  PersonSeed,
  ShortcutSeed,
  StateValues,
  WorldDump,
  WorldSeed,
} from "./types.ts";

export type Person = Required<Omit<PersonSeed, "email">> & { email: string | null; updated: number };

export type Channel = {
  id: string;
  name: string;
  kind: ConversationKind;
  members: string[];
  isArchived: boolean;
  isExtShared: boolean;
  topic: string;
  creator: string;
  /** Seconds. */
  created: number;
};

export type Usergroup = {
  id: string;
  handle: string;
  name: string;
  users: string[];
  disabled: boolean;
  updated: number;
};

export type Message = {
  channel: string;
  ts: string;
  user: string;
  /** True: from the app. */
  fromApp: boolean;
  text: string;
  blocks: JsonObject[];
  attachments: JsonObject[];
  metadata: JsonObject | null;
  /** Set: ephemeral, for this person alone. */
  visibleTo: string | null;
  editedTs: string | null;
  threadTs: string | null;
  subtype: string | null;
  /** What each person has chosen in it. */
  choices: Record<string, StateValues>;
};

/** A modal on somebody's stack, or somebody's Home tab. */
export type View = {
  id: string;
  userId: string;
  type: "modal" | "home";
  title: JsonObject | null;
  submit: JsonObject | null;
  close: JsonObject | null;
  blocks: JsonObject[];
  privateMetadata: string;
  callbackId: string;
  externalId: string;
  clearOnClose: boolean;
  notifyOnClose: boolean;
  hash: string;
  values: StateValues;
  errors: Record<string, string>;
  rootId: string;
  previousId: string | null;
  submitting: boolean;
  /** What the external selects offered last, by "block id, newline, action id". */
  offered: Record<string, JsonObject[]>;
};

export type Trigger = {
  userId: string;
  issuedAt: number;
  used: boolean;
  /** The modal it came from. */
  viewId: string | null;
};

export type ResponseUrl = {
  userId: string;
  channel: string;
  issuedAt: number;
  uses: number;
  /** The message that was clicked. */
  sourceTs: string | null;
};

export type App = Required<Omit<WorldSeed["app"], "commands" | "userToken">> & {
  userToken?: NonNullable<WorldSeed["app"]["userToken"]>;
  commands: { command: string; description: string; usageHint: string; shouldEscape: boolean }[];
  shortcuts: ShortcutSeed[];
  /** The old verification token that every payload still carries. */
  verificationToken: string;
};

export type World = {
  team: WorldSeed["team"];
  app: App;
  people: Record<string, Person>;
  channels: Record<string, Channel>;
  usergroups: Record<string, Usergroup>;
  usergroupEditors?: "admins" | "everyone";
  messages: Record<string, Message[]>;
  views: Record<string, View>;
  /** View ids by person, bottom first. */
  stacks: Record<string, string[]>;
  homes: Record<string, string>;
  triggers: Record<string, Trigger>;
  responseUrls: Record<string, ResponseUrl>;
  /** By person, then conversation: the last ts read. */
  lastRead: Record<string, Record<string, string>>;
  /** Microseconds of the last ts given out: no two are equal. */
  lastTsMicros: number;
};

const personOf = (seed: PersonSeed, teamId: string, atSeconds: number): Person => ({
  id: seed.id,
  name: seed.name,
  realName: seed.realName,
  displayName: seed.displayName,
  email: seed.email ?? null,
  tz: seed.tz,
  tzOffset: seed.tzOffset,
  avatarColor: seed.avatarColor,
  isAdmin: seed.isAdmin ?? false,
  isRestricted: (seed.isRestricted ?? false) || (seed.isUltraRestricted ?? false),
  isUltraRestricted: seed.isUltraRestricted ?? false,
  isBot: seed.isBot ?? false,
  deleted: seed.deleted ?? false,
  isStranger: seed.isStranger ?? false,
  teamId: seed.teamId ?? teamId,
  updated: atSeconds,
});

const appOf = (app: AppSeed): App => ({
  id: app.id,
  name: app.name ?? "Sym",
  botUserId: app.botUserId,
  botId: app.botId ?? `B${app.botUserId.slice(1)}`,
  botToken: app.botToken,
  signingSecret: app.signingSecret,
  scopes: [...app.scopes],
  ...(app.userToken === undefined ? {} : { userToken: { ...app.userToken } }),
  commands: app.commands.map(({ command, description, usageHint, shouldEscape }) => ({
    command,
    description,
    usageHint: usageHint ?? "",
    shouldEscape: shouldEscape ?? true,
  })),
  shortcuts: app.shortcuts.map((shortcut) => ({ ...shortcut })),
  homeTab: app.homeTab ?? true,
  events: app.events ?? [],
  verificationToken: "verification-token-of-no-use",
});

const botPerson = (app: App): PersonSeed => ({
  id: app.botUserId,
  name: app.name.toLowerCase(),
  realName: app.name,
  displayName: app.name,
  tz: "Etc/UTC",
  tzOffset: 0,
  avatarColor: "4a154b",
  isBot: true,
});

/** A fresh world. `now` in epoch milliseconds. */
export const worldOf = (seed: WorldSeed, now: number): World => {
  const seconds = Math.floor(now / 1_000);
  const app = appOf(seed.app);
  const everybody = [...seed.people.filter(({ id }) => id !== app.botUserId), botPerson(app)];
  return {
    team: { ...seed.team },
    app,
    people: Object.fromEntries(everybody.map((person) => [person.id, personOf(person, seed.team.id, seconds)])),
    channels: Object.fromEntries(
      seed.channels.map((channel): [string, Channel] => [
        channel.id,
        {
          id: channel.id,
          name: channel.name,
          kind: channel.isPrivate === true ? "private" : "public",
          members: [...channel.members],
          isArchived: channel.isArchived ?? false,
          isExtShared: channel.isExtShared ?? false,
          topic: channel.topic ?? "",
          creator: channel.members[0] ?? app.botUserId,
          created: seconds,
        },
      ]),
    ),
    usergroups: Object.fromEntries(
      (seed.usergroups ?? []).map((group): [string, Usergroup] => [
        group.id,
        { ...group, users: [...group.users], disabled: group.disabled ?? false, updated: seconds },
      ]),
    ),
    usergroupEditors: seed.usergroupEditors ?? "admins",
    messages: {},
    views: {},
    stacks: {},
    homes: {},
    triggers: {},
    responseUrls: {},
    lastRead: {},
    lastTsMicros: 0,
  };
};

export const dumpOf = (world: World): WorldDump => ({ format: 1, world: JSON.parse(JSON.stringify(world)) as Json });

/** The world that a dump holds, under the app as it is now, where that is given; refuses what this version did not write. */
export const worldFrom = (dump: WorldDump, app?: AppSeed): World => {
  if (dump.format !== 1) throw new Error(`This is not a world of this simulator: format ${String(dump.format)}`);
  const world = structuredClone(dump.world) as unknown as World;
  // Whoever was waiting for an answer when the world went to rest will not get it.
  for (const view of Object.values(world.views)) view.submitting = false;
  if (app !== undefined) world.app = appOf(app);
  return world;
};

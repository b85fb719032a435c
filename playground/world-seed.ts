// The workspace that the playground begins with: the people and channels that src/flows names out of the box, and stand-ins
// for whatever else it comes to name, so that Flows with the ids of a real workspace can be played too.
// Never anybody real: every address ends in a domain that belongs to nobody.
import { manifestFor } from "../scripts/manifest.ts";
import type { AppSeed, ChannelSeed, PersonSeed, UsergroupSeed, WorldSeed } from "./slack/types.ts";

export const TEAM = { id: "T0ACME", domain: "acme", name: "Acme" } as const;
const BOT = "U0SYM";
/** Of everybody's address, where the Flows do not say another. */
export const DOMAIN = "example.com";

/** Whom the visitor can be, in the order of the rail. */
export const CAST = [
  { id: "U0ANA", part: "requester" },
  { id: "U0BEN", part: "approver" },
  { id: "U0OLGA", part: "outsider" },
  { id: "U0ADA", part: "admin" },
  { id: "U0KIM", part: "database team" },
  { id: "U0GUS", part: "guest" },
] as const;

/** The guided tour: who asks, who approves, and what to type. */
export const GUIDE = { requester: "U0ANA", approver: "U0BEN", line: "/sym req database" } as const;

/** Seconds east of UTC, now. */
function offsetOf(tz: string): number {
  const name = new Intl.DateTimeFormat("en", { timeZone: tz, timeZoneName: "longOffset" })
    .formatToParts(Date.now())
    .find(({ type }) => type === "timeZoneName")?.value;
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(name ?? "") ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60);
}

const person = (id: string, realName: string, avatarColor: string, tz: string): PersonSeed => {
  const [first = realName] = realName.split(" ");
  const name = first.toLowerCase();
  const email = `${name}@${DOMAIN}`;
  return { id, name, realName, displayName: first, email, tz, tzOffset: offsetOf(tz), avatarColor };
};

const PEOPLE: readonly PersonSeed[] = [
  person("U0ANA", "Ana Ferreira", "c2410c", "Europe/Lisbon"),
  person("U0BEN", "Ben Okafor", "1d4ed8", "Europe/Berlin"),
  person("U0OLGA", "Olga Lindqvist", "7e22ce", "America/New_York"),
  { ...person("U0ADA", "Ada Yamada", "047857", "Asia/Tokyo"), isAdmin: true },
  person("U0KIM", "Kim Larsen", "0e7490", "Europe/Copenhagen"),
  { ...person("U0GUS", "Gus Petrov", "a16207", "Europe/Sofia"), isRestricted: true },
];

const everybody = PEOPLE.map(({ id }) => id);

const CHANNELS: readonly ChannelSeed[] = [
  { id: "C0GENERAL", name: "general", members: everybody, topic: "For everybody" },
  {
    id: "C0REQUESTS",
    name: "sym-requests",
    members: [...everybody, BOT],
    topic: "Who asks for access, and who approved",
  },
  { id: "C0OPS", name: "sym-ops", members: ["U0ADA", "U0KIM", BOT], topic: "Told when something is stuck" },
];

const USERGROUPS: readonly UsergroupSeed[] = [
  { id: "S0DBA", handle: "dba", name: "Database team", users: ["U0BEN", "U0KIM"] },
];

/** What people read when they come for the first time: who says it, where, and what. */
export const FIRST_WORDS = [
  { by: "U0ADA", channel: "C0GENERAL", text: "Morning! Access to the orders database goes through Sym now." },
  {
    by: "U0ADA",
    channel: "C0GENERAL",
    text: "Type `/sym req` in any channel and say what you need, and for how long.",
  },
] as const;

/** Installed as a workspace would install it: from the manifest. */
function appSeed(secrets: { readonly signingSecret: string; readonly botToken: string }): AppSeed {
  const { features, oauth_config, settings, display_information } = manifestFor("https://sym.example.com");
  return {
    id: "A0SYM",
    name: display_information.name,
    botUserId: BOT,
    ...secrets,
    scopes: oauth_config.scopes.bot,
    commands: features.slash_commands.map(({ command, description, usage_hint, should_escape }) => ({
      command,
      description,
      usageHint: usage_hint,
      shouldEscape: should_escape,
    })),
    shortcuts: features.shortcuts.map(({ callback_id, name }) => ({ callbackId: callback_id, name, type: "global" })),
    homeTab: features.app_home.home_tab_enabled,
    events: settings.event_subscriptions.bot_events,
  };
}

export const worldSeed = (secrets: { readonly signingSecret: string; readonly botToken: string }): WorldSeed => ({
  team: TEAM,
  app: appSeed(secrets),
  people: [...PEOPLE],
  channels: [...CHANNELS],
  usergroups: [...USERGROUPS],
});

/** Ids that Flows name. */
export interface NamedIds {
  readonly people: readonly string[];
  readonly channels: readonly string[];
  readonly usergroups: readonly string[];
}

export type StandIns = Required<Pick<WorldSeed, "people" | "channels" | "usergroups">>;

/** People, channels and groups for these ids. `knows`: those that are there already. */
export function standInsFor(named: NamedIds, knows: (id: string) => boolean): StandIns {
  const unknown = (ids: readonly string[]): string[] => ids.filter((id) => !knows(id));
  const people = unknown(named.people).map(
    (id): PersonSeed => ({
      ...person(id, id, colourOf(id), "Etc/UTC"),
      realName: `${id} (from your Flows)`,
    }),
  );
  const members = [...everybody, ...people.map(({ id }) => id)];
  return {
    people,
    channels: unknown(named.channels).map((id) => ({
      id,
      name: id.toLowerCase(),
      members: [...members, BOT],
      isPrivate: id.startsWith("G"),
      topic: "From your Flows",
    })),
    usergroups: unknown(named.usergroups).map((id) => ({
      id,
      handle: id.toLowerCase(),
      name: `${id} (from your Flows)`,
      users: ["U0BEN", "U0KIM"],
    })),
  };
}

const COLOURS = ["9f1239", "115e59", "3730a3", "854d0e", "166534", "6b21a8"] as const;
const colourOf = (id: string): string =>
  COLOURS[[...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % COLOURS.length] ?? COLOURS[0];

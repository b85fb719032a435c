// People as the API describes them and as other people see them, and what may be changed about them.
// Never decides what somebody may do in the bot: it only says who they are.
import { sendWithRetries } from "./events.ts";
import type { JsonObject } from "./json.ts";
import type { PersonEditor, VisiblePerson } from "./types.ts";
import type { Workspace } from "./workspace.ts";
import type { Person, World } from "./world.ts";

export const isGuest = ({ isRestricted, isUltraRestricted }: Person): boolean => isRestricted || isUltraRestricted;

/** Of another organisation, known here through a shared channel or not at all. */
export const isForeign = ({ team }: World, { isStranger, teamId }: Person): boolean => isStranger || teamId !== team.id;

export const visiblePerson = (world: World, person: Person): VisiblePerson => ({
  id: person.id,
  name: person.name,
  realName: person.realName,
  displayName: person.displayName,
  avatarColor: person.avatarColor,
  tz: person.tz,
  tzOffset: person.tzOffset,
  isAdmin: person.isAdmin,
  isGuest: isGuest(person),
  isBot: person.isBot,
  isStranger: isForeign(world, person),
  deleted: person.deleted,
});

/** Nothing is there: a page draws its own avatars. */
export const avatarUrl = (size: number): string => `https://avatars.slack-edge.test/default-${size}.png`;

const profileJson = ({ app }: World, person: Person, withEmail: boolean): JsonObject => ({
  title: "",
  phone: "",
  skype: "",
  real_name: person.realName,
  real_name_normalized: person.realName,
  display_name: person.displayName,
  display_name_normalized: person.displayName,
  status_text: "",
  status_emoji: "",
  status_expiration: 0,
  avatar_hash: `g${person.avatarColor}`,
  first_name: person.realName.split(" ")[0] ?? "",
  last_name: person.realName.split(" ").slice(1).join(" "),
  image_24: avatarUrl(24),
  image_32: avatarUrl(32),
  image_48: avatarUrl(48),
  image_72: avatarUrl(72),
  image_192: avatarUrl(192),
  image_512: avatarUrl(512),
  status_text_canonical: "",
  team: person.teamId,
  ...(person.id === app.botUserId ? { api_app_id: app.id, bot_id: app.botId, always_active: true } : {}),
  ...(withEmail && person.email !== null && !person.isBot ? { email: person.email } : {}),
});

/** A user object. `withEmail`: whether the token has users:read.email. */
export const personJson = (world: World, person: Person, withEmail: boolean): JsonObject => {
  const base: JsonObject = {
    id: person.id,
    team_id: person.teamId,
    name: person.name,
    deleted: person.deleted,
    profile: profileJson(world, person, withEmail),
    is_bot: person.isBot,
    is_app_user: false,
    updated: person.updated,
  };
  if (person.deleted) return base;
  return {
    ...base,
    color: person.avatarColor,
    real_name: person.realName,
    tz: person.tz,
    tz_label: person.tz,
    tz_offset: person.tzOffset,
    is_admin: person.isAdmin,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: person.isRestricted,
    is_ultra_restricted: person.isUltraRestricted,
    is_email_confirmed: person.email !== null,
    who_can_share_contact_card: "EVERYONE",
    ...(isForeign(world, person) ? { is_stranger: person.isStranger } : {}),
  };
};

/** The app hears of it, where it asked to. Nobody waits for what it makes of it. */
const tell = (workspace: Workspace, person: Person): void => {
  const { world } = workspace;
  if (!world.app.events.includes("user_change")) return;
  const withEmail = world.app.scopes.includes("users:read.email");
  const now = Math.floor(workspace.now() / 1_000);
  const user = personJson(world, person, withEmail);
  void sendWithRetries(workspace, "user_change", { user, cache_ts: now, event_ts: `${now}.000100` }).first;
};

export const editPerson = (workspace: Workspace, person: Person): PersonEditor => {
  const edit = (changes: Partial<Person>): void => {
    Object.assign(person, changes, { updated: Math.floor(workspace.now() / 1_000) });
    tell(workspace, person);
    workspace.changed({ what: "person", users: [] });
  };
  return {
    deactivate: () => edit({ deleted: true }),
    reactivate: () => edit({ deleted: false }),
    makeGuest: (kind = "multi") => edit({ isRestricted: kind !== "none", isUltraRestricted: kind === "single" }),
    rename: (names) => edit(names),
    setEmail: (email) => edit({ email }),
    setAdmin: (isAdmin) => edit({ isAdmin }),
  };
};

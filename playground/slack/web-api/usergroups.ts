// usergroups.*: reading user groups and who is in them, and replacing who is in one.
// Never leaves a group empty, and never adds to a list: Slack knows no such call.
import { type JsonObject, stringAt } from "../json.ts";
import type { Usergroup, World } from "../world.ts";
import { type Answer, type Call, done, type Method, optional, refuse, required } from "./method.ts";

const groupJson = ({ team }: World, group: Usergroup, args: JsonObject): JsonObject => ({
  id: group.id,
  team_id: team.id,
  is_usergroup: true,
  is_subteam: true,
  name: group.name,
  description: "",
  handle: group.handle,
  is_external: false,
  date_create: group.updated,
  date_update: group.updated,
  date_delete: group.disabled ? group.updated : 0,
  auto_type: null,
  auto_provision: false,
  enterprise_subteam_id: "",
  created_by: group.users[0] ?? "U00000000",
  updated_by: group.users[0] ?? "U00000000",
  deleted_by: null,
  prefs: { channels: [], groups: [] },
  ...(args["include_users"] === true ? { users: [...group.users] } : {}),
  ...(args["include_count"] === true || args["include_users"] === true ? { user_count: group.users.length } : {}),
});

const list = ({ workspace: { world }, args }: Call): Answer => {
  const withDisabled = args["include_disabled"] === true;
  const groups = Object.values(world.usergroups).filter(({ disabled }) => withDisabled || !disabled);
  return done({ usergroups: groups.map((group) => groupJson(world, group, args)) });
};

const listMembers = ({ workspace: { world }, args }: Call): Answer => {
  const id = stringAt(args, "usergroup") ?? "";
  const group = Object.hasOwn(world.usergroups, id) ? world.usergroups[id] : undefined;
  if (group === undefined || (group.disabled && args["include_disabled"] !== true)) return refuse("no_such_subteam");
  return done({ users: [...group.users] });
};

/** Slack's own words differ by what is wrong with somebody. */
const wrongWith = (world: World, id: string): string | null => {
  const person = Object.hasOwn(world.people, id) ? world.people[id] : undefined;
  if (person === undefined || person.deleted || person.isBot || person.teamId !== world.team.id) return "invalid_users";
  if (person.isUltraRestricted) return "single_channel_guests_cannot_be_added";
  return person.isRestricted ? "invalid_users" : null;
};

const mayEdit = (world: World, { userId, isBot }: Call["caller"]): boolean =>
  world.usergroupEditors === "everyone" || (!isBot && world.people[userId]?.isAdmin === true);

const updateMembers = ({ workspace, args, caller }: Call): Answer => {
  const { world } = workspace;
  const id = stringAt(args, "usergroup") ?? "";
  const group = Object.hasOwn(world.usergroups, id) ? world.usergroups[id] : undefined;
  if (!mayEdit(world, caller)) return refuse("permission_denied");
  if (group === undefined || group.disabled) return refuse("no_such_subteam");
  const users = Array.isArray(args["users"]) ? args["users"].map(String) : [];
  if (users.length === 0) return refuse("no_users_provided");
  for (const user of users) {
    const wrong = wrongWith(world, user);
    if (wrong !== null) return refuse(wrong);
  }
  Object.assign(group, { users: [...new Set(users)], updated: Math.floor(workspace.now() / 1_000) });
  workspace.changed({ what: "usergroup", users: [] });
  return done({ usergroup: groupJson(world, group, { ...args, include_users: true }) });
};

const scopes = ["usergroups:read"];

export const usergroupMethods: Record<string, Method> = {
  "usergroups.list": {
    tier: 2,
    formOnly: true,
    scopes,
    args: {
      include_count: optional("boolean"),
      include_disabled: optional("boolean"),
      include_users: optional("boolean"),
    },
    handle: list,
  },
  "usergroups.users.list": {
    tier: 2,
    formOnly: true,
    scopes,
    args: { usergroup: required("string"), include_disabled: optional("boolean") },
    handle: listMembers,
  },
  "usergroups.users.update": {
    tier: 2,
    formOnly: false,
    scopes: ["usergroups:write"],
    args: { usergroup: required("string"), users: required("ids"), include_count: optional("boolean") },
    handle: updateMembers,
  },
};

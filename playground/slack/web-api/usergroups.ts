// usergroups.*: reading user groups and who is in them.
// Never changes a group: the bot's own group strategy would need the write methods, which no scope here gives.
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
};

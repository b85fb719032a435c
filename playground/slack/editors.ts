// What an administrator of the workspace changes behind the bot's back: user groups and channels.
// Never tells the bot: a test that wants the event sends it.
import type { ChannelEditor, UsergroupEditor } from "./types.ts";
import type { Workspace } from "./workspace.ts";
import type { Channel, Usergroup } from "./world.ts";

export const editUsergroup = (workspace: Workspace, group: Usergroup): UsergroupEditor => {
  const edit = (changes: Partial<Usergroup>): void => {
    Object.assign(group, changes, { updated: Math.floor(workspace.now() / 1_000) });
    workspace.changed({ what: "usergroup", users: [] });
  };
  return {
    setUsers: (users) => edit({ users: [...users] }),
    add: (userId) => edit({ users: [...new Set([...group.users, userId])] }),
    remove: (userId) => edit({ users: group.users.filter((id) => id !== userId) }),
    disable: () => edit({ disabled: true }),
    enable: () => edit({ disabled: false }),
    vanish: () => {
      delete workspace.world.usergroups[group.id];
      workspace.changed({ what: "usergroup", users: [] });
    },
  };
};

export const editChannel = (workspace: Workspace, channel: Channel): ChannelEditor => {
  const edit = (changes: Partial<Channel>): void => {
    Object.assign(channel, changes);
    workspace.changed({ what: "channel", users: [], channel: channel.id });
  };
  const without = (userId: string) => edit({ members: channel.members.filter((id) => id !== userId) });
  return {
    archive: () => edit({ isArchived: true }),
    unarchive: () => edit({ isArchived: false }),
    invite: (userId) => edit({ members: [...new Set([...channel.members, userId])] }),
    kick: without,
    kickBot: () => without(workspace.world.app.botUserId),
  };
};

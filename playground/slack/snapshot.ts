// Slack as one person sees it at one moment: all that a page has to draw.
// Never shows what that person could not see.
import { channelsSeenBy, directsOf } from "./conversations.ts";
import { messagesSeenBy } from "./messages.ts";
import { homeOf, homeState, modalState, stackOf } from "./modals.ts";
import { visiblePerson } from "./people.ts";
import type { Snapshot } from "./types.ts";
import type { Workspace } from "./workspace.ts";

export const snapshotOf = ({ world, now }: Workspace, userId: string): Snapshot => {
  const me = Object.hasOwn(world.people, userId) ? world.people[userId] : undefined;
  if (me === undefined) throw new Error(`Nobody here has the id ${userId}`);
  const { app, team } = world;
  const channels = channelsSeenBy(world, userId);
  const dms = directsOf(world, userId);
  const open = [...channels.filter(({ isMember }) => isMember), ...dms];
  const home = homeOf(world, userId);
  return {
    me: visiblePerson(world, me),
    now: now(),
    team: { ...team },
    app: {
      id: app.id,
      name: app.name,
      botUserId: app.botUserId,
      commands: app.commands.map(({ command, description, usageHint }) => ({ command, description, usageHint })),
      shortcuts: app.shortcuts.map((shortcut) => ({ ...shortcut })),
      homeTab: app.homeTab,
    },
    people: Object.values(world.people).map((person) => visiblePerson(world, person)),
    usergroups: Object.values(world.usergroups).map(({ id, handle, name, users, disabled }) => ({
      id,
      handle,
      name,
      users: [...users],
      disabled,
    })),
    channels,
    dms,
    messages: Object.fromEntries(open.map(({ id }) => [id, messagesSeenBy(world, id, userId)])),
    modals: stackOf(world, userId).map((view) => modalState(world, view)),
    home: home === undefined ? null : homeState(home),
  };
};

// A person in front of Slack: everything they can do and see, put together.
// Never does more than hand on; each act stands in its own file.
import { actingAs, channelFor } from "./acting.ts";
import * as clicks from "./actor-clicks.ts";
import * as commands from "./actor-commands.ts";
import * as modals from "./actor-modals.ts";
import { channelsSeenBy, findDirect, markRead } from "./conversations.ts";
import { messagesSeenBy } from "./messages.ts";
import { homeOf, homeState, modalState, topOf } from "./modals.ts";
import type { Actor, ActorOptions } from "./types.ts";
import type { Workspace } from "./workspace.ts";

export const actorFor = (workspace: Workspace, userId: string, options: ActorOptions = {}): Actor => {
  const acting = actingAs(workspace, userId, options.clientLimits ?? true);
  const { world } = workspace;
  return {
    userId,
    command: (line, channelId) => commands.command(acting, line, channelId),
    shortcut: (callbackId) => commands.shortcut(acting, callbackId),
    messageShortcut: (callbackId, message) => commands.messageShortcut(acting, callbackId, message),
    say: (channelId, text) => commands.say(acting, channelId, text),
    openHome: () => commands.openHome(acting),
    set: (blockIdOrLabel, value) => clicks.set(acting, blockIdOrLabel, value),
    suggest: (blockId, actionId, query, where) => clicks.suggest(acting, blockId, actionId, query, where),
    click: (target, element, value) => clicks.click(acting, target, element, value),
    submit: () => modals.submit(acting),
    close: (how) => modals.close(acting, how),
    view: () => {
      const top = topOf(world, userId);
      return top === undefined ? null : modalState(world, top);
    },
    home: () => {
      const home = homeOf(world, userId);
      return home === undefined ? null : homeState(home);
    },
    messages: (channelId) => messagesSeenBy(world, channelFor(acting, channelId).id, userId),
    dm: () => {
      const direct = findDirect(world, [world.app.botUserId, userId]);
      return direct === undefined ? [] : messagesSeenBy(world, direct.id, userId);
    },
    channels: () => channelsSeenBy(world, userId),
    read: (channelId) => markRead(workspace, userId, channelFor(acting, channelId).id),
  };
};

// Who is acting, and whether Slack's client would let them.
// Never sends anything.
import { canSee } from "./conversations.ts";
import { findMessage } from "./messages.ts";
import { isForeign } from "./people.ts";
import type { Workspace } from "./workspace.ts";
import type { Channel, Message, Person } from "./world.ts";

export type Acting = { workspace: Workspace; person: Person; clientLimits: boolean };

export const actingAs = (workspace: Workspace, userId: string, clientLimits: boolean): Acting => {
  const person = Object.hasOwn(workspace.world.people, userId) ? workspace.world.people[userId] : undefined;
  if (person === undefined) throw new Error(`Nobody here has the id ${userId}`);
  return { workspace, person, clientLimits };
};

/** Throws where this person has no Slack open: deactivated, or a bot. */
export const mustBePresent = ({ person, clientLimits }: Acting): void => {
  if (!clientLimits) return;
  if (person.deleted) throw new Error(`${person.name} is deactivated and can do nothing`);
  if (person.isBot) throw new Error(`${person.name} is a bot and presses nothing`);
};

/** The conversation, which the person must be able to look into. */
export const channelFor = ({ workspace, person, clientLimits }: Acting, channelId: string): Channel => {
  const { world } = workspace;
  const channel = Object.hasOwn(world.channels, channelId) ? world.channels[channelId] : undefined;
  if (channel === undefined) throw new Error(`There is no conversation ${channelId}`);
  if (clientLimits && !canSee(world, channel, person.id)) throw new Error(`${person.name} does not see ${channelId}`);
  return channel;
};

/** The conversation, which the person must be in to write there. */
export const channelToWriteIn = (acting: Acting, channelId: string): Channel => {
  const channel = channelFor(acting, channelId);
  if (!acting.clientLimits) return channel;
  if (!channel.members.includes(acting.person.id)) throw new Error(`${acting.person.name} is not in ${channelId}`);
  if (channel.isArchived) throw new Error(`${channelId} is archived: nobody writes there`);
  return channel;
};

/** A message that the person sees. */
export const messageFor = (acting: Acting, channelId: string, ts: string): { channel: Channel; message: Message } => {
  const channel = channelFor(acting, channelId);
  const message = findMessage(acting.workspace.world, channelId, ts);
  if (message === undefined || (message.visibleTo !== null && message.visibleTo !== acting.person.id)) {
    throw new Error(`${acting.person.name} sees no message ${ts} in ${channelId}`);
  }
  return { channel, message };
};

/** People of other organisations have the app's buttons in shared channels, and neither its commands nor its shortcuts. */
export const hasCommands = ({ workspace, person, clientLimits }: Acting): boolean =>
  !clientLimits || !(person.isUltraRestricted || isForeign(workspace.world, person));

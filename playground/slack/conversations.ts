// Channels and direct messages: finding them, opening them, who is in them, who can see them.
// Never posts anything.
import type { VisibleChannel } from "./types.ts";
import type { Workspace } from "./workspace.ts";
import type { Channel, World } from "./world.ts";

export const isDirect = ({ kind }: Channel): boolean => kind === "im" || kind === "mpim";

export const membersKey = (ids: string[]): string => [...new Set(ids)].sort().join(",");

/** The direct conversation of exactly these people, if it was ever opened. */
export const findDirect = ({ channels }: World, members: string[]): Channel | undefined => {
  const key = membersKey(members);
  return Object.values(channels).find((channel) => isDirect(channel) && membersKey(channel.members) === key);
};

/** Opens the direct conversation of these people, or finds the open one. */
export const openDirect = (workspace: Workspace, members: string[]): { channel: Channel; opened: boolean } => {
  const { world, mint, now } = workspace;
  const existing = findDirect(world, members);
  if (existing !== undefined) return { channel: existing, opened: false };
  const several = new Set(members).size > 2;
  const names = members.map((id) => world.people[id]?.name ?? id);
  const channel: Channel = {
    id: mint.id(several ? "G" : "D"),
    name: several ? `mpdm-${names.join("--")}-1` : "",
    kind: several ? "mpim" : "im",
    members: [...new Set(members)],
    isArchived: false,
    isExtShared: false,
    topic: "",
    creator: world.app.botUserId,
    created: Math.floor(now() / 1_000),
  };
  world.channels[channel.id] = channel;
  workspace.changed({ what: "channel", users: channel.members, channel: channel.id });
  return { channel, opened: true };
};

/** As Slack names a conversation in the payloads it sends. */
export const payloadName = ({ kind, name }: Channel): string => {
  if (kind === "im") return "directmessage";
  return kind === "private" ? "privategroup" : name;
};

/** Whether somebody can look into a conversation: members, and everybody but guests into public channels. */
export const canSee = ({ people }: World, channel: Channel, userId: string): boolean => {
  if (channel.members.includes(userId)) return true;
  const person = people[userId];
  return channel.kind === "public" && person !== undefined && !person.isRestricted && !person.isStranger;
};

const unreadIn = ({ messages, lastRead }: World, channelId: string, userId: string): number => {
  const last = lastRead[userId]?.[channelId] ?? "0";
  return (messages[channelId] ?? []).filter(
    ({ ts, user, visibleTo }) => ts > last && user !== userId && (visibleTo === null || visibleTo === userId),
  ).length;
};

/** A conversation as one person sees it in the side bar. */
export const visibleChannel = (world: World, channel: Channel, userId: string): VisibleChannel => {
  const isMember = channel.members.includes(userId);
  return {
    id: channel.id,
    name: channel.kind === "im" ? "directmessage" : channel.name,
    kind: channel.kind,
    isArchived: channel.isArchived,
    isExtShared: channel.isExtShared,
    isMember,
    members: [...channel.members],
    withUserIds: isDirect(channel) ? channel.members.filter((id) => id !== userId) : [],
    topic: channel.topic,
    unread: isMember ? unreadIn(world, channel.id, userId) : 0,
  };
};

/** The channels that a person sees, in the order of their names; direct messages are not among them. */
export const channelsSeenBy = (world: World, userId: string): VisibleChannel[] =>
  Object.values(world.channels)
    .filter((channel) => !isDirect(channel) && canSee(world, channel, userId))
    .sort((one, other) => one.name.localeCompare(other.name))
    .map((channel) => visibleChannel(world, channel, userId));

/** Direct messages of a person, the one with the app first. */
export const directsOf = (world: World, userId: string): VisibleChannel[] => {
  const own = Object.values(world.channels).filter((channel) => isDirect(channel) && channel.members.includes(userId));
  const rank = (channel: Channel) => Number(channel.kind !== "im" || !channel.members.includes(world.app.botUserId));
  return own.sort((one, other) => rank(one) - rank(other)).map((channel) => visibleChannel(world, channel, userId));
};

export const markRead = (workspace: Workspace, userId: string, channelId: string): void => {
  const { world } = workspace;
  const last = world.messages[channelId]?.at(-1)?.ts;
  if (last === undefined) return;
  const read = world.lastRead[userId] ?? {};
  read[channelId] = last;
  world.lastRead[userId] = read;
  workspace.changed({ what: "read", users: [userId], channel: channelId });
};

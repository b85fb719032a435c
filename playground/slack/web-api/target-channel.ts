// Finds the conversation that a chat method means, and whether the bot may write there.
// Never posts.
import { isDirect, openDirect } from "../conversations.ts";
import type { Workspace } from "../workspace.ts";
import type { Channel, Person } from "../world.ts";

type Problem =
  | "channel_not_found"
  | "not_in_channel"
  | "is_archived"
  | "cannot_dm_bot"
  | "user_disabled"
  | "user_not_found";

const reachable = (person: Person | undefined, botUserId: string): Problem | Person => {
  if (person === undefined) return "user_not_found";
  if (person.deleted) return "user_disabled";
  return person.isBot || person.id === botUserId ? "cannot_dm_bot" : person;
};

/** A person to whom the bot may open a direct message, or Slack's error. */
export const reachablePerson = ({ world }: Workspace, userId: string): Problem | Person =>
  reachable(Object.hasOwn(world.people, userId) ? world.people[userId] : undefined, world.app.botUserId);

/** By id, or by name with or without #. The bot sees public channels and those it is in. */
export const channelOf = ({ world }: Workspace, idOrName: string): Channel | undefined => {
  const name = idOrName.replace(/^#/, "");
  const channel =
    (Object.hasOwn(world.channels, idOrName) ? world.channels[idOrName] : undefined) ??
    Object.values(world.channels).find((candidate) => !isDirect(candidate) && candidate.name === name);
  if (channel === undefined) return undefined;
  return channel.kind === "public" || channel.members.includes(world.app.botUserId) ? channel : undefined;
};

/** Where the bot may post: a channel it is in, a direct message, or a person (whose direct message is opened). */
export const postableChannel = (workspace: Workspace, target: string, scopes: string[]): Channel | Problem => {
  const { app } = workspace.world;
  if (/^[UW][A-Z0-9]+$/.test(target)) {
    const person = reachablePerson(workspace, target);
    if (typeof person === "string") return person === "user_not_found" ? "channel_not_found" : person;
    return openDirect(workspace, [app.botUserId, person.id]).channel;
  }
  const channel = channelOf(workspace, target);
  if (channel === undefined) return "channel_not_found";
  if (channel.isArchived) return "is_archived";
  const isMember = channel.members.includes(app.botUserId);
  if (!isMember && !(channel.kind === "public" && scopes.includes("chat:write.public"))) return "not_in_channel";
  return channel;
};

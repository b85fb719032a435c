// Which conversation is shown to somebody who has not chosen one.
// Never a conversation that the person is not in.
import type { Snapshot, VisibleChannel } from "../../slack/types.ts";

export const conversationsOf = ({ channels, dms }: Snapshot): VisibleChannel[] => [...channels, ...dms];

export const findConversation = (snapshot: Snapshot, id: string | undefined): VisibleChannel | undefined =>
  conversationsOf(snapshot).find((one) => one.id === id);

/** Where there is something to read; else the first channel. */
export const firstPlace = (snapshot: Snapshot): string | undefined => {
  const own = conversationsOf(snapshot).filter(({ isMember, isArchived }) => isMember && !isArchived);
  return (own.find(({ unread }) => unread > 0) ?? own[0])?.id;
};

/** Whether this is the direct message with the app. */
export const isAppDm = (snapshot: Snapshot, channel: VisibleChannel): boolean =>
  channel.kind === "im" && channel.withUserIds.includes(snapshot.app.botUserId);

/** "#general", "Sym", "Ana, Ben": a conversation's name as its people say it. */
export const titleOf = (snapshot: Snapshot, channel: VisibleChannel): string => {
  if (channel.kind === "public" || channel.kind === "private") return channel.name;
  if (isAppDm(snapshot, channel)) return snapshot.app.name;
  const nameFor = (id: string): string => {
    const person = snapshot.people.find((one) => one.id === id);
    return person?.displayName || person?.realName || id;
  };
  return channel.withUserIds.map(nameFor).join(", ") || channel.name;
};

// Names for ids, the reader's zone and the way to another conversation, for everything that shows text.
// Never guesses a name: an id that nobody knows is shown as the id.
import { createContext, type ReactNode, useContext, useMemo } from "react";
import type { Snapshot, VisibleChannel, VisiblePerson } from "../../slack/types.ts";

export type Directory = {
  me: VisiblePerson;
  tz: string;
  nowMs: number;
  botUserId: string;
  teamDomain: string;
  person(id: string): VisiblePerson | undefined;
  channel(id: string): VisibleChannel | undefined;
  usergroup(id: string): Snapshot["usergroups"][number] | undefined;
  everybody: VisiblePerson[];
  channels: VisibleChannel[];
  /** Shows a conversation, and a message of it where `ts` is given. */
  open(channel: string, ts?: string): void;
};

const DirectoryContext = createContext<Directory | null>(null);

export const useDirectory = (): Directory => {
  const directory = useContext(DirectoryContext);
  if (directory === null) throw new Error("no directory above this component");
  return directory;
};

export const nameOf = (person: VisiblePerson | undefined, id: string): string =>
  person === undefined ? id : person.displayName || person.realName || person.name;

export const directoryOf = (snapshot: Snapshot, open: Directory["open"]): Directory => {
  const people = new Map(snapshot.people.map((person) => [person.id, person]));
  const channels = new Map([...snapshot.channels, ...snapshot.dms].map((channel) => [channel.id, channel]));
  const usergroups = new Map(snapshot.usergroups.map((group) => [group.id, group]));
  return {
    me: snapshot.me,
    tz: snapshot.me.tz,
    nowMs: snapshot.now,
    botUserId: snapshot.app.botUserId,
    teamDomain: snapshot.team.domain,
    person: (id) => people.get(id),
    channel: (id) => channels.get(id),
    usergroup: (id) => usergroups.get(id),
    everybody: snapshot.people,
    channels: snapshot.channels,
    open,
  };
};

export const DirectoryProvider = (props: { snapshot: Snapshot; open: Directory["open"]; children: ReactNode }) => {
  const { snapshot, open, children } = props;
  const directory = useMemo(() => directoryOf(snapshot, open), [snapshot, open]);
  return <DirectoryContext value={directory}>{children}</DirectoryContext>;
};

// The workspace at the left: channels, direct messages, the app; bold and numbered where something is unread.
// Never decides what is open: it says what was pressed.
import type { ReactNode } from "react";
import type { Snapshot, VisibleChannel } from "../../slack/types.ts";
import { isAppDm, titleOf } from "../conversation/place.ts";
import { HashIcon, LockIcon } from "../icons.tsx";
import { Avatar } from "../people/avatar.tsx";

export const Sidebar = (props: {
  snapshot: Snapshot;
  place: string | undefined;
  onOpen: (channel: string) => void;
}) => {
  const { snapshot, place, onOpen } = props;
  const { team, channels, dms, people, app } = snapshot;
  const person = (id: string | undefined) => people.find((one) => one.id === id);
  const apps = dms.filter((one) => isAppDm(snapshot, one));
  const direct = dms.filter((one) => !isAppDm(snapshot, one));
  const entry = (channel: VisibleChannel, picture: ReactNode) => (
    <Entry
      key={channel.id}
      title={titleOf(snapshot, channel)}
      picture={picture}
      unread={channel.isMember ? channel.unread : 0}
      dim={!channel.isMember}
      current={channel.id === place}
      onOpen={() => onOpen(channel.id)}
    />
  );
  return (
    <nav className="sidebar" aria-label={team.name}>
      <div className="workspace">
        <span className="workspace-tile" aria-hidden="true">
          {team.name.charAt(0).toUpperCase()}
        </span>
        <span className="workspace-name">{team.name}</span>
      </div>
      <Section title="Channels">
        {channels
          .filter(({ isArchived }) => !isArchived)
          .map((channel) => entry(channel, channel.kind === "private" ? <LockIcon /> : <HashIcon />))}
      </Section>
      {direct.length > 0 && (
        <Section title="Direct messages">
          {direct.map((dm) => entry(dm, <Avatar person={person(dm.withUserIds[0])} size="small" />))}
        </Section>
      )}
      <Section title="Apps">
        {apps.map((dm) => entry(dm, <Avatar person={person(app.botUserId)} size="small" isApp />))}
      </Section>
    </nav>
  );
};

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="sidebar-section" aria-label={title}>
    <h2>{title}</h2>
    {children}
  </section>
);

const Entry = (props: {
  title: string;
  picture: ReactNode;
  unread: number;
  dim: boolean;
  current: boolean;
  onOpen: () => void;
}) => {
  const { title, picture, unread, dim, current, onOpen } = props;
  const kinds = ["entry", unread > 0 ? "is-unread" : "", dim ? "is-dim" : "", current ? "is-current" : ""];
  return (
    <button
      type="button"
      className={kinds.filter((kind) => kind !== "").join(" ")}
      aria-current={current}
      aria-label={unread > 0 ? `${title}, ${unread} unread` : title}
      onClick={onOpen}
    >
      {picture}
      <span className="entry-title">{title}</span>
      {unread > 0 && <span className="badge">{unread}</span>}
    </button>
  );
};

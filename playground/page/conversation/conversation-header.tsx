// The head of a conversation: its name, topic and members; for the app, the tabs.
// Never more than what Slack shows there.
import type { Snapshot, VisibleChannel } from "../../slack/types.ts";
import { HashIcon, LockIcon } from "../icons.tsx";
import { Avatar } from "../people/avatar.tsx";
import { useDirectory } from "../people/directory.tsx";
import { isAppDm, titleOf } from "./place.ts";

export type Tab = "home" | "messages";

export const ConversationHeader = (props: {
  snapshot: Snapshot;
  channel: VisibleChannel;
  tab: Tab | undefined;
  onTab: (tab: Tab) => void;
}) => {
  const { snapshot, channel, tab, onTab } = props;
  const { person } = useDirectory();
  const direct = channel.kind === "im" || channel.kind === "mpim";
  const isApp = isAppDm(snapshot, channel);
  return (
    <header className="conversation-header">
      <div className="conversation-title-row">
        <h1 className="conversation-title">
          {direct ? (
            <Avatar person={person(channel.withUserIds[0] ?? "")} size="small" isApp={isApp} />
          ) : channel.kind === "private" ? (
            <LockIcon />
          ) : (
            <HashIcon />
          )}
          {titleOf(snapshot, channel)}
          {isApp && <span className="app-badge">APP</span>}
        </h1>
        {channel.topic !== "" && <span className="conversation-topic">{channel.topic}</span>}
        {!direct && (
          <ul className="conversation-members" aria-label={`${channel.members.length} members`}>
            {channel.members.slice(0, 4).map((id) => (
              <li key={id} title={person(id)?.realName}>
                <Avatar person={person(id)} size="small" isApp={id === snapshot.app.botUserId} />
              </li>
            ))}
            <li className="conversation-count">{channel.members.length}</li>
          </ul>
        )}
      </div>
      {tab !== undefined && (
        <div className="tabs" role="tablist" aria-label={snapshot.app.name}>
          {(["home", "messages"] as const).map((one) => (
            <button key={one} type="button" role="tab" aria-selected={tab === one} onClick={() => onTab(one)}>
              {one === "home" ? "Home" : "Messages"}
            </button>
          ))}
        </div>
      )}
    </header>
  );
};

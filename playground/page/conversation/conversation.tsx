// The middle of the window: one conversation with its header, its messages and the composer; the app's own with its Home.
// Never marks as read what is not on the screen.
import { useCallback, useEffect, useState } from "react";
import type { Snapshot, VisibleChannel } from "../../slack/types.ts";
import { useAct } from "../live/actor.tsx";
import { AppHome } from "./app-home.tsx";
import { Composer } from "./composer.tsx";
import { ConversationHeader, type Tab } from "./conversation-header.tsx";
import { MessageList } from "./message-list.tsx";
import { type Notice, NoticeContext } from "./notice-line.tsx";
import { OutsideView } from "./outside-view.tsx";
import { isAppDm, titleOf } from "./place.ts";

export const Conversation = (props: {
  snapshot: Snapshot;
  channel: VisibleChannel;
  pointedAt: string | undefined;
  onBecome: (person: string) => void;
}) => {
  const { snapshot, channel, pointedAt, onBecome } = props;
  const [tab, setTab] = useState<Tab>("messages");
  const [notices, setNotices] = useState<Notice[]>([]);
  const act = useAct();
  const hasHome = isAppDm(snapshot, channel) && snapshot.app.homeTab;
  const shown: Tab = hasHome ? tab : "messages";
  const { id, unread, isMember } = channel;

  useEffect(() => {
    const read = (): void => {
      if (unread > 0 && isMember && shown === "messages" && document.visibilityState === "visible") {
        void act({ act: "read", channel: id });
      }
    };
    read();
    document.addEventListener("visibilitychange", read);
    return () => document.removeEventListener("visibilitychange", read);
  }, [act, id, unread, isMember, shown]);

  const messages = snapshot.messages[id] ?? [];
  const after = messages.at(-1)?.ts;
  const onNotice = useCallback(
    (text: string) => setNotices((all) => [...all, { key: crypto.randomUUID(), text, after }]),
    [after],
  );
  const onDismiss = useCallback((gone: Notice) => setNotices((all) => all.filter((one) => one !== gone)), []);
  const title = titleOf(snapshot, channel);
  return (
    <main className="conversation" aria-label={title}>
      <ConversationHeader snapshot={snapshot} channel={channel} tab={hasHome ? shown : undefined} onTab={setTab} />
      {shown === "home" ? (
        <AppHome snapshot={snapshot} />
      ) : !isMember ? (
        <OutsideView snapshot={snapshot} channel={channel} onBecome={onBecome} />
      ) : (
        <NoticeContext value={onNotice}>
          <MessageList
            label={`Messages in ${title}`}
            messages={messages}
            pointedAt={pointedAt}
            notices={notices}
            onDismiss={onDismiss}
          />
          {channel.isArchived ? (
            <p className="composer-area archived">This channel is archived. Nobody can write here.</p>
          ) : (
            <Composer snapshot={snapshot} channel={channel} />
          )}
        </NoticeContext>
      )}
    </main>
  );
};

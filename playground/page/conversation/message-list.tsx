// The messages of a conversation, oldest first, with a line between days; replies stand under what they answer.
// Never scrolls away from what somebody is reading: only from the end to the new end, or to a message they asked for.
import { Fragment, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { VisibleMessage } from "../../slack/types.ts";
import { useDirectory } from "../people/directory.tsx";
import { FormattedText } from "../text/formatted-text.tsx";
import { dayHeading, isoDay } from "../text/slack-date.ts";
import { Message, millisOf } from "./message.tsx";
import { type Notice, NoticeLine } from "./notice-line.tsx";

const SAME_RUN_MS = 5 * 60_000;
const NEAR_END_PX = 80;

export const MessageList = (props: {
  label: string;
  messages: VisibleMessage[];
  pointedAt: string | undefined;
  notices: Notice[];
  onDismiss: (notice: Notice) => void;
}) => {
  const { label, messages, pointedAt, notices, onDismiss } = props;
  const { tz, nowMs } = useDirectory();
  const log = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const roots = messages.filter(({ threadTs, ts }) => threadTs === undefined || threadTs === ts);

  const noticesAfter = (ts: string | undefined): ReactNode =>
    notices
      .filter(({ after }) => (roots.some((root) => root.ts === after) ? after : undefined) === ts)
      .map((notice) => <NoticeLine key={notice.key} notice={notice} onDismiss={() => onDismiss(notice)} />);

  // Cards grow when they are redrawn, notices come and go: whatever changes, the end stays in sight.
  useLayoutEffect(() => {
    const own = log.current;
    if (own !== null && atEnd.current) own.scrollTop = own.scrollHeight;
  });
  useEffect(() => {
    if (pointedAt === undefined) return;
    log.current?.querySelector(`[data-ts="${CSS.escape(pointedAt)}"]`)?.scrollIntoView({ block: "center" });
  }, [pointedAt]);

  return (
    <div
      ref={log}
      className="message-list"
      role="log"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard.
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
      }}
    >
      {roots.length === 0 && <p className="message-list-empty">Nothing has been said here yet.</p>}
      {roots.map((message, index) => {
        const before = roots[index - 1];
        const at = millisOf(message.ts);
        const newDay = before === undefined || isoDay(millisOf(before.ts), tz) !== isoDay(at, tz);
        return (
          <Fragment key={message.ts}>
            {newDay && <DayLine heading={dayHeading(at, { tz, nowMs })} />}
            {message.subtype !== undefined && message.botId === undefined ? (
              <EventLine message={message} />
            ) : (
              <Message
                message={message}
                follows={!newDay && follows(before, message)}
                pointedAt={message.ts === pointedAt}
              />
            )}
            <Replies replies={messages.filter(({ threadTs, ts }) => threadTs === message.ts && ts !== message.ts)} />
            {noticesAfter(message.ts)}
          </Fragment>
        );
      })}
      {noticesAfter(undefined)}
    </div>
  );
};

const follows = (before: VisibleMessage | undefined, message: VisibleMessage): boolean =>
  before !== undefined &&
  before.user === message.user &&
  before.subtype === message.subtype &&
  !before.ephemeral &&
  // A card always says who sent it.
  before.blocks.length === 0 &&
  message.blocks.length === 0 &&
  millisOf(message.ts) - millisOf(before.ts) < SAME_RUN_MS;

const DayLine = ({ heading }: { heading: string }) => (
  <div className="day-line">
    <span>{heading.charAt(0).toUpperCase() + heading.slice(1)}</span>
  </div>
);

const EventLine = ({ message }: { message: VisibleMessage }) => (
  <div className="event-line" data-ts={message.ts}>
    <FormattedText text={message.text} />
  </div>
);

const Replies = ({ replies }: { replies: VisibleMessage[] }) => {
  const [open, setOpen] = useState(false);
  if (replies.length === 0) return null;
  return (
    <div className="replies">
      <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
        {replies.length === 1 ? "1 reply" : `${replies.length} replies`}
      </button>
      {open && replies.map((reply) => <Message key={reply.ts} message={reply} follows={false} pointedAt={false} />)}
    </div>
  );
};

// One message: who, when, what; cards from their blocks; marks for edited, and for what only this person sees.
// Never changes anything by itself: presses go through the message's surface.
import { useMemo } from "react";
import { objectsAt, stringAt } from "../../slack/json.ts";
import type { JsonObject, VisibleMessage } from "../../slack/types.ts";
import { Blocks } from "../blocks/block.tsx";
import { SurfaceContext } from "../blocks/surface.ts";
import { useClickedSurface } from "../blocks/use-clicked-surface.ts";
import { EyeIcon } from "../icons.tsx";
import { inOrder } from "../in-order.ts";
import { Avatar } from "../people/avatar.tsx";
import { nameOf, useDirectory } from "../people/directory.tsx";
import { FormattedText } from "../text/formatted-text.tsx";
import { clockTime } from "../text/slack-date.ts";
import { MessageMenu } from "./message-menu.tsx";

export const millisOf = (ts: string): number => Number(ts) * 1000;

export const Message = (props: { message: VisibleMessage; follows: boolean; pointedAt: boolean }) => {
  const { message, follows, pointedAt } = props;
  const { person, tz, botUserId } = useDirectory();
  const author = person(message.user);
  const isApp = message.botId !== undefined || message.user === botUserId;
  const name = nameOf(author, message.user);
  const time = clockTime(millisOf(message.ts), tz);
  const compact = follows && !message.ephemeral;
  const kinds = [
    "message",
    compact ? "is-compact" : "",
    message.ephemeral ? "is-ephemeral" : "",
    pointedAt ? "is-pointed-at" : "",
  ];
  return (
    <article className={kinds.join(" ").trim()} aria-label={`${name}, ${time}`} data-ts={message.ts}>
      <div className="message-margin">
        {compact ? (
          <time className="message-hover-time">{time}</time>
        ) : (
          <Avatar person={author} size="medium" isApp={isApp} />
        )}
      </div>
      <div className="message-body">
        {message.ephemeral && (
          <div className="message-only-you">
            <EyeIcon /> Only visible to you
          </div>
        )}
        {!compact && (
          <div className="message-head">
            <span className="message-author">{name}</span>
            {isApp && <span className="app-badge">APP</span>}
            <time className="message-time">{time}</time>
          </div>
        )}
        <MessageContent message={message} />
      </div>
      <MessageMenu message={message} />
    </article>
  );
};

const MessageContent = ({ message }: { message: VisibleMessage }) => {
  const { channel, ts, blocks, attachments, text, values, edited } = message;
  const place = useMemo(() => {
    const shown = [...blocks, ...attachments.flatMap((attachment) => objectsAt(attachment, "blocks"))];
    return { in: "message" as const, channel, ts, blocks: shown };
  }, [channel, ts, blocks, attachments]);
  const surface = useClickedSurface("message", place, values);
  return (
    <SurfaceContext value={surface}>
      {blocks.length > 0 ? (
        <Blocks blocks={blocks} />
      ) : (
        <div className="message-text">
          <FormattedText text={text} />
        </div>
      )}
      {inOrder(attachments, (attachment) => (
        <Attachment attachment={attachment} />
      ))}
      {edited && <span className="message-edited">(edited)</span>}
    </SurfaceContext>
  );
};

const Attachment = ({ attachment }: { attachment: JsonObject }) => {
  const color = /^#?([0-9a-f]{6})$/i.exec(stringAt(attachment, "color") ?? "")?.[1];
  const blocks = objectsAt(attachment, "blocks");
  const text = stringAt(attachment, "text") ?? stringAt(attachment, "fallback") ?? "";
  return (
    <div className="attachment" style={color === undefined ? {} : { borderInlineStartColor: `#${color}` }}>
      {blocks.length > 0 ? <Blocks blocks={blocks} /> : <FormattedText text={text} />}
    </div>
  );
};

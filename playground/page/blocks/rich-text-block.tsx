// Rich text: sections, lists, quotes and preformatted text, as Slack's own composer writes them.
// Never reads mrkdwn in it: in rich text a star is a star.
import type { ReactNode } from "react";
import { type JsonObject, numberAt, objectAt, objectsAt, stringAt } from "../../slack/json.ts";
import { inOrder } from "../in-order.ts";
import { emojiNamed } from "../text/emoji.ts";
import { ChannelMention, PersonMention, SlackDate, UsergroupMention } from "../text/formatted-text.tsx";
import { safeAddress } from "../text/mrkdwn-angle.ts";
import { SlackLink } from "../text/slack-link.tsx";

export const RichTextBlock = ({ block }: { block: JsonObject }) => (
  <div className="block-rich-text">
    {inOrder(objectsAt(block, "elements"), (part) => (
      <RichTextPart part={part} />
    ))}
  </div>
);

const RichTextPart = ({ part }: { part: JsonObject }): ReactNode => {
  switch (part["type"]) {
    case "rich_text_list":
      return <RichTextList list={part} />;
    case "rich_text_quote":
      return (
        <blockquote>
          <Pieces of={part} />
        </blockquote>
      );
    case "rich_text_preformatted":
      return (
        <pre>
          <Pieces of={part} />
        </pre>
      );
    default:
      return (
        <div>
          <Pieces of={part} />
        </div>
      );
  }
};

const RichTextList = ({ list }: { list: JsonObject }) => {
  const items = inOrder(objectsAt(list, "elements"), (item) => (
    <li>
      <Pieces of={item} />
    </li>
  ));
  const style = { marginInlineStart: `${(numberAt(list, "indent") ?? 0) * 1.5}em` };
  if (list["style"] === "ordered")
    return (
      <ol style={style} start={(numberAt(list, "offset") ?? 0) + 1}>
        {items}
      </ol>
    );
  return <ul style={style}>{items}</ul>;
};

const Pieces = ({ of }: { of: JsonObject }) => inOrder(objectsAt(of, "elements"), (piece) => <Styled piece={piece} />);

const Styled = ({ piece }: { piece: JsonObject }): ReactNode => {
  const style = objectAt(piece, "style");
  let shown = <Piece piece={piece} />;
  if (style?.["code"] === true) shown = <code>{shown}</code>;
  if (style?.["strike"] === true) shown = <s>{shown}</s>;
  if (style?.["italic"] === true) shown = <em>{shown}</em>;
  if (style?.["bold"] === true) shown = <strong>{shown}</strong>;
  return shown;
};

const Piece = ({ piece }: { piece: JsonObject }): ReactNode => {
  const text = (key: string): string => stringAt(piece, key) ?? "";
  switch (piece["type"]) {
    case "text":
      return <span className="plain-text">{text("text")}</span>;
    case "link": {
      const href = safeAddress(text("url"));
      const label = text("text") || text("url");
      return href === undefined ? label : <SlackLink href={href}>{label}</SlackLink>;
    }
    case "user":
      return <PersonMention id={text("user_id")} />;
    case "channel":
      return <ChannelMention id={text("channel_id")} />;
    case "usergroup":
      return <UsergroupMention id={text("usergroup_id")} />;
    case "broadcast":
      return <span className="mention mention-me">@{text("range")}</span>;
    case "emoji":
      return (
        <span className="emoji">{emojiNamed(text("name"), numberAt(piece, "skin_tone")) ?? `:${text("name")}:`}</span>
      );
    case "date": {
      const href = safeAddress(text("url"));
      return (
        <SlackDate
          seconds={numberAt(piece, "timestamp") ?? 0}
          format={text("format")}
          fallback={text("fallback")}
          href={href}
        />
      );
    }
    case "color":
      return <code>{text("value")}</code>;
    default:
      return null;
  }
};

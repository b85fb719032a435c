// mrkdwn as elements: what Slack would show to this reader.
// Never sets markup from text; React writes every piece as text, and links are only those that the parser let through.
import type { ReactNode } from "react";
import { useMemo } from "react";
import { inOrder } from "../in-order.ts";
import { type Directory, nameOf, useDirectory } from "../people/directory.tsx";
import { emojiNamed } from "./emoji.ts";
import { type Inline, parseMrkdwn } from "./mrkdwn.ts";
import { formatSlackDate } from "./slack-date.ts";
import { SlackLink } from "./slack-link.tsx";

export const FormattedText = (props: { text: string; verbatim?: boolean }) => {
  const { text, verbatim = false } = props;
  const blocks = useMemo(() => parseMrkdwn(text, { verbatim }), [text, verbatim]);
  const directory = useDirectory();
  return inOrder(blocks, (block) => {
    if (block.kind === "preformatted") return <pre>{block.text}</pre>;
    const inside = piecesOf(block.of, directory);
    return block.kind === "quote" ? <blockquote>{inside}</blockquote> : <div>{inside}</div>;
  });
};

const piecesOf = (pieces: Inline[], directory: Directory): ReactNode =>
  inOrder(pieces, (piece) => <Piece piece={piece} directory={directory} />);

const Piece = ({ piece, directory }: { piece: Inline; directory: Directory }): ReactNode => {
  switch (piece.kind) {
    case "text":
      return piece.text;
    case "break":
      return <br />;
    case "bold":
      return <strong>{piecesOf(piece.of, directory)}</strong>;
    case "italic":
      return <em>{piecesOf(piece.of, directory)}</em>;
    case "strike":
      return <s>{piecesOf(piece.of, directory)}</s>;
    case "code":
      return <code>{piece.text}</code>;
    case "emoji":
      return <span className="emoji">{emojiNamed(piece.name, piece.skinTone)}</span>;
    case "link":
      return <SlackLink href={piece.href}>{piece.label}</SlackLink>;
    case "person":
      return <PersonMention id={piece.id} label={piece.label} />;
    case "channel":
      return <ChannelMention id={piece.id} label={piece.label} />;
    case "usergroup":
      return <UsergroupMention id={piece.id} label={piece.label} />;
    case "broadcast":
      return <span className="mention mention-me">@{piece.range}</span>;
    case "date":
      return <SlackDate {...piece} />;
  }
};

export const PersonMention = ({ id, label }: { id: string; label?: string | undefined }) => {
  const { person, me } = useDirectory();
  const known = person(id);
  const name = known === undefined ? (label ?? id) : nameOf(known, id);
  return <span className={id === me.id ? "mention mention-me" : "mention"}>@{name.replace(/^@/, "")}</span>;
};

export const ChannelMention = ({ id, label }: { id: string; label?: string | undefined }) => {
  const { channel, open } = useDirectory();
  const known = channel(id);
  if (known === undefined) return <span className="mention">#{label ?? "private-channel"}</span>;
  return (
    <button type="button" className="mention mention-link" onClick={() => open(id)}>
      #{known.name}
    </button>
  );
};

export const UsergroupMention = ({ id, label }: { id: string; label?: string | undefined }) => {
  const { usergroup, me } = useDirectory();
  const group = usergroup(id);
  const handle = group?.handle ?? label ?? id;
  const mine = group?.users.includes(me.id) ?? false;
  return <span className={mine ? "mention mention-me" : "mention"}>@{handle.replace(/^@/, "")}</span>;
};

export const SlackDate = (props: { seconds: number; format: string; fallback: string; href?: string | undefined }) => {
  const { tz, nowMs } = useDirectory();
  const { seconds, format, fallback, href } = props;
  // Past what a date can hold, Slack shows the fallback.
  const shown = Math.abs(seconds) > 8.64e12 ? fallback : formatSlackDate(seconds, format, { tz, nowMs });
  const time = <time title={fallback}>{shown}</time>;
  return href === undefined ? time : <SlackLink href={href}>{time}</SlackLink>;
};

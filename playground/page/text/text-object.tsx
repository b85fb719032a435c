// Block Kit's text objects: plain text with emoji, or mrkdwn.
// Never reads formatting in plain text: a star there is a star.
import { objectAt, stringAt } from "../../slack/json.ts";
import type { JsonObject } from "../../slack/types.ts";
import { withEmoji } from "./emoji.ts";
import { decodeEntities } from "./entities.ts";
import { FormattedText } from "./formatted-text.tsx";

/** What a plain text object reads as; "" where there is none. */
export const plainTextOf = (text: JsonObject | undefined): string => {
  const source = stringAt(text, "text") ?? "";
  const decoded = decodeEntities(source);
  return text?.["emoji"] === false ? decoded : withEmoji(decoded);
};

/** The plain text under a key of a block or element. */
export const plainTextAt = (from: JsonObject | undefined, key: string): string => plainTextOf(objectAt(from, key));

export const TextObject = ({ text }: { text: JsonObject | undefined }) => {
  if (text === undefined) return null;
  if (text["type"] === "mrkdwn") {
    return <FormattedText text={stringAt(text, "text") ?? ""} verbatim={text["verbatim"] === true} />;
  }
  return <span className="plain-text">{plainTextOf(text)}</span>;
};

// The words that a reader sees in a message or a view, one line for each piece of text.
// Never renders markup: what the bot wrote is what is given back, with entities undone.
import { isObject, type Json, type JsonObject, stringAt } from "./json.ts";

const RICH_WORDS: Record<string, string> = {
  user: "user_id",
  channel: "channel_id",
  usergroup: "usergroup_id",
  broadcast: "range",
  emoji: "name",
};

const undoEntities = (text: string): string => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

/** A run of rich text is one line. */
const richLine = (elements: Json[]): string =>
  elements
    .filter(isObject)
    .map(
      (piece) => stringAt(piece, "text") ?? stringAt(piece, RICH_WORDS[stringAt(piece, "type") ?? ""] ?? "url") ?? "",
    )
    .join("");

const isRun = (value: JsonObject): boolean =>
  /^rich_text_(section|quote|preformatted)$/.test(stringAt(value, "type") ?? "");

const linesOf = (value: Json): string[] => {
  if (Array.isArray(value)) return value.flatMap(linesOf);
  if (!isObject(value)) return [];
  if (isRun(value) && Array.isArray(value["elements"])) return [richLine(value["elements"])];
  return Object.entries(value).flatMap(([key, field]) => {
    if (key === "text" && typeof field === "string") return [undoEntities(field)];
    return key === "confirm" ? [] : linesOf(field);
  });
};

/** With blocks or attachments those count, as in Slack's client; without, the text does. */
export const visibleText = (shown: { text?: string; blocks?: JsonObject[]; attachments?: JsonObject[] }): string => {
  const lines = [...linesOf(shown.blocks ?? []), ...(shown.attachments ?? []).flatMap(linesOf)];
  return lines.length > 0 ? lines.join("\n") : undoEntities(shown.text ?? "");
};

// The content of a message as the bot gives it: text, blocks, attachments, metadata; judged and made ready.
// Never posts: chat methods, response_urls and answers to commands share this.
import { LIMITS } from "./block-limits.ts";
import { isObject, type Json, type JsonObject, listAt } from "./json.ts";
import type { Content } from "./messages.ts";
import type { Problem } from "./shape.ts";
import { problemsOfBlocks, textLengthOf } from "./validate-blocks.ts";
import { wordsOf } from "./validate-view.ts";

/** Slack's error name, and its words where it has any. */
export type ContentProblem = { error: string; messages: string[] };

const says = (error: string, problems: Problem[] = []): ContentProblem => ({ error, messages: wordsOf(problems) });

const judgeBlocks = (blocks: Json | undefined): ContentProblem | null => {
  if (blocks === undefined) return null;
  if (!Array.isArray(blocks)) return says("invalid_blocks_format");
  const problems = problemsOfBlocks(blocks, "message");
  if (problems.length > 0) return says("invalid_blocks", problems);
  return textLengthOf(blocks) > LIMITS["message.blockText"] ? says("msg_blocks_too_long") : null;
};

const judgeAttachments = (attachments: Json | undefined): ContentProblem | null => {
  if (attachments === undefined) return null;
  if (!Array.isArray(attachments) || !attachments.every(isObject)) return says("invalid_attachments");
  if (attachments.length > LIMITS["message.attachments"]) return says("too_many_attachments");
  const problems = attachments.flatMap((attachment, index) =>
    attachment["blocks"] === undefined
      ? []
      : problemsOfBlocks(attachment["blocks"], "message", `/attachments/${index}/blocks`),
  );
  return problems.length > 0 ? says("invalid_attachments", problems) : null;
};

const judgeMetadata = (metadata: Json | undefined): ContentProblem | null => {
  if (metadata === undefined || (isObject(metadata) && Object.keys(metadata).length === 0)) return null;
  const isEvent =
    isObject(metadata) && typeof metadata["event_type"] === "string" && isObject(metadata["event_payload"]);
  return isEvent ? null : says("invalid_metadata_format");
};

const judgeMarkdown = (from: JsonObject): ContentProblem | null => {
  const markdown = from["markdown_text"];
  if (typeof markdown !== "string") return null;
  if (from["text"] !== undefined || from["blocks"] !== undefined) return says("markdown_text_conflict");
  return markdown.length > LIMITS["message.markdownText"] ? says("msg_too_long") : null;
};

/** What is wrong with the content, or null. */
export const judgeContent = (from: JsonObject): ContentProblem | null => {
  const text = from["text"];
  if (typeof text === "string" && text.length > LIMITS["message.text"]) return says("msg_too_long");
  return (
    judgeMarkdown(from) ??
    judgeBlocks(from["blocks"]) ??
    judgeAttachments(from["attachments"]) ??
    judgeMetadata(from["metadata"])
  );
};

const objectsOrNothing = (from: JsonObject, key: string): JsonObject[] | undefined =>
  from[key] === undefined ? undefined : listAt(from, key).filter(isObject);

/** The parts that were given; judge them first. */
export const contentOf = (from: JsonObject): Partial<Content> => {
  const markdown = from["markdown_text"];
  const text = from["text"];
  const blocks =
    typeof markdown === "string" ? [{ type: "markdown", text: markdown }] : objectsOrNothing(from, "blocks");
  const attachments = objectsOrNothing(from, "attachments");
  const metadata = from["metadata"];
  return {
    ...(typeof text === "string" ? { text } : {}),
    ...(blocks === undefined ? {} : { blocks }),
    ...(attachments === undefined ? {} : { attachments }),
    ...(isObject(metadata) ? { metadata: Object.keys(metadata).length === 0 ? null : metadata } : {}),
  };
};

/** A new message's content. */
export const wholeContent = (from: JsonObject): Content => ({
  text: "",
  blocks: [],
  attachments: [],
  metadata: null,
  ...contentOf(from),
});

/** Whether there is anything to show. */
export const isBlank = ({ text, blocks, attachments }: Content): boolean =>
  text === "" && blocks.length === 0 && attachments.length === 0;

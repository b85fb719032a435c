// Blocks as Slack stores them: ids filled in, defaults written out.
// Never judges: it is given only what validate-blocks.ts has passed.
import { copyOf, isObject, type Json, type JsonObject } from "./json.ts";
import type { Mint } from "./mint.ts";
import { elementsOf } from "./validate-blocks.ts";

const fillTexts = (value: Json): void => {
  if (Array.isArray(value)) {
    for (const entry of value) fillTexts(entry);
    return;
  }
  if (!isObject(value)) return;
  if (value["type"] === "plain_text" && typeof value["text"] === "string") value["emoji"] ??= true;
  if (value["type"] === "mrkdwn" && typeof value["text"] === "string") value["verbatim"] ??= false;
  for (const field of Object.values(value)) fillTexts(field);
};

export const normaliseText = (text: JsonObject | undefined): JsonObject | null => {
  if (text === undefined) return null;
  const filled = copyOf(text);
  fillTexts(filled);
  return filled;
};

const normaliseBlock = (block: JsonObject, mint: Mint): JsonObject => {
  const filled = copyOf(block);
  if (typeof filled["block_id"] !== "string" || filled["block_id"] === "") filled["block_id"] = mint.short();
  if (filled["type"] === "input") {
    filled["optional"] ??= false;
    filled["dispatch_action"] ??= false;
  }
  fillTexts(filled);
  for (const element of elementsOf(filled)) element["action_id"] ??= mint.short();
  return filled;
};

export const normaliseBlocks = (blocks: JsonObject[], mint: Mint): JsonObject[] =>
  blocks.map((block) => normaliseBlock(block, mint));

/** Attachments get running numbers, and their blocks the same care. */
export const normaliseAttachments = (attachments: JsonObject[], mint: Mint): JsonObject[] =>
  attachments.map((attachment, index) => {
    const blocks = attachment["blocks"];
    return {
      ...copyOf(attachment),
      id: index + 1,
      ...(Array.isArray(blocks) ? { blocks: normaliseBlocks(blocks.filter(isObject), mint) } : {}),
    };
  });

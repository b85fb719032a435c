// Judges a list of blocks as Slack does: each block by its shape, then what must hold between them.
// Never repairs anything; validate-view.ts and the chat methods turn its problems into Slack's answers.
import { LIMITS } from "./block-limits.ts";
import { BLOCKS, type Surface } from "./block-shapes.ts";
import { isObject, type Json, type JsonObject, objectsAt } from "./json.ts";
import { byType, list, type Problem } from "./shape.ts";

const MAX_BLOCKS: Record<Surface, number> = {
  message: LIMITS["message.blocks"],
  modal: LIMITS["view.blocks"],
  home: LIMITS["view.blocks"],
};

const duplicateBlockIds = (blocks: Json[], at: string): Problem[] => {
  const seen = new Set<string>();
  const problems: Problem[] = [];
  for (const [index, block] of blocks.entries()) {
    const id = isObject(block) ? block["block_id"] : undefined;
    if (typeof id !== "string" || id === "") continue;
    if (seen.has(id)) problems.push({ at: `${at}/${index}/block_id`, message: `\`block_id\` already exists: ${id}` });
    seen.add(id);
  }
  return problems;
};

/** The interactive elements of a block, wherever they stand in it. */
export const elementsOf = (block: JsonObject): JsonObject[] => {
  const found = [
    block["element"],
    block["accessory"],
    ...(block["type"] === "actions" ? objectsAt(block, "elements") : []),
  ];
  return found.filter(isObject).filter((element) => element["type"] !== "image");
};

const oneFocus = (blocks: Json[], at: string): Problem[] => {
  const focused = blocks
    .filter(isObject)
    .flatMap(elementsOf)
    .filter((element) => element["focus_on_load"] === true);
  return focused.length > 1 ? [{ at, message: "only one element may have focus_on_load" }] : [];
};

/** What is wrong with these blocks on that surface; `at` is the pointer to them. */
export const problemsOfBlocks = (blocks: Json, surface: Surface, at = "/blocks"): Problem[] => {
  const problems: Problem[] = [];
  list(byType(BLOCKS[surface]), { max: MAX_BLOCKS[surface] })(blocks, at, problems);
  if (!Array.isArray(blocks)) return problems;
  return [...problems, ...duplicateBlockIds(blocks, at), ...oneFocus(blocks, at)];
};

/** Characters of text in blocks, markup and option labels included: what msg_blocks_too_long counts. */
export const textLengthOf = (value: Json): number => {
  if (Array.isArray(value)) return value.reduce<number>((sum, entry) => sum + textLengthOf(entry), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce((sum, [key, field]) => {
    if (key === "text" && typeof field === "string") return sum + field.length;
    return sum + textLengthOf(field);
  }, 0);
};

// Finds an interactive element among blocks, as a person points at it: by its ids or by what is written on it.
// Never presses it.
import { isObject, type JsonObject, objectAt, stringAt } from "./json.ts";
import type { ElementRef } from "./types.ts";
import { elementsOf } from "./validate-blocks.ts";

export type Found = { block: JsonObject; element: JsonObject; blockId: string; actionId: string };

const all = (blocks: JsonObject[]): Found[] =>
  blocks.flatMap((block) =>
    elementsOf(block).map((element) => ({
      block,
      element,
      blockId: stringAt(block, "block_id") ?? "",
      actionId: stringAt(element, "action_id") ?? "",
    })),
  );

/** What is written on an element or beside it. */
const wordsOn = ({ block, element }: Found): string[] =>
  [objectAt(element, "text"), objectAt(block, "label"), objectAt(block, "text"), objectAt(element, "placeholder")]
    .filter(isObject)
    .map((text) => stringAt(text, "text") ?? "");

const matches = (found: Found, ref: ElementRef): boolean => {
  if (typeof ref === "string") return found.actionId === ref || wordsOn(found)[0] === ref;
  if ("text" in ref) return wordsOn(found).includes(ref.text);
  return found.actionId === ref.actionId && (ref.blockId === undefined || found.blockId === ref.blockId);
};

const describe = (blocks: JsonObject[]): string =>
  all(blocks)
    .map((found) => `${found.actionId} (${wordsOn(found).join(" / ")})`)
    .join(", ") || "nothing";

/** The one element meant; throws, saying what is there, when there is none or more than one. */
export const findElement = (blocks: JsonObject[], ref: ElementRef): Found => {
  const found = all(blocks).filter((candidate) => matches(candidate, ref));
  const [only, another] = found;
  if (only === undefined) throw new Error(`No element ${JSON.stringify(ref)} here; there is ${describe(blocks)}`);
  if (another !== undefined) throw new Error(`More than one element is ${JSON.stringify(ref)}: ${describe(blocks)}`);
  return only;
};

/** The input that somebody means by a block id, an action id or a label. */
export const findInput = (blocks: JsonObject[], name: string): Found => {
  const inputs = all(blocks);
  const byBlock = inputs.filter(({ blockId }) => blockId === name);
  const byWords = inputs.filter((candidate) => wordsOn(candidate).includes(name));
  const candidates =
    byBlock.length > 0 ? byBlock : byWords.length > 0 ? byWords : inputs.filter(({ actionId }) => actionId === name);
  const [only, another] = candidates;
  if (only === undefined) throw new Error(`No input ${JSON.stringify(name)} here; there is ${describe(blocks)}`);
  if (another !== undefined) throw new Error(`More than one input is ${JSON.stringify(name)}: ${describe(blocks)}`);
  return only;
};

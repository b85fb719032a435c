// The table of limits against the words in the declarations of @slack/types.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { LIMITS } from "../../../playground/slack/block-limits.ts";

const folder = new URL("./", `file://${createRequire(import.meta.url).resolve("@slack/types")}`);
const FILES = [
  "block-kit/block-elements",
  "block-kit/blocks",
  "block-kit/composition-objects",
  "block-kit/extensions",
  "views",
];

/** "Button.text" to 75, for each field whose description states one maximum. */
const published = (): Map<string, number> => {
  const found = new Map<string, number>();
  for (const file of FILES) {
    const text = readFileSync(new URL(`${file}.d.ts`, folder), "utf8");
    for (const [, name = "", body = ""] of text.matchAll(
      /^(?:export |declare )*(?:interface|type) (\w+)[^{;\n]*\{\n([\s\S]*?)\n\}/gm,
    )) {
      for (const [, words = "", field = ""] of body.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(\w+)\??:/g)) {
        const flat = words.replace(/\s*\n\s*\*\s*/g, " ");
        const most = /\bmax(?:imum)?\b[^\d]*?(\d[\d,]*)|(\d[\d,]*) characters max/i.exec(flat);
        if (most !== null) found.set(`${name}.${field}`, Number((most[1] ?? most[2] ?? "").replace(/,/g, "")));
      }
    }
  }
  return found;
};

const OURS: Record<string, keyof typeof LIMITS> = {
  "Button.text": "button.text",
  "Button.value": "button.value",
  "Button.url": "button.url",
  "Button.accessibility_label": "button.accessibilityLabel",
  "Checkboxes.options": "checkboxes.options",
  "RadioButtons.options": "radioButtons.options",
  "StaticSelect.options": "select.options",
  "StaticSelect.option_groups": "select.optionGroups",
  "MultiStaticSelect.options": "select.options",
  "MultiStaticSelect.option_groups": "select.optionGroups",
  "PlainTextInput.min_length": "plainTextInput.minLength",
  "Block.block_id": "block.blockId",
  "ActionsBlock.elements": "actions.elements",
  "ContextBlock.elements": "context.elements",
  "HeaderBlock.text": "header.text",
  "ImageBlock.alt_text": "image.altText",
  "ImageBlock.title": "image.title",
  "InputBlock.label": "input.label",
  "InputBlock.hint": "input.hint",
  "MarkdownBlock.text": "markdown.text",
  "SectionBlock.text": "section.text",
  "SectionBlock.fields": "section.fields",
  "Confirm.title": "confirm.title",
  "Confirm.text": "confirm.text",
  "Confirm.confirm": "confirm.confirm",
  "Confirm.deny": "confirm.deny",
  "OptionDescriptor.url": "option.url",
  "OptionDescriptor.description": "option.description",
  "PlainTextOption.text": "option.text",
  "MrkdwnOption.text": "option.text",
  "PlainTextElement.text": "text.text",
  "MrkdwnElement.text": "text.text",
  "OptionGroup.label": "optionGroup.label",
  "OptionGroup.options": "optionGroup.options",
  "Action.action_id": "element.actionId",
  "Placeholdable.placeholder": "element.placeholder",
  "BaseView.blocks": "view.blocks",
  "BaseView.private_metadata": "view.privateMetadata",
  "BaseView.callback_id": "view.callbackId",
  "ModalView.title": "view.title",
  "ModalView.submit": "view.submit",
  "ModalView.close": "view.close",
};

test("each limit is the one that the declarations state", () => {
  const stated = published();
  const fields = Object.keys(OURS);
  expect(fields.map((field) => `${field} ${LIMITS[OURS[field] ?? "text.text"]}`)).toEqual(
    fields.map((field) => `${field} ${stated.get(field)}`),
  );
});

/** The declarations are behind the reference here, which now allows 150. */
test("only the length of an option's value differs, and on purpose", () => {
  expect(published().get("OptionDescriptor.value")).toBe(75);
  expect(LIMITS["option.value"]).toBe(150);
});

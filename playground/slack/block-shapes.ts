// The shapes of Block Kit's blocks, and on which surface each may stand.
// Never looks at more than one block: what holds between blocks is validate-blocks.ts.
import { LIMITS } from "./block-limits.ts";
import { ACTIONS_ELEMENTS, INPUT_ELEMENTS, imageElement, SECTION_ACCESSORIES } from "./element-shapes.ts";
import { isObject, type JsonObject } from "./json.ts";
import { richTextElements } from "./rich-text-shapes.ts";
import { among, byType, type Check, flag, list, type Problem, record, text, withRules } from "./shape.ts";
import { anyText, exactlyOne, imageSource, plainText } from "./text-shapes.ts";

export type Surface = "message" | "modal" | "home";

const type = (name: string) => ({ type: among(name) });
const blockId = { block_id: text({ max: LIMITS["block.blockId"] }) };

const textOrFields = (block: JsonObject, at: string, problems: Problem[]): void => {
  if (block["text"] === undefined && block["fields"] === undefined) {
    problems.push({ at, message: "missing required field: text or fields" });
  }
};

const actionIdsDiffer = (block: JsonObject, at: string, problems: Problem[]): void => {
  const seen = new Set<string>();
  const elements = block["elements"];
  if (!Array.isArray(elements)) return;
  for (const [index, element] of elements.entries()) {
    const id = isObject(element) ? element["action_id"] : undefined;
    if (typeof id !== "string") continue;
    if (seen.has(id))
      problems.push({ at: `${at}/elements/${index}/action_id`, message: `\`action_id\` already exists: ${id}` });
    seen.add(id);
  }
};

const section = withRules(
  record(type("section"), {
    ...blockId,
    text: anyText(LIMITS["section.text"]),
    fields: list(anyText(LIMITS["section.field"]), { min: 1, max: LIMITS["section.fields"] }),
    accessory: byType(SECTION_ACCESSORIES),
    expand: flag,
  }),
  textOrFields,
);

const input = (elements: Record<string, Check>): Check =>
  record(
    { ...type("input"), label: plainText(LIMITS["input.label"]), element: byType(elements) },
    { ...blockId, hint: plainText(LIMITS["input.hint"]), optional: flag, dispatch_action: flag },
  );

const { file_input: _modalsOnly, ...inputElsewhere } = INPUT_ELEMENTS;

const everywhere: Record<string, Check> = {
  section,
  divider: record(type("divider"), blockId),
  header: record({ ...type("header"), text: plainText(LIMITS["header.text"]) }, blockId),
  context: record(
    {
      ...type("context"),
      elements: list(
        byType({
          image: imageElement,
          plain_text: anyText(LIMITS["text.text"]),
          mrkdwn: anyText(LIMITS["text.text"]),
        }),
        { min: 1, max: LIMITS["context.elements"] },
      ),
    },
    blockId,
  ),
  actions: withRules(
    record(
      { ...type("actions"), elements: list(byType(ACTIONS_ELEMENTS), { min: 1, max: LIMITS["actions.elements"] }) },
      blockId,
    ),
    actionIdsDiffer,
  ),
  image: withRules(
    record(
      { ...type("image"), alt_text: text({ min: 1, max: LIMITS["image.altText"] }) },
      { ...blockId, ...imageSource, title: plainText(LIMITS["image.title"]) },
    ),
    exactlyOne("image_url", "slack_file"),
  ),
  rich_text: record({ ...type("rich_text"), elements: richTextElements }, blockId),
  video: record(
    {
      ...type("video"),
      video_url: text({ min: 1 }),
      thumbnail_url: text({ min: 1 }),
      alt_text: text({ min: 1, max: LIMITS["video.altText"] }),
      title: plainText(LIMITS["video.title"]),
    },
    {
      ...blockId,
      title_url: text({ pattern: /^https:\/\// }),
      author_name: text({ max: LIMITS["video.authorName"] }),
      provider_name: text(),
      provider_icon_url: text(),
      description: plainText(LIMITS["text.text"]),
    },
  ),
};

/** Block types by surface. */
export const BLOCKS: Record<Surface, Record<string, Check>> = {
  message: {
    ...everywhere,
    input: input(inputElsewhere),
    markdown: record({ ...type("markdown"), text: text({ min: 1, max: LIMITS["markdown.text"] }) }, blockId),
  },
  modal: { ...everywhere, input: input(INPUT_ELEMENTS) },
  home: { ...everywhere, input: input(inputElsewhere) },
};

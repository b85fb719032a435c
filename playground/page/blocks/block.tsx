// One block of Block Kit, by its type; each type has a file of its own.
// Never drops a block in silence: one that is not drawn here says so.
import type { ReactNode } from "react";
import { type JsonObject, stringAt } from "../../slack/json.ts";
import { ActionsBlock } from "./actions-block.tsx";
import { ContextBlock } from "./context-block.tsx";
import { HeaderBlock } from "./header-block.tsx";
import { ImageBlock } from "./image-block.tsx";
import { InputBlock } from "./input-block.tsx";
import { RichTextBlock } from "./rich-text-block.tsx";
import { SectionBlock } from "./section-block.tsx";
import { UndrawnBlock } from "./undrawn-block.tsx";

export const Block = ({ block }: { block: JsonObject }): ReactNode => {
  switch (stringAt(block, "type")) {
    case "header":
      return <HeaderBlock block={block} />;
    case "section":
      return <SectionBlock block={block} />;
    case "actions":
      return <ActionsBlock block={block} />;
    case "context":
      return <ContextBlock block={block} />;
    case "divider":
      return <hr className="block-divider" />;
    case "image":
      return <ImageBlock block={block} />;
    case "rich_text":
      return <RichTextBlock block={block} />;
    case "input":
      return <InputBlock block={block} />;
    default:
      return <UndrawnBlock block={block} />;
  }
};

export const Blocks = ({ blocks }: { blocks: JsonObject[] }) => (
  <div className="blocks">
    {blocks.map((block) => (
      <Block key={stringAt(block, "block_id")} block={block} />
    ))}
  </div>
);

// A line of small print: texts and little pictures.
// Never loads a picture: its description stands in for it.
import { type JsonObject, objectsAt } from "../../slack/json.ts";
import { inOrder } from "../in-order.ts";
import { TextObject } from "../text/text-object.tsx";
import { PictureStandIn } from "./image-block.tsx";

export const ContextBlock = ({ block }: { block: JsonObject }) => (
  <div className="block-context">
    {inOrder(objectsAt(block, "elements"), (element) => (
      <div className="context-element">
        {element["type"] === "image" ? <PictureStandIn image={element} small /> : <TextObject text={element} />}
      </div>
    ))}
  </div>
);

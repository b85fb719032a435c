// A row of elements to press or choose from.
// Never more than places them: each element acts by itself.
import { type JsonObject, objectsAt, stringAt } from "../../slack/json.ts";
import { Element } from "../elements/element.tsx";

export const ActionsBlock = ({ block }: { block: JsonObject }) => (
  <div className="block-actions">
    {objectsAt(block, "elements").map((element) => (
      <Element key={stringAt(element, "action_id")} element={element} blockId={stringAt(block, "block_id") ?? ""} />
    ))}
  </div>
);

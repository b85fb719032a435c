// A section: text, up to ten fields in two columns, and one element beside them.
// Never hides what it holds: long text folds, and opens on a press.
import { type JsonObject, objectAt, objectsAt, stringAt } from "../../slack/json.ts";
import { Element } from "../elements/element.tsx";
import { inOrder } from "../in-order.ts";
import { TextObject } from "../text/text-object.tsx";
import { FoldedText } from "./folded-text.tsx";

export const SectionBlock = ({ block }: { block: JsonObject }) => {
  const text = objectAt(block, "text");
  const fields = objectsAt(block, "fields");
  const accessory = objectAt(block, "accessory");
  return (
    <div className="block-section">
      <div className="section-body">
        {text !== undefined && (
          <FoldedText source={stringAt(text, "text") ?? ""} always={block["expand"] === true}>
            <TextObject text={text} />
          </FoldedText>
        )}
        {fields.length > 0 && (
          <div className="section-fields">
            {inOrder(fields, (field) => (
              <div className="section-field">
                <TextObject text={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory !== undefined && (
        <div className="section-accessory">
          <Element element={accessory} blockId={stringAt(block, "block_id") ?? ""} />
        </div>
      )}
    </div>
  );
};

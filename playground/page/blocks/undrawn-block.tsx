// What the page does not draw: said plainly, with whatever text the block has.
// Never pretends that Slack would show this.
import { type JsonObject, objectAt, stringAt } from "../../slack/json.ts";
import { plainTextOf } from "../text/text-object.tsx";

export const UndrawnBlock = ({ block }: { block: JsonObject }) => (
  <div className="block-undrawn">
    <span>The playground does not draw blocks of type {stringAt(block, "type") ?? "(none)"}.</span>
    <span>{stringAt(block, "text") ?? plainTextOf(objectAt(block, "text"))}</span>
  </div>
);

// A header: one line of plain text, large.
// Never a heading of the page's own outline above level three.
import type { JsonObject } from "../../slack/json.ts";
import { plainTextAt } from "../text/text-object.tsx";

export const HeaderBlock = ({ block }: { block: JsonObject }) => (
  <h3 className="block-header">{plainTextAt(block, "text")}</h3>
);

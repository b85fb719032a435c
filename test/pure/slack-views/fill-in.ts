// A modal as Slack sends it back: its first values, with what a person typed and chose put in.
import type { ModalView } from "slack-edge";
import { initialValues } from "../../../playground/slack/input-values.ts";
import type { JsonObject } from "../../../playground/slack/json.ts";

export const many = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

/** The choice of an option by its value. */
export const chosen = (value: string): JsonObject => ({
  selected_option: { text: { type: "plain_text", text: "whatever" }, value },
});

/** `changes`: by block id, over what stands there at first. */
export function submitted(view: ModalView, changes: Readonly<Record<string, JsonObject>> = {}) {
  const values = initialValues(JSON.parse(JSON.stringify(view.blocks)) as JsonObject[]);
  for (const [blockId, change] of Object.entries(changes))
    for (const actionId of Object.keys(values[blockId] ?? {}))
      values[blockId] = { [actionId]: { ...values[blockId]?.[actionId], ...change } };
  return { id: "V1", callback_id: view.callback_id, private_metadata: view.private_metadata, state: { values } };
}

// The one judge of what the views make: Slack's published limits, as the simulator enforces them, and its unpublished one on
// all the text of a message.
import { LIMITS } from "../../../playground/slack/block-limits.ts";
import type { Json } from "../../../playground/slack/json.ts";
import { problemsOfBlocks, textLengthOf } from "../../../playground/slack/validate-blocks.ts";
import { isViewTooLarge, problemsOfView } from "../../../playground/slack/validate-view.ts";
import type { Message } from "../../../src/slack/views/blocks.ts";

const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;
const said = ({ at, message }: { at: string; message: string }): string => `${at}: ${message}`;

/** What Slack would not take about a message; empty where it takes all of it. */
export function faultsOfMessage({ text, blocks }: Message): string[] {
  const json = asJson(blocks);
  const length = textLengthOf(json);
  const bytes = new TextEncoder().encode(text).byteLength;
  return [
    ...problemsOfBlocks(json, "message").map(said),
    ...(length >= LIMITS["message.blockText"] ? [`${length} characters of text`] : []),
    ...(text.trim() === "" ? ["no text for notifications"] : []),
    ...(bytes > LIMITS["message.updateTextBytes"] ? [`text of ${bytes} bytes`] : []),
  ];
}

export function faultsOfView(view: { readonly type: string }): string[] {
  const json = asJson(view);
  return [
    ...problemsOfView(json, view.type === "home" ? "home" : "modal").map(said),
    ...(isViewTooLarge(json) ? ["too large"] : []),
  ];
}

/** What Slack would not take as suggestions. */
export function faultsOfOptions(
  options: readonly { readonly text: { readonly text: string }; readonly value?: string }[],
): string[] {
  const bad = options.filter(
    ({ text, value }) =>
      text.text.length > LIMITS["option.text"] || text.text === "" || !value || value.length > LIMITS["option.value"],
  );
  return [
    ...(options.length > LIMITS["select.options"] ? [`${options.length} options`] : []),
    ...bad.map(({ value }) => `option ${value}`),
  ];
}

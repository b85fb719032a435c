// Judges a view as views.open, views.push, views.update, views.publish and the answers to submissions do.
// Never looks at the world: whether a view may be shown now is decided in modals.ts.
import { LIMITS } from "./block-limits.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";
import { among, type Check, flag, type Problem, record, text } from "./shape.ts";
import { plainText } from "./text-shapes.ts";
import { problemsOfBlocks } from "./validate-blocks.ts";

/** The blocks have rules of their own. */
const unlooked: Check = () => undefined;

const shared = {
  private_metadata: text({ max: LIMITS["view.privateMetadata"] }),
  callback_id: text({ max: LIMITS["view.callbackId"] }),
  external_id: text({ max: LIMITS["view.externalId"] }),
};

const MODAL: Check = record(
  { type: among("modal"), title: plainText(LIMITS["view.title"]), blocks: unlooked },
  {
    ...shared,
    submit: plainText(LIMITS["view.submit"]),
    close: plainText(LIMITS["view.close"]),
    clear_on_close: flag,
    notify_on_close: flag,
    submit_disabled: flag,
  },
);

const HOME: Check = record({ type: among("home"), blocks: unlooked }, shared);

const hasInput = (view: JsonObject): boolean =>
  Array.isArray(view["blocks"]) && view["blocks"].some((block) => isObject(block) && block["type"] === "input");

/** What is wrong with the view; empty when it can be shown on that surface. */
export const problemsOfView = (view: Json, surface: "modal" | "home"): Problem[] => {
  const at = "/view";
  if (!isObject(view)) return [{ at, message: "must provide an object" }];
  const problems: Problem[] = [];
  (surface === "modal" ? MODAL : HOME)(view, at, problems);
  if (surface === "modal" && hasInput(view) && view["submit"] === undefined) {
    problems.push({ at, message: "missing required field: submit" });
  }
  if (view["blocks"] !== undefined) problems.push(...problemsOfBlocks(view["blocks"], surface, `${at}/blocks`));
  return problems;
};

export const isViewTooLarge = (view: Json): boolean =>
  new TextEncoder().encode(JSON.stringify(view)).byteLength > LIMITS["view.bytes"];

/** As Slack words them in `response_metadata.messages`. */
export const wordsOf = (problems: Problem[]): string[] =>
  problems.map(({ at, message }) => `[ERROR] ${message} [json-pointer:${at}]`);

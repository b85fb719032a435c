// What Slack does with the bot's answer to a submission: close, show errors, redraw, push, clear.
// Never guesses: an answer that it does not understand leaves the modal open and says "trouble connecting".
import { type Delivered, failure, jsonOf, outcomeOf, saysJson } from "./delivery.ts";
import { isObject, type Json, type JsonObject, objectAt, stringAt } from "./json.ts";
import { clearStack, closeView, findByExternalId, pushView, redrawView } from "./modals.ts";
import type { Outcome } from "./types.ts";
import { isViewTooLarge, problemsOfView, wordsOf } from "./validate-view.ts";
import type { Workspace } from "./workspace.ts";
import type { View } from "./world.ts";

const source = "answer to a submission";

type Taking = { workspace: Workspace; view: View; delivered: Delivered };

const notUnderstood = ({ workspace, delivered }: Taking, detail: string): Outcome => {
  workspace.blame("bad_ack", source, detail);
  return failure("invalid_response", delivered.status);
};

const showErrors = (taking: Taking, answer: JsonObject): Outcome => {
  const { workspace, view, delivered } = taking;
  const errors = objectAt(answer, "errors") ?? {};
  const inputs = new Set(view.blocks.filter((block) => block["type"] === "input").map((block) => block["block_id"]));
  const wrong = Object.entries(errors).filter(
    ([blockId, words]) => !inputs.has(blockId) || typeof words !== "string" || words === "",
  );
  if (Object.keys(errors).length === 0 || wrong.length > 0) {
    workspace.blame(
      "bad_field_errors",
      source,
      `not inputs of the view: ${wrong.map(([blockId]) => blockId).join(", ") || "none given"}`,
    );
    return failure("invalid_response", delivered.status);
  }
  view.errors = Object.fromEntries(Object.entries(errors).map(([blockId, words]) => [blockId, String(words)]));
  workspace.changed({ what: "modal", users: [view.userId] });
  return { ok: false, status: delivered.status, fieldErrors: { ...view.errors } };
};

/** The view in the answer, or undefined when Slack would refuse it. */
const goodView = ({ workspace, view: self }: Taking, answer: JsonObject, isPush: boolean): JsonObject | undefined => {
  const view = answer["view"] ?? null;
  const words = isViewTooLarge(view) ? ["view_too_large"] : wordsOf(problemsOfView(view, "modal"));
  if (words.length > 0) workspace.blame("bad_view", source, words.join(" "));
  if (words.length > 0 || !isObject(view)) return undefined;
  const owner = findByExternalId(workspace.world, stringAt(view, "external_id") ?? "");
  if (owner === undefined || (owner === self && !isPush)) return view;
  workspace.blame("bad_view", source, "duplicate_external_id");
  return undefined;
};

const redraw = (taking: Taking, answer: JsonObject): Outcome => {
  const view = goodView(taking, answer, false);
  if (view === undefined) return failure("invalid_response", taking.delivered.status);
  redrawView(taking.workspace, taking.view, view);
  return outcomeOf(taking.delivered);
};

const push = (taking: Taking, answer: JsonObject): Outcome => {
  const view = goodView(taking, answer, true);
  if (view === undefined) return failure("invalid_response", taking.delivered.status);
  const pushed = pushView(taking.workspace, taking.view.userId, view);
  if (typeof pushed !== "string") return outcomeOf(taking.delivered);
  taking.workspace.blame("modal_stack_too_deep", source, pushed);
  return failure("invalid_response", taking.delivered.status);
};

const obey = (taking: Taking, answer: Json | undefined): Outcome => {
  if (!isObject(answer)) return notUnderstood(taking, "neither empty nor a JSON object");
  switch (answer["response_action"]) {
    case undefined:
      if (Object.keys(answer).length > 0) return notUnderstood(taking, "no response_action");
      closeView(taking.workspace, taking.view);
      return outcomeOf(taking.delivered);
    case "errors":
      return showErrors(taking, answer);
    case "update":
      return redraw(taking, answer);
    case "push":
      return push(taking, answer);
    case "clear":
      clearStack(taking.workspace, taking.view.userId);
      return outcomeOf(taking.delivered);
    default:
      return notUnderstood(taking, `unknown response_action ${JSON.stringify(answer["response_action"])}`);
  }
};

/** Applies the answer, if the view is still there, and gives back what the person then sees. */
export const takeSubmissionAnswer = (workspace: Workspace, view: View, delivered: Delivered): Outcome => {
  const taking = { workspace, view, delivered };
  if (delivered.error !== null) return outcomeOf(delivered);
  const isOpen = workspace.world.views[view.id] === view;
  if (!isOpen) return outcomeOf(delivered);
  if (delivered.body.trim() === "") {
    closeView(workspace, view);
    return outcomeOf(delivered);
  }
  if (!saysJson(delivered)) workspace.blame("bad_ack", source, `content type ${delivered.contentType || "missing"}`);
  return obey(taking, jsonOf(delivered));
};

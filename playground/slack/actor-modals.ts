// Submitting and closing modals.
// Never sends a submission that the client itself would stop, unless the client is tampered with.
import { type Acting, mustBePresent } from "./acting.ts";
import { topModal } from "./actor-clicks.ts";
import { clientErrors } from "./client-checks.ts";
import { deliverInteraction, outcomeOf } from "./delivery.ts";
import { type JsonObject, objectAt, stringAt, trueAt } from "./json.ts";
import { clearStack, closeView } from "./modals.ts";
import { closedPayload, submissionPayload } from "./payloads.ts";
import { issueResponseUrl } from "./response-urls.ts";
import { takeSubmissionAnswer } from "./submission-answer.ts";
import type { Outcome } from "./types.ts";
import type { View } from "./world.ts";

/** A response_url for every conversation chosen in an input that asks for one. */
const responseUrlsOf = ({ workspace, person }: Acting, view: View): JsonObject[] =>
  view.blocks.flatMap((block) => {
    const element = objectAt(block, "element");
    if (!trueAt(element, "response_url_enabled")) return [];
    const blockId = stringAt(block, "block_id") ?? "";
    const actionId = stringAt(element, "action_id") ?? "";
    const value = view.values[blockId]?.[actionId];
    const channel = stringAt(value, "selected_conversation") ?? stringAt(value, "selected_channel");
    if (channel === undefined) return [];
    const url = issueResponseUrl(workspace, "app", { userId: person.id, channel, sourceTs: null });
    return [{ block_id: blockId, action_id: actionId, channel_id: channel, response_url: url }];
  });

export const submit = async (acting: Acting): Promise<Outcome> => {
  mustBePresent(acting);
  const { workspace, person, clientLimits } = acting;
  const view = topModal(acting);
  if (view.submit === null) throw new Error("This modal has nothing to submit with");
  if (clientLimits && view.submitting) throw new Error("This modal is being submitted already");
  view.errors = clientLimits ? clientErrors(view.blocks, view.values) : {};
  if (Object.keys(view.errors).length > 0) {
    workspace.changed({ what: "modal", users: [person.id] });
    return { ok: false, status: 0, error: "client_validation", fieldErrors: { ...view.errors } };
  }
  view.submitting = true;
  workspace.changed({ what: "modal", users: [person.id] });
  const payload = submissionPayload(workspace, person, view, responseUrlsOf(acting, view));
  const delivered = await deliverInteraction(workspace, payload);
  view.submitting = false;
  const outcome = takeSubmissionAnswer(workspace, view, delivered);
  workspace.changed({ what: "modal", users: [person.id] });
  return outcome;
};

/** Cancel, Back, or the cross; the bot hears of views that ask for it. */
export const close = async (acting: Acting, how: { all?: boolean } = {}): Promise<Outcome> => {
  mustBePresent(acting);
  const { workspace, person } = acting;
  const top = topModal(acting);
  const all = how.all === true || top.clearOnClose;
  const closed = all ? clearStack(workspace, person.id) : [top];
  if (!all) closeView(workspace, top);
  let outcome: Outcome = { ok: true, status: 0 };
  for (const view of closed) {
    if (!view.notifyOnClose) continue;
    outcome = outcomeOf(await deliverInteraction(workspace, closedPayload(workspace, person, view, all)));
  }
  return outcome;
};

// The picker: sent, it turns into the form of the Flow that was chosen; with another Environment chosen, it is drawn again.
// Shows and opens only what whoever is choosing may ask for; changes nothing but the view.
import { type ButtonClick, click, type Person, type Submission, submission } from "../payload.ts";
import { PICKER, parsePicker, renderPicker, unknownFlow } from "../views/flow-picker.ts";
import { renderForm } from "../views/request-form.ts";
import { type Front, findEnvironment, findFlow } from "./front.ts";
import type { Listener } from "./listen.ts";
import { offeredTo } from "./offered.ts";
import { noticeOf } from "./open.ts";
import { redraw } from "./redraw.ts";
import { somethingWentWrong } from "./sentences.ts";
import { refusedForm, unreadable } from "./unreadable.ts";
import { becomes, staysOpen, type ViewBody } from "./view-replies.ts";

export const PICKED = PICKER.callbackId;

export const onPicked: Listener<Submission, ViewBody> = {
  name: "flow_picked",
  schema: submission,
  work: async (front, { person, view }) => {
    const chosen = parsePicker(view);
    if (chosen === null) return unreadable(front, "picker", person);
    const version = chosen.flow === null ? null : findFlow(front, chosen.flow, chosen.environment);
    if (version !== null && (await offeredTo(front, person, [version])).flows.length > 0)
      return becomes(renderForm(version));
    if (chosen.flow !== null) refusedForm(front, "picker", person, version === null ? "flow_gone" : "may_not_request");
    return becomes(await pickerIn(front, person, chosen.environment, chosen.flow));
  },
  sorry: (_front, { view }) => staysOpen(view, somethingWentWrong),
  nothing: "",
};

export const onEnvironmentChosen: Listener<ButtonClick, ""> = {
  name: "environment_chosen",
  schema: click,
  work: async (front, { person, view }) => {
    const chosen = parsePicker(view);
    if (view === null || chosen === null) {
      refusedForm(front, "picker", person, "unreadable");
      return { body: "" };
    }
    return { body: "", after: async () => redraw(front, view, await pickerIn(front, person, chosen.environment)) };
  },
  sorry: () => ({ body: "" }),
  nothing: "",
};

/** `missed`: a Flow that is not to be had. */
async function pickerIn(front: Front, person: Person, environment: string, missed: string | null = null) {
  const { flows, environments, defaultEnvironment } = front.deployment;
  const known = findEnvironment(front, environment) ?? defaultEnvironment;
  const offered = await offeredTo(front, person, flows);
  const notice = noticeOf(offered, missed === null || offered.isDoubtful ? null : unknownFlow(missed));
  return renderPicker(offered.flows, { environment: known, environments, ...notice });
}

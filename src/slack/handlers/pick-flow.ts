// The picker: sent, it turns into the form of the Flow that was chosen; with another Environment chosen, it is drawn again.
// Asks nobody who is choosing, and changes nothing but the view.
import { type ButtonClick, click, type Submission, submission } from "../payload.ts";
import { PICKER, parsePicker, renderPicker, unknownFlow } from "../views/flow-picker.ts";
import { renderForm } from "../views/request-form.ts";
import { type Front, findEnvironment, findFlow } from "./front.ts";
import type { Listener } from "./listen.ts";
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
    if (version !== null) return becomes(renderForm(version));
    if (chosen.flow !== null) refusedForm(front, "picker", person, "flow_gone");
    const again = pickerIn(front, chosen.environment);
    return becomes(chosen.flow === null ? again() : again(unknownFlow(chosen.flow)));
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
    return { body: "", after: () => redraw(front, view, pickerIn(front, chosen.environment)()) };
  },
  sorry: () => ({ body: "" }),
  nothing: "",
};

const pickerIn =
  ({ deployment }: Front, environment: string) =>
  (notice?: ReturnType<typeof unknownFlow>) => {
    const { flows, environments, defaultEnvironment } = deployment;
    const known = findEnvironment({ deployment }, environment) ?? defaultEnvironment;
    return renderPicker(flows, { environment: known, environments, ...(notice === undefined ? {} : { notice }) });
  };

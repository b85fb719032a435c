// Something changed in a request form that something else depends on: the form is drawn again, with what was typed. Asks nobody
// who is typing, and changes nothing but the view.
import { type ButtonClick, click } from "../payload.ts";
import { readFormMetadata, renderForm } from "../views/request-form.ts";
import { sayRefusal } from "../words/refusals.ts";
import { findFlow } from "./front.ts";
import type { Listener } from "./listen.ts";
import { redraw } from "./redraw.ts";
import { refusedForm } from "./unreadable.ts";

export const onFormChanged: Listener<ButtonClick, ""> = {
  name: "form_changed",
  schema: click,
  work: async (front, { person, view }) => {
    const drawn = view === null ? null : readFormMetadata(view.private_metadata);
    if (view === null || drawn === null) {
      refusedForm(front, "request", person, "unreadable");
      return { body: "" };
    }
    // Where the Flow is gone, whoever sends the form is told.
    const version = findFlow(front, drawn.flow, drawn.environment);
    if (version === null) return { body: "" };
    const notice = version.hash === drawn.version ? {} : { notice: sayRefusal({ kind: "form_changed" }, "request") };
    const next = renderForm(version, { ...notice, typed: view.state?.values });
    return { body: "", after: () => redraw(front, view, next) };
  },
  sorry: () => ({ body: "" }),
  nothing: "",
};

// A request form, sent: checked against the Flow it was drawn from, then asked of the engine, all inside the acknowledgement.
// Whatever stands in the way is said in the form, with everything that was typed still there.
import type { FlowVersion } from "../../domain/flow.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { type Submission, submission, type View } from "../payload.ts";
import { permalinkOf } from "../permalink.ts";
import { FORM, parseForm, readFormMetadata, renderForm } from "../views/request-form.ts";
import { errorsFor } from "../views/request-form-errors.ts";
import { renderSent } from "../views/sent.ts";
import { sayRefusal } from "../words/refusals.ts";
import { type Front, findFlow, turnAway } from "./front.ts";
import type { Listener, Reply } from "./listen.ts";
import { moreToAnswer, somethingWentWrong, stillAtIt } from "./sentences.ts";
import { refusedForm, unreadable } from "./unreadable.ts";
import { becomes, closes, notice, staysOpen, underFields, type ViewBody } from "./view-replies.ts";

export const FORM_SENT = FORM.callbackId;

/** A link to the request that is in the way is worth this much of Slack's three seconds. */
const LINK_WITHIN_MS = 500;

export const onFormSent: Listener<Submission, ViewBody> = {
  name: "form_sent",
  schema: submission,
  work: async (front, { person, view }) => {
    const drawn = readFormMetadata(view.private_metadata);
    if (drawn === null) return unreadable(front, "request", person);
    const { flow, environment } = drawn;
    const version = findFlow(front, flow, environment);
    if (version === null) {
      refusedForm(front, "request", person, "flow_gone");
      return becomes(notice(sayRefusal({ kind: "flow_gone", flow, environment })));
    }
    if (version.hash !== drawn.version) {
      refusedForm(front, "request", person, "form_changed");
      return asksAgain(view, version, { kind: "form_changed" });
    }

    const typed = parseForm(view.state?.values, version);
    if (!typed.ok) {
      const at = Object.keys(typed.errors).join(" ");
      front.log("slack.form.refused", { flow, environment, user: person.userId, at });
      turnAway(front, person, "submit", "form_refused", { flow, environment, at });
      return typed.isUnseen ? asksMore(view, version) : underFields(typed.errors);
    }
    const { ok: _ok, ...said } = typed;
    const asked = await front.commands.submit({
      flow: version,
      ...person,
      viewId: view.id,
      ...said,
    });
    if (!asked.ok) return refusedIn(front, view, version, asked.refusal);
    const sent = renderSent(asked.value, version);
    return sent === null ? closes() : becomes(sent);
  },
  late: (_front, { view }) => staysOpen(view, stillAtIt),
  sorry: (_front, { view }) => staysOpen(view, somethingWentWrong),
  nothing: "",
};

async function refusedIn(front: Front, view: View, version: FlowVersion, refusal: Refusal): Promise<Reply<ViewBody>> {
  const permalink = refusal.kind === "duplicate" ? await permalinkOf(front.call, refusal.card, LINK_WITHIN_MS) : null;
  const errors = errorsFor(refusal, version, { permalink });
  return errors === null ? asksAgain(view, version, refusal) : underFields(errors);
}

/** The form as it should have been drawn by now: Slack takes no error for a question that it does not show. */
const asksMore = (view: View, version: FlowVersion): Reply<ViewBody> =>
  becomes(renderForm(version, { notice: moreToAnswer, typed: view.state?.values }));

/** The form of the Flow as it is now, with the reason at the top. It keeps its view id, which is what makes a submission one. */
const asksAgain = (view: View, version: FlowVersion, refusal: Refusal): Reply<ViewBody> =>
  becomes(renderForm(version, { notice: sayRefusal(refusal, "request"), typed: view.state?.values }));

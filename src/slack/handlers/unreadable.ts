// A form that is refused before the engine is asked: it leaves a line in the log and an entry in the trail, like every no. Never
// repeats what came with it.
import type { Person } from "../payload.ts";
import { type Front, turnAway } from "./front.ts";
import type { Reply } from "./listen.ts";
import { unreadableForm } from "./sentences.ts";
import { becomes, notice, type ViewBody } from "./view-replies.ts";

type Form = "request" | "deny" | "picker" | "revoke_all";

export function refusedForm(
  front: Front,
  form: Form,
  person: Person,
  why: "unreadable" | "flow_gone" | "form_changed" | "may_not_request",
): void {
  front.log("slack.form.refused", { form, user: person.userId, why });
  const action = form === "request" ? "submit" : form;
  if (why === "unreadable") turnAway(front, person, action, "form_refused", { at: "private_metadata" });
  else turnAway(front, person, action, why);
}

/** One that Sym never drew: somebody's client, or somebody's doing. It must not look as if it had worked. */
export function unreadable(front: Front, form: Form, person: Person): Reply<ViewBody> {
  refusedForm(front, form, person, "unreadable");
  return becomes(notice(unreadableForm));
}

// `/sym revoke-all`: first how many it would end, to be confirmed in a modal; then one order, stored in the acknowledgement.
import type { RevokeScope } from "../../ports.ts";
import { type SlashCommand, type Submission, submission } from "../payload.ts";
import { parseRevokeAllForm, REVOKE_ALL_FORM, renderRevokeAllForm } from "../views/revoke-all-form.ts";
import { sayRefusal } from "../words/refusals.ts";
import type { Front } from "./front.ts";
import type { Listener } from "./listen.ts";
import { openView } from "./open.ts";
import { sayPrivately } from "./say-privately.ts";
import { revokeAllDelayed, revokeAllOrdered, somethingWentWrong } from "./sentences.ts";
import { unreadable } from "./unreadable.ts";
import { becomes, notice, refusalIn, staysOpen, type ViewBody } from "./view-replies.ts";

export const REVOKE_ALL_SENT = REVOKE_ALL_FORM.callbackId;

/** Counting and opening change nothing, so they follow the acknowledgement. */
export async function askRevokeAll(
  front: Front,
  { person, triggerId, replyTo }: SlashCommand,
  typed: RevokeScope,
): Promise<void> {
  const scope = asDeployed(front, typed);
  const counts = await front.commands.countUnder(person, scope);
  if (!counts.ok) return sayPrivately(front, replyTo, sayRefusal(counts.refusal, "count"));
  const trouble = await openView(front, triggerId, renderRevokeAllForm(scope, counts.value));
  if (trouble !== null) await sayPrivately(front, replyTo, trouble);
}

/**
 * A Target's name as the deployment spells it. One that is not deployed is taken as typed: access to a Target that is gone
 * from the configuration must still be ended.
 */
function asDeployed({ deployment }: Front, scope: RevokeScope): RevokeScope {
  if (scope.kind !== "target") return scope;
  const names = deployment.flows.flatMap(({ flow }) => flow.targets.map(({ name }) => name));
  const exact = names.find((name) => name === scope.target);
  const target = exact ?? names.find((name) => name.toLowerCase() === scope.target.toLowerCase()) ?? scope.target;
  return { kind: "target", target };
}

export const onRevokeAllSent: Listener<Submission, ViewBody> = {
  name: "revoke_all_sent",
  schema: submission,
  work: async (front, { person, view }) => {
    const scope = parseRevokeAllForm(view);
    if (scope === null) return unreadable(front, "revoke_all", person);
    const ordered = await front.commands.revokeAll(person, scope);
    if (!ordered.ok) return refusalIn(view, ordered.refusal, "order");
    return becomes(notice(revokeAllOrdered(front.deployment.operatorsChannel)));
  },
  late: (front) => becomes(notice(revokeAllDelayed(front.deployment.operatorsChannel))),
  sorry: (_front, { view }) => staysOpen(view, somethingWentWrong),
  nothing: "",
};

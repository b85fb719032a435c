// `/sym revoke-all`: first how many it would end, to be confirmed in a modal; then one order, stored in the acknowledgement.
import type { RevokeScope } from "../../ports.ts";
import { type SlashCommand, type Submission, submission } from "../payload.ts";
import { parseRevokeAllForm, REVOKE_ALL_FORM, renderRevokeAllForm } from "../views/revoke-all-form.ts";
import { sayRefusal } from "../words/refusals.ts";
import type { Front } from "./front.ts";
import type { Listener } from "./listen.ts";
import { openView } from "./open.ts";
import { sayPrivately } from "./say-privately.ts";
import { noSuchTarget, revokeAllDelayed, revokeAllOrdered, somethingWentWrong } from "./sentences.ts";
import { unreadable } from "./unreadable.ts";
import { becomes, notice, refusalIn, staysOpen, type ViewBody } from "./view-replies.ts";

export const REVOKE_ALL_SENT = REVOKE_ALL_FORM.callbackId;

/** Counting and opening change nothing, so they follow the acknowledgement. */
export async function askRevokeAll(
  front: Front,
  { person, triggerId, replyTo }: SlashCommand,
  typed: RevokeScope,
): Promise<void> {
  const scope = asSpelt(typed);
  const counts = await front.commands.countUnder(person, scope);
  if (!counts.ok) return sayPrivately(front, replyTo, sayRefusal(counts.refusal, "count"));
  const names = targetNames(front);
  const isOpen = counts.value.pending + counts.value.open > 0;
  if (scope.kind === "target" && !isOpen && !names.includes(scope.target))
    return sayPrivately(front, replyTo, noSuchTarget(scope.target, names));
  const trouble = await openView(front, triggerId, renderRevokeAllForm(scope, counts.value));
  if (trouble !== null) await sayPrivately(front, replyTo, trouble);
}

/**
 * A Target's name as it is spelt: in small letters. One that is not deployed may still be meant: access to a Target that is
 * gone from the configuration must be ended too. It is known by what is open under it.
 */
function asSpelt(scope: RevokeScope): RevokeScope {
  return scope.kind === "target" ? { kind: "target", target: scope.target.toLowerCase() } : scope;
}

const targetNames = ({ deployment }: Front): string[] =>
  [...new Set(deployment.flows.flatMap(({ flow }) => flow.targets.map(({ name }) => name)))].sort();

export const onRevokeAllSent: Listener<Submission, ViewBody> = {
  name: "revoke_all_sent",
  schema: submission,
  work: async (front, { person, view }) => {
    const scope = parseRevokeAllForm(view);
    if (scope === null) return unreadable(front, "revoke_all", person);
    const ordered = await front.commands.revokeAll(person, scope, view.id);
    if (!ordered.ok) return refusalIn(view, ordered.refusal, "order");
    return becomes(notice(revokeAllOrdered(front.deployment.operatorsChannel)));
  },
  late: (front) => becomes(notice(revokeAllDelayed(front.deployment.operatorsChannel))),
  sorry: (_front, { view }) => staysOpen(view, somethingWentWrong),
  nothing: "",
};

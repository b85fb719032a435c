// What the engine refuses, under the question of the form that it is about. In plain words, since Slack shows errors letter by
// letter; never a word of anybody else's but the name of an account.
import type { FlowVersion } from "../../domain/flow.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { line } from "../words/plain.ts";
import { sayWrongAnswer } from "../words/wrong-answer.ts";
import { fieldBlock } from "./field-input.ts";
import { FORM } from "./request-form.ts";

const ERROR_MAX = 250;

/**
 * The refusal under the question that it is about, by block id, in plain words; null where it is about none of them (then
 * `sayRefusal` belongs into the form's notice). `permalink`: link to the card of the request that is already waiting.
 */
export function errorsFor(
  refusal: Refusal,
  version: FlowVersion,
  { permalink }: { readonly permalink?: string | null } = {},
): Record<string, string> | null {
  if (refusal.kind === "wrong_answer") return { [fieldBlock(refusal.field)]: sayWrongAnswer(refusal) };
  if (version.flow.targets.length === 0) return null;
  const said = errorOf(refusal, permalink ?? null);
  return said === null ? null : { [FORM.targetBlock]: said };
}

function errorOf(refusal: Refusal, permalink: string | null): string | null {
  if (refusal.kind === "duplicate")
    return permalink === null
      ? "The same access is already waiting for an answer. /sym list shows it."
      : `The same access is already waiting for an answer (/sym list shows it): ${permalink}`;
  if (refusal.kind === "too_many")
    return refusal.what === "pending"
      ? `You already have ${refusal.most} ${refusal.most === 1 ? "request" : "requests"} waiting for an answer, the most at once. Cancel one or wait; /sym list shows them.`
      : `You have asked ${refusal.most} ${refusal.most === 1 ? "time" : "times"} within 24 hours, which is the most. Please ask again later.`;
  if (refusal.kind === "too_fast")
    return "That was too much within one minute. Please wait a minute and send it again.";
  if (refusal.kind === "target_gone") return "This is no longer offered. Please choose something else.";
  if (refusal.kind === "no_account")
    return line(
      `Sym does not know which account there is yours: ${refusal.detail.replace(/\.$/, "")}. Please ask an admin of Sym to set it (/sym identity set).`,
      ERROR_MAX,
    );
  if (refusal.kind === "lookup_unavailable" && refusal.what === "account")
    return "Your account there cannot be looked up just now. Please try again in a minute.";
  return null;
}

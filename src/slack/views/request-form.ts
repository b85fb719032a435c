// The request form of a Flow: what for, the Flow's own questions, for how long. Its ids, how it is drawn and how it is read
// stand together. The view carries names and a version only; nothing that comes back is believed before it is checked.
import type { AnyModalBlock, ModalView, PlainTextOption } from "slack-edge";
import * as z from "zod";
import { checkAnswers, checkDuration, checkTarget } from "../../domain/answers.ts";
import { sayDuration } from "../../domain/duration.ts";
import type { Answer, Flow, FlowVersion } from "../../domain/flow.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { joined, type MrkdwnText, mrkdwn, paragraph, piece } from "../words/escape.ts";
import { sayRule } from "../words/people.ts";
import { line } from "../words/plain.ts";
import { context, section, words } from "./blocks.ts";
import { FIELD_CHOICE, fieldBlock, fieldChoices, fieldInput, fieldOfBlock, rawAnswer } from "./field-input.ts";
import { type FormState, readState } from "./form-state.ts";
import { type Choice, input, select, suggest } from "./inputs.ts";

export const FORM = {
  callbackId: "request_form",
  /** An external select where there are more than 100 Targets: answer `block_suggestion` with `targetOptions`. */
  target: "form.target",
  /** The same for a choice of the Flow's own: answer with `optionsFor`. */
  choice: FIELD_CHOICE,
  duration: "form.duration",
} as const;

const TARGET_BLOCK = "target";
const DURATION_BLOCK = "duration";
const ERROR_MAX = 250;

export interface FormOptions {
  /** A line at the top. */
  readonly notice?: MrkdwnText;
  /** `view.state.values` of the form that this one takes the place of: what was typed is kept where it still fits. */
  readonly typed?: unknown;
}

export function renderForm(version: FlowVersion, { notice, typed }: FormOptions = {}): ModalView {
  const { flow } = version;
  const state = readState(typed);
  const blocks: (AnyModalBlock | null)[] = [
    notice === undefined ? null : section(mrkdwn`:warning: ${piece(notice)}`),
    section(
      joined(
        [mrkdwn`In *${flow.environmentLabel}*`, flow.description === null ? null : paragraph(flow.description)],
        "\n",
      ),
    ),
    flow.targets.length === 0 ? null : targetInput(flow, state),
    ...flow.fields.map((field) => fieldInput(field, state(fieldBlock(field.name)))),
    flow.durationsMs.length === 0 ? null : durationInput(flow, state),
    context(mrkdwn`Who can approve: ${sayRule(flow.approvers)}.`),
  ];
  return {
    type: "modal",
    callback_id: FORM.callbackId,
    // Whole: a Flow's label is checked to be no longer. Nothing below repeats it.
    title: words(flow.label, 24),
    submit: words("Send request", 24),
    close: words("Cancel", 24),
    private_metadata: JSON.stringify({ flow: flow.name, environment: flow.environment, version: version.hash }),
    blocks: blocks.filter((block) => block !== null),
  };
}

const targetChoices = ({ targets }: Flow): Choice[] => targets.map(({ name, label }) => ({ value: name, label }));

function targetInput(flow: Flow, state: FormState): AnyModalBlock {
  const choices = targetChoices(flow);
  const only = choices.length === 1 ? choices[0]?.value : null;
  const chosen = state(TARGET_BLOCK).chosen ?? only ?? null;
  return input({
    blockId: TARGET_BLOCK,
    label: "Access to",
    element: select({ actionId: FORM.target, choices, placeholder: "Choose what you need", chosen }),
  });
}

function durationInput(flow: Flow, state: FormState): AnyModalBlock {
  const choices = flow.durationsMs.map((durationMs) => ({ value: String(durationMs), label: sayDuration(durationMs) }));
  const only = choices.length === 1 ? choices[0]?.value : null;
  const chosen = state(DURATION_BLOCK).chosen ?? only ?? null;
  return input({
    blockId: DURATION_BLOCK,
    label: "For how long?",
    hint: "The access ends by itself when this time is up.",
    element: select({ actionId: FORM.duration, choices, placeholder: "Choose a time", chosen }),
  });
}

const metadata = z.object({ flow: z.string(), environment: z.string(), version: z.string() });

/** What the form was drawn from. Null where the text is not one that Sym wrote; nothing in it is known to exist yet. */
export function readFormMetadata(privateMetadata: unknown): z.infer<typeof metadata> | null {
  if (typeof privateMetadata !== "string") return null;
  try {
    return metadata.safeParse(JSON.parse(privateMetadata)).data ?? null;
  } catch {
    return null;
  }
}

export type ParsedForm =
  | {
      readonly ok: true;
      readonly target: string | null;
      readonly answers: Readonly<Record<string, Answer>>;
      readonly durationMs: number | null;
    }
  /** By block id, as `response_action: errors` takes them. */
  | { readonly ok: false; readonly errors: Record<string, string> };

/** `viewStateValues`: `view.state.values`. Every answer is checked against this version, whatever the page offered. */
export function parseForm(viewStateValues: unknown, version: FlowVersion): ParsedForm {
  const { flow } = version;
  const state = readState(viewStateValues);
  const raw = flow.fields.map((field): [string, unknown] => [
    field.name,
    rawAnswer(field, state(fieldBlock(field.name))),
  ]);
  const target = checkTarget(flow, state(TARGET_BLOCK).chosen);
  const answers = checkAnswers(flow, Object.fromEntries(raw));
  const duration = checkDuration(flow, durationOf(state(DURATION_BLOCK).chosen));
  if (target.ok && answers.ok && duration.ok)
    return { ok: true, target: target.value?.name ?? null, answers: answers.answers, durationMs: duration.value };
  const fieldErrors = answers.ok
    ? []
    : Object.entries(answers.errors).map(([name, error]) => [fieldBlock(name), error] as const);
  return {
    ok: false,
    errors: Object.fromEntries([
      ...(target.ok ? [] : [[TARGET_BLOCK, target.error] as const]),
      ...fieldErrors,
      ...(duration.ok ? [] : [[DURATION_BLOCK, duration.error] as const]),
    ]),
  };
}

const durationOf = (chosen: string | null): number | null =>
  chosen === null ? null : /^[1-9]\d{0,14}$/.test(chosen) ? Number(chosen) : Number.NaN;

/**
 * The refusal under the question that it is about, by block id, in plain words; null where it is about none of them (then
 * `sayRefusal` belongs into the form's notice). `permalink`: link to the card of the request that is already waiting.
 */
export function errorsFor(
  refusal: Refusal,
  version: FlowVersion,
  { permalink }: { readonly permalink?: string | null } = {},
): Record<string, string> | null {
  if (version.flow.targets.length === 0) return null;
  const said = errorOf(refusal, permalink ?? null);
  return said === null ? null : { [TARGET_BLOCK]: said };
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

/** Suggestions for the Target while somebody types: at most 100. */
export const targetOptions = (version: FlowVersion, query: string): PlainTextOption[] =>
  suggest(targetChoices(version.flow), query);

/** Suggestions for a choice of the Flow's own; none for a block that is not one. */
export function optionsFor(version: FlowVersion, blockId: string, query: string): PlainTextOption[] {
  const field = version.flow.fields.find(({ name }) => name === fieldOfBlock(blockId));
  return field === undefined ? [] : suggest(fieldChoices(field), query);
}

// The request form of a Flow: what for, the Flow's own questions, for how long. Its ids, how it is drawn and how it is read
// stand together. The view carries names and a version only; nothing that comes back is believed before it is checked.
import type { AnyModalBlock, ModalView, PlainTextOption } from "slack-edge";
import * as z from "zod";
import { checkAnswers, checkTarget } from "../../domain/answers.ts";
import { checkDuration } from "../../domain/asked-duration.ts";
import { type AnswerLabels, type Field, shownFields, TARGET_FIELD } from "../../domain/field.ts";
import type { Answer, Flow, FlowVersion, Target } from "../../domain/flow.ts";
import { fromFlow, joined, type MrkdwnText, mrkdwn, paragraph, piece } from "../words/escape.ts";
import { sayRule } from "../words/people.ts";
import { context, section, words } from "./blocks.ts";
import { DURATION, durationAsked, durationInputs } from "./duration-input.ts";
import {
  FIELD_ACTIONS,
  fieldBlock,
  fieldChoices,
  fieldInput,
  fieldOfBlock,
  rawAnswer,
  valueIn,
} from "./field-input.ts";
import { type FormState, readState } from "./form-state.ts";
import { type Choice, input, OPTIONS_MAX, optionOf, select, suggest } from "./inputs.ts";

const TARGET_BLOCK = "target";

export const FORM = {
  callbackId: "request_form",
  /** An external select where there are more than 100 Targets: answer `block_suggestion` with `targetOptions`. */
  target: "form.target",
  targetBlock: TARGET_BLOCK,
  duration: DURATION,
} as const;

/** Of everything whose change may change what else is asked: draw the form again. */
export const FORM_ACTIONS = [FORM.target, FORM.duration, ...FIELD_ACTIONS] as const;

const HEADER_MAX = 2_500;

export interface FormOptions {
  /** A line at the top. */
  readonly notice?: MrkdwnText;
  /** `view.state.values` of the form that this one takes the place of: what was typed is kept where it still fits. */
  readonly typed?: unknown;
}

export function renderForm(version: FlowVersion, { notice, typed }: FormOptions = {}): ModalView {
  const { flow } = version;
  const state = readState(typed);
  const target = targetIn(flow, state);
  const decisive = new Set(flow.fields.flatMap(({ shownWhen }) => shownWhen?.field ?? []));
  const shown = shownFields(flow.fields, rawIn(flow.fields, state), target?.name ?? null);
  const blocks: (AnyModalBlock | null)[] = [
    notice === undefined ? null : section(mrkdwn`:warning: ${piece(notice)}`),
    section(
      joined(
        [mrkdwn`In *${flow.environmentLabel}*`, flow.description === null ? null : paragraph(flow.description)],
        "\n",
      ),
    ),
    flow.header === undefined ? null : section(fromFlow(flow.header, HEADER_MAX)),
    flow.targets.length === 0 ? null : targetInput(flow, target, decisive.has(TARGET_FIELD) || hasCaps(flow)),
    ...shown.map((field) => fieldInput(field, valueIn(field, state(fieldBlock(field.name))), decisive.has(field.name))),
    ...durationInputs(flow, target, state),
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

/** By the name of a field, what stands in the form for it; what the form does not have yet is what it begins with. */
const rawIn =
  (fields: readonly Field[], state: FormState) =>
  (name: string): unknown => {
    const field = fields.find((one) => one.name === name);
    return field === undefined ? null : rawAnswer(field, valueIn(field, state(fieldBlock(name))));
  };

const hasCaps = ({ targets }: Flow): boolean => targets.some(({ maxDurationMs }) => maxDurationMs !== undefined);

const targetChoices = ({ targets }: Flow): Choice[] => targets.map(({ name, label }) => ({ value: name, label }));

/** The one that is chosen, or the only one that there is. */
function targetIn({ targets }: Flow, state: FormState): Target | null {
  const only = targets.length === 1 ? targets[0]?.name : undefined;
  const chosen = state(TARGET_BLOCK)?.chosen ?? only;
  return targets.find(({ name }) => name === chosen) ?? null;
}

const targetInput = (flow: Flow, target: Target | null, decides: boolean): AnyModalBlock =>
  input({
    blockId: TARGET_BLOCK,
    label: "Access to",
    decides,
    element: select({
      actionId: FORM.target,
      choices: targetChoices(flow),
      placeholder: "Choose what you need",
      chosen: target?.name ?? null,
    }),
  });

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
      /** What the page called what was chosen of lists that functions say; absent where there are none. */
      readonly searched?: AnswerLabels;
    }
  | {
      readonly ok: false;
      /** By block id, as `response_action: errors` takes them. */
      readonly errors: Record<string, string>;
      /** One of them stands under a question that the form does not show yet: draw it again. */
      readonly isUnseen: boolean;
    };

/** `viewStateValues`: `view.state.values`. Every answer is checked against this version, whatever the page offered. */
export function parseForm(viewStateValues: unknown, version: FlowVersion): ParsedForm {
  const { flow } = version;
  const state = readState(viewStateValues);
  const target = checkTarget(flow, state(TARGET_BLOCK)?.chosen ?? null);
  const raw = flow.fields.map((field): [string, unknown] => {
    const value = state(fieldBlock(field.name));
    return [field.name, value === null ? null : rawAnswer(field, value)];
  });
  const answers = checkAnswers(flow, Object.fromEntries(raw), target.ok ? (target.value?.name ?? null) : null);
  const asked = durationAsked(state);
  const duration = checkDuration(flow, asked.durationMs, target.ok ? target.value : null);
  if (target.ok && answers.ok && duration.ok)
    return {
      ok: true,
      target: target.value?.name ?? null,
      answers: answers.answers,
      durationMs: duration.value,
      ...searchedIn(flow, state),
    };
  const fieldErrors = answers.ok
    ? []
    : Object.entries(answers.errors).map(([name, error]) => [fieldBlock(name), error] as const);
  const errors = Object.fromEntries([
    ...(target.ok ? [] : [[TARGET_BLOCK, target.error] as const]),
    ...fieldErrors,
    ...(duration.ok ? [] : [[asked.block, duration.error] as const]),
  ]);
  return { ok: false, errors, isUnseen: Object.keys(errors).some((block) => state(block) === null) };
}

/** Slack sends the words of an option with `&`, `<` and `>` as entities, and they were cut to what it shows. */
const asSearched = (label: string): string =>
  label.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&").replace(/…$/, "");

function searchedIn({ fields }: Flow, state: FormState): { readonly searched?: AnswerLabels } {
  const fetched = fields.filter(isFetched);
  if (fetched.length === 0) return {};
  const labels = fetched.map(({ name }) => {
    const called = Object.entries(state(fieldBlock(name))?.labels ?? {});
    return [name, Object.fromEntries(called.map(([value, label]) => [value, asSearched(label)]))] as const;
  });
  return { searched: Object.fromEntries(labels) };
}

/** Suggestions for the Target while somebody types: at most 100. */
export const targetOptions = (version: FlowVersion, query: string): PlainTextOption[] =>
  suggest(targetChoices(version.flow), query);

/** The field whose select asks for suggestions; null for a block that is none. */
export const fieldAsking = ({ flow }: FlowVersion, blockId: string): Field | null =>
  flow.fields.find(({ name }) => name === fieldOfBlock(blockId)) ?? null;

/** Does a function of the Flow say what there is? */
export const isFetched = (field: Field): boolean => "fetched" in field && field.fetched !== undefined;

/** What such a function said, as suggestions: the first hundred. */
export const suggestionsOf = (options: readonly Choice[]): PlainTextOption[] =>
  options.slice(0, OPTIONS_MAX).map(optionOf);

/** In place of suggestions that cannot be had: Slack shows nothing else there. Chosen, it is refused. */
export const noSuggestions = (why: string): PlainTextOption[] => [optionOf({ value: "-", label: why })];

/** Suggestions for a choice of the Flow's own that is written out. */
export const optionsFor = (field: Field, query: string): PlainTextOption[] => suggest(fieldChoices(field), query);

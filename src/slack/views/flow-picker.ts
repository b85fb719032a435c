// The Flow picker: which Flow, in which Environment. Its ids, how it is drawn and how it is read stand together. Choosing
// is submitting: the answer to the submission is the Flow's own form.
import type { AnyModalBlock, ModalView, PlainTextOption } from "slack-edge";
import * as z from "zod";
import type { FlowVersion } from "../../domain/flow.ts";
import { code, type MrkdwnText, mrkdwn, piece } from "../words/escape.ts";
import { section, words } from "./blocks.ts";
import { readState } from "./form-state.ts";
import { type Choice, input, select, suggest, withName } from "./inputs.ts";

export const PICKER = {
  callbackId: "flow_picker",
  /** An external select where there are more than 100 Flows: answer `block_suggestion` with `pickerOptions`. */
  flow: "picker.flow",
  /** Choosing another Environment redraws the picker (`views.update` with `renderPicker`). */
  environment: "picker.environment",
} as const;

const ENVIRONMENT_BLOCK = "environment";
/** Of its own for each Environment, so that Slack never keeps a choice that the other one does not offer. */
const flowBlock = (environment: string): string => `flow.${environment}`;

export interface PickerOptions {
  /** Name of the Environment whose Flows are offered. */
  readonly environment: string;
  readonly environments: readonly { readonly name: string; readonly label: string }[];
  /** A line at the top. */
  readonly notice?: MrkdwnText;
  /** Name of a Flow to be chosen at first, where it is offered. */
  readonly flow?: string | null;
}

/** `flows`: all Flows of the deployment; those of the Environment are offered. */
export function renderPicker(flows: readonly FlowVersion[], options: PickerOptions): ModalView {
  const { environment, environments, notice, flow } = options;
  const choices = choicesIn(flows, environment);
  const label = environments.find(({ name }) => name === environment)?.label ?? environment;
  const blocks: (AnyModalBlock | null)[] = [
    notice === undefined ? null : section(mrkdwn`:information_source: ${piece(notice)}`),
    environments.length < 2 ? null : environmentInput(options),
    choices.length === 0
      ? section(mrkdwn`Nothing can be asked for in *${label}* yet.`)
      : input({
          blockId: flowBlock(environment),
          label: "What do you need?",
          element: select({ actionId: PICKER.flow, choices, placeholder: "Choose a Flow", chosen: flow ?? null }),
        }),
  ];
  return {
    type: "modal",
    callback_id: PICKER.callbackId,
    title: words("Ask for access", 24),
    close: words("Close", 24),
    // Slack wants it wherever a view has an input, and the Environment is one.
    ...(choices.length === 0 && environments.length < 2 ? {} : { submit: words("Next", 24) }),
    private_metadata: environment,
    blocks: blocks.filter((block) => block !== null),
  };
}

const environmentInput = ({ environment, environments }: PickerOptions): AnyModalBlock => ({
  ...input({
    blockId: ENVIRONMENT_BLOCK,
    label: "Where?",
    element: select({
      actionId: PICKER.environment,
      choices: environments.map(({ name, label }) => ({ value: name, label: withName(label, name) })),
      placeholder: "Choose an Environment",
      chosen: environment,
    }),
  }),
  dispatch_action: true,
});

const choicesIn = (flows: readonly FlowVersion[], environment: string): Choice[] =>
  flows
    .filter(({ flow }) => flow.environment === environment)
    .map(({ flow }) => ({ value: flow.name, label: withName(flow.label, flow.name), description: flow.description }));

const picker = z.object({
  callback_id: z.literal(PICKER.callbackId),
  private_metadata: z.string(),
  state: z.object({ values: z.unknown() }).nullish().catch(null),
});

/**
 * `view`: of a submission, a choice of Environment or a suggestion. `flow` is null where none was chosen. Neither is known
 * to exist yet. Null where it is not a picker.
 */
export function parsePicker(view: unknown): { readonly flow: string | null; readonly environment: string } | null {
  const read = picker.safeParse(view);
  if (!read.success) return null;
  const state = readState(read.data.state?.values);
  const drawnFor = read.data.private_metadata;
  return {
    flow: state(flowBlock(drawnFor))?.chosen ?? null,
    environment: state(ENVIRONMENT_BLOCK)?.chosen ?? drawnFor,
  };
}

/** Suggestions while somebody types: at most 100, of one Environment, by label and name. */
export const pickerOptions = (flows: readonly FlowVersion[], query: string, environment: string): PlainTextOption[] =>
  suggest(choicesIn(flows, environment), query);

/** For the picker's notice. `name`: as typed after `/sym req`. */
export const unknownFlow = (name: string): MrkdwnText =>
  mrkdwn`There is no Flow called ${code(name)} here that you can ask for. These are the ones that there are.`.mrkdwn;

export const unknownEnvironment = (name: string): MrkdwnText =>
  mrkdwn`There is no Environment called ${code(name)}. Please choose one.`.mrkdwn;

/** What cannot be looked up is not shown: nobody may be offered what they may not see. */
export const notAllShown: MrkdwnText =
  mrkdwn`For some Flows it cannot be looked up just now whether you may ask for them, so they are left out. If yours is missing, please try again in a minute.`
    .mrkdwn;

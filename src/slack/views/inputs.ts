// The questions of Sym's modals: a select that becomes a type-ahead where it has more options than Slack can list, and the
// other inputs. What was typed before goes back in only where Slack will take it.
import type {
  ExternalSelect,
  MultiExternalSelect,
  MultiStaticSelect,
  PlainTextOption,
  StaticSelect,
  ViewInputBlock,
} from "slack-edge";
import { line } from "../words/plain.ts";
import { words } from "./blocks.ts";

/** Slack lists no more options than this, and takes no more as suggestions. */
export const OPTIONS_MAX = 100;
const OPTION_MAX = 75;
const PLACEHOLDER_MAX = 150;

/** Something that can be chosen. `value` comes back as it is. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly description?: string | null;
}

/** Labels are those of the configuration, cut to what Slack shows. */
export const optionOf = ({ value, label, description }: Choice): PlainTextOption => ({
  text: words(label, OPTION_MAX),
  value,
  ...(description ? { description: words(description, OPTION_MAX) } : {}),
});

/** A label with the name that people can type after `/sym req`. The name stays whole: half of one leads nowhere. */
export const withName = (label: string, name: string): string =>
  `${line(label, OPTION_MAX - name.length - 3)} (${name})`;

export interface SelectSpec {
  readonly actionId: string;
  readonly choices: readonly Choice[];
  /** `choices` are not all that there is: Slack asks for the rest. */
  readonly isFetched?: boolean;
  readonly placeholder: string;
  /** Value that is chosen at first; ignored where it is not offered. */
  readonly chosen?: string | null;
}

/** Suggestions of an external select are asked for from the first click on (`min_query_length` 0). */
export function select(spec: SelectSpec): StaticSelect | ExternalSelect {
  const first = spec.choices.find(({ value }) => value === spec.chosen);
  const shared = {
    action_id: spec.actionId,
    placeholder: placeholderOf(spec),
    ...(first === undefined ? {} : { initial_option: optionOf(first) }),
  };
  return isAsked(spec)
    ? { type: "external_select", min_query_length: 0, ...shared }
    : { type: "static_select", options: spec.choices.map(optionOf), ...shared };
}

/** The same for several at once. */
export function selectSeveral(
  spec: Omit<SelectSpec, "chosen"> & { readonly chosen: readonly string[]; readonly max: number },
): MultiStaticSelect | MultiExternalSelect {
  const first = spec.choices.filter(({ value }) => spec.chosen.includes(value)).slice(0, spec.max);
  const shared = {
    action_id: spec.actionId,
    placeholder: placeholderOf(spec),
    max_selected_items: spec.max,
    ...(first.length === 0 ? {} : { initial_options: first.map(optionOf) }),
  };
  return isAsked(spec)
    ? { type: "multi_external_select", min_query_length: 0, ...shared }
    : { type: "multi_static_select", options: spec.choices.map(optionOf), ...shared };
}

type Asking = Pick<SelectSpec, "choices" | "isFetched" | "placeholder">;
const isAsked = ({ choices, isFetched }: Asking): boolean => isFetched === true || choices.length > OPTIONS_MAX;
const placeholderOf = (spec: Asking) =>
  words(isAsked(spec) ? `${spec.placeholder}: type to search` : spec.placeholder, PLACEHOLDER_MAX);

/** What matches while somebody types: every word of the query in the label or the value, in any case; at most 100. */
export function suggest(choices: readonly Choice[], query: string): PlainTextOption[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ label, value }: Choice): boolean => {
    const text = `${label} ${value}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  };
  return choices.filter(fits).slice(0, OPTIONS_MAX).map(optionOf);
}

export interface InputSpec {
  readonly blockId: string;
  readonly label: string;
  readonly hint?: string | null;
  readonly required?: boolean;
  /** Slack tells of every change of it. */
  readonly decides?: boolean;
  readonly element: ViewInputBlock["element"];
}

export const input = ({ blockId, label, hint, required, decides, element }: InputSpec): ViewInputBlock => ({
  type: "input",
  block_id: blockId,
  label: words(label, PLACEHOLDER_MAX),
  ...(hint ? { hint: words(hint, 2_000) } : {}),
  optional: required === false,
  ...(decides ? { dispatch_action: true } : {}),
  element,
});

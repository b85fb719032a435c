// Suggestions while somebody types into a select of more than a hundred options. Drawn from the deployment,
// or asked of the engine where a function of the Flow says what there is.
import type { OptionsResponse, PlainTextOption } from "slack-edge";
import { type Person, type Suggestion, suggestion, type View } from "../payload.ts";
import { FIELD_CHOICE, FIELD_CHOICES } from "../views/field-input.ts";
import { PICKER, parsePicker, pickerOptions } from "../views/flow-picker.ts";
import {
  FORM,
  fieldAsking,
  isFetched,
  noSuggestions,
  optionsFor,
  readFormMetadata,
  suggestionsOf,
  targetOptions,
} from "../views/request-form.ts";
import { OPTIONS_LATE, sayNoOptions } from "../words/no-options.ts";
import { type Front, findFlow } from "./front.ts";
import type { Listener } from "./listen.ts";
import { offeredTo } from "./offered.ts";

/** Action ids of the selects that ask. */
export const ASKING = [PICKER.flow, FORM.target, FIELD_CHOICE, FIELD_CHOICES] as const;

const none: OptionsResponse = { options: [] };

/** slack-edge has two types for one thing: as part of a view, and as an answer. */
const some = (options: readonly PlainTextOption[]): OptionsResponse => ({
  options: options.flatMap(({ value, text, description }) =>
    value === undefined ? [] : [{ value, text, ...(description === undefined ? {} : { description }) }],
  ),
});

export const onSuggestion: Listener<Suggestion, OptionsResponse> = {
  name: "suggestion",
  schema: suggestion,
  work: async (front, { person, actionId, blockId, query, view }) => {
    if (view === null) return { body: none };
    if (actionId === PICKER.flow) return { body: await flowsFor(front, person, view, query) };
    const drawn = readFormMetadata(view.private_metadata);
    const version = drawn && findFlow(front, drawn.flow, drawn.environment);
    if (version === null) return { body: none };
    if (actionId === FORM.target) return { body: some(targetOptions(version, query)) };
    const field = fieldAsking(version, blockId);
    if (field === null) return { body: none };
    if (!isFetched(field)) return { body: some(optionsFor(field, query)) };
    const search = { flow: version, field: field.name, search: query, ...person };
    const offered = await front.commands.offeredOptions(search);
    if (offered.ok) return { body: some(suggestionsOf(offered.value)) };
    front.log("form.options.refused", { flow: drawn?.flow ?? null, at: field.name, why: offered.refusal.kind });
    return { body: some(noSuggestions(sayNoOptions(offered.refusal))) };
  },
  // Slack would show its own words for an answer that does not come.
  late: () => ({ body: some(noSuggestions(OPTIONS_LATE)) }),
  sorry: () => ({ body: none }),
  nothing: none,
};

async function flowsFor(front: Front, person: Person, view: View, query: string): Promise<OptionsResponse> {
  const picker = parsePicker(view);
  if (picker === null) return none;
  const { flows } = await offeredTo(front, person, front.deployment.flows);
  return some(pickerOptions(flows, query, picker.environment));
}
